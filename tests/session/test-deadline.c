/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A server that never answers, within a timeout: the run ends at the deadline whatever the executor, for a blocking
 * request knows the deadline around it. */

#include <string.h>

#include "mw-race.h"
#include "mw-verify.h"

static const char scenario_text[] =
  "{ \"format\": \"meanwhile-scenario/1\", \"id\": \"hang\", \"group\": \"failing\","
  "  \"title\": { \"en\": \"Hang\", \"fr\": \"Attente\" }, \"summary\": { \"en\": \"Hang\", \"fr\": \"Attente\" },"
  "  \"text\": { \"en\": \"Hang\", \"fr\": \"Attente\" },"
  "  \"resources\": {"
  "    \"news\": { \"type\": \"service\", \"latency\": \"1ms\", \"items\": 5, \"faults\": [ { \"fault\": \"hang\", \"items\": [1] } ] },"
  "    \"web\": { \"type\": \"session\", \"service\": \"news\", \"max-conns\": 4, \"max-conns-per-host\": 4 } },"
  "  \"coroutines\": {"
  "    \"main\": { \"steps\": ["
  "      { \"try\": [ { \"timeout\": \"100ms\", \"steps\": [ { \"get\": \"/v0/item/1.json\", \"session\": \"web\" } ] } ],"
  "        \"except\": [ { \"print\": \"too late\" } ], \"errors\": [ \"timeout\" ] } ] } },"
  "  \"variants\": ["
  "    { \"id\": \"loop\", \"title\": { \"en\": \"a\", \"fr\": \"a\" }, \"entry\": \"main\" },"
  "    { \"id\": \"blocking\", \"title\": { \"en\": \"b\", \"fr\": \"b\" }, \"entry\": \"main\", \"executor\": \"blocking\" },"
  "    { \"id\": \"threads\", \"title\": { \"en\": \"c\", \"fr\": \"c\" }, \"entry\": \"main\", \"executor\": { \"threads\": 2 } } ] }";

static void
test_hang (gconstpointer data)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (scenario_text, strlen (scenario_text));
  g_autoptr (GError) error = NULL;
  g_autoptr (MwScenario) scenario = mw_scenario_parse (bytes, "hang", &error);
  g_auto (MwSettings) settings = { 0 };
  g_autoptr (MwRace) race = NULL;
  MwClock clock = GPOINTER_TO_UINT (data);

  g_assert_no_error (error);
  mw_settings_init (&settings, scenario, clock, "en");
  race = mw_race_new (scenario, NULL, 0, &settings, &error);
  g_assert_no_error (error);
  mw_race_start (race);
  mw_race_join (race);
  for (guint i = 0; i < mw_race_get_n_runs (race); i++)
    {
      MwTrace *trace = mw_run_get_trace (mw_race_get_run (race, i));
      g_autoptr (MwHistory) history = mw_history_new (trace);
      g_autoptr (GPtrArray) findings = mw_verify_trace (trace, 1);

      g_assert_cmpuint (findings->len, ==, 0);
      mw_history_update (history, G_MAXSIZE);
      g_assert_cmpint (mw_history_get_run_end (history, NULL), ==, MW_RUN_COMPLETE);
      g_assert_cmpuint (mw_history_get_lines (history)->len, ==, 1);
      g_assert_cmpint (mw_history_get_end (history), >=, 100 * MW_NS_PER_MS);
      if (clock == MW_CLOCK_SIMULATED)
        g_assert_cmpint (mw_history_get_end (history), ==, 100 * MW_NS_PER_MS);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/deadline/hang/simulated", GUINT_TO_POINTER (MW_CLOCK_SIMULATED), test_hang);
  g_test_add_data_func ("/deadline/hang/live", GUINT_TO_POINTER (MW_CLOCK_LIVE), test_hang);
  return g_test_run ();
}
