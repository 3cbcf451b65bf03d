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

static void
sift_down (MwTimers *self, guint32 position, MwTimerNode node)
{
  for (;;)
    {
      guint32 child = 4 * (position - 2);
      guint32 end = MIN (child + 4, self->end);
      guint32 least = child;

      if (child >= end)
        break;
      for (guint32 i = child + 1; i < end; i++)
        if (is_before (self->nodes[i], self->nodes[least]))
          least = i;
      if (!is_before (self->nodes[least], node))
        break;
      put (self, position, self->nodes[least]);
      position = least;
    }
  put (self, position, node);
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
  guint32 position = timer->position;
  MwTimerNode last;

  if (position == 0)
    return;
  timer->position = 0;
  last = self->nodes[--self->end];
  if (last.timer == timer)
    return;
  if (position > ROOT && is_before (last, self->nodes[position / 4 + 2]))
    sift_up (self, position, last);
  else
    sift_down (self, position, last);
}

/* The nearest; NULL when there is none. */
MwTimer *
mw_timers_peek (MwTimers *self)
{
  return self->end > ROOT ? self->nodes[ROOT].timer : NULL;
}
