/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Rules of times that must add up. */

#include "mw-judge.h"

/* state-times: the times that a task spends in its states make its lifetime. */

typedef struct
{
  gint64 created;
  gint64 since;
  gint64 sum;
} Life;

static void
read_state_times (MwJudge *judge, gpointer state, const MwEvent *event)
{
  GArray **lives = state;
  Life *life;

  if (event->task == 0)
    return;
  life = mw_judge_of_task (lives, sizeof (Life), event->task);
  if (event->kind == MW_EVENT_CREATED)
    life->created = life->since = event->time;
  life->sum += MAX (0, event->time - life->since);
  life->since = event->time;
  if (mw_state_is_end (judge->after) && !mw_state_is_end (judge->before) &&
      life->sum != event->time - life->created)
    mw_judge_find (judge, "the states of task %u last %" G_GINT64_FORMAT " ns, its life %" G_GINT64_FORMAT " ns",
                   event->task, life->sum, event->time - life->created);
}

static void
clear_state_times (gpointer state)
{
  GArray **lives = state;

  g_clear_pointer (lives, g_array_unref);
}

const MwRule mw_rule_state_times = { "state-times", sizeof (GArray *), read_state_times, NULL, clear_state_times };

/* in-flight: the area under the number of operations under way is the sum of the times that they took. */

typedef struct
{
  gint64  last;
  gint64  n_in_flight;
  MwWide  area;
  MwWide  sum;
  GArray *since;       /* gint64 per task */
} InFlight;

static void
read_in_flight (MwJudge *judge, gpointer state, const MwEvent *event)
{
  InFlight *self = state;
  gboolean was = mw_state_is_in_flight (judge->before), is = mw_state_is_in_flight (judge->after);
  gint64 *since;

  self->area += (MwWide) self->n_in_flight * MAX (0, event->time - self->last);
  self->last = event->time;
  if (was == is)
    return;
  since = mw_judge_of_task (&self->since, sizeof (gint64), event->task);
  if (was)
    self->sum += event->time - *since;
  *since = event->time;
  self->n_in_flight += is - was;
}

static void
end_in_flight (MwJudge *judge, gpointer state)
{
  InFlight *self = state;
  const guint8 *states = (const guint8 *) judge->states->data;

  for (guint32 task = 1; task <= judge->n_tasks; task++)
    if (mw_state_is_in_flight (states[task]))
      self->sum += self->last - *(gint64 *) mw_judge_of_task (&self->since, sizeof (gint64), task);
  if (self->area != self->sum)
    mw_judge_find (judge, "the area under “in flight” is %" G_GINT64_FORMAT " ns, the operations took %" G_GINT64_FORMAT
                   " ns", (gint64) self->area, (gint64) self->sum);
}

static void
clear_in_flight (gpointer state)
{
  InFlight *self = state;

  g_clear_pointer (&self->since, g_array_unref);
}

const MwRule mw_rule_in_flight = { "in-flight", sizeof (InFlight), read_in_flight, end_in_flight, clear_in_flight };
