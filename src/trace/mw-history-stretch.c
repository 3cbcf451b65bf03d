/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What is asked of all tasks at once, in every frame: who held a lane when, and how many are in which state.  The first is
 * noted down while the events are read, for looking through a million spans takes longer than drawing them; the
 * second is counted for a moment and kept, because the picture stands still while one looks around. */

#include <string.h>

#include "mw-history-private.h"

static gboolean
is_noted (MwHistory *self, MwState state)
{
  return state == MW_STATE_BLOCKING || state == MW_STATE_THREAD || (state == MW_STATE_RUNNING && self->iterations->len == 0);
}

static GArray *
get_lane (MwHistory *self, MwState state, guint lane)
{
  GPtrArray *lanes = self->stretches[state];

  return lanes != NULL && lane < lanes->len ? g_ptr_array_index (lanes, lane) : NULL;
}

static void
free_lane (gpointer lane)
{
  if (lane != NULL)
    g_array_unref (lane);
}

void
mw_history_begin_stretch (MwHistory *self, MwState state, guint lane, guint32 task, gint64 time)
{
  MwStretch stretch = { time, MW_TIME_OPEN, task };
  GArray *stretches;

  if (!is_noted (self, state))
    return;
  if (self->stretches[state] == NULL)
    self->stretches[state] = g_ptr_array_new_with_free_func (free_lane);
  if (lane >= self->stretches[state]->len)
    g_ptr_array_set_size (self->stretches[state], (gint) lane + 1);
  stretches = get_lane (self, state, lane);
  if (stretches == NULL)
    g_ptr_array_index (self->stretches[state], lane) = stretches = g_array_new (FALSE, FALSE, sizeof (MwStretch));
  g_array_append_val (stretches, stretch);
}

/* Of the few that are open at a time it is one of the last. */
void
mw_history_end_stretch (MwHistory *self, MwState state, guint lane, guint32 task, gint64 time)
{
  GArray *stretches = get_lane (self, state, lane);

  for (guint i = stretches != NULL ? stretches->len : 0; i > 0; i--)
    {
      MwStretch *stretch = &g_array_index (stretches, MwStretch, i - 1);

      if (stretch->task != task)
        continue;
      stretch->end = stretch->end == MW_TIME_OPEN ? time : stretch->end;
      return;
    }
}

void
mw_history_clear_stretches (MwHistory *self)
{
  for (guint i = 0; i < MW_N_STATES; i++)
    g_clear_pointer (&self->stretches[i], g_ptr_array_unref);
}

const GArray *
mw_history_get_stretches (MwHistory *self, MwState state, guint lane)
{
  return get_lane (self, state, lane);
}

guint
mw_history_get_n_threads (MwHistory *self)
{
  GPtrArray *lanes = self->stretches[MW_STATE_THREAD];

  return lanes != NULL && lanes->len > 0 ? lanes->len - 1 : 0;
}

static MwState
state_at (const MwTaskHistory *task, gint64 now)
{
  gint index;

  if (task->created > now)
    return MW_STATE_NONE;
  if (task->ended <= now)
    return task->state;
  index = mw_task_history_find (task, now);
  return index >= 0 ? g_array_index (task->spans, MwSpan, index).state : MW_STATE_NONE;
}

const guint *
mw_history_count_states (MwHistory *self, gint64 now)
{
  if (self->counted_at == now && self->counted_as == self->n_changes)
    return self->counts;
  memset (self->counts, 0, sizeof self->counts);
  for (guint i = 0; i < self->tasks->len; i++)
    self->counts[state_at (g_ptr_array_index (self->tasks, i), now)]++;
  self->counted_at = now;
  self->counted_as = self->n_changes;
  return self->counts;
}
