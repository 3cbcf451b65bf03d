/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The steps of what tasks share, in every executor and on both clocks: the same figures at the end, whatever the order.
 *
 * One produces 0 … 5 into a queue, two consume them, a third waits until all is done; each item takes a token and adds one to a value under a lock, and both
 * ask the cache for the same thing, which one of them looks up.  Without a loop the producer is done before anybody takes
 * an item, so that its queue must hold them all. */

#include <string.h>

#include "mw-measure.h"
#include "mw-run.h"
#include "mw-verify.h"

static const char text[] =
  "{ 'format': 'meanwhile-scenario/1', 'id': 'shared', 'group': 'flow', 'title': 'S', 'summary': 'S.', 'text': 'S.', 'seed': 7,"
  "  'parameters': { 'bound': { 'type': 'number', 'label': 'B', 'default': 1, 'min': 1, 'max': 9 } },"
  "  'resources': {"
  "    'key': { 'type': 'lock' }, 'bell': { 'type': 'event' }, 'total': { 'type': 'value', 'initial': 100 },"
  "    'orders': { 'type': 'queue', 'bound': '$bound' },"
  "    'pace': { 'type': 'limiter', 'rate': 1, 'per': '20ms', 'burst': 2 },"
  "    'db': { 'type': 'scope', 'open': '1ms', 'close': '1ms' },"
  "    'memo': { 'type': 'cache', 'cost': '1ms', 'single-flight': true } },"
  "  'coroutines': {"
  "    'produce': { 'steps': [ { 'with': 'db', 'steps': [ { 'put': 'orders', 'item': 0 }, { 'signal': 'bell' },"
  "      { 'repeat': 5, 'from': 1, 'for': 'i', 'steps': [ { 'put': 'orders', 'item': '$i' } ] } ] },"
  "      { 'repeat': 2, 'steps': [ { 'put': 'orders', 'sentinel': true } ] } ] },"
  "    'add_one': { 'steps': [ { 'read': 'total', 'as': 't' }, { 'sleep': '5ms' }, { 'write': 'total', 'to': { 'sum': ['$t', 1] } } ] },"
  "    'consume': { 'steps': [ { 'wait': 'bell' },"
  "      { 'cached': 'memo', 'key': 'rate', 'steps': [ { 'print': 'looked up' }, { 'sleep': '20ms' } ], 'value': 3, 'as': 'rate' },"
  "      { 'print': 'rate $rate' },"
  "      { 'consume': 'orders', 'as': 'order', 'done': true, 'steps': ["
  "        { 'print': 'order $order' }, { 'with': 'pace', 'steps': [ { 'with': 'key', 'steps': [ { 'call': 'add_one' } ] } ] } ] } ] },"
  "    'finish': { 'steps': [ { 'wait': 'bell' }, { 'join': 'orders' }, { 'print': 'finished' } ] },"
  "    'main': { 'steps': ["
  "      { 'gather': [ { 'call': 'produce' }, { 'call': 'consume', 'times': 2 }, { 'call': 'finish' } ] },"
  "      { 'open': 'db' }, { 'put': 'orders', 'item': 7 }, { 'take': 'orders', 'as': 'last' }, { 'task-done': 'orders' },"
  "      { 'join': 'orders' }, { 'close': 'db' }, { 'print': 'last $last' } ] } },"
  "  'variants': ["
  "    { 'id': 'loop', 'title': 'L', 'entry': 'main' },"
  "    { 'id': 'blocking', 'title': 'B', 'entry': 'main', 'executor': 'blocking', 'set': { 'bound': 8 } },"
  "    { 'id': 'threads', 'title': 'T', 'entry': 'main', 'executor': { 'threads': 6 } } ],"
  "  'claims': [] }";

enum { LOOP, BLOCKING, THREADS };

static const char *const executors[] = { [LOOP] = "loop", [BLOCKING] = "blocking", [THREADS] = "threads" };

/* Of every run. */
static const struct { MwClaim claim; gint64 value; } rows[] = {
  { { MW_MEASURE_FINAL_VALUE, .subject = "total" }, 106 },
  { { MW_MEASURE_LOST_UPDATES, .subject = "total" }, 0 },
  { { MW_MEASURE_MAX_IN_USE, .subject = "key" }, 1 },
  { { MW_MEASURE_FINAL_VALUE, .subject = "key" }, 0 },
  { { MW_MEASURE_FINAL_VALUE, .subject = "bell" }, 1 },
  { { MW_MEASURE_FINAL_VALUE, .subject = "orders" }, 0 },
  { { MW_MEASURE_MAX_IN_USE, .subject = "db" }, 1 },
  { { MW_MEASURE_FINAL_VALUE, .subject = "db" }, 0 },
  { { MW_MEASURE_FINAL_VALUE, .subject = "memo" }, 1 },
  { { MW_MEASURE_PRINTED, .text = "looked up" }, 1 },
  { { MW_MEASURE_PRINTED, .text = "rate 3" }, 2 },
  { { MW_MEASURE_PRINTED, .text = "order 0" }, 1 },
  { { MW_MEASURE_PRINTED, .text = "order 5" }, 1 },
  { { MW_MEASURE_PRINTED, .text = "finished" }, 1 },
  { { MW_MEASURE_PRINTED, .text = "last 7" }, 1 },
  { { MW_MEASURE_PRINTED }, 1 + 2 + 6 + 1 + 1 },
  { { MW_MEASURE_DONE }, 5 },
};

/* What somebody waits for.  One after the other all is there when it is asked for, but for tokens. */
static const MwReason reasons[] = {
  MW_REASON_LOCK, MW_REASON_QUEUE_PUT, MW_REASON_QUEUE_GET, MW_REASON_TOKENS, MW_REASON_EVENT, MW_REASON_JOIN, MW_REASON_CACHE,
};

static MwScenario *
new_scenario (void)
{
  g_autofree char *json = g_strdelimit (g_strdup (text), "'", '"');
  g_autoptr (GBytes) bytes = g_bytes_new (json, strlen (json));
  g_autoptr (GError) error = NULL;
  MwScenario *scenario = mw_scenario_parse (bytes, "shared.json", &error);

  g_assert_no_error (error);
  return scenario;
}

/* The run of VARIANT to its end, which the judge has nothing against. */
static MwHistory *
run (guint variant, MwClock clock)
{
  g_autoptr (MwScenario) scenario = new_scenario ();
  g_auto (MwSettings) settings = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (MwRun) run = NULL;
  g_autoptr (GPtrArray) findings = NULL;
  MwHistory *history;

  mw_settings_init (&settings, scenario, clock, "en");
  run = mw_run_new (scenario, variant, &settings, NULL, 0, &error);
  g_assert_no_error (error);
  mw_run_start (run);
  mw_run_join (run);
  findings = mw_verify_trace (mw_run_get_trace (run), 10);
  for (guint i = 0; i < findings->len; i++)
    g_test_message ("%s", ((MwFinding *) g_ptr_array_index (findings, i))->text);
  g_assert_cmpuint (findings->len, ==, 0);
  history = mw_history_new (mw_run_get_trace (run));
  mw_history_update (history, G_MAXSIZE);
  g_assert_cmpint (mw_history_get_run_end (history, NULL), ==, MW_RUN_COMPLETE);
  return history;
}

static guint
count_waits (MwHistory *history, MwReason reason)
{
  MwTrace *trace = mw_history_get_trace (history);
  guint n = 0;

  for (gsize i = 0; i < mw_trace_get_n_events (trace); i++)
    {
      const MwEvent *event = mw_trace_get_event (trace, i);

      n += event->kind == MW_EVENT_SUSPENDED && event->reason == reason;
    }
  return n;
}

static void
check (guint variant, MwClock clock)
{
  g_autoptr (MwHistory) history = run (variant, clock);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const MwClaim *claim = &rows[i].claim;
      gboolean known;
      gint64 value = mw_measure_history (history, NULL, claim, &known);

      g_test_message ("%s: %s %s", executors[variant], mw_measure_name (claim->measure),
                      claim->subject != NULL ? claim->subject : claim->text);
      g_assert_true (known);
      g_assert_cmpint (value, ==, rows[i].value);
    }
  for (guint i = 0; i < G_N_ELEMENTS (reasons); i++)
    {
      g_test_message ("%s: waits %u", executors[variant], reasons[i]);
      g_assert_cmpint (count_waits (history, reasons[i]) > 0, ==, variant != BLOCKING || reasons[i] == MW_REASON_TOKENS);
    }
  /* Six tokens, of which the bucket holds two at first: the other four come one every 20 ms. */
  g_assert_cmpint (mw_history_get_end (history), >=, 80 * MW_NS_PER_MS);
}

static void
test_live (gconstpointer data)
{
  check (GPOINTER_TO_UINT (data), MW_CLOCK_LIVE);
}

static void
test_simulated (gconstpointer data)
{
  check (GPOINTER_TO_UINT (data), MW_CLOCK_SIMULATED);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (executors); i++)
    {
      g_autofree char *live = g_strdup_printf ("/shared/live/%s", executors[i]);
      g_autofree char *simulated = g_strdup_printf ("/shared/simulated/%s", executors[i]);

      g_test_add_data_func (live, GUINT_TO_POINTER (i), test_live);
      g_test_add_data_func (simulated, GUINT_TO_POINTER (i), test_simulated);
    }
  return g_test_run ();
}
