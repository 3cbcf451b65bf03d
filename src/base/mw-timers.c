/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Deadlines, the nearest first.
 *
 * GLib visits every timeout source in every iteration (1.4 ms with 100,000 of them asleep), so who waits much owns one
 * source and this heap: O(log n) to arm, fire and disarm, nothing to do for those that sleep on.  Timers are
 * embedded in what waits, so that to wait allocates nothing.  Equal deadlines fire in the order in which they were
 * armed: CPython's heapq leaves that to chance, and a virtual clock meets such ties all the time.
 *
 * With many sleepers the cost is not comparing but fetching from memory what is to be compared.  Therefore a node
 * holds its deadline beside the pointer, every node has four children, and the four fill one line of the cache, for
 * the root lies at 3 and the memory is aligned:
 *
 *   0 1 2 3 | 4 5 6 7 | 8 9 10 11 | 12 13 14 15 | …      children of i: 4 (i − 2) …, parent of i: i / 4 + 2
 *         ^
 *
 * What costs next is the processor's wrong guess at which of four is the nearest.  So they are compared in two pairs and
 * the winners of both, with conditional moves, and the place of a node that leaves sinks to the bottom without asking
 * at each level whether the last node, which will fill it, belongs there: it nearly always belongs at the bottom.
 */

#include <string.h>

#include "mw-timers.h"

#define ROOT 3
#define LINE 64 /* bytes */

static inline gboolean
is_before (MwTimerNode a, MwTimerNode b)
{
  return a.deadline < b.deadline ||
         (a.deadline == b.deadline && (gint32) (a.timer->sequence - b.timer->sequence) < 0);
}

static inline void
put (MwTimers *self, guint32 position, MwTimerNode node)
{
  self->nodes[position] = node;
  node.timer->position = position;
}

/* Which of the nodes at A and B is nearer, chosen without a branch as long as their deadlines differ. */
static inline guint32
nearer (const MwTimers *self, guint32 a, guint32 b)
{
  MwTimerNode x = self->nodes[a], y = self->nodes[b];

  if (G_UNLIKELY (x.deadline == y.deadline))
    return is_before (y, x) ? b : a;
  return y.deadline < x.deadline ? b : a;
}

/* The nearest of the children from CHILD on, of which there is one at least. */
static inline guint32
nearest (const MwTimers *self, guint32 child)
{
  guint32 least = child;

  if (G_LIKELY (child + 4 <= self->end))
    return nearer (self, nearer (self, child, child + 1), nearer (self, child + 2, child + 3));
  for (guint32 i = child + 1; i < self->end; i++)
    least = nearer (self, least, i);
  return least;
}

/* NODE takes the place of the hole at POSITION, or one above it. */
static void
sift_up (MwTimers *self, guint32 position, MwTimerNode node)
{
  while (position > ROOT && is_before (node, self->nodes[position / 4 + 2]))
    {
      put (self, position, self->nodes[position / 4 + 2]);
      position = position / 4 + 2;
    }
  put (self, position, node);
}

/* Lets the hole at POSITION sink to the bottom; returns where it came to lie. */
static guint32
sink (MwTimers *self, guint32 position)
{
  guint32 child;

  while ((child = 4 * (position - 2)) < self->end)
    {
      guint32 least = nearest (self, child);

      put (self, position, self->nodes[least]);
      position = least;
    }
  return position;
}

/* The last node takes the place of the one at POSITION. */
static void
take_out (MwTimers *self, guint32 position)
{
  MwTimerNode last = self->nodes[--self->end];

  if (position < self->end)
    sift_up (self, sink (self, position), last);
}

static void
grow (MwTimers *self)
{
  guint32 n_allocated = MAX (64, self->n_allocated * 2);
  MwTimerNode *nodes = g_aligned_alloc (n_allocated, sizeof (MwTimerNode), LINE);

  if (self->nodes != NULL)
    memcpy (nodes, self->nodes, self->end * sizeof (MwTimerNode));
  else
    self->end = ROOT;
  g_aligned_free (self->nodes);
  self->nodes = nodes;
  self->n_allocated = n_allocated;
}

/* Frees the heap's own memory; its timers count as disarmed no more, they are simply forgotten. */
void
mw_timers_clear (MwTimers *self)
{
  g_clear_pointer (&self->nodes, g_aligned_free);
  self->end = self->n_allocated = 0;
}

/* Arms TIMER, which must not be armed, for DEADLINE (ns). */
void
mw_timers_add (MwTimers *self, MwTimer *timer, gint64 deadline)
{
  g_return_if_fail (!mw_timer_is_armed (timer));

  if (self->end == self->n_allocated)
    grow (self);
  timer->deadline = deadline;
  timer->sequence = self->sequence++;
  self->end++;
  sift_up (self, self->end - 1, (MwTimerNode) { deadline, timer });
}

/* Disarms TIMER; nothing happens when it is not armed. */
void
mw_timers_remove (MwTimers *self, MwTimer *timer)
{
  if (!mw_timer_is_armed (timer))
    return;
  take_out (self, timer->position);
  timer->position = 0;
}

/* Disarms the nearest and returns it, if its deadline is TIME (ns) or before; else NULL.  What is not due is not looked
 * at, not even in memory. */
MwTimer *
mw_timers_pop (MwTimers *self, gint64 time)
{
  MwTimer *timer;

  if (self->end <= ROOT || self->nodes[ROOT].deadline > time)
    return NULL;
  timer = self->nodes[ROOT].timer;
  take_out (self, ROOT);
  timer->position = 0;
  return timer;
}

/* The nearest; NULL when there is none. */
MwTimer *
mw_timers_peek (MwTimers *self)
{
  return self->end > ROOT ? self->nodes[ROOT].timer : NULL;
}
