/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Rules of the loop and the threads: who holds which lane. */

#include "mw-judge.h"

static gboolean
holds_loop (MwState state)
{
  return state == MW_STATE_RUNNING || state == MW_STATE_BLOCKING;
}

static gboolean
holds_lane (MwState state)
{
  return holds_loop (state) || state == MW_STATE_THREAD;
}

/* lane: at any instant at most one task runs on or blocks the loop (lane 0), and at most one is in thread n. */

typedef struct
{
  GArray *holders;  /* guint32 task per lane */
  GArray *lanes;    /* guint16 per task */
} Lanes;

static void
take_lane (MwJudge *judge, Lanes *self, const MwEvent *event)
{
  guint32 *holder = mw_judge_of_task (&self->holders, sizeof (guint32), event->lane);

  if (*holder != 0 && *holder != event->task)
    {
      g_autofree char *late = mw_judge_name_task (judge, event->task);
      g_autofree char *early = mw_judge_name_task (judge, *holder);

      mw_judge_find (judge, "%s comes to lane %u, which %s holds", late, event->lane, early);
    }
  *holder = event->task;
  *(guint16 *) mw_judge_of_task (&self->lanes, sizeof (guint16), event->task) = event->lane;
}

static void
leave_lane (Lanes *self, const MwEvent *event)
{
  guint16 lane = *(guint16 *) mw_judge_of_task (&self->lanes, sizeof (guint16), event->task);
  guint32 *holder = mw_judge_of_task (&self->holders, sizeof (guint32), lane);

  if (*holder == event->task)
    *holder = 0;
}

static void
read_lane (MwJudge *judge, gpointer state, const MwEvent *event)
{
  Lanes *self = state;
  gboolean held = holds_lane (judge->before), holds = holds_lane (judge->after);

  if (!judge->legal || event->task == 0)
    return;
  if (held && !holds)
    leave_lane (self, event);
  else if (!held && holds)
    take_lane (judge, self, event);
  else if ((event->kind == MW_EVENT_BLOCKING_BEGIN || event->kind == MW_EVENT_BLOCKING_END) &&
           event->lane != *(guint16 *) mw_judge_of_task (&self->lanes, sizeof (guint16), event->task))
    mw_judge_find (judge, "%s of task %u on lane %u; it runs on lane %u", mw_event_kind_name (event->kind), event->task,
                   event->lane, *(guint16 *) mw_judge_of_task (&self->lanes, sizeof (guint16), event->task));
}

static void
clear_lane (gpointer state)
{
  Lanes *self = state;

  g_clear_pointer (&self->holders, g_array_unref);
  g_clear_pointer (&self->lanes, g_array_unref);
}

const MwRule mw_rule_lane = { "lane", sizeof (Lanes), read_lane, NULL, clear_lane };

/* iteration: the loop's turns do not overlap. */

static void
read_iteration (MwJudge *judge, gpointer state, const MwEvent *event)
{
  gboolean *open = state;

  if (event->kind == MW_EVENT_ITERATION_BEGIN)
    {
      if (*open)
        mw_judge_find (judge, "an iteration begins inside another");
      if (event->value < 0)
        mw_judge_find (judge, "an iteration of %" G_GINT64_FORMAT " handles", event->value);
      *open = TRUE;
    }
  else if (event->kind == MW_EVENT_ITERATION_END)
    {
      if (!*open)
        mw_judge_find (judge, "an iteration ends that never began");
      *open = FALSE;
    }
}

const MwRule mw_rule_iteration = { "iteration", sizeof (gboolean), read_iteration };

/* loop-time: what the tasks had of the loop, and the time in which nobody had it, make the whole. */

typedef struct
{
  gint64 last;
  gint64 n_holders;
  MwWide busy;      /* summed over the tasks */
  MwWide idle;
} LoopTime;

static void
read_loop_time (MwJudge *judge, gpointer state, const MwEvent *event)
{
  LoopTime *self = state;
  gint64 passed = MAX (0, event->time - self->last);

  self->busy += (MwWide) self->n_holders * passed;
  self->idle += self->n_holders == 0 ? passed : 0;
  self->last = MAX (self->last, event->time);
  self->n_holders += holds_loop (judge->after) - holds_loop (judge->before);
}

static void
end_loop_time (MwJudge *judge, gpointer state)
{
  LoopTime *self = state;

  if (self->busy + self->idle != judge->end)
    mw_judge_find (judge, "the loop was busy for %" G_GINT64_FORMAT " ns and idle for %" G_GINT64_FORMAT
                   " ns, together not the %" G_GINT64_FORMAT " ns of the run",
                   (gint64) self->busy, (gint64) self->idle, judge->end);
}

const MwRule mw_rule_loop_time = { "loop-time", sizeof (LoopTime), read_loop_time, end_loop_time };
