/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "mw-statistics.h"
#include "trace-fixture.h"

#define MS 1000000

static void
test_quantile (void)
{
  static const gint64 values[] = { 10, 20, 30, 40 };
  static const struct { gsize n; guint percent; gint64 expected; } rows[] = {
    { 0, 50, 0 }, { 1, 50, 10 }, { 1, 95, 10 }, { 4, 0, 10 }, { 4, 25, 10 }, { 4, 26, 20 }, { 4, 50, 20 },
    { 4, 75, 30 }, { 4, 95, 40 }, { 4, 100, 40 }, { 4, 200, 40 }, { 3, 50, 20 }, { 3, 67, 30 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (mw_statistics_quantile (values, rows[i].n, rows[i].percent), ==, rows[i].expected);
}

static void
test_greetings (void)
{
  g_autoptr (MwTrace) trace = fixture_trace_greetings ();
  g_autoptr (MwHistory) history = mw_history_new (trace);
  MwStatistics all, bob, none;

  mw_history_update (history, G_MAXSIZE);
  mw_statistics_init (&all, history, 0);
  g_assert_cmpuint (all.n_tasks, ==, 3);
  g_assert_cmpuint (all.n_ended, ==, 3);
  g_assert_cmpint (all.makespan, ==, 2001 * MS);
  g_assert_cmpfloat_with_epsilon (all.throughput, 3 / 2.001, 1e-9);
  g_assert_cmpuint (all.states[MW_STATE_SLEEPING].count, ==, 2);
  g_assert_cmpint (all.states[MW_STATE_SLEEPING].total, ==, 2 * (gint64) 2000 * MS);
  g_assert_cmpint (all.states[MW_STATE_RUNNING].max, ==, 1 * MS);
  g_assert_cmpint (all.states[MW_STATE_RUNNING].min, ==, 0);
  g_assert_cmpint (all.states[MW_STATE_RUNNING].median, ==, 0);
  g_assert_cmpint (all.states[MW_STATE_RUNNING].p95, ==, 1 * MS);
  g_assert_cmpint (all.lives.min, ==, 2000 * MS);
  g_assert_cmpint (all.longest_iteration, ==, 1 * MS);
  g_assert_cmpint (all.longest_silence, ==, 0);

  mw_statistics_init (&bob, history, 3);
  g_assert_cmpuint (bob.n_tasks, ==, 1);
  g_assert_cmpint (bob.lives.median, ==, 2001 * MS);
  g_assert_cmpuint (bob.states[MW_STATE_AWAITING].count, ==, 0);

  mw_statistics_init (&none, history, 9);
  g_assert_cmpuint (none.n_tasks, ==, 0);
  g_assert_cmpuint (none.lives.count, ==, 0);
}

static void
test_silence (void)
{
  static const FixtureEvent events[] = {
    { { .time = 0, .kind = MW_EVENT_CREATED, .task = 1 }, "a" },
    { { .time = 0, .kind = MW_EVENT_READY, .task = 1 } },
    { { .time = 0, .kind = MW_EVENT_RUNNING, .task = 1, .lane = 1 } },
    { { .time = 0, .kind = MW_EVENT_CREATED, .task = 2 }, "b" },
    { { .time = 0, .kind = MW_EVENT_READY, .task = 2 } },
    { { .time = 0, .kind = MW_EVENT_RUNNING, .task = 2, .lane = 2 } },
    { { .time = 1, .kind = MW_EVENT_LINE, .task = 1 }, "x" },
    { { .time = 5, .kind = MW_EVENT_LINE, .task = 2 }, "y" },
    { { .time = 9, .kind = MW_EVENT_LINE, .task = 1 }, "x" },
    { { .time = 10, .kind = MW_EVENT_LINE, .task = 2 }, "y" },
  };
  g_autoptr (MwTrace) trace = fixture_trace_of (events, G_N_ELEMENTS (events), TRUE);
  g_autoptr (MwHistory) history = mw_history_new (trace);
  MwStatistics all, second;

  mw_history_update (history, G_MAXSIZE);
  mw_statistics_init (&all, history, 0);
  mw_statistics_init (&second, history, 2);
  g_assert_cmpint (all.longest_silence, ==, 8);
  g_assert_cmpint (second.longest_silence, ==, 5);
  g_assert_cmpuint (all.states[MW_STATE_THREAD].count, ==, 0);
}

/* For every random trace the totals are the history's own sums. */
static void
test_totals (void)
{
  for (guint64 seed = 0; seed < 20; seed++)
    {
      g_autoptr (MwTrace) trace = fixture_trace_random (seed, 500);
      g_autoptr (MwHistory) history = mw_history_new (trace);
      gint64 sums[MW_N_STATES] = { 0 };
      MwStatistics all;

      mw_history_update (history, G_MAXSIZE);
      mw_statistics_init (&all, history, 0);
      for (guint32 id = 1; id <= mw_history_get_n_tasks (history); id++)
        for (guint state = 0; state < MW_N_STATES; state++)
          sums[state] += mw_history_get_task (history, id)->sums[state];
      for (guint state = 0; state < MW_N_STATES; state++)
        {
          g_assert_cmpint (all.states[state].total, ==, sums[state]);
          g_assert_cmpint (all.states[state].min, <=, all.states[state].median);
          g_assert_cmpint (all.states[state].median, <=, all.states[state].p95);
          g_assert_cmpint (all.states[state].p95, <=, all.states[state].max);
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/statistics/quantile", test_quantile);
  g_test_add_func ("/statistics/greetings", test_greetings);
  g_test_add_func ("/statistics/silence", test_silence);
  g_test_add_func ("/statistics/totals", test_totals);
  return g_test_run ();
}
