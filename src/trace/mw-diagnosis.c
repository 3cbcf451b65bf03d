/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Detectors, one per row: each walks the history and appends what it has found.
 *
 * Only what the trace proves is said.  That two awaits in a row could have run together is often true and cannot be known
 * from a trace (the second may need what the first returned), so there is no detector for it.
 */

#include "mw-diagnosis.h"

#define MOST_OF_A_KIND 100

typedef struct
{
  MwHistory *history;
  MwTrace   *trace;
  gboolean   has_loop;
  GArray    *found;   /* of MwDiagnosis */
  guint      n_found; /* by the detector at work */
} Doctor;

static void
find (Doctor *self, MwDiagnosis diagnosis)
{
  if (self->n_found++ < MOST_OF_A_KIND)
    g_array_append_val (self->found, diagnosis);
}

static gint64
length_of (const MwSpan *span, gint64 now)
{
  return MIN (span->end, now) - span->begin;
}

static void
find_blocked (Doctor *self)
{
  gint64 now = mw_history_get_end (self->history);

  for (guint32 id = 1; self->has_loop && id <= mw_history_get_n_tasks (self->history); id++)
    {
      const MwTaskHistory *task = mw_history_get_task (self->history, id);

      for (guint i = 0; i < task->spans->len; i++)
        {
          const MwSpan *span = &g_array_index (task->spans, MwSpan, i);

          if ((span->state == MW_STATE_BLOCKING || span->state == MW_STATE_RUNNING) && span->lane == 0 &&
              length_of (span, now) >= MW_DIAGNOSIS_SLOW)
            find (self, (MwDiagnosis) { MW_DIAGNOSIS_BLOCKED, span->begin + MW_DIAGNOSIS_SLOW, { span->begin, MIN (span->end, now) }, id });
        }
    }
}

static gboolean
is_explained (Doctor *self, const MwIteration *iteration)
{
  for (guint i = 0; i < self->found->len; i++)
    {
      const MwDiagnosis *diagnosis = &g_array_index (self->found, MwDiagnosis, i);

      if (diagnosis->kind == MW_DIAGNOSIS_BLOCKED && diagnosis->range.begin >= iteration->begin &&
          diagnosis->range.begin < iteration->end)
        return TRUE;
    }
  return FALSE;
}

/* After find_blocked: a turn in which one task held the loop is explained by it. */
static void
find_long_turns (Doctor *self)
{
  const GArray *iterations = mw_history_get_iterations (self->history);
  gint64 now = mw_history_get_end (self->history);

  for (guint i = 0; i < iterations->len; i++)
    {
      const MwIteration *iteration = &g_array_index (iterations, MwIteration, i);
      gint64 end = MIN (iteration->end, now);

      if (end - iteration->begin >= MW_DIAGNOSIS_SLOW && !is_explained (self, iteration))
        find (self, (MwDiagnosis) { MW_DIAGNOSIS_LONG_TURN, iteration->begin + MW_DIAGNOSIS_SLOW, { iteration->begin, end },
                                    .n = iteration->handles });
    }
}

static gint64
longest_ready (const MwTaskHistory *task, gint64 now, MwRange *range)
{
  gint64 longest = 0;

  for (guint i = 0; i < task->spans->len; i++)
    {
      const MwSpan *span = &g_array_index (task->spans, MwSpan, i);

      if (span->state != MW_STATE_READY || length_of (span, now) <= longest)
        continue;
      longest = length_of (span, now);
      *range = (MwRange) { span->begin, MIN (span->end, now) };
    }
  return longest;
}

static void
find_starved (Doctor *self)
{
  gint64 now = mw_history_get_end (self->history);
  MwDiagnosis worst = { MW_DIAGNOSIS_STARVED, .time = G_MAXINT64 };

  for (guint32 id = 1; self->has_loop && id <= mw_history_get_n_tasks (self->history); id++)
    {
      MwRange range = { 0, 0 };

      if (longest_ready (mw_history_get_task (self->history, id), now, &range) < MW_DIAGNOSIS_SLOW)
        continue;
      worst.n++;
      worst.time = MIN (worst.time, range.begin + MW_DIAGNOSIS_SLOW);
      if (mw_range_length (range) > mw_range_length (worst.range))
        {
          worst.range = range;
          worst.task = id;
        }
    }
  if (worst.n > 0)
    find (self, worst);
}

/* Whether the request to stop that MARK is came from a timeout's deadline, which the scope takes back. */
static gboolean
is_of_deadline (Doctor *self, const MwMark *mark)
{
  const MwEvent *before = mark->event > 0 ? mw_trace_get_event (self->trace, mark->event - 1) : NULL;

  return before != NULL && before->kind == MW_EVENT_DEADLINE_FIRED && before->task == mark->task;
}

/* Whether a task of the very group that the stopped task waits for asked: a group takes that back, too. */
static gboolean
is_of_group (Doctor *self, const MwMark *mark)
{
  guint32 by = (guint32) mark->value;

  return by >= 1 && by <= mw_history_get_n_tasks (self->history) &&
         mw_history_get_task (self->history, by)->group_owner == mark->task;
}

/* The N-th request to stop, from *I on, that was no deadline's nor a group's; NULL after the last. */
static const MwMark *
next_cancel (Doctor *self, guint *i)
{
  const GArray *marks = mw_history_get_marks (self->history);

  while (*i < marks->len)
    {
      const MwMark *mark = &g_array_index (marks, MwMark, (*i)++);

      if (mark->kind == MW_MARK_CANCEL && !is_of_deadline (self, mark) && !is_of_group (self, mark))
        return mark;
    }
  return NULL;
}

static void
find_swallowed (Doctor *self)
{
  const MwMark *mark;
  guint i = 0;

  while ((mark = next_cancel (self, &i)))
    {
      const MwTaskHistory *task = mw_history_get_task (self->history, mark->task);

      if (task->outcome == MW_OUTCOME_DONE && task->ended > mark->time)
        find (self, (MwDiagnosis) { MW_DIAGNOSIS_SWALLOWED, task->ended, { mark->time, task->ended }, mark->task });
    }
}

/* What TASK was doing when the event of MARK came; NULL: nothing yet. */
static const MwSpan *
span_before (const MwTaskHistory *task, const MwMark *mark)
{
  guint n = task->spans->len;

  /* by the event and not by the time: others may have begun at that very instant, because of it */
  while (n > 0 && g_array_index (task->spans, MwSpan, n - 1).event > mark->event)
    n--;
  return n > 0 ? &g_array_index (task->spans, MwSpan, n - 1) : NULL;
}

static void
find_unserved (Doctor *self)
{
  const MwMark *mark;
  guint i = 0;

  while ((mark = next_cancel (self, &i)))
    {
      const MwSpan *span = span_before (mw_history_get_task (self->history, mark->task), mark);

      if (span != NULL && span->state == MW_STATE_WAITING && span->reason == MW_REASON_QUEUE_GET)
        find (self, (MwDiagnosis) { MW_DIAGNOSIS_UNSERVED, mark->time, { span->begin, mark->time }, mark->task,
                                    mw_trace_get_event (self->trace, span->event)->object });
    }
}

static void
find_cut_off (Doctor *self)
{
  const MwTaskHistory *entry = mw_history_get_n_tasks (self->history) > 0 ? mw_history_get_task (self->history, 1) : NULL;
  MwDiagnosis first = { MW_DIAGNOSIS_CUT_OFF };
  const MwMark *mark;
  guint i = 0;

  if (entry == NULL || entry->ended == MW_TIME_OPEN || entry->outcome == MW_OUTCOME_CANCELLED)
    return;
  while ((mark = next_cancel (self, &i)))
    if (mark->value == 0 && mark->time >= entry->ended && first.n++ == 0)
      {
        first.task = mark->task;
        first.time = mark->time;
        first.range = (MwRange) { mark->time, mark->time };
      }
  if (first.n > 0)
    find (self, first);
}

/* Since when STRIP has been above 0, which it is at last. */
static gint64
open_since (const MwStrip *strip)
{
  guint n = strip->points->len;

  while (n > 1 && g_array_index (strip->points, MwStripPoint, n - 2).value > 0)
    n--;
  return g_array_index (strip->points, MwStripPoint, n - 1).time;
}

static void
find_leaked (Doctor *self)
{
  gint64 end = mw_history_get_end (self->history);

  for (guint i = 0; mw_history_is_finished (self->history) && i < mw_history_get_n_strips (self->history); i++)
    {
      const MwStrip *strip = mw_history_get_strip (self->history, i);
      gint64 n = strip->kind == MW_RESOURCE_SCOPE ? mw_strip_value_at (strip, end) : 0;

      if (n > 0)
        find (self, (MwDiagnosis) { MW_DIAGNOSIS_LEAKED, end, { open_since (strip), end }, .resource = strip->resource, .n = (guint) n });
    }
}

/* One finding per value: who loses one update loses many. */
static void
find_lost_updates (Doctor *self)
{
  const GArray *marks = mw_history_get_marks (self->history);

  for (guint i = 0; i < mw_history_get_n_strips (self->history); i++)
    {
      const MwStrip *strip = mw_history_get_strip (self->history, i);
      MwDiagnosis lost = { MW_DIAGNOSIS_LOST_UPDATE, .resource = strip->resource };

      for (guint j = 0; strip->kind == MW_RESOURCE_VALUE && j < marks->len; j++)
        {
          const MwMark *mark = &g_array_index (marks, MwMark, j);

          if (mark->kind != MW_MARK_LOST || mark->value != (gint64) strip->resource)
            continue;
          if (lost.n++ == 0)
            {
              lost.task = mark->task;
              lost.time = lost.range.begin = mark->time;
            }
          lost.range.end = mark->time;
        }
      if (lost.n > 0)
        find (self, lost);
    }
}

static void
find_forgotten (Doctor *self)
{
  for (guint32 id = 1; id <= mw_history_get_n_tasks (self->history); id++)
    {
      const MwTaskHistory *task = mw_history_get_task (self->history, id);

      if (task->outcome == MW_OUTCOME_FORGOTTEN)
        find (self, (MwDiagnosis) { MW_DIAGNOSIS_FORGOTTEN, task->ended, { task->created, task->ended }, id });
    }
}

static const struct
{
  const char *name;
  void      (*find) (Doctor *self);
} detectors[MW_N_DIAGNOSES] = {
  [MW_DIAGNOSIS_BLOCKED] = { "blocked", find_blocked },
  [MW_DIAGNOSIS_LONG_TURN] = { "long-turn", find_long_turns },
  [MW_DIAGNOSIS_STARVED] = { "starved", find_starved },
  [MW_DIAGNOSIS_SWALLOWED] = { "swallowed", find_swallowed },
  [MW_DIAGNOSIS_UNSERVED] = { "unserved", find_unserved },
  [MW_DIAGNOSIS_CUT_OFF] = { "cut-off", find_cut_off },
  [MW_DIAGNOSIS_LEAKED] = { "leaked", find_leaked },
  [MW_DIAGNOSIS_LOST_UPDATE] = { "lost-update", find_lost_updates },
  [MW_DIAGNOSIS_FORGOTTEN] = { "forgotten", find_forgotten },
};

const char *
mw_diagnosis_name (MwDiagnosisKind kind)
{
  return detectors[kind].name;
}

MwDiagnosisKind
mw_diagnosis_find (const char *name)
{
  guint kind = 0;

  while (kind < MW_N_DIAGNOSES && g_strcmp0 (detectors[kind].name, name) != 0)
    kind++;
  return (MwDiagnosisKind) kind;
}

static gint
compare (gconstpointer a, gconstpointer b)
{
  const MwDiagnosis *first = a, *second = b;

  if (first->time != second->time)
    return first->time < second->time ? -1 : 1;
  return (gint) first->kind - (gint) second->kind;
}

GArray *
mw_diagnose (MwHistory *history)
{
  Doctor self = { .history = history, .trace = mw_history_get_trace (history) };

  self.has_loop = g_strcmp0 (mw_trace_get_header (self.trace)->executor, "loop") == 0;
  self.found = g_array_new (FALSE, TRUE, sizeof (MwDiagnosis));
  for (guint i = 0; i < MW_N_DIAGNOSES; i++)
    {
      self.n_found = 0;
      detectors[i].find (&self);
    }
  g_array_sort (self.found, compare);
  return self.found;
}
