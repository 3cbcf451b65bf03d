/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The whole menu of what a server may do to a client, in both worlds and with each executor: the run goes on to its
 * end, the victim's lane says why it failed in the same words, and the judge finds nothing. */

#include <string.h>

#include "mw-race.h"
#include "mw-verify.h"

#define WORDS(names) "\"type\": \"choice\", \"choices\": [" names "], \"label\": \"x\""

static const char scenario_text[] =
  "{ \"format\": \"meanwhile-scenario/1\", \"id\": \"faults\", \"group\": \"failing\", \"title\": \"Faults\", \"summary\": \"Faults\","
  "  \"text\": \"Faults\","
  "  \"parameters\": {"
  "    \"fault\": { \"default\": \"none\", " WORDS ("\"none\", \"status\", \"down\", \"hang\", \"late\", \"slow-body\", \"half-body\","
  "      \"wrong-length\", \"huge-body\", \"not-utf8\", \"reset\", \"redirect\"") " },"
  "    \"door\": { \"default\": \"open\", " WORDS ("\"open\", \"refused\", \"no-host\", \"foreign\"") " },"
  "    \"status\": { \"type\": \"number\", \"default\": 404, \"min\": 400, \"max\": 599, \"label\": \"x\" },"
  "    \"to\": { \"type\": \"number\", \"default\": 3, \"min\": 1, \"max\": 9, \"label\": \"x\" },"
  "    \"fresh\": { \"type\": \"switch\", \"default\": false, \"label\": \"x\" },"
  "    \"handshake\": { \"type\": \"duration\", \"default\": \"0s\", \"min\": \"0s\", \"max\": \"1s\", \"label\": \"x\" } },"
  "  \"resources\": {"
  "    \"news\": { \"type\": \"service\", \"latency\": \"2ms\", \"items\": 9, \"handshake\": \"$handshake\", \"door\": \"$door\","
  "      \"faults\": [ { \"fault\": \"$fault\", \"items\": [3], \"status\": \"$status\", \"to\": \"$to\", \"for\": \"40ms\" } ] },"
  "    \"web\": { \"type\": \"session\", \"service\": \"news\", \"max-conns\": 1, \"fresh\": \"$fresh\" } },"
  "  \"coroutines\": {"
  "    \"good\": { \"steps\": [ { \"get\": \"/v0/item/1.json\", \"session\": \"web\" } ] },"
  "    \"victim\": { \"task-name\": \"victim\", \"steps\": ["
  "      { \"timeout\": \"1s\", \"steps\": [ { \"get\": \"/v0/item/3.json\", \"session\": \"web\" } ] } ] },"
  "    \"main\": { \"steps\": ["
  "      { \"gather\": [ { \"call\": \"good\" } ], \"collect-errors\": true },"
  "      { \"gather\": [ { \"call\": \"victim\" } ], \"collect-errors\": true },"
  "      { \"gather\": [ { \"call\": \"good\" } ], \"collect-errors\": true },"
  "      { \"print\": \"after\" } ] } },"
  "  \"variants\": ["
  "    { \"id\": \"loop\", \"title\": \"a\", \"entry\": \"main\" },"
  "    { \"id\": \"blocking\", \"title\": \"b\", \"entry\": \"main\", \"executor\": \"blocking\" },"
  "    { \"id\": \"threads\", \"title\": \"c\", \"entry\": \"main\", \"executor\": { \"threads\": 2 } } ] }";

/* What is chosen; how the victim ends; what is said of it; whether the good ones are not touched. */
static const struct
{
  const char *set[3];
  MwOutcome   outcome;
  const char *message;
  gboolean    nobody; /* gets through */
} rows[] = {
  { { "fault=none" }, MW_OUTCOME_DONE },
  { { "fault=none", "handshake=10ms" }, MW_OUTCOME_DONE },
  { { "fault=none", "handshake=10ms", "fresh=true" }, MW_OUTCOME_DONE },
  { { "fault=status" }, MW_OUTCOME_FAILED, "404 Not Found" },
  { { "fault=status", "status=401" }, MW_OUTCOME_FAILED, "401 Unauthorized" },
  { { "fault=status", "status=429" }, MW_OUTCOME_FAILED, "429 Too Many Requests" },
  { { "fault=down" }, MW_OUTCOME_FAILED, "503 Service Unavailable" },
  { { "fault=hang" }, MW_OUTCOME_TIMED_OUT, "timed out" },
  { { "fault=late" }, MW_OUTCOME_DONE },
  { { "fault=slow-body" }, MW_OUTCOME_DONE },
  { { "fault=slow-body", "handshake=1ms" }, MW_OUTCOME_DONE },
  { { "fault=half-body" }, MW_OUTCOME_FAILED, "The connection ended in the middle of the answer" },
  { { "fault=half-body", "handshake=1ms" }, MW_OUTCOME_FAILED, "The connection ended in the middle of the answer" },
  { { "fault=wrong-length" }, MW_OUTCOME_TIMED_OUT, "timed out" },
  { { "fault=huge-body" }, MW_OUTCOME_FAILED, "The body is too large" },
  { { "fault=huge-body", "handshake=1ms" }, MW_OUTCOME_FAILED, "The body is too large" },
  { { "fault=not-utf8" }, MW_OUTCOME_FAILED, "The body is not UTF-8" },
  { { "fault=reset" }, MW_OUTCOME_FAILED, "The connection was reset" },
  { { "fault=reset", "fresh=true" }, MW_OUTCOME_FAILED, "The connection was reset" },
  { { "fault=reset", "handshake=1ms" }, MW_OUTCOME_FAILED, "The connection was reset" },
  { { "fault=redirect" }, MW_OUTCOME_FAILED, "Too many redirections" },
  { { "fault=redirect", "to=4" }, MW_OUTCOME_DONE },
  { { "door=refused" }, MW_OUTCOME_FAILED, "The connection was refused: nobody listens there", TRUE },
  { { "door=no-host" }, MW_OUTCOME_FAILED, "The host name does not resolve", TRUE },
  { { "door=foreign", "handshake=1ms" }, MW_OUTCOME_FAILED, "The certificate is not the one that this server has", TRUE },
  { { "door=foreign" }, MW_OUTCOME_FAILED, "The certificate is not the one that this server has", TRUE },
};

static MwScenario *
load (void)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (scenario_text, strlen (scenario_text));
  g_autoptr (GError) error = NULL;
  MwScenario *scenario = mw_scenario_parse (bytes, "faults", &error);

  g_assert_no_error (error);
  return scenario;
}

static MwRace *
run (MwScenario *scenario, guint row, MwClock clock)
{
  g_auto (MwSettings) settings = { 0 };
  g_autoptr (GError) error = NULL;
  MwRace *race;

  mw_settings_init (&settings, scenario, clock, "en");
  for (guint i = 0; i < G_N_ELEMENTS (rows[row].set) && rows[row].set[i] != NULL; i++)
    {
      mw_settings_set (&settings, scenario, rows[row].set[i], &error);
      g_assert_no_error (error);
    }
  race = mw_race_new (scenario, NULL, 0, &settings, &error);
  g_assert_no_error (error);
  mw_race_start (race);
  mw_race_join (race);
  return race;
}

static const MwTaskHistory *
find_victim (MwHistory *history)
{
  for (guint32 id = 1; id <= mw_history_get_n_tasks (history); id++)
    if (strcmp (mw_history_get_task (history, id)->name, "victim") == 0)
      return mw_history_get_task (history, id);
  g_assert_not_reached ();
}

/* The initials of the victim's phases. */
static char *
phases_of (MwTrace *trace, const MwTaskHistory *victim)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (gsize i = 0; i < mw_trace_get_n_events (trace); i++)
    {
      const MwEvent *event = mw_trace_get_event (trace, i);

      if (event->kind == MW_EVENT_PHASE && event->task == victim->id)
        g_string_append_c (text, "QNCTSWRE"[event->reason]);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static const char *
message_of (MwTrace *trace, const MwTaskHistory *victim)
{
  for (gsize i = 0; i < mw_trace_get_n_events (trace); i++)
    {
      const MwEvent *event = mw_trace_get_event (trace, i);

      if (event->kind == MW_EVENT_ENDED && event->task == victim->id)
        return mw_trace_get_string (trace, event->object);
    }
  return NULL;
}

static void
check_run (MwRun *run_, guint row, char **phases)
{
  MwTrace *trace = mw_run_get_trace (run_);
  g_autoptr (MwHistory) history = mw_history_new (trace);
  g_autoptr (GPtrArray) findings = mw_verify_trace (trace, 1);
  const MwTaskHistory *victim;

  g_test_message ("%s %s, %s, %s", rows[row].set[0], rows[row].set[1], mw_trace_get_header (trace)->clock,
                  mw_trace_get_header (trace)->variant);
  if (findings->len > 0)
    g_error ("%s", ((MwFinding *) g_ptr_array_index (findings, 0))->text);
  mw_history_update (history, G_MAXSIZE);
  g_assert_cmpint (mw_history_get_run_end (history, NULL), ==, MW_RUN_COMPLETE);
  g_assert_cmpuint (mw_history_get_lines (history)->len, ==, 1);
  victim = find_victim (history);
  g_assert_cmpstr (message_of (trace, victim), ==, rows[row].message);
  g_assert_cmpint (victim->outcome, ==, rows[row].outcome);
  g_assert_cmpuint (mw_history_count_outcome (history, MW_OUTCOME_DONE), ==,
                    1 + (rows[row].nobody ? 0 : 2) + (rows[row].outcome == MW_OUTCOME_DONE));
  *phases = phases_of (trace, victim);
}

static void
test_row (gconstpointer data)
{
  guint row = GPOINTER_TO_UINT (data);
  g_autoptr (MwScenario) scenario = load ();
  g_autoptr (MwRace) simulated = run (scenario, row, MW_CLOCK_SIMULATED);
  g_autoptr (MwRace) live = run (scenario, row, MW_CLOCK_LIVE);

  for (guint i = 0; i < mw_race_get_n_runs (live); i++)
    {
      g_autofree char *modelled = NULL;
      g_autofree char *real = NULL;

      check_run (mw_race_get_run (simulated, i), row, &modelled);
      check_run (mw_race_get_run (live, i), row, &real);
      if (i == 0) /* the others block, and say no phases where they are live and on threads */
        g_assert_cmpstr (real, ==, modelled);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/faults/%u", i);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_row);
    }
  return g_test_run ();
}
