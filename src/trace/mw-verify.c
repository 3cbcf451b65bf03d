/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The judge.
 *
 * It reads the events once, in order, and shows each to every rule of the table; a new invariant is one rule in
 * one of the mw-rules files and one line here.  It knows nothing of the engine, and of the history it shares only
 * the table of transitions: a fault in the fold cannot hide the same fault in the trace, nor the other way round.
 *
 * An event that is out of the world (a kind that does not exist, a time before the run, a task that was never
 * created) is shown only to the rules of form, which say so; the others may rely on what they are given.
 */

#include "mw-judge.h"

#define N_FORM 4

/* The first N_FORM see every event, the others only those that have a kind, a time and a task. */
static const MwRule *const rules[] = {
  &mw_rule_time, &mw_rule_reference, &mw_rule_transition, &mw_rule_run_end,
  &mw_rule_ending,
  &mw_rule_lane, &mw_rule_iteration, &mw_rule_loop_time,
  &mw_rule_state_times, &mw_rule_in_flight,
  &mw_rule_value, &mw_rule_hand_over, &mw_rule_owner, &mw_rule_worker,
  &mw_rule_line, &mw_rule_tokens,
  &mw_rule_deadline, &mw_rule_attempt,
  &mw_rule_phase, &mw_rule_connection,
  &mw_rule_group,
  &mw_rule_room,
};

/* A MwFinding. */
void
mw_finding_free (gpointer data)
{
  MwFinding *finding = data;

  g_free (finding->text);
  g_free (finding);
}

void
mw_judge_find (MwJudge *judge, const char *format, ...)
{
  MwFinding *finding;
  va_list arguments;

  if (mw_judge_is_done (judge))
    return;
  finding = g_new (MwFinding, 1);
  finding->rule = judge->rule->name;
  finding->event = judge->index;
  va_start (arguments, format);
  finding->text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_ptr_array_add (judge->findings, finding);
}

char *
mw_judge_name_task (MwJudge *judge, guint32 task)
{
  for (gsize i = 0; i < judge->index; i++)
    {
      const MwEvent *event = mw_trace_get_event (judge->trace, i);
      const char *name = NULL;

      if (event->kind != MW_EVENT_CREATED || event->task != task)
        continue;
      if (event->value > 0 && event->value <= G_MAXUINT32)
        name = mw_trace_get_string (judge->trace, (guint32) event->value);
      return g_strdup_printf ("task %u (%s)", task, name ? name : "");
    }
  return g_strdup_printf ("task %u", task);
}

gpointer
mw_judge_of_task (GArray **array, gsize size, guint32 task)
{
  if (*array == NULL)
    *array = g_array_new (FALSE, TRUE, (guint) size);
  if (task >= (*array)->len)
    g_array_set_size (*array, task + 1);
  return (*array)->data + (gsize) task * size;
}

/* Sets what the rules see of EVENT's task; FALSE when only the rules of form can be asked. */
static gboolean
look_at (MwJudge *judge, const MwEvent *event)
{
  gboolean is_new = event->kind == MW_EVENT_CREATED && event->task == judge->n_tasks + 1;
  guint8 *states = (guint8 *) judge->states->data;

  judge->before = judge->after = MW_STATE_NONE;
  judge->legal = TRUE;
  if (event->kind >= MW_N_EVENTS || event->time < 0 || event->time > MW_TRACE_TIME_MAX)
    return FALSE;
  if (is_new)
    {
      judge->n_tasks++;
      judge->after = MW_STATE_CREATED;
      return TRUE;
    }
  if (event->task > judge->n_tasks || (event->task > 0 && event->kind == MW_EVENT_CREATED))
    return FALSE;
  if (event->task == 0)
    return TRUE;
  judge->before = states[event->task];
  judge->after = mw_state_after (judge->before, event);
  judge->legal = judge->after != MW_STATE_NONE;
  if (!judge->legal)
    judge->after = judge->before;
  return TRUE;
}

static void
show (MwJudge *judge, gpointer *states, const MwEvent *event)
{
  guint n_asked = look_at (judge, event) ? G_N_ELEMENTS (rules) : N_FORM;

  for (guint i = 0; i < n_asked && !mw_judge_is_done (judge); i++)
    {
      judge->rule = rules[i];
      if (rules[i]->read)
        rules[i]->read (judge, states[i], event);
    }
  if (n_asked == N_FORM)
    return;
  judge->end = MAX (judge->end, event->time);
  *(guint8 *) mw_judge_of_task (&judge->states, sizeof (guint8), event->task) = (guint8) judge->after;
  if (event->kind == MW_EVENT_RUN_ENDED && event->reason < MW_N_RUN_ENDS)
    {
      judge->has_end = TRUE;
      judge->run_end = event->reason;
    }
}

/**
 * mw_verify_trace:
 * @trace: a trace to which nothing is appended meanwhile
 * @limit: the most findings that are wanted; at least 1
 *
 * Holds TRACE against the invariants of docs/trace.md.
 *
 * Returns: (transfer full): an array of MwFinding, empty when all holds
 */
GPtrArray *
mw_verify_trace (MwTrace *trace, guint limit)
{
  MwJudge judge = { .trace = trace, .limit = MAX (limit, 1) };
  gpointer states[G_N_ELEMENTS (rules)];
  gsize n_events = mw_trace_get_n_events (trace);

  judge.findings = g_ptr_array_new_with_free_func (mw_finding_free);
  mw_judge_of_task (&judge.states, sizeof (guint8), 0);
  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    states[i] = g_malloc0 (rules[i]->size);
  for (judge.index = 0; judge.index < n_events && !mw_judge_is_done (&judge); judge.index++)
    show (&judge, states, mw_trace_get_event (trace, judge.index));
  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      judge.rule = rules[i];
      if (rules[i]->end && judge.index == n_events && !mw_judge_is_done (&judge))
        rules[i]->end (&judge, states[i]);
      if (rules[i]->clear)
        rules[i]->clear (states[i]);
      g_free (states[i]);
    }
  g_array_unref (judge.states);
  return judge.findings;
}
