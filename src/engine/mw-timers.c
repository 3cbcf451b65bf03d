/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Deadlines, the nearest first.
 *
 * GLib visits every timeout source in every iteration (1.4 ms with 100,000 of them asleep), so the engine owns one
 * source and this heap: O(log n) to arm, fire and disarm, nothing to do for those that sleep on.  Nodes are
 * embedded in what waits, so that to wait allocates nothing.  Equal deadlines fire in the order in which they were
 * armed: CPython's heapq leaves that to chance, and a virtual clock meets such ties all the time.
 */

#include "mw-timers.h"

static inline gboolean
is_before (const MwTimer *a, const MwTimer *b)
{
  return a->deadline < b->deadline || (a->deadline == b->deadline && a->sequence < b->sequence);
}

static inline void
put (MwTimers *self, gsize position, MwTimer *timer)
{
  self->nodes[position - 1] = timer;
  timer->position = position;
}

static void
sift_up (MwTimers *self, gsize position, MwTimer *timer)
{
  while (position > 1 && is_before (timer, self->nodes[position / 2 - 1]))
    {
      put (self, position, self->nodes[position / 2 - 1]);
      position /= 2;
    }
  put (self, position, timer);
}

static void
sift_down (MwTimers *self, gsize position, MwTimer *timer)
{
  for (;;)
    {
      gsize child = position * 2;

      if (child > self->n_nodes)
        break;
      if (child < self->n_nodes && is_before (self->nodes[child], self->nodes[child - 1]))
        child++;
      if (!is_before (self->nodes[child - 1], timer))
        break;
      put (self, position, self->nodes[child - 1]);
      position = child;
    }
  put (self, position, timer);
}

/* Frees the heap's own memory; its timers count as disarmed no more, they are simply forgotten. */
void
mw_timers_clear (MwTimers *self)
{
  g_clear_pointer (&self->nodes, g_free);
  self->n_nodes = self->n_allocated = 0;
}

/* Arms TIMER, which must not be armed, for DEADLINE (ns). */
void
mw_timers_add (MwTimers *self, MwTimer *timer, gint64 deadline)
{
  g_return_if_fail (!mw_timer_is_armed (timer));

  if (self->n_nodes == self->n_allocated)
    {
      self->n_allocated = MAX (64, self->n_allocated * 2);
      self->nodes = g_renew (MwTimer *, self->nodes, self->n_allocated);
    }
  timer->deadline = deadline;
  timer->sequence = self->sequence++;
  sift_up (self, ++self->n_nodes, timer);
}

/* Disarms TIMER; nothing happens when it is not armed. */
void
mw_timers_remove (MwTimers *self, MwTimer *timer)
{
  gsize position = timer->position;
  MwTimer *last;

  if (position == 0)
    return;
  timer->position = 0;
  last = self->nodes[--self->n_nodes];
  if (last == timer)
    return;
  if (position > 1 && is_before (last, self->nodes[position / 2 - 1]))
    sift_up (self, position, last);
  else
    sift_down (self, position, last);
}

/* The nearest; NULL when there is none. */
MwTimer *
mw_timers_peek (MwTimers *self)
{
  return self->n_nodes > 0 ? self->nodes[0] : NULL;
}
