/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "mw-config.h"

#include <glib/gi18n-lib.h>
#include <locale.h>
#include <string.h>

#include "mw-diagnosis.h"
#include "mw-measure.h"

typedef enum { UNIT_COUNT, UNIT_TIME, UNIT_FACTOR, UNIT_TRUTH } Unit;

/* FALSE when HISTORY does not say (no such task, resource or line; not ended). */
typedef gboolean (*MeasureFunc) (MwHistory *history, MwHistory *first, const MwClaim *claim, gint64 *value);

/* The first task of that name, which is what a reader of the picture would point at; NULL. */
static const MwTaskHistory *
find_task (MwHistory *history, const char *name)
{
  for (guint32 id = 1; name != NULL && id <= mw_history_get_n_tasks (history); id++)
    {
      const MwTaskHistory *task = mw_history_get_task (history, id);

      if (g_strcmp0 (task->name, name) == 0)
        return task;
    }
  return NULL;
}

static gboolean
measure_makespan (MwHistory *history, MwHistory *first, const MwClaim *claim, gint64 *value)
{
  *value = mw_history_get_end (history);
  return mw_history_is_finished (history);
}

/* Thousandths, rounded half up: an integer, so that the simulated clock can be held to it exactly.  A run that took no time
 * has no ratio to another. */
static gboolean
measure_speed_up (MwHistory *history, MwHistory *first, const MwClaim *claim, gint64 *value)
{
  gint64 makespan = mw_history_get_end (history);
  gint64 before = first != NULL ? mw_history_get_end (first) : 0;

  if (before <= 0 || makespan <= 0 || !mw_history_is_finished (first) || !mw_history_is_finished (history))
    return FALSE;
  *value = (gint64) (((MwWide) before * 1000 + makespan / 2) / makespan);
  return TRUE;
}

static gboolean
measure_max_in_flight (MwHistory *history, MwHistory *first, const MwClaim *claim, gint64 *value)
{
  *value = mw_history_get_in_flight (history)->max;
  return TRUE;
}

static gboolean
measure_outcome (MwHistory *history, MwHistory *first, const MwClaim *claim, gint64 *value)
{
  static const struct { MwMeasure measure; MwOutcome outcome; } rows[] = {
    { MW_MEASURE_DONE, MW_OUTCOME_DONE },
    { MW_MEASURE_FAILED, MW_OUTCOME_FAILED },
    { MW_MEASURE_TIMED_OUT, MW_OUTCOME_TIMED_OUT },
    { MW_MEASURE_CANCELLED, MW_OUTCOME_CANCELLED },
    { MW_MEASURE_FORGOTTEN, MW_OUTCOME_FORGOTTEN },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (rows[i].measure == claim->measure)
      {
        *value = mw_history_count_outcome (history, rows[i].outcome);
        return TRUE;
      }
  g_return_val_if_reached (FALSE);
}

static gboolean
measure_tasks (MwHistory *history, MwHistory *first, const MwClaim *claim, gint64 *value)
{
  *value = mw_history_get_n_tasks (history);
  return TRUE;
}

static gboolean
measure_loop_busy (MwHistory *history, MwHistory *first, const MwClaim *claim, gint64 *value)
{
  *value = mw_history_get_loop_busy (history);
  return mw_history_is_finished (history);
}

static gboolean
measure_loop_idle (MwHistory *history, MwHistory *first, const MwClaim *claim, gint64 *value)
{
  *value = mw_history_get_end (history) - mw_history_get_loop_busy (history);
  return mw_history_is_finished (history);
}

static gboolean
measure_longest_iteration (MwHistory *history, MwHistory *first, const MwClaim *claim, gint64 *value)
{
  const GArray *iterations = mw_history_get_iterations (history);

  *value = 0;
  for (guint i = 0; i < iterations->len; i++)
    {
      const MwIteration *iteration = &g_array_index (iterations, MwIteration, i);

      if (iteration->end != MW_TIME_OPEN)
        *value = MAX (*value, iteration->end - iteration->begin);
    }
  return iterations->len > 0;
}

/* One line is no gap: two are needed. */
static gboolean
measure_longest_gap (MwHistory *history, MwHistory *first, const MwClaim *claim, gint64 *value)
{
  const MwTaskHistory *task = find_task (history, claim->subject);
  const GArray *lines = mw_history_get_lines (history);
  gint64 before = -1;
  gboolean known = FALSE;

  *value = 0;
  for (guint i = 0; task != NULL && i < lines->len; i++)
    {
      const MwLine *line = &g_array_index (lines, MwLine, i);

      if (line->task != task->id)
        continue;
      if (before >= 0)
        {
          *value = MAX (*value, line->time - before);
          known = TRUE;
        }
      before = line->time;
    }
  return known;
}

static gboolean
measure_ended (MwHistory *history, MwHistory *first, const MwClaim *claim, gint64 *value)
{
  const MwTaskHistory *task = find_task (history, claim->subject);

  if (task == NULL || task->ended == MW_TIME_OPEN)
    return FALSE;
  *value = task->ended;
  return TRUE;
}

static gboolean
measure_attempts (MwHistory *history, MwHistory *first, const MwClaim *claim, gint64 *value)
{
  const MwTaskHistory *task = find_task (history, claim->subject);

  if (task == NULL)
    return FALSE;
  *value = task->attempts;
  return TRUE;
}

static gboolean
measure_attempt_time (MwHistory *history, MwHistory *first, const MwClaim *claim, gint64 *value)
{
  const MwTaskHistory *task = find_task (history, claim->subject);
  const GArray *marks = mw_history_get_marks (history);

  for (guint i = 0; task != NULL && i < marks->len; i++)
    {
      const MwMark *mark = &g_array_index (marks, MwMark, i);

      if (mark->kind == MW_MARK_ATTEMPT && mark->task == task->id && mark->value == (gint64) claim->index)
        {
          *value = mark->time;
          return TRUE;
        }
    }
  return FALSE;
}

static const MwStrip *
find_strip (MwHistory *history, const char *name)
{
  for (guint i = 0; i < mw_history_get_n_strips (history); i++)
    if (g_strcmp0 (mw_history_get_strip (history, i)->name, name) == 0)
      return mw_history_get_strip (history, i);
  return NULL;
}

static gboolean
measure_max_in_use (MwHistory *history, MwHistory *first, const MwClaim *claim, gint64 *value)
{
  const MwStrip *strip = find_strip (history, claim->subject);

  *value = strip != NULL ? strip->max : 0;
  return strip != NULL;
}

static gboolean
measure_connections (MwHistory *history, MwHistory *first, const MwClaim *claim, gint64 *value)
{
  const MwStrip *strip = find_strip (history, claim->subject);

  *value = strip != NULL ? strip->opened : 0;
  return strip != NULL;
}

static gboolean
measure_answered (MwHistory *history, MwHistory *first, const MwClaim *claim, gint64 *value)
{
  const GArray *answers = mw_history_get_answers (history);

  *value = 0;
  for (guint i = 0; i < answers->len; i++)
    *value += g_array_index (answers, MwAnswer, i).status == claim->index;
  return TRUE;
}

static gboolean
measure_final_value (MwHistory *history, MwHistory *first, const MwClaim *claim, gint64 *value)
{
  const MwStrip *strip = find_strip (history, claim->subject);

  *value = strip != NULL ? mw_strip_value_at (strip, mw_history_get_end (history)) : 0;
  return strip != NULL && mw_history_is_finished (history);
}

static gboolean
measure_lost_updates (MwHistory *history, MwHistory *first, const MwClaim *claim, gint64 *value)
{
  const MwStrip *strip = find_strip (history, claim->subject);
  const GArray *marks = mw_history_get_marks (history);

  *value = 0;
  for (guint i = 0; strip != NULL && i < marks->len; i++)
    {
      const MwMark *mark = &g_array_index (marks, MwMark, i);

      *value += mark->kind == MW_MARK_LOST && mark->value == (gint64) strip->resource;
    }
  return strip != NULL;
}

static gboolean
is_meant (const MwLine *line, const MwClaim *claim)
{
  return claim->text == NULL || strcmp (line->text, claim->text) == 0;
}

static gboolean
measure_printed (MwHistory *history, MwHistory *first, const MwClaim *claim, gint64 *value)
{
  const GArray *lines = mw_history_get_lines (history);

  *value = 0;
  for (guint i = 0; i < lines->len; i++)
    *value += is_meant (&g_array_index (lines, MwLine, i), claim);
  return TRUE;
}

/* A second holds its beginning and not its end, or ten lines a second would be eleven. */
static gboolean
measure_rate (MwHistory *history, MwHistory *first, const MwClaim *claim, gint64 *value)
{
  const GArray *lines = mw_history_get_lines (history);
  gint64 n = 0;

  *value = 0;
  for (guint end = 0, begin = 0; end < lines->len; end++)
    {
      const MwLine *line = &g_array_index (lines, MwLine, end);

      if (!is_meant (line, claim))
        continue;
      n++;
      for (; g_array_index (lines, MwLine, begin).time <= line->time - MW_NS_PER_SEC; begin++)
        n -= is_meant (&g_array_index (lines, MwLine, begin), claim);
      *value = MAX (*value, n);
    }
  return TRUE;
}

static gboolean
measure_mean_life (MwHistory *history, MwHistory *first, const MwClaim *claim, gint64 *value)
{
  guint32 n = mw_history_get_n_tasks (history);
  MwWide sum = 0;

  for (guint32 id = 2; id <= n; id++)
    sum += MIN (mw_history_get_task (history, id)->ended, mw_history_get_end (history)) - mw_history_get_task (history, id)->created;
  *value = n > 1 ? (gint64) (sum / (n - 1)) : 0;
  return n > 1 && mw_history_is_finished (history);
}

/* 1 when the lines are those of the claim, else 0. */
static gboolean
measure_order (MwHistory *history, MwHistory *first, const MwClaim *claim, gint64 *value)
{
  const GArray *lines = mw_history_get_lines (history);
  g_autoptr (GString) joined = g_string_new (NULL);

  for (guint i = 0; i < lines->len; i++)
    g_string_append_printf (joined, "%s%s", i > 0 ? MW_LINE_SEPARATOR : "", g_array_index (lines, MwLine, i).text);
  *value = g_strcmp0 (joined->str, claim->text) == 0;
  return TRUE;
}

static gboolean
measure_findings (MwHistory *history, MwHistory *first, const MwClaim *claim, gint64 *value)
{
  g_autoptr (GArray) found = mw_diagnose (history);
  MwDiagnosisKind kind = mw_diagnosis_find (claim->subject);

  *value = 0;
  for (guint i = 0; i < found->len; i++)
    *value += g_array_index (found, MwDiagnosis, i).kind == kind;
  return TRUE;
}

static gboolean
measure_sent (MwHistory *history, MwHistory *first, const MwClaim *claim, gint64 *value)
{
  MwTrace *trace = mw_history_get_trace (history);

  *value = 0;
  for (gsize i = 0; i < mw_trace_get_n_events (trace); i++)
    {
      const MwEvent *event = mw_trace_get_event (trace, i);

      if (event->kind == MW_EVENT_MESSAGE && event->reason == MW_MESSAGE_SENT)
        *value += g_strcmp0 (mw_trace_get_resource (trace, event->object)->name, claim->subject) == 0;
    }
  return TRUE;
}

static const struct
{
  MeasureFunc measure;
  Unit        unit;
} measures[] = {
  [MW_MEASURE_MAKESPAN] = { measure_makespan, UNIT_TIME },
  [MW_MEASURE_SPEED_UP] = { measure_speed_up, UNIT_FACTOR },
  [MW_MEASURE_MAX_IN_FLIGHT] = { measure_max_in_flight, UNIT_COUNT },
  [MW_MEASURE_DONE] = { measure_outcome, UNIT_COUNT },
  [MW_MEASURE_FAILED] = { measure_outcome, UNIT_COUNT },
  [MW_MEASURE_TIMED_OUT] = { measure_outcome, UNIT_COUNT },
  [MW_MEASURE_CANCELLED] = { measure_outcome, UNIT_COUNT },
  [MW_MEASURE_TASKS] = { measure_tasks, UNIT_COUNT },
  [MW_MEASURE_LOOP_BUSY] = { measure_loop_busy, UNIT_TIME },
  [MW_MEASURE_LOOP_IDLE] = { measure_loop_idle, UNIT_TIME },
  [MW_MEASURE_LONGEST_ITERATION] = { measure_longest_iteration, UNIT_TIME },
  [MW_MEASURE_LONGEST_GAP] = { measure_longest_gap, UNIT_TIME },
  [MW_MEASURE_ENDED] = { measure_ended, UNIT_TIME },
  [MW_MEASURE_ATTEMPTS] = { measure_attempts, UNIT_COUNT },
  [MW_MEASURE_ATTEMPT_TIME] = { measure_attempt_time, UNIT_TIME },
  [MW_MEASURE_MAX_IN_USE] = { measure_max_in_use, UNIT_COUNT },
  [MW_MEASURE_PRINTED] = { measure_printed, UNIT_COUNT },
  [MW_MEASURE_ORDER] = { measure_order, UNIT_TRUTH },
  [MW_MEASURE_FINDINGS] = { measure_findings, UNIT_COUNT },
  [MW_MEASURE_FORGOTTEN] = { measure_outcome, UNIT_COUNT },
  [MW_MEASURE_SENT] = { measure_sent, UNIT_COUNT },
  [MW_MEASURE_FINAL_VALUE] = { measure_final_value, UNIT_COUNT },
  [MW_MEASURE_LOST_UPDATES] = { measure_lost_updates, UNIT_COUNT },
  [MW_MEASURE_RATE] = { measure_rate, UNIT_COUNT },
  [MW_MEASURE_MEAN_LIFE] = { measure_mean_life, UNIT_TIME },
  [MW_MEASURE_CONNECTIONS] = { measure_connections, UNIT_COUNT },
  [MW_MEASURE_ANSWERED] = { measure_answered, UNIT_COUNT },
};

G_STATIC_ASSERT (G_N_ELEMENTS (measures) == MW_N_MEASURES);

/* What CLAIM speaks of, in HISTORY; FIRST is the history of the scenario's first variant (NULL: not run).  0 and *KNOWN
 * FALSE where it cannot be measured.  Times are the scenario's: a run on a time scale is measured as if it had none.  Both histories are read on the calling thread. */
gint64
mw_measure_history (MwHistory *history, MwHistory *first, const MwClaim *claim, gboolean *known)
{
  gint64 value = 0;

  *known = history != NULL && measures[claim->measure].measure (history, first, claim, &value);
  if (*known && measures[claim->measure].unit == UNIT_TIME)
    value *= mw_trace_get_header (mw_history_get_trace (history))->time_scale;
  return *known ? value : 0;
}

/* HISTORIES: one per variant of the scenario, NULL where it was not run. */
MwVerdict
mw_claim_judge (const MwClaim *claim, MwHistory *const *histories, gboolean simulated)
{
  gint64 tolerance = simulated ? claim->exact_tolerance : claim->tolerance;
  MwVerdict verdict = { 0 };

  verdict.measured = mw_measure_history (histories[claim->variant], histories[0], claim, &verdict.known);
  verdict.holds = verdict.known && ABS ((MwWide) verdict.measured - claim->expected) <= tolerance;
  return verdict;
}

guint
mw_claim_find_line (const MwClaim *claim, MwHistory *const *histories, char **wanted, char **printed)
{
  MwHistory *history = histories[claim->variant];
  const GArray *lines = history != NULL ? mw_history_get_lines (history) : NULL;
  g_auto (GStrv) texts = g_strsplit (claim->text, MW_LINE_SEPARATOR, -1);
  guint n = g_strv_length (texts);

  *wanted = *printed = NULL;
  for (guint i = 0; lines != NULL && i < MAX (n, lines->len); i++)
    {
      const char *text = i < lines->len ? g_array_index (lines, MwLine, i).text : NULL;

      if (i < n && g_strcmp0 (texts[i], text) == 0)
        continue;
      *wanted = i < n ? g_strdup (texts[i]) : NULL;
      *printed = g_strdup (text);
      return i + 1;
    }
  return 0;
}

char *
mw_measure_format (MwMeasure measure, gint64 value)
{
  char buffer[MW_TIME_BUFFER];

  switch (measures[measure].unit)
    {
    case UNIT_TIME:
      return g_strdup (mw_time_format (value, MW_TIME_EXACT, buffer));
    case UNIT_FACTOR:
      return g_strdup_printf ("×%" G_GINT64_FORMAT "%s%03d", value / 1000, localeconv ()->decimal_point, (int) (value % 1000));
    case UNIT_TRUTH:
      return g_strdup (value ? _("yes") : _("no"));
    case UNIT_COUNT:
    default:
      return g_strdup_printf ("%" G_GINT64_FORMAT, value);
    }
}

gint64
mw_scenario_get_ghost (MwScenario *scenario, guint variant)
{
  for (guint i = 0; i < mw_scenario_get_n_claims (scenario); i++)
    {
      const MwClaim *claim = mw_scenario_get_claim (scenario, i);

      if (claim->measure == MW_MEASURE_MAKESPAN && claim->variant == variant && claim->seed_figure >= 0)
        return claim->seed_figure / mw_scenario_get_time_scale (scenario);
    }
  return -1;
}
