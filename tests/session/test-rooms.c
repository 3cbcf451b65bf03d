/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* WebSocket rooms, from the file to the trace: in both worlds and without a loop, what fails and how it is told, and
 * random programs that the judge must find nothing in. */

#include <string.h>

#include "mw-random.h"
#include "mw-run.h"
#include "mw-time.h"
#include "mw-verify.h"

enum { LOOP = 1, BLOCKING = 2, THREADS = 4, EVERYWHERE = LOOP | BLOCKING | THREADS };

/* The scenario of tasks that each TALK with client $i, and $n of them. */
static MwScenario *
scenario_of (const char *room, const char *talk, guint n)
{
  g_autofree char *text = g_strdup_printf (
    "{ 'format': 'meanwhile-scenario/1', 'id': 'rooms', 'group': 'flow', 'title': 'R', 'summary': 'R.', 'text': 'R.',"
    "  'resources': { 'room': { 'type': 'room', 'latency': '40ms', 'send': '10ms' %s } },"
    "  'coroutines': { 'talk': { 'arguments': { 'i': 'number' }, 'task-name': 'client $i', 'steps': [ %s ] },"
    "    'main': { 'steps': [ { 'gather': [ { 'call': 'talk', 'times': %u, 'from': 1, 'for': 'i', 'arguments': { 'i': '$i' } } ] } ] } },"
    "  'variants': [ { 'id': 'loop', 'title': 'L', 'entry': 'main' },"
    "    { 'id': 'blocking', 'title': 'B', 'entry': 'main', 'executor': 'blocking' },"
    "    { 'id': 'threads', 'title': 'T', 'entry': 'main', 'executor': { 'threads': 8 } } ] }", room, talk, n);
  g_autoptr (GBytes) bytes = g_bytes_new (g_strdelimit (text, "'", '"'), strlen (text));
  g_autoptr (GError) error = NULL;
  MwScenario *scenario = mw_scenario_parse (bytes, "rooms.json", &error);

  g_assert_no_error (error);
  return scenario;
}

/* Runs it; the judge must find nothing. */
static MwRun *
run (MwScenario *scenario, guint variant, MwLab *lab, guint64 seed)
{
  g_auto (MwSettings) settings = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) findings = NULL;
  MwRun *self;

  mw_settings_init (&settings, scenario, lab != NULL ? MW_CLOCK_LIVE : MW_CLOCK_SIMULATED, "en");
  settings.seed = seed;
  self = mw_run_new (scenario, variant, &settings, lab, 0, &error);
  g_assert_no_error (error);
  mw_run_start (self);
  mw_run_join (self);
  findings = mw_verify_trace (mw_run_get_trace (self), 10);
  for (guint i = 0; i < findings->len; i++)
    g_test_message ("%s", ((MwFinding *) g_ptr_array_index (findings, i))->text);
  g_assert_cmpuint (findings->len, ==, 0);
  return self;
}

static int
compare_lines (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* The printed lines in the order of the alphabet, "0.040 a | 0.050 b"; TIMED: each with its time in s. */
static char *
console (MwRun *self, gboolean timed)
{
  MwTrace *trace = mw_run_get_trace (self);
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);

  for (gsize i = 0; i < mw_trace_get_n_events (trace); i++)
    {
      const MwEvent *event = mw_trace_get_event (trace, i);
      const char *line = event->kind == MW_EVENT_LINE ? mw_trace_get_string (trace, event->object) : NULL;

      if (line != NULL)
        g_ptr_array_add (lines, timed ? g_strdup_printf ("%.3f %s", (double) event->time / (double) MW_NS_PER_SEC, line) : g_strdup (line));
    }
  g_ptr_array_sort (lines, compare_lines);
  g_ptr_array_add (lines, NULL);
  return g_strjoinv (" | ", (char **) lines->pdata);
}

static char *
without_times (const char *timed)
{
  g_auto (GStrv) lines = g_strsplit (timed, " | ", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    memmove (lines[i], lines[i] + strlen ("0.000 "), strlen (lines[i]) - strlen ("0.000 ") + 1);
  qsort (lines, g_strv_length (lines), sizeof (char *), compare_lines);
  return g_strjoinv (" | ", lines);
}

#define IN_AS(client, steps) "{ 'connect': 'room', 'client': " client ", 'steps': [ " steps " ] }"
#define IN(steps) IN_AS ("'$i'", steps)
#define HEAR "{ 'receive': 'room', 'client': '$i', 'as': 'm' }"
#define TELL(options) "{ 'broadcast': 'hi', 'room': 'room' " options " }"
#define SAY(text) "{ 'print': '" text "' }"
#define OR(steps, error, text) "{ 'try': [ " steps " ], 'errors': [ " error " ], 'except': [ " SAY (text) " ] }"

static const struct
{
  const char *name, *room, *talk;
  guint       n, executors;
  const char *expected;   /* on the loop and the simulated clock */
} cases[] = {
  { "messages are numbered", "", IN ("{ 'repeat': 2, 'steps': [ " HEAR ", " SAY ("$i: $m") " ] }"), 2, EVERYWHERE,
    "0.040 1: 1 | 0.040 2: 1 | 0.080 1: 2 | 0.080 2: 2" },
  { "all at once take as long as one", "", IN (HEAR ", " TELL ("") ", " SAY ("$i told")), 3, LOOP,
    "0.050 1 told | 0.050 2 told | 0.050 3 told" },
  { "one by one the times add up", "", IN (HEAR ", " TELL (", 'how': 'one-by-one'") ", " SAY ("$i told")), 3, LOOP,
    "0.070 1 told | 0.070 2 told | 0.070 3 told" },
  { "alone, with and without a loop", "", IN (TELL ("") ", " SAY ("$i told")), 1, EVERYWHERE, "0.010 1 told" },
  { "all at once are as slow as the slowest", ", 'slow-clients': [2], 'slow-send': '90ms'", IN (HEAR ", " TELL ("") ", " SAY ("$i told")), 2, LOOP,
    "0.130 1 told | 0.130 2 told" },
  { "nobody waits for a queue but who closes it", ", 'slow-clients': [2], 'slow-send': '90ms'",
    IN (HEAR ", " TELL (", 'how': 'queued'") ", " SAY ("$i told")) ", " SAY ("$i out"), 2, LOOP,
    "0.040 1 told | 0.040 2 told | 0.050 1 out | 0.220 2 out" },
  { "who is too slow is dropped", ", 'slow-clients': [2], 'slow-send': '1h'",
    OR (IN (HEAR ", " TELL (", 'drop-after': '30ms'") ", " HEAR ", " SAY ("$i: $m")), "'connection'", "$i dropped"), 2, LOOP,
    "0.070 2 dropped | 0.110 1: 2" },
  { "a refusal has a status", ", 'refused-clients': [2]", OR (IN (SAY ("$i in")), "403", "$i refused"), 3, EVERYWHERE,
    "0.000 1 in | 0.000 2 refused | 0.000 3 in" },
  { "a refusal is no connection error", ", 'refused-clients': [1]",
    OR (OR (IN (SAY ("in")), "'connection'", "lost"), "403", "refused"), 1, EVERYWHERE, "0.000 refused" },
  { "a client is gone while somebody listens", ", 'cut-clients': [1], 'cut-after': 1",
    OR (IN (HEAR ", " SAY ("$i: $m") ", " HEAR ", " SAY ("$i: $m")), "'connection'", "$i gone"), 1, EVERYWHERE,
    "0.040 1: 1 | 0.080 1 gone" },
  { "a client is gone while a letter is under way", ", 'cut-clients': [1], 'slow-clients': [1], 'slow-send': '1h'",
    OR (IN ("{ 'try': [ { 'timeout': '20ms', 'steps': [ " HEAR " ] } ], 'except': [] }, { 'send': 'x', 'room': 'room', 'client': '$i' }, " SAY ("sent")),
        "'connection'", "gone"), 1, LOOP, "0.040 gone" },
  { "a broadcast does not mind who is gone", ", 'cut-clients': [2]",
    OR (IN (HEAR ", " TELL ("") ", " SAY ("$i told")), "'connection'", "$i gone"), 2, LOOP, "0.040 2 gone | 0.050 1 told" },
  { "nobody is sent anything who is not there", "", OR ("{ 'send': 'x', 'room': 'room', 'client': 9 }", "'connection'", "nobody"), 1, EVERYWHERE,
    "0.000 nobody" },
  { "nobody is listened to who is not there", "", OR ("{ 'receive': 'room', 'client': 9 }", "'connection'", "nobody"), 1, EVERYWHERE,
    "0.000 nobody" },
  { "an empty room takes no time", "", TELL ("") ", " SAY ("told"), 1, EVERYWHERE, "0.000 told" },
  { "a number has one connection", "", OR ("{ 'connect': 'room', 'client': 1, 'steps': [ { 'sleep': '50ms' } ] }", "'connection'", "taken"), 2, LOOP,
    "0.000 taken" },
  { "two cannot listen to one", "", OR (IN ("{ 'gather': [ { 'call': 'talk_on', 'times': 2, 'arguments': { 'i': '$i' } } ] }"), "'connection'", "busy"), 1, LOOP,
    "0.000 busy" },
  { "what came too late is not lost", "",
    IN ("{ 'try': [ { 'timeout': '20ms', 'steps': [ " HEAR " ] } ], 'except': [ " SAY ("late") " ] }, " HEAR ", " SAY ("$m")), 1, LOOP,
    "0.020 late | 0.040 1" },
  { "without a loop nobody is woken at a deadline but the call", "",
    IN ("{ 'try': [ { 'timeout': '20ms', 'steps': [ " HEAR " ] } ], 'except': [ " SAY ("late") " ] }"), 1, BLOCKING | THREADS, "0.020 late" },
  { "whoever is cancelled is out of the room", "",
    "{ 'try': [ { 'timeout': '20ms', 'steps': [ " IN (HEAR) " ] } ], 'except': [ " TELL ("") ", " SAY ("out") " ] }", 1, LOOP, "0.020 out" },
  { "an error travels on when the connection is closed", "", OR (IN ("{ 'raise': 'no' }"), "'error'", "caught"), 2, EVERYWHERE,
    "0.000 caught | 0.000 caught" },
};

static MwScenario *
scenario_of_case (guint i)
{
  g_autofree char *talk = g_strdup_printf ("%s ] }, 'talk_on': { 'arguments': { 'i': 'number' }, 'steps': [ " HEAR, cases[i].talk);

  return scenario_of (cases[i].room, talk, cases[i].n);
}

static void
test_cases (gconstpointer clock)
{
  g_autoptr (GError) error = NULL;
  MwLab *lab = clock != NULL ? mw_lab_new (&error) : NULL;

  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (guint variant = 0; variant < 3; variant++)
      {
        g_autoptr (MwScenario) scenario = scenario_of_case (i);
        gboolean timed = lab == NULL && variant == 0;
        g_autofree char *expected = timed ? g_strdup (cases[i].expected) : without_times (cases[i].expected);
        g_autofree char *printed = NULL;
        g_autoptr (MwRun) self = NULL;

        if ((cases[i].executors & (1u << variant)) == 0)
          continue;
        g_test_message ("%s (%u)", cases[i].name, variant);
        self = run (scenario, variant, lab, 444);
        printed = console (self, timed);
        g_assert_cmpstr (printed, ==, expected);
      }
  g_clear_pointer (&lab, mw_lab_free);
}

static guint
count_sent (MwRun *self)
{
  MwTrace *trace = mw_run_get_trace (self);
  guint n = 0;

  for (gsize i = 0; i < mw_trace_get_n_events (trace); i++)
    n += mw_trace_get_event (trace, i)->kind == MW_EVENT_MESSAGE && mw_trace_get_event (trace, i)->reason == MW_MESSAGE_SENT;
  return n;
}

/* What the trace says was sent is what the far ends say they took, as long as nobody leaves with a letter on its way to
 * him, which is sent and never taken: so one task keeps all three in while the others talk. */
static void
test_count (void)
{
  g_autoptr (MwScenario) scenario = scenario_of ("",
    IN_AS ("1", IN_AS ("2", IN_AS ("3",
      "{ 'gather': [ { 'call': 'talk_on', 'times': 3, 'from': 1, 'for': 'i', 'arguments': { 'i': '$i' } } ] }")))
    " ] }, 'talk_on': { 'arguments': { 'i': 'number' }, 'steps': [ { 'repeat': 3, 'steps': [ " HEAR ", " TELL ("") " ] }", 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (MwLab) lab = mw_lab_new (&error);

  g_assert_no_error (error);
  for (guint variant = 0; variant < 3; variant++)
    {
      g_autoptr (MwRun) self = run (scenario, variant, lab, 444);
      MwLabCount count;

      g_assert_true (mw_run_get_lab_count (self, &count));
      g_assert_cmpuint (count.connections, ==, 3);
      g_assert_cmpuint (count.requests, ==, 0);
      g_assert_cmpuint (count.messages, ==, 27);
      g_assert_cmpuint (count_sent (self), ==, 27);
    }
}

/* Waits for the first line, stops the run and judges it. */
static void
stop_in_the_middle (MwRun *self)
{
  g_autoptr (GPtrArray) findings = NULL;
  MwTrace *trace = mw_run_get_trace (self);
  gboolean is_told = FALSE;

  mw_run_start (self);
  for (gsize i = 0; !is_told;)
    {
      gsize n = mw_trace_get_n_events (trace);

      for (; i < n; i++)
        is_told = is_told || mw_trace_get_event (trace, i)->kind == MW_EVENT_LINE;
      g_thread_yield ();
    }
  mw_run_stop (self);
  mw_run_join (self);
  findings = mw_verify_trace (trace, 10);
  g_assert_cmpuint (findings->len, ==, 0);
  g_assert_cmpint (mw_trace_get_event (trace, mw_trace_get_n_events (trace) - 1)->reason, ==, MW_RUN_STOPPED);
}

static void
stop_runs (MwScenario *scenario, guint first, guint times)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MwLab) lab = mw_lab_new (&error);
  g_auto (MwSettings) settings = { 0 };

  g_assert_no_error (error);
  mw_settings_init (&settings, scenario, MW_CLOCK_LIVE, "en");
  for (guint variant = first; variant < 3; variant++)
    for (guint i = 0; i < times; i++)
      {
        g_autoptr (MwRun) self = mw_run_new (scenario, variant, &settings, lab, 0, &error);

        g_assert_no_error (error);
        stop_in_the_middle (self);
      }
}

/* Stopped in the middle, live: everybody leaves. */
static void
test_stop (void)
{
  g_autoptr (MwScenario) scenario = scenario_of (", 'slow-clients': [1, 2], 'slow-send': '1h'",
                                                 IN (HEAR ", " SAY ("heard") ", " TELL ("")), 2);

  stop_runs (scenario, 0, 1);
}

/* Stopped while the calls of four threads end one after the other: some end while they are being given up. */
static void
test_stop_busy (void)
{
  g_autoptr (MwScenario) scenario = scenario_of (", 'slow-clients': [1, 2, 3, 4], 'slow-send': '0s'",
    IN (HEAR ", " SAY ("heard") ", { 'repeat': 100000, 'steps': [ { 'send': 'x', 'room': 'room', 'client': '$i' } ] }"), 4);

  stop_runs (scenario, 2, 40);
}

/* random programs */

static void append_steps (GString *text, MwRandom *random, guint depth);

static void
append_step (GString *text, MwRandom *random, guint depth)
{
  static const char *const simple[] = {
    HEAR, HEAR, TELL (""), TELL (", 'how': 'one-by-one'"), TELL (", 'how': 'queued'"), TELL (", 'drop-after': '15ms'"),
    "{ 'send': 'x', 'room': 'room', 'client': 2 }", "{ 'sleep': '10ms' }", "{ 'raise': 'no' }",
  };
  static const struct { const char *begin, *end; } compound[] = {
    { "{ 'connect': 'room', 'client': '$i', 'steps': [ ", " ] }" },
    { "{ 'connect': 'room', 'client': '$i', 'steps': [ ", " ] }" },
    { "{ 'timeout': '25ms', 'steps': [ ", " ] }" },
    { "{ 'try': [ ", " ], 'errors': [ 'timeout', 'connection', 403, 'error' ], 'except': [] }" },
    { "{ 'try': [ { 'sleep': '5ms' } ], 'finally': [ ", " ] }" },
    { "{ 'repeat': 3, 'steps': [ ", " ] }" },
  };
  guint pick = (guint) mw_random_uniform (random, 0, 2 * G_N_ELEMENTS (compound));

  if (depth > 0 && pick < G_N_ELEMENTS (compound))
    {
      g_string_append (text, compound[pick].begin);
      append_steps (text, random, depth - 1);
      g_string_append (text, compound[pick].end);
    }
  else
    g_string_append (text, simple[mw_random_uniform (random, 0, G_N_ELEMENTS (simple))]);
}

static void
append_steps (GString *text, MwRandom *random, guint depth)
{
  guint n = 1 + (guint) mw_random_uniform (random, 0, 3);

  for (guint i = 0; i < n; i++)
    {
      g_string_append (text, i > 0 ? ", " : "");
      append_step (text, random, depth);
    }
}

static void
test_random (void)
{
  const char *room = ", 'slow-clients': [3], 'slow-send': '30ms', 'refused-clients': [4], 'cut-clients': [5], 'cut-after': 1";
  const char *asked = g_getenv ("MW_TEST_SEED");
  guint64 first = asked != NULL ? g_ascii_strtoull (asked, NULL, 10) : 0, n = asked != NULL ? 1 : 300;

  for (guint64 seed = first; seed < first + n; seed++)
    for (guint variant = 0; variant < 3; variant++)
      {
        g_autoptr (GString) talk = g_string_new ("{ 'set': 'm', 'to': 0 }, ");
        g_autoptr (MwScenario) scenario = NULL;
        g_autoptr (MwRun) a = NULL, b = NULL;
        MwRandom random;

        g_test_message ("MW_TEST_SEED=%" G_GUINT64_FORMAT " (%u)", seed, variant);
        mw_random_init (&random, seed, 1);
        append_steps (talk, &random, 4);
        scenario = scenario_of (room, talk->str, 5);
        a = run (scenario, variant, NULL, seed);
        b = run (scenario, variant, NULL, seed);
        g_assert_cmpuint (mw_trace_get_n_events (mw_run_get_trace (a)), ==, mw_trace_get_n_events (mw_run_get_trace (b)));
        for (gsize i = 0; i < mw_trace_get_n_events (mw_run_get_trace (a)); i++)
          g_assert_cmpint (memcmp (mw_trace_get_event (mw_run_get_trace (a), i), mw_trace_get_event (mw_run_get_trace (b), i), sizeof (MwEvent)), ==, 0);
      }
}

/* Some of the same over real sockets: times differ, the laws do not. */
static void
test_random_live (void)
{
  const char *room = ", 'slow-clients': [3], 'slow-send': '30ms', 'refused-clients': [4], 'cut-clients': [5], 'cut-after': 1";
  g_autoptr (GError) error = NULL;
  g_autoptr (MwLab) lab = mw_lab_new (&error);

  g_assert_no_error (error);
  for (guint64 seed = 0; seed < 20; seed++)
    {
      g_autoptr (GString) talk = g_string_new ("{ 'set': 'm', 'to': 0 }, ");
      g_autoptr (MwScenario) scenario = NULL;
      g_autoptr (MwRun) self = NULL;
      MwRandom random;

      g_test_message ("seed %" G_GUINT64_FORMAT, seed);
      mw_random_init (&random, seed, 1);
      append_steps (talk, &random, 3);
      scenario = scenario_of (room, talk->str, 5);
      self = run (scenario, (guint) (seed % 3), lab, seed);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/rooms/simulated", NULL, test_cases);
  g_test_add_data_func ("/rooms/live", "live", test_cases);
  g_test_add_func ("/rooms/count", test_count);
  g_test_add_func ("/rooms/stop", test_stop);
  g_test_add_func ("/rooms/stop-busy", test_stop_busy);
  g_test_add_func ("/rooms/random", test_random);
  g_test_add_func ("/rooms/random-live", test_random_live);
  return g_test_run ();
}
