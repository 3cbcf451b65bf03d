/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Rules of timeouts and retries. */

#include "mw-judge.h"

/* deadline: each that was armed fires once, not before it is due, or is disarmed once. */

typedef struct
{
  GArray *armed;  /* of GArray of gint64, per task; NULL where there was never one */
} Deadlines;

static gboolean
take_deadline (GArray *armed, gint64 deadline)
{
  for (guint i = armed ? armed->len : 0; i > 0; i--)
    if (g_array_index (armed, gint64, i - 1) == deadline)
      {
        g_array_remove_index (armed, i - 1);
        return TRUE;
      }
  return FALSE;
}

static void
read_deadline (MwJudge *judge, gpointer state, const MwEvent *event)
{
  Deadlines *self = state;
  GArray **armed;

  if (event->kind != MW_EVENT_DEADLINE_ARMED && event->kind != MW_EVENT_DEADLINE_FIRED &&
      event->kind != MW_EVENT_DEADLINE_DISARMED && event->kind != MW_EVENT_ENDED)
    return;
  armed = mw_judge_of_task (&self->armed, sizeof (GArray *), event->task);
  if (event->kind == MW_EVENT_DEADLINE_ARMED)
    {
      if (*armed == NULL)
        *armed = g_array_new (FALSE, FALSE, sizeof (gint64));
      g_array_append_val (*armed, event->value);
    }
  else if (event->kind == MW_EVENT_ENDED)
    {
      if (*armed && (*armed)->len > 0)
        mw_judge_find (judge, "task %u ends while its deadline at %" G_GINT64_FORMAT " ns is armed", event->task,
                       g_array_index (*armed, gint64, (*armed)->len - 1));
    }
  else if (!take_deadline (*armed, event->value))
    {
      mw_judge_find (judge, "%s at %" G_GINT64_FORMAT " ns; task %u has no such deadline armed",
                     mw_event_kind_name (event->kind), event->value, event->task);
    }
  if (event->kind == MW_EVENT_DEADLINE_FIRED && event->time < event->value)
    mw_judge_find (judge, "the deadline at %" G_GINT64_FORMAT " ns of task %u fires at %" G_GINT64_FORMAT " ns, too early",
                   event->value, event->task, event->time);
}

static void
clear_deadline (gpointer state)
{
  Deadlines *self = state;

  for (guint i = 0; self->armed && i < self->armed->len; i++)
    g_clear_pointer (&g_array_index (self->armed, GArray *, i), g_array_unref);
  g_clear_pointer (&self->armed, g_array_unref);
}

const MwRule mw_rule_deadline = { "deadline", sizeof (Deadlines), read_deadline, NULL, clear_deadline };

/* attempt: numbered 1, 2, 3 … in each retry scope; a back-off lies between two of them.
 *
 * Scopes nest, and their ends are not recorded, so the numbers of a task form a stack: a 1 opens a scope, an n goes
 * on with the innermost scope that stands at n − 1 and closes those inside it.
 */

typedef struct
{
  GArray *scopes;   /* guint32: where each scope stands */
  guint32 promised; /* a back-off said that this attempt comes next; 0: none */
} Attempts;

/* Closes the scopes inside the one that stands at NUMBER; FALSE (and nothing changes) where none does. */
static gboolean
find_scope (Attempts *self, gint64 number)
{
  guint n = self->scopes ? self->scopes->len : 0;

  while (n > 0 && g_array_index (self->scopes, guint32, n - 1) != number)
    n--;
  if (n == 0)
    return FALSE;
  g_array_set_size (self->scopes, n);
  return TRUE;
}

static void
begin_attempt (MwJudge *judge, Attempts *self, const MwEvent *event)
{
  guint32 number = (guint32) event->value;

  if (self->promised != 0 && event->value != self->promised)
    mw_judge_find (judge, "task %u backs off before attempt %u and then begins attempt %" G_GINT64_FORMAT, event->task,
                   self->promised, event->value);
  self->promised = 0;
  if (self->scopes == NULL)
    self->scopes = g_array_new (FALSE, FALSE, sizeof (guint32));
  if (event->value == 1)
    g_array_append_val (self->scopes, number);
  else if (event->value > 1 && event->value <= G_MAXUINT32 && find_scope (self, event->value - 1))
    g_array_index (self->scopes, guint32, self->scopes->len - 1) = number;
  else
    mw_judge_find (judge, "attempt %" G_GINT64_FORMAT " of task %u does not follow attempt %" G_GINT64_FORMAT, event->value,
                   event->task, event->value == G_MININT64 ? event->value : event->value - 1);
}

static void
begin_backoff (MwJudge *judge, Attempts *self, const MwEvent *event)
{
  if (event->reason != MW_REASON_BACKOFF || !judge->legal)
    return;
  if (self->promised != 0)
    mw_judge_find (judge, "task %u backs off before attempt %u twice", event->task, self->promised);
  else if (!find_scope (self, (gint64) event->object - 1))
    mw_judge_find (judge, "task %u backs off before attempt %u; there was no attempt %" G_GINT64_FORMAT, event->task,
                   event->object, (gint64) event->object - 1);
  self->promised = event->object;
}

static void
forget_backoff (MwJudge *judge, Attempts *self, const MwEvent *event)
{
  self->promised = 0;
}

static void
end_attempts (MwJudge *judge, Attempts *self, const MwEvent *event)
{
  if (self->promised != 0)
    mw_judge_find (judge, "task %u backs off before attempt %u and ends without it", event->task, self->promised);
}

static void
read_attempt (MwJudge *judge, gpointer state, const MwEvent *event)
{
  static void (*const readers[MW_N_EVENTS]) (MwJudge *, Attempts *, const MwEvent *) = {
    [MW_EVENT_ATTEMPT] = begin_attempt,
    [MW_EVENT_SUSPENDED] = begin_backoff,
    [MW_EVENT_BLOCKING_BEGIN] = begin_backoff,
    [MW_EVENT_CANCEL_REQUESTED] = forget_backoff,
    [MW_EVENT_DEADLINE_FIRED] = forget_backoff,
    [MW_EVENT_ENDED] = end_attempts,
  };

  if (readers[event->kind])
    readers[event->kind] (judge, mw_judge_of_task (state, sizeof (Attempts), event->task), event);
}

static void
clear_attempt (gpointer state)
{
  GArray **array = state;

  for (guint i = 0; *array && i < (*array)->len; i++)
    g_clear_pointer (&g_array_index (*array, Attempts, i).scopes, g_array_unref);
  g_clear_pointer (array, g_array_unref);
}

const MwRule mw_rule_attempt = { "attempt", sizeof (GArray *), read_attempt, NULL, clear_attempt };
