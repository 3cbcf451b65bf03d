/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "mw-error.h"
#include "mw-measure.h"
#include "mw-race.h"
#include "mw-small-scenario.h"
#include "mw-verify.h"

#define PATIENCE 2000 /* × 5 ms */

static MwRun *
new_run (MwScenario *scenario, guint variant, MwClock clock)
{
  g_auto (MwSettings) settings = { 0 };
  g_autoptr (GError) error = NULL;
  MwRun *run;

  mw_settings_init (&settings, scenario, clock, "en");
  run = mw_run_new (scenario, variant, &settings, NULL, 0, &error);
  g_assert_no_error (error);
  return run;
}

static MwHistory *
read_history (MwRun *run)
{
  MwHistory *history = mw_history_new (mw_run_get_trace (run));
  g_autoptr (GPtrArray) findings = mw_verify_trace (mw_run_get_trace (run), 10);

  for (guint i = 0; i < findings->len; i++)
    g_test_message ("%s", ((MwFinding *) g_ptr_array_index (findings, i))->text);
  g_assert_cmpuint (findings->len, ==, 0);
  mw_history_update (history, G_MAXSIZE);
  return history;
}

static void
test_simulated (void)
{
  static const struct { guint variant; gint64 makespan; guint tasks; MwRunEnd end; } rows[] = {
    { IN_TURN, 100 * MW_NS_PER_MS, 1, MW_RUN_COMPLETE },
    { AT_ONCE, 50 * MW_NS_PER_MS, 3, MW_RUN_COMPLETE },
    { HOUR, 3600 * MW_NS_PER_SEC, 1, MW_RUN_COMPLETE },
    { BLOCK, 3600 * MW_NS_PER_SEC, 1, MW_RUN_COMPLETE },
    { FALL, 0, 1, MW_RUN_FAILED },
  };
  g_autoptr (MwScenario) scenario = small_scenario ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (MwRun) run = new_run (scenario, rows[i].variant, MW_CLOCK_SIMULATED);
      g_autoptr (MwHistory) history = NULL;
      MwLabCount count;

      g_assert_false (mw_run_is_ended (run));
      mw_run_start (run);
      mw_run_join (run);
      g_assert_true (mw_run_is_ended (run));
      history = read_history (run);
      g_assert_true (mw_history_is_finished (history));
      g_assert_cmpint (mw_history_get_end (history), ==, rows[i].makespan);
      g_assert_cmpuint (mw_history_get_n_tasks (history), ==, rows[i].tasks);
      g_assert_cmpint (mw_history_get_run_end (history, NULL), ==, rows[i].end);
      g_assert_false (mw_run_get_lab_count (run, &count));
      g_assert_cmpuint (mw_run_get_variant (run), ==, rows[i].variant);
    }
}

static void
test_live (void)
{
  g_autoptr (MwScenario) scenario = small_scenario ();
  g_autoptr (MwRun) run = new_run (scenario, AT_ONCE, MW_CLOCK_LIVE);
  g_autoptr (MwHistory) history = NULL;

  mw_run_start (run);
  mw_run_join (run);
  history = read_history (run);
  g_assert_cmpint (mw_history_get_end (history), >=, 50 * MW_NS_PER_MS);
  g_assert_cmpint (mw_history_get_end (history), <, 5 * MW_NS_PER_SEC);
  g_assert_cmpuint (mw_history_count_outcome (history, MW_OUTCOME_DONE), ==, 3);
  g_assert_cmpstr (mw_trace_get_header (mw_run_get_trace (run))->clock, ==, "live");
}

static void
test_stop_before_start (gconstpointer data)
{
  MwClock clock = (MwClock) GPOINTER_TO_UINT (data);
  g_autoptr (MwScenario) scenario = small_scenario ();
  g_autoptr (MwRun) run = new_run (scenario, HOUR, clock);
  g_autoptr (MwHistory) history = NULL;

  mw_run_stop (run);
  mw_run_stop (run);
  mw_run_start (run);
  mw_run_join (run);
  history = read_history (run);
  g_assert_cmpint (mw_history_get_run_end (history, NULL), ==, MW_RUN_STOPPED);
  g_assert_cmpint (mw_history_get_end (history), <, 60 * MW_NS_PER_SEC);
}

/* Waits until something is printed, which in both hours is the last thing before the long wait. */
static void
wait_for_line (MwRun *run)
{
  g_autoptr (MwHistory) history = mw_history_new (mw_run_get_trace (run));

  for (guint i = 0; i < PATIENCE; i++)
    {
      mw_history_update (history, G_MAXSIZE);
      if (mw_history_get_lines (history)->len > 0)
        return;
      g_usleep (5000);
    }
  g_assert_not_reached ();
}

static gpointer
stop_thread (gpointer data)
{
  mw_run_stop (data);
  return NULL;
}

static void
test_stop_during (gconstpointer data)
{
  g_autoptr (MwScenario) scenario = small_scenario ();
  g_autoptr (MwRun) run = new_run (scenario, GPOINTER_TO_UINT (data), MW_CLOCK_LIVE);
  g_autoptr (MwHistory) history = NULL;
  GThread *thread;

  mw_run_start (run);
  wait_for_line (run);
  thread = g_thread_new ("stop", stop_thread, run);
  mw_run_stop (run);
  mw_run_join (run);
  g_thread_join (thread);
  history = read_history (run);
  g_assert_cmpint (mw_history_get_run_end (history, NULL), ==, MW_RUN_STOPPED);
  g_assert_cmpint (mw_history_get_end (history), <, 60 * MW_NS_PER_SEC);
  mw_run_stop (run);
}

/* Nobody waits for a run that is let go; its trace goes on to its end. */
static void
test_free_during (void)
{
  g_autoptr (MwScenario) scenario = small_scenario ();
  MwRun *run = new_run (scenario, BLOCK, MW_CLOCK_LIVE);
  g_autoptr (MwTrace) trace = mw_trace_ref (mw_run_get_trace (run));
  g_autoptr (MwHistory) history = mw_history_new (trace);

  mw_run_start (run);
  wait_for_line (run);
  mw_run_free (run);
  for (guint i = 0; i < PATIENCE && !mw_history_is_finished (history); i++)
    {
      g_usleep (5000);
      mw_history_update (history, G_MAXSIZE);
    }
  g_assert_cmpint (mw_history_get_run_end (history, NULL), ==, MW_RUN_STOPPED);
}

static void
test_never_started (void)
{
  g_autoptr (MwScenario) scenario = small_scenario ();
  g_autoptr (MwRun) run = new_run (scenario, HOUR, MW_CLOCK_LIVE);

  mw_run_stop (run);
  mw_run_join (run);
  g_assert_false (mw_run_is_ended (run));
}

static MwRace *
new_race (MwScenario *scenario, const guint *variants, guint n, MwClock clock)
{
  g_auto (MwSettings) settings = { 0 };
  g_autoptr (GError) error = NULL;
  MwRace *race;

  mw_settings_init (&settings, scenario, clock, "en");
  race = mw_race_new (scenario, variants, n, &settings, &error);
  g_assert_no_error (error);
  return race;
}

static void
test_race_simulated (void)
{
  g_autoptr (MwScenario) scenario = small_scenario ();
  g_autoptr (MwRace) race = new_race (scenario, NULL, 0, MW_CLOCK_SIMULATED);
  g_autoptr (GPtrArray) histories = g_ptr_array_new_with_free_func ((GDestroyNotify) mw_history_free);

  g_assert_cmpuint (mw_race_get_n_runs (race), ==, 5);
  g_assert_cmpint (mw_race_get_now (race), ==, 0);
  mw_race_start (race);
  mw_race_join (race);
  g_assert_true (mw_race_is_ended (race));
  g_assert_cmpint (mw_race_get_now (race), ==, 3600 * MW_NS_PER_SEC);
  for (guint i = 0; i < 5; i++)
    g_ptr_array_add (histories, read_history (mw_race_get_run (race, i)));
  for (guint i = 0; i < mw_scenario_get_n_claims (scenario); i++)
    {
      const MwClaim *claim = mw_scenario_get_claim (scenario, i);
      MwVerdict verdict = mw_claim_judge (claim, (MwHistory *const *) histories->pdata, TRUE);

      g_assert_true (verdict.known);
      g_assert_true (verdict.holds);
    }
  g_assert_cmpint (mw_scenario_get_ghost (scenario, IN_TURN), ==, 101 * MW_NS_PER_MS);
  g_assert_cmpint (mw_scenario_get_ghost (scenario, AT_ONCE), ==, -1);
}

/* All variants count from the same instant, although their threads were started one after the other. */
static void
test_race_live (void)
{
  static const guint variants[] = { AT_ONCE, IN_TURN };
  g_autoptr (MwScenario) scenario = small_scenario ();
  g_autoptr (MwRace) race = new_race (scenario, variants, 2, MW_CLOCK_LIVE);
  gint64 longest = 0;

  mw_race_start (race);
  g_assert_cmpint (mw_race_get_now (race), >=, 0);
  mw_race_join (race);
  for (guint i = 0; i < 2; i++)
    {
      MwRun *run = mw_race_get_run (race, i);
      g_autoptr (MwHistory) history = read_history (run);

      g_assert_cmpuint (mw_run_get_variant (run), ==, variants[i]);
      g_assert_cmpint (mw_history_get_end (history), >=, (i + 1) * 50 * MW_NS_PER_MS);
      g_assert_cmpint (mw_history_get_task (history, 1)->created, <, MW_NS_PER_SEC);
      longest = MAX (longest, mw_history_get_end (history));
    }
  g_assert_cmpint (mw_race_get_now (race), ==, longest);
}

static void
test_race_stop (void)
{
  static const guint variants[] = { HOUR, BLOCK };
  g_autoptr (MwScenario) scenario = small_scenario ();
  g_autoptr (MwRace) race = new_race (scenario, variants, 2, MW_CLOCK_LIVE);

  mw_race_start (race);
  mw_race_stop (race);
  mw_race_join (race);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (MwHistory) history = read_history (mw_race_get_run (race, i));

      g_assert_cmpint (mw_history_get_run_end (history, NULL), ==, MW_RUN_STOPPED);
    }
}

static void
test_race_errors (void)
{
  static const guint variants[] = { 5 };
  g_autoptr (MwScenario) scenario = small_scenario ();
  g_auto (MwSettings) settings = { 0 };
  g_autoptr (GError) error = NULL;

  mw_settings_init (&settings, scenario, MW_CLOCK_SIMULATED, NULL);
  g_assert_null (mw_race_new (scenario, variants, 1, &settings, &error));
  g_assert_error (error, MW_ERROR, MW_ERROR_ARGUMENT);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/run/simulated", test_simulated);
  g_test_add_func ("/run/live", test_live);
  g_test_add_data_func ("/run/stop-before-start/live", GUINT_TO_POINTER (MW_CLOCK_LIVE), test_stop_before_start);
  g_test_add_data_func ("/run/stop-before-start/simulated", GUINT_TO_POINTER (MW_CLOCK_SIMULATED), test_stop_before_start);
  g_test_add_data_func ("/run/stop-during/sleep", GUINT_TO_POINTER (HOUR), test_stop_during);
  g_test_add_data_func ("/run/stop-during/block", GUINT_TO_POINTER (BLOCK), test_stop_during);
  g_test_add_func ("/run/free-during", test_free_during);
  g_test_add_func ("/run/never-started", test_never_started);
  g_test_add_func ("/race/simulated", test_race_simulated);
  g_test_add_func ("/race/live", test_race_live);
  g_test_add_func ("/race/stop", test_race_stop);
  g_test_add_func ("/race/errors", test_race_errors);
  return g_test_run ();
}
