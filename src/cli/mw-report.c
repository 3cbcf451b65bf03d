/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "mw-config.h"

#include <glib/gi18n.h>

#include "mw-describe.h"
#include "mw-json.h"
#include "mw-measure.h"
#include "mw-report.h"
#include "mw-table.h"

struct _MwReport
{
  MwRace     *race;
  GPtrArray  *histories; /* of MwHistory, one per run */
  GArray     *entrants;  /* of MwEntrant */
  MwRaceView  view;
  MwHistory  *first;     /* of the scenario's first variant; NULL: not run */
};

typedef struct
{
  const char *key;
  MwMeasure   measure;
} Figure;

static const Figure outcomes[] = {
  { "done", MW_MEASURE_DONE },
  { "failed", MW_MEASURE_FAILED },
  { "timed_out", MW_MEASURE_TIMED_OUT },
  { "cancelled", MW_MEASURE_CANCELLED },
  { "forgotten", MW_MEASURE_FORGOTTEN },
};

static const Figure figures[] = {
  { "max_in_flight", MW_MEASURE_MAX_IN_FLIGHT },
  { "tasks", MW_MEASURE_TASKS },
  { "loop_busy_ns", MW_MEASURE_LOOP_BUSY },
  { "loop_idle_ns", MW_MEASURE_LOOP_IDLE },
};

MwReport *
mw_report_new (MwRace *race)
{
  MwReport *self = g_new0 (MwReport, 1);

  self->race = race;
  self->histories = g_ptr_array_new_with_free_func ((GDestroyNotify) mw_history_free);
  self->entrants = g_array_new (FALSE, FALSE, sizeof (MwEntrant));
  for (guint i = 0; i < mw_race_get_n_runs (race); i++)
    {
      MwRun *run = mw_race_get_run (race, i);
      guint variant = mw_run_get_variant (run);
      MwHistory *history = mw_history_new (mw_run_get_trace (run));
      MwEntrant entrant = { history, NULL, mw_scenario_get_ghost (mw_race_get_scenario (race), variant) };

      mw_history_update (history, G_MAXSIZE);
      g_ptr_array_add (self->histories, history);
      g_array_append_val (self->entrants, entrant);
      if (variant == 0)
        self->first = history;
    }
  self->view = (MwRaceView) { (const MwEntrant *) (void *) self->entrants->data, self->entrants->len, G_MAXINT64 };
  return self;
}

void
mw_report_free (MwReport *self)
{
  g_array_unref (self->entrants);
  g_ptr_array_unref (self->histories);
  g_free (self);
}

const MwRaceView *
mw_report_get_view (MwReport *self)
{
  return &self->view;
}

MwHistory *
mw_report_get_history (MwReport *self, guint run)
{
  return g_ptr_array_index (self->histories, run);
}

static const MwVariant *
get_variant (MwReport *self, guint run)
{
  return mw_scenario_get_variant (mw_race_get_scenario (self->race), mw_run_get_variant (mw_race_get_run (self->race, run)));
}

/* Who did not arrive was not faster. */
static gboolean
is_complete (MwHistory *history)
{
  const char *message;

  return history != NULL && mw_history_get_run_end (history, &message) == MW_RUN_COMPLETE;
}

static gboolean
measure (MwReport *self, guint run, MwMeasure what, gint64 *value)
{
  MwClaim claim = { .measure = what };
  gboolean known;

  if (what == MW_MEASURE_SPEED_UP && !(is_complete (mw_report_get_history (self, run)) && is_complete (self->first)))
    return FALSE;

  *value = mw_measure_history (mw_report_get_history (self, run), self->first, &claim, &known);
  return known;
}

static void
write_figure (MwReport *self, MwJson *json, guint run, const Figure *figure)
{
  gint64 value;

  if (measure (self, run, figure->measure, &value))
    mw_json_integer (json, figure->key, value);
  else
    mw_json_text (json, figure->key, NULL);
}

static void
write_parameters (MwReport *self, MwJson *json)
{
  MwScenario *scenario = mw_race_get_scenario (self->race);
  const MwSettings *settings = mw_race_get_settings (self->race);

  mw_json_open (json, "parameters", '{');
  for (guint i = 0; i < mw_scenario_get_n_parameters (scenario); i++)
    {
      const MwParameter *parameter = mw_scenario_get_parameter (scenario, i);
      g_autofree char *text = mw_settings_dup_text (settings, scenario, i);

      if (parameter->kind == MW_PARAMETER_CHOICE)
        mw_json_text (json, parameter->name, text);
      else if (parameter->kind == MW_PARAMETER_SWITCH)
        mw_json_boolean (json, parameter->name, settings->values[i] != 0);
      else
        mw_json_integer (json, parameter->name, settings->values[i]);
    }
  mw_json_close (json, '}');
}

static void
write_printed (MwReport *self, MwJson *json, guint run)
{
  MwHistory *history = mw_report_get_history (self, run);
  const GArray *lines = mw_history_get_lines (history);

  mw_json_open (json, "printed", '[');
  for (guint i = 0; i < lines->len; i++)
    {
      const MwLine *line = &g_array_index (lines, MwLine, i);

      mw_json_open (json, NULL, '{');
      mw_json_integer (json, "t_ns", line->time);
      mw_json_text (json, "task", mw_history_get_task (history, line->task)->name);
      mw_json_text (json, "text", line->text);
      mw_json_close (json, '}');
    }
  mw_json_close (json, ']');
}

static void
write_lab_count (MwReport *self, MwJson *json, guint run)
{
  MwLabCount count;

  if (!mw_run_get_lab_count (mw_race_get_run (self->race, run), &count))
    return;
  mw_json_unsigned (json, "lab_connections", count.connections);
  mw_json_unsigned (json, "lab_requests", count.requests);
  mw_json_unsigned (json, "lab_max_in_service", count.max_in_service);
}

static void
write_findings (MwReport *self, MwJson *json, guint run)
{
  MwHistory *history = mw_report_get_history (self, run);
  g_autoptr (GArray) found = mw_diagnose (history);

  mw_json_open (json, "findings", '[');
  for (guint i = 0; i < found->len; i++)
    {
      const MwDiagnosis *diagnosis = &g_array_index (found, MwDiagnosis, i);
      g_autofree char *text = mw_describe_diagnosis (history, diagnosis);

      mw_json_open (json, NULL, '{');
      mw_json_text (json, "kind", mw_diagnosis_name (diagnosis->kind));
      mw_json_integer (json, "begin_ns", diagnosis->range.begin);
      mw_json_integer (json, "end_ns", diagnosis->range.end);
      mw_json_text (json, "text", text);
      mw_json_close (json, '}');
    }
  mw_json_close (json, ']');
}

static void
write_variant (MwReport *self, MwJson *json, guint run)
{
  static const Figure makespan = { "makespan_ns", MW_MEASURE_MAKESPAN };
  const MwVariant *variant = get_variant (self, run);
  const char *message;
  MwRunEnd end = mw_history_get_run_end (mw_report_get_history (self, run), &message);
  gint64 speed_up;

  mw_json_open (json, NULL, '{');
  mw_json_text (json, "id", variant->id);
  mw_json_text (json, "executor", mw_executor_name (variant->executor));
  mw_json_text (json, "end", mw_run_end_name (end));
  mw_json_text (json, "message", message);
  write_figure (self, json, run, &makespan);
  mw_json_open (json, "outcomes", '{');
  for (guint i = 0; i < G_N_ELEMENTS (outcomes); i++)
    write_figure (self, json, run, &outcomes[i]);
  mw_json_close (json, '}');
  for (guint i = 0; i < G_N_ELEMENTS (figures); i++)
    write_figure (self, json, run, &figures[i]);
  write_printed (self, json, run);
  write_findings (self, json, run);
  if (measure (self, run, MW_MEASURE_SPEED_UP, &speed_up))
    mw_json_thousandths (json, "speed_up", speed_up);
  else
    mw_json_text (json, "speed_up", NULL);
  write_lab_count (self, json, run);
  mw_json_close (json, '}');
}

char *
mw_report_json (MwReport *self)
{
  const MwSettings *settings = mw_race_get_settings (self->race);
  MwJson json;

  mw_json_init (&json);
  mw_json_open (&json, NULL, '{');
  mw_json_text (&json, "scenario", mw_scenario_get_id (mw_race_get_scenario (self->race)));
  mw_json_text (&json, "clock", mw_clock_name (settings->clock));
  mw_json_unsigned (&json, "seed", settings->seed);
  mw_json_unsigned (&json, "time_scale", (guint64) mw_scenario_get_time_scale (mw_race_get_scenario (self->race)));
  write_parameters (self, &json);
  mw_json_open (&json, "variants", '[');
  for (guint i = 0; i < self->histories->len; i++)
    write_variant (self, &json, i);
  mw_json_close (&json, ']');
  mw_json_close (&json, '}');
  return mw_json_finish (&json);
}

typedef struct
{
  const char *title;
  MwMeasure   measure;
  gboolean    optional; /* left out where it is 0 in every run */
  gboolean    is_time;
  MwTimeStyle style;
} Column;

static const Column columns[] = {
  { N_("elapsed"), MW_MEASURE_MAKESPAN, FALSE, TRUE, MW_TIME_SECONDS },
  { N_("faster"), MW_MEASURE_SPEED_UP, FALSE, FALSE, 0 },
  { N_("done"), MW_MEASURE_DONE, FALSE, FALSE, 0 },
  { N_("failed"), MW_MEASURE_FAILED, TRUE, FALSE, 0 },
  { N_("timed out"), MW_MEASURE_TIMED_OUT, TRUE, FALSE, 0 },
  { N_("cancelled"), MW_MEASURE_CANCELLED, TRUE, FALSE, 0 },
  { N_("forgotten"), MW_MEASURE_FORGOTTEN, TRUE, FALSE, 0 },
  { N_("in flight"), MW_MEASURE_MAX_IN_FLIGHT, FALSE, FALSE, 0 },
  { N_("loop busy"), MW_MEASURE_LOOP_BUSY, FALSE, TRUE, MW_TIME_AUTO },
};

static gboolean
is_wanted (MwReport *self, const Column *column)
{
  gboolean wanted = !column->optional;
  gint64 value;

  for (guint i = 0; i < self->histories->len; i++)
    wanted |= measure (self, i, column->measure, &value) && value != 0;
  return wanted;
}

static char *
format_cell (MwReport *self, guint run, const Column *column)
{
  char buffer[MW_TIME_BUFFER];
  gint64 value;

  if (!measure (self, run, column->measure, &value))
    return g_strdup ("–");
  if (column->is_time)
    return g_strdup (mw_time_format (value, column->style, buffer));
  return mw_measure_format (column->measure, value);
}

/* The big numbers, one line per variant. */
char *
mw_report_numbers (MwReport *self)
{
  const Column *wanted[G_N_ELEMENTS (columns)];
  char alignment[G_N_ELEMENTS (columns) + 2] = "l";
  g_autoptr (MwTable) table = NULL;
  g_autofree char *printed = NULL, *scale = mw_describe_time_scale (mw_scenario_get_time_scale (mw_race_get_scenario (self->race)));
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    if (is_wanted (self, &columns[i]))
      {
        wanted[n++] = &columns[i];
        alignment[n] = 'r';
      }
  table = mw_table_new (alignment);
  mw_table_add (table, _("variant"));
  for (guint i = 0; i < n; i++)
    mw_table_add (table, _(wanted[i]->title));
  for (guint i = 0; i < self->histories->len; i++)
    {
      mw_table_add (table, get_variant (self, i)->id);
      for (guint j = 0; j < n; j++)
        {
          g_autofree char *cell = format_cell (self, i, wanted[j]);

          mw_table_add (table, cell);
        }
    }
  printed = mw_table_print (table, 0);
  return g_strdup_printf ("%s%s%s", printed, scale != NULL ? scale : "", scale != NULL ? "\n" : "");
}

/* What the tasks printed, variant by variant. */
char *
mw_report_lines (MwReport *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < self->histories->len; i++)
    {
      MwHistory *history = mw_report_get_history (self, i);
      const GArray *lines = mw_history_get_lines (history);
      g_autoptr (MwTable) table = mw_table_new ("rll");
      g_autofree char *printed = NULL;

      for (guint j = 0; j < lines->len; j++)
        {
          const MwLine *line = &g_array_index (lines, MwLine, j);
          char time[MW_TIME_BUFFER];

          mw_table_add_row (table, mw_time_format (line->time, MW_TIME_SECONDS, time),
                        mw_history_get_task (history, line->task)->name, line->text);
        }
      printed = mw_table_print (table, 2);
      g_string_append_printf (text, "%s\n%s", mw_race_view_get_title (&self->view, i), printed);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

char *
mw_report_findings (MwReport *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < self->histories->len; i++)
    {
      MwHistory *history = mw_report_get_history (self, i);
      g_autoptr (GArray) found = mw_diagnose (history);

      for (guint j = 0; j < found->len; j++)
        {
          g_autofree char *finding = mw_describe_diagnosis (history, &g_array_index (found, MwDiagnosis, j));

          g_string_append_printf (text, "%s: %s\n", get_variant (self, i)->id, finding);
        }
    }
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

char *
mw_report_failure (MwReport *self)
{
  static const char *const ends[MW_N_RUN_ENDS] = {
    [MW_RUN_STOPPED] = N_("was stopped"),
    [MW_RUN_DEADLOCK] = N_("came to a deadlock"),
    [MW_RUN_OVERRUN] = N_("went over its limit"),
    [MW_RUN_FAILED] = N_("failed"),
  };

  for (guint i = 0; i < self->histories->len; i++)
    {
      const char *message;
      MwRunEnd end = mw_history_get_run_end (mw_report_get_history (self, i), &message);
      const char *scenario = mw_scenario_get_id (mw_race_get_scenario (self->race));

      if (ends[end] != NULL)
        return g_strdup_printf ("%s/%s %s%s%s", scenario, get_variant (self, i)->id, _(ends[end]),
                                message != NULL ? ": " : "", message != NULL ? message : "");
    }
  return NULL;
}
