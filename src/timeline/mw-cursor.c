/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A moment finer than time.
 *
 * On the simulated clock a task is woken, runs, takes a permit and sleeps again within one instant, and live
 * several events share one reading of the clock: a moment of the ruler cannot show what is between them.  So one
 * who steps stands between two events.  The events of all runs form one row, by time, then run, then index:
 *
 *   run 0   a(0)      b(0)           c(2)            a b | d e | c          passed: 2, 1
 *   run 1                  d(0) e(1)                 a b   d ^ e   c
 *
 * The number of events that were passed in each run is the whole cursor.  What is shown is then no filter over
 * the history of the whole run (which would have to be right in every strip, lane and mark) but the same fold,
 * stopped earlier; whatever draws or describes a history shows an event's moment without knowing of it.
 * Rejected: an undo for every kind of event, which is the fold a second time and backwards.  The cost: a step back folds
 * anew all that lies before it, 20 ms of a processor for 10⁵ events.
 */

#include "mw-cursor.h"

typedef struct
{
  MwHistory *whole;
  MwHistory *part;    /* NULL: not asked for, or it has read too much */
  gsize      passed;
} Run;

struct _MwCursor
{
  Run  *runs;
  guint n_runs;
};

MwCursor *
mw_cursor_new (MwHistory *const *runs, guint n_runs)
{
  MwCursor *self = g_new0 (MwCursor, 1);

  self->runs = g_new0 (Run, n_runs);
  self->n_runs = n_runs;
  for (guint i = 0; i < n_runs; i++)
    self->runs[i].whole = runs[i];
  return self;
}

void
mw_cursor_free (MwCursor *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < self->n_runs; i++)
    mw_history_free (self->runs[i].part);
  g_free (self->runs);
  g_free (self);
}

static const MwEvent *
get_event (const Run *run, gsize index)
{
  return mw_trace_get_event (mw_history_get_trace (run->whole), index);
}

/* How many events of RUN are not later than TIME. */
static gsize
count_until (const Run *run, gint64 time)
{
  gsize low = 0, high = mw_history_get_n_read (run->whole);

  while (low < high)
    {
      gsize middle = low + (high - low) / 2;

      if (get_event (run, middle)->time <= time)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

void
mw_cursor_seek (MwCursor *self, gint64 time)
{
  for (guint i = 0; i < self->n_runs; i++)
    self->runs[i].passed = count_until (&self->runs[i], time);
}

gboolean
mw_cursor_next (MwCursor *self, MwEventPlace *place)
{
  gint64 best = G_MAXINT64;

  place->run = self->n_runs;
  for (guint i = 0; i < self->n_runs; i++)
    {
      Run *run = &self->runs[i];

      if (run->passed == mw_history_get_n_read (run->whole) || get_event (run, run->passed)->time >= best)
        continue;
      best = get_event (run, run->passed)->time;
      *place = (MwEventPlace) { i, run->passed };
    }
  if (place->run == self->n_runs)
    return FALSE;
  self->runs[place->run].passed++;
  return TRUE;
}

gboolean
mw_cursor_get_last (MwCursor *self, MwEventPlace *place)
{
  gint64 best = -1;

  for (guint i = 0; i < self->n_runs; i++)
    {
      Run *run = &self->runs[i];

      if (run->passed == 0 || get_event (run, run->passed - 1)->time < best)
        continue;
      best = get_event (run, run->passed - 1)->time;
      *place = (MwEventPlace) { i, run->passed - 1 };
    }
  return best >= 0;
}

gboolean
mw_cursor_previous (MwCursor *self, MwEventPlace *place)
{
  if (!mw_cursor_get_last (self, place))
    return FALSE;
  self->runs[place->run].passed--;
  return TRUE;
}

const MwEvent *
mw_cursor_get_event (MwCursor *self, const MwEventPlace *place)
{
  return get_event (&self->runs[place->run], place->index);
}

gsize
mw_cursor_count_passed (MwCursor *self)
{
  gsize n = 0;

  for (guint i = 0; i < self->n_runs; i++)
    n += self->runs[i].passed;
  return n;
}

gsize
mw_cursor_count_known (MwCursor *self)
{
  gsize n = 0;

  for (guint i = 0; i < self->n_runs; i++)
    n += mw_history_get_n_read (self->runs[i].whole);
  return n;
}

MwHistory *
mw_cursor_get_part (MwCursor *self, guint index)
{
  Run *run = &self->runs[index];
  MwEventPlace last;

  if (run->part != NULL && mw_history_get_n_read (run->part) > run->passed)
    g_clear_pointer (&run->part, mw_history_free);
  if (run->part == NULL)
    run->part = mw_history_new (mw_history_get_trace (run->whole));
  mw_history_make_room (run->part, run->whole);
  mw_history_update (run->part, run->passed - mw_history_get_n_read (run->part));
  if (mw_cursor_get_last (self, &last))
    mw_history_anticipate (run->part, mw_cursor_get_event (self, &last)->time);
  return run->part;
}
