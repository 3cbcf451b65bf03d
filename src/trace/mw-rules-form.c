/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Rules of form: time, references, transitions, and how a run and its tasks end. */

#include "mw-judge.h"

/* time: it does not go back. */

static void
read_time (MwJudge *judge, gpointer state, const MwEvent *event)
{
  gint64 *last = state;

  if (event->time < 0 || event->time > MW_TRACE_TIME_MAX)
    {
      mw_judge_find (judge, "the time is %" G_GINT64_FORMAT " ns; expected 0 to a year", event->time);
      return;
    }
  if (event->time < *last)
    mw_judge_find (judge, "the time goes back from %" G_GINT64_FORMAT " ns to %" G_GINT64_FORMAT " ns", *last, event->time);
  *last = event->time;
}

const MwRule mw_rule_time = { "time", sizeof (gint64), read_time };

/* reference: ids count 1, 2, 3 …, and whoever is named was there before. */

static gboolean
names_a_task (const MwEvent *event)
{
  return event->kind == MW_EVENT_CREATED || event->kind == MW_EVENT_READY ||
         event->kind == MW_EVENT_CANCEL_REQUESTED ||
         (event->kind == MW_EVENT_SUSPENDED && event->reason == MW_REASON_TASK);
}

static gboolean
is_of_the_run (const MwEvent *event)
{
  return event->kind == MW_EVENT_RESOURCE || event->kind == MW_EVENT_RUN_ENDED ||
         event->kind == MW_EVENT_ITERATION_BEGIN || event->kind == MW_EVENT_ITERATION_END;
}

static void
read_reference (MwJudge *judge, gpointer state, const MwEvent *event)
{
  guint32 *n_tasks = state;

  if (event->kind >= MW_N_EVENTS)
    {
      mw_judge_find (judge, "the kind of event %u does not exist", event->kind);
      return;
    }
  if (event->kind == MW_EVENT_CREATED && event->task != *n_tasks + 1)
    mw_judge_find (judge, "task %u is created; expected task %u, the next new one", event->task, *n_tasks + 1);
  else if (event->kind == MW_EVENT_CREATED && event->object > *n_tasks)
    mw_judge_find (judge, "the parent of task %u is task %u, which does not exist yet", event->task, event->object);
  else if (event->kind != MW_EVENT_CREATED && event->task > *n_tasks)
    mw_judge_find (judge, "%s of task %u, which was never created", mw_event_kind_name (event->kind), event->task);
  else if (names_a_task (event) && event->object > *n_tasks)
    mw_judge_find (judge, "%s of task %u names task %u, which was never created",
                   mw_event_kind_name (event->kind), event->task, event->object);
  else if (event->task == 0 && !is_of_the_run (event))
    mw_judge_find (judge, "%s of no task", mw_event_kind_name (event->kind));
  if (event->kind == MW_EVENT_RESOURCE && mw_trace_get_resource (judge->trace, event->object) == NULL)
    mw_judge_find (judge, "resource %u is not in the header", event->object);
  if (event->kind == MW_EVENT_CREATED && event->task == *n_tasks + 1)
    *n_tasks += 1;
}

const MwRule mw_rule_reference = { "reference", sizeof (guint32), read_reference };

/* transition: only what the table allows; nothing follows an end. */

static void
read_transition (MwJudge *judge, gpointer state, const MwEvent *event)
{
  g_autofree char *name = NULL;

  if (judge->legal)
    return;
  name = mw_judge_name_task (judge, event->task);
  mw_judge_find (judge, "%s is %s, where %s (reason %u, lane %u) is not possible", name, mw_state_name (judge->before),
                 mw_event_kind_name (event->kind), event->reason, event->lane);
}

const MwRule mw_rule_transition = { "transition", 0, read_transition };

/* run-end: said once, and last. */

static void
read_run_end (MwJudge *judge, gpointer state, const MwEvent *event)
{
  gboolean *has_end = state;

  if (*has_end)
    mw_judge_find (judge, "%s after the end of the run", mw_event_kind_name (event->kind));
  if (event->kind == MW_EVENT_RUN_ENDED)
    *has_end = TRUE;
}

static void
end_run_end (MwJudge *judge, gpointer state)
{
  gboolean *has_end = state;

  if (!*has_end)
    mw_judge_find (judge, "the trace stops without the end of the run");
}

const MwRule mw_rule_run_end = { "run-end", sizeof (gboolean), read_run_end, end_run_end };

/* ending: every task ends, or the run says why not. */

static void
end_ending (MwJudge *judge, gpointer state)
{
  const guint8 *states = (const guint8 *) judge->states->data;

  if (!judge->has_end || (judge->run_end != MW_RUN_COMPLETE && judge->run_end != MW_RUN_FAILED))
    return;
  for (guint32 task = 1; task <= judge->n_tasks && !mw_judge_is_done (judge); task++)
    {
      g_autofree char *name = NULL;

      if (mw_state_is_end (states[task]))
        continue;
      name = mw_judge_name_task (judge, task);
      mw_judge_find (judge, "%s is %s at the end of a run that calls itself %s", name, mw_state_name (states[task]),
                     mw_run_end_name (judge->run_end));
    }
}

const MwRule mw_rule_ending = { "ending", 0, NULL, end_ending };
