/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Where beats stand, in small runs on the simulated clock and in those of the catalogue. */

#include <string.h>

#include "mw-beat-times.h"
#include "mw-catalogue.h"
#include "mw-race.h"

#define S MW_NS_PER_SEC

static const char text[] =
  "{ 'format': 'meanwhile-scenario/1', 'id': 'told', 'group': 'waiting', 'title': 'T', 'summary': 'S', 'text': 'X',"
  "  'resources': { 'gate': { 'type': 'semaphore', 'permits': 1 } },"
  "  'coroutines': {"
  "    'work': { 'arguments': { 'name': 'text' }, 'task-name': '$name', 'steps': ["
  "      { 'with': 'gate', 'steps': [ { 'print': 'in' }, { 'sleep': '1s' }, { 'print': 'out' } ] } ] },"
  "    'late': { 'task-name': 'late', 'steps': [ { 'call': 'work', 'arguments': { 'name': 'x' } } ] },"
  "    'main': { 'steps': [ { 'gather': [ { 'call': 'work', 'arguments': { 'name': 'A' } }, { 'call': 'work', 'arguments': { 'name': { 'list': ['B'], 'index': 0 } } } ] },"
  "                         { 'sleep': '3s' } ] },"
  "    'other': { 'steps': [ { 'sleep': '10s' } ] } },"
  "  'variants': [ { 'id': 'one', 'title': '1', 'entry': 'main' }, { 'id': 'two', 'title': '2', 'entry': 'other' } ],"
  "  'beats': ["
  "    { 'caption': '0', 'event': 'created', 'task': 'B' },"
  "    { 'caption': '1', 'event': 'started', 'task': 'A' },"
  "    { 'caption': '2', 'event': 'suspended', 'task': 'B' },"
  "    { 'caption': '3', 'event': 'loop-idle' },"
  "    { 'caption': '4', 'event': 'resumed', 'task': 'B' },"
  "    { 'caption': '5', 'event': 'printed', 'task': 'B', 'index': 2 },"
  "    { 'caption': '6', 'event': 'loop-idle', 'index': 3 },"
  "    { 'caption': '7', 'at': '4s' },"
  "    { 'caption': '8', 'event': 'run-ended' },"
  "    { 'caption': '9', 'event': 'run-ended', 'variant': 'two' },"
  "    { 'caption': '10', 'event': 'printed', 'task': 'B', 'index': 3 },"
  "    { 'caption': '11', 'event': 'started', 'task': 'C' },"
  "    { 'caption': '12', 'at': '11s' },"
  "    { 'caption': '13', 'event': 'waiting', 'task': 'B' },"
  "    { 'caption': '14', 'event': 'waiting', 'task': 'A' },"
  "    { 'caption': '15', 'event': 'suspended', 'task': 'B', 'index': 2 },"
  "    { 'caption': '16', 'event': 'woken', 'task': 'B', 'index': 2 } ] }";

static const gint64 expected[] = {
  0, 0, 0, 0, 1 * S, 2 * S, 2 * S, 4 * S, 5 * S, 10 * S, MW_BEAT_UNKNOWN, MW_BEAT_UNKNOWN, MW_BEAT_UNKNOWN,
  0, MW_BEAT_UNKNOWN, 1 * S, 2 * S,
};

static MwScenario *
read_scenario (void)
{
  g_autofree char *json = g_strdelimit (g_strdup (text), "'", '"');
  g_autoptr (GBytes) bytes = g_bytes_new (json, strlen (json));
  g_autoptr (GError) error = NULL;
  MwScenario *scenario = mw_scenario_parse (bytes, "told.json", &error);

  g_assert_no_error (error);
  return scenario;
}

static MwRace *
run (MwScenario *scenario, const char *lang)
{
  g_auto (MwSettings) settings = { 0 };
  g_autoptr (GError) error = NULL;
  MwRace *race;

  mw_settings_init (&settings, scenario, MW_CLOCK_SIMULATED, lang);
  race = mw_race_new (scenario, NULL, 0, &settings, &error);
  g_assert_no_error (error);
  mw_race_start (race);
  mw_race_join (race);
  return race;
}

/* The times when the race is known up to its end, read STEP events at a time. */
static MwBeatTimes *
read_times (MwScenario *scenario, MwRace *race, const char *lang, gsize step)
{
  MwBeatTimes *times = mw_beat_times_new (scenario, lang);

  for (guint i = 0; i < mw_race_get_n_runs (race); i++)
    {
      g_autoptr (MwHistory) history = mw_history_new (mw_run_get_trace (mw_race_get_run (race, i)));

      while (mw_history_update (history, step))
        mw_beat_times_read (times, i, history, mw_history_get_end (history));
      g_assert_false (mw_beat_times_read (times, i, history, mw_history_get_end (history)));
    }
  return times;
}

static void
test_events (void)
{
  static const gsize steps[] = { G_MAXSIZE, 1, 7 };
  g_autoptr (MwScenario) scenario = read_scenario ();
  g_autoptr (MwRace) race = run (scenario, "en");

  for (guint s = 0; s < G_N_ELEMENTS (steps); s++)
    {
      g_autoptr (MwBeatTimes) times = read_times (scenario, race, "en", steps[s]);

      g_assert_cmpuint (mw_scenario_get_n_beats (scenario), ==, G_N_ELEMENTS (expected));
      for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
        g_assert_cmpint (mw_beat_times_get (times, i), ==, expected[i]);
    }
}

/* A live picture is told that the loop is idle while it is, and not when it wakes. */
static void
test_idle_now (void)
{
  g_autoptr (MwScenario) scenario = read_scenario ();
  g_autoptr (MwBeatTimes) times = mw_beat_times_new (scenario, "en");
  g_autoptr (MwTrace) trace = mw_trace_new (mw_trace_header_new ());
  g_autoptr (MwHistory) history = mw_history_new (trace);
  const MwEvent events[] = {
    { .time = 5, .kind = MW_EVENT_ITERATION_BEGIN }, { .time = 9, .kind = MW_EVENT_ITERATION_END },
    { .time = 10, .kind = MW_EVENT_ITERATION_BEGIN }, { .time = 20, .kind = MW_EVENT_ITERATION_END },
  };

  for (guint i = 0; i < G_N_ELEMENTS (events); i++)
    mw_trace_append (trace, &events[i]);
  mw_history_update (history, G_MAXSIZE);
  g_assert_false (mw_beat_times_read (times, 0, history, 19 + MW_NS_PER_MS));
  g_assert_cmpint (mw_beat_times_get (times, 3), ==, MW_BEAT_UNKNOWN);
  g_assert_true (mw_beat_times_read (times, 0, history, 20 + MW_NS_PER_MS));
  g_assert_cmpint (mw_beat_times_get (times, 3), ==, 20);
}

static void
test_find (void)
{
  g_autoptr (MwScenario) scenario = read_scenario ();
  g_autoptr (MwRace) race = run (scenario, "en");
  g_autoptr (MwBeatTimes) none = mw_beat_times_new (scenario, "en");
  g_autoptr (MwBeatTimes) times = read_times (scenario, race, "en", G_MAXSIZE);

  g_assert_cmpint (mw_beat_times_find (none, 5 * S, -1), ==, -1);
  g_assert_cmpint (mw_beat_times_find (times, 0, -1), ==, 13);
  g_assert_cmpint (mw_beat_times_find (times, 0, 1), ==, 1);
  g_assert_cmpint (mw_beat_times_find (times, S - 1, 1), ==, 13);
  g_assert_cmpint (mw_beat_times_find (times, S, 1), ==, 15);
  g_assert_cmpint (mw_beat_times_find (times, 3 * S, -1), ==, 16);
  g_assert_cmpint (mw_beat_times_find (times, 20 * S, 10), ==, 9);
}

/* What the catalogue tells happens, in both languages, and in the order in which it is told. */
static void
test_catalogue (void)
{
  static const char *const langs[] = { "en", "fr" };
  GPtrArray *all = mw_catalogue_get_all ();

  for (guint k = 0; k < all->len * 2; k++)
    {
      MwScenario *scenario = g_ptr_array_index (all, k / 2);
      const char *lang = langs[k % 2];
      g_autoptr (MwRace) race = NULL;
      g_autoptr (MwBeatTimes) times = NULL;
      gint64 before[8] = { 0 };

      if (mw_scenario_get_n_beats (scenario) == 0)
        continue;
      race = run (scenario, lang);
      times = read_times (scenario, race, lang, G_MAXSIZE);
      for (guint i = 0; i < mw_scenario_get_n_beats (scenario); i++)
        {
          guint variant = mw_scenario_get_beat (scenario, i, lang)->variant;
          gint64 time = mw_beat_times_get (times, i);

          if (time < before[variant])
            g_error ("%s, %s: beat %u comes at %" G_GINT64_FORMAT " ns, the one before it at %" G_GINT64_FORMAT " ns",
                     mw_scenario_get_id (scenario), lang, i + 1, time, before[variant]);
          before[variant] = time;
        }
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/beat-times/events", test_events);
  g_test_add_func ("/beat-times/idle-now", test_idle_now);
  g_test_add_func ("/beat-times/find", test_find);
  g_test_add_func ("/beat-times/catalogue", test_catalogue);
  return g_test_run ();
}
