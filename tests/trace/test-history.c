/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "trace-fixture.h"

#define MS 1000000

static MwHistory *
read_all (MwTrace *trace)
{
  MwHistory *history = mw_history_new (trace);

  mw_history_update (history, G_MAXSIZE);
  return history;
}

static const MwSpan *
span_at (const MwTaskHistory *task, gint64 time)
{
  gint index = mw_task_history_find (task, time);

  return index < 0 ? NULL : &g_array_index (task->spans, MwSpan, index);
}

static void
test_greetings (void)
{
  g_autoptr (MwTrace) trace = fixture_trace_greetings ();
  g_autoptr (MwHistory) history = read_all (trace);
  const MwTaskHistory *bob = mw_history_get_task (history, 3);
  const char *message = "";

  g_assert_true (mw_history_is_finished (history));
  g_assert_cmpint (mw_history_get_run_end (history, &message), ==, MW_RUN_COMPLETE);
  g_assert_null (message);
  g_assert_cmpint (mw_history_get_end (history), ==, 2001 * MS);
  g_assert_cmpuint (mw_history_get_n_tasks (history), ==, 3);
  g_assert_null (mw_history_get_task (history, 0));
  g_assert_null (mw_history_get_task (history, 4));
  g_assert_cmpstr (bob->name, ==, "greet Bob");
  g_assert_cmpuint (bob->parent, ==, 1);
  g_assert_cmpuint (bob->depth, ==, 1);
  g_assert_cmpint (bob->outcome, ==, MW_OUTCOME_DONE);
  g_assert_cmpint (bob->state, ==, MW_STATE_DONE);
  g_assert_cmpint (bob->ended, ==, 2001 * MS);
  g_assert_cmpint (bob->sums[MW_STATE_SLEEPING], ==, 2000 * MS);
  g_assert_cmpint (bob->sums[MW_STATE_RUNNING], ==, 1 * MS);
  g_assert_cmpuint (bob->spans->len, ==, 6);
  g_assert_cmpint (mw_history_get_loop_busy (history), ==, 1 * MS);
  g_assert_cmpuint (mw_history_count_outcome (history, MW_OUTCOME_DONE), ==, 3);
  g_assert_cmpuint (mw_history_count_outcome (history, MW_N_OUTCOMES), ==, 0);
  g_assert_cmpint (mw_history_get_in_flight (history)->max, ==, 2);
  g_assert_cmpint (mw_history_get_in_flight (history)->area, ==, 2 * 2000LL * MS);
  g_assert_cmpuint (mw_history_get_iterations (history)->len, ==, 5);
  g_assert_cmpint (g_array_index (mw_history_get_iterations (history), MwIteration, 3).end, ==, 2001 * MS);
  g_assert_cmpuint (g_array_index (mw_history_get_iterations (history), MwIteration, 1).handles, ==, 2);
  g_assert_cmpuint (mw_history_get_lines (history)->len, ==, 2);
  g_assert_cmpstr (g_array_index (mw_history_get_lines (history), MwLine, 1).text, ==, "Hello, Bob!");
}

/* At 0 the greeting was created, ready, ran, and sleeps: it sleeps. */
static void
test_find (void)
{
  g_autoptr (MwTrace) trace = fixture_trace_greetings ();
  g_autoptr (MwHistory) history = read_all (trace);
  const MwTaskHistory *bob = mw_history_get_task (history, 3);
  const MwTaskHistory *ann = mw_history_get_task (history, 2);

  g_assert_cmpint (span_at (bob, 0)->state, ==, MW_STATE_SLEEPING);
  g_assert_cmpint (span_at (bob, 1999 * MS)->state, ==, MW_STATE_SLEEPING);
  g_assert_cmpint (span_at (bob, 2000 * MS)->state, ==, MW_STATE_RUNNING);
  g_assert_cmpint (mw_task_history_find (bob, -1), ==, -1);
  g_assert_cmpint (mw_task_history_find (bob, 2001 * MS), ==, -1);
  g_assert_cmpint (mw_task_history_find (ann, 2000 * MS), ==, -1);
}

/* An open task has an open span, in whose state it is until the picture's right border. */
static void
test_open (void)
{
  g_autoptr (MwTrace) trace = fixture_trace_greetings ();
  g_autoptr (MwHistory) history = mw_history_new (trace);
  const MwTaskHistory *ann;

  g_assert_false (mw_history_update (history, 0));
  g_assert_true (mw_history_update (history, 13));
  g_assert_cmpuint (mw_history_get_n_read (history), ==, 13);
  g_assert_false (mw_history_is_finished (history));
  ann = mw_history_get_task (history, 2);
  g_assert_cmpint (ann->ended, ==, MW_TIME_OPEN);
  g_assert_cmpint (span_at (ann, 99999 * (gint64) MS)->end, ==, MW_TIME_OPEN);
  g_assert_cmpint (ann->sums[MW_STATE_SLEEPING], ==, 0);
  g_assert_true (mw_history_update (history, G_MAXSIZE));
  g_assert_false (mw_history_update (history, G_MAXSIZE));
  g_assert_true (mw_history_get_task (history, 2) == ann);
}

static void
test_strips (void)
{
  static const FixtureEvent events[] = {
    { { .time = 0, .kind = MW_EVENT_RESOURCE, .object = 1, .value = 1 } },
    { { .time = 3, .kind = MW_EVENT_RESOURCE, .object = 1, .value = 2 } },
    { { .time = 3, .kind = MW_EVENT_RESOURCE, .object = 1, .value = 9 } },
    { { .time = 3, .kind = MW_EVENT_RESOURCE, .object = 1, .value = 2 } },
    { { .time = 5, .kind = MW_EVENT_RESOURCE, .object = 1, .value = 2 } },
    { { .time = 6, .kind = MW_EVENT_RESOURCE, .object = 1, .value = 0 } },
    { { .time = 7, .kind = MW_EVENT_RESOURCE, .object = 5, .value = 4 } },
    { { .time = 8, .kind = MW_EVENT_RESOURCE, .object = 6, .value = G_MAXINT64 } },
    { { .time = 19, .kind = MW_EVENT_RESOURCE, .object = 6, .value = 1 } },
    { { .time = 29, .kind = MW_EVENT_RESOURCE, .object = 6, .value = 0 } },
  };
  static const struct { gint64 time, value; } rows[] = { { -1, 0 }, { 0, 1 }, { 2, 1 }, { 3, 2 }, { 5, 2 }, { 6, 0 }, { 99, 0 } };
  g_autoptr (MwTrace) trace = fixture_trace_of (events, G_N_ELEMENTS (events), TRUE);
  g_autoptr (MwHistory) history = mw_history_new (trace);
  const MwStrip *gate;

  g_assert_cmpuint (mw_history_get_n_strips (history), ==, 6);
  mw_history_update (history, G_MAXSIZE);
  g_assert_cmpuint (mw_history_get_n_strips (history), ==, 7);
  g_assert_cmpstr (mw_history_get_strip (history, 0)->name, ==, "gate");
  g_assert_cmpstr (mw_history_get_strip (history, 2)->name, ==, "orders");
  g_assert_cmpstr (mw_history_get_strip (history, 3)->name, ==, "lab");
  g_assert_cmpstr (mw_history_get_strip (history, 4)->name, ==, "sum");
  g_assert_cmpstr (mw_history_get_strip (history, 5)->name, ==, "crew");
  g_assert_cmpstr (mw_history_get_strip (history, 6)->name, ==, "room");
  g_assert_null (mw_history_get_strip (history, 7));
  gate = mw_history_get_strip (history, 0);
  g_assert_cmpuint (gate->points->len, ==, 3);
  g_assert_cmpint (gate->max, ==, 9);
  g_assert_cmpint (gate->limit, ==, 2);
  g_assert_cmpint (gate->area, ==, 3 * 1 + 3 * 2);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (mw_strip_value_at (gate, rows[i].time), ==, rows[i].value);
  g_assert_cmpint (mw_history_get_strip (history, 4)->area, ==, G_MAXINT64);
}

static void
test_marks (void)
{
  static const FixtureEvent events[] = {
    { { .time = 0, .kind = MW_EVENT_CREATED, .task = 1 }, "main" },
    { { .time = 0, .kind = MW_EVENT_READY, .task = 1 } },
    { { .time = 0, .kind = MW_EVENT_RUNNING, .task = 1 } },
    { { .time = 1, .kind = MW_EVENT_DEADLINE_ARMED, .task = 1, .value = 2000 } },
    { { .time = 2, .kind = MW_EVENT_ATTEMPT, .task = 1, .value = 1 } },
    { { .time = 3, .kind = MW_EVENT_ATTEMPT, .task = 1, .value = 2 } },
    { { .time = 4, .kind = MW_EVENT_CANCEL_REQUESTED, .task = 1, .object = 0 } },
  };
  static const MwMark expected[] = {
    { 2000, 0, 1, 3, MW_MARK_DEADLINE }, { 2, 1, 1, 4, MW_MARK_ATTEMPT }, { 3, 2, 1, 5, MW_MARK_ATTEMPT },
    { 4, 0, 1, 6, MW_MARK_CANCEL },
  };
  g_autoptr (MwTrace) trace = fixture_trace_of (events, G_N_ELEMENTS (events), TRUE);
  g_autoptr (MwHistory) history = read_all (trace);
  const GArray *marks = mw_history_get_marks (history);

  g_assert_cmpuint (marks->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < marks->len; i++)
    {
      const MwMark *mark = &g_array_index (marks, MwMark, i);

      g_assert_cmpint (mark->time, ==, expected[i].time);
      g_assert_cmpint (mark->value, ==, expected[i].value);
      g_assert_cmpuint (mark->task, ==, expected[i].task);
      g_assert_cmpuint (mark->event, ==, expected[i].event);
      g_assert_cmpuint (mark->kind, ==, expected[i].kind);
    }
  g_assert_cmpuint (mw_history_get_task (history, 1)->attempts, ==, 2);
}

/* The mirror: what the trace says of TASK at the end of instant TIME, by reading it from the beginning. */
static MwState
mirror_state (MwTrace *trace, guint32 task, gint64 time, gsize n_events)
{
  MwState state = MW_STATE_NONE;

  for (gsize i = 0; i < n_events; i++)
    {
      const MwEvent *event = mw_trace_get_event (trace, i);

      if (event->time <= time && event->task == task)
        state = mw_state_after (state, event);
    }
  return state;
}

static void
check_task (MwTrace *trace, MwHistory *history, const MwTaskHistory *task)
{
  gint64 sums[MW_N_STATES] = { 0 }, edge = task->created;

  g_assert_cmpuint (task->spans->len, >, 0);
  for (guint i = 0; i < task->spans->len; i++)
    {
      const MwSpan *span = &g_array_index (task->spans, MwSpan, i);
      gboolean is_last = i + 1 == task->spans->len;

      g_assert_cmpint (span->begin, ==, edge);
      g_assert_cmpint (span->begin, <=, span->end);
      g_assert_cmpint (mw_trace_get_event (trace, span->event)->time, ==, span->begin);
      g_assert_cmpuint (mw_trace_get_event (trace, span->event)->task, ==, task->id);
      g_assert_true (is_last || span->end != MW_TIME_OPEN);
      edge = span->end;
      if (span->end != MW_TIME_OPEN)
        sums[span->state] += span->end - span->begin;
    }
  g_assert_cmpint (edge, ==, task->ended);
  g_assert_cmpmem (sums, sizeof sums, task->sums, sizeof sums);
}

/* In flight is, at every point, the number of tasks whose span there is an operation. */
static void
check_in_flight (MwHistory *history)
{
  const MwStrip *strip = mw_history_get_in_flight (history);

  for (guint i = 0; i < strip->points->len; i++)
    {
      const MwStripPoint *point = &g_array_index (strip->points, MwStripPoint, i);
      gint64 n = 0;

      for (guint32 id = 1; id <= mw_history_get_n_tasks (history); id++)
        {
          const MwSpan *span = span_at (mw_history_get_task (history, id), point->time);

          n += span != NULL && mw_state_is_in_flight (span->state);
        }
      g_assert_cmpint (point->value, ==, n);
    }
}

/* Random lawful traces, read in random portions, against the mirror. */
static void
test_random (void)
{
  for (guint64 seed = 0; seed < 40; seed++)
    {
      g_autoptr (MwTrace) trace = fixture_trace_random (seed, 300);
      g_autoptr (MwHistory) history = mw_history_new (trace);
      MwRandom random;

      mw_random_init (&random, seed, 1);
      while (mw_history_update (history, (gsize) mw_random_uniform (&random, 1, 60)))
        {
          gsize n_read = mw_history_get_n_read (history);
          gint64 end = mw_trace_get_event (trace, n_read - 1)->time;

          g_assert_cmpint (mw_history_get_end (history), ==, end);
          for (guint32 id = 1; id <= mw_history_get_n_tasks (history); id++)
            {
              const MwTaskHistory *task = mw_history_get_task (history, id);
              gint64 time = mw_random_uniform (&random, 0, end + 2);
              const MwSpan *span = span_at (task, time);
              MwState state = mirror_state (trace, id, time, n_read);

              check_task (trace, history, task);
              g_assert_cmpint (task->state, ==, mirror_state (trace, id, end, n_read));
              g_assert_cmpint (span ? span->state : MW_STATE_NONE, ==, mw_state_is_end (state) ? MW_STATE_NONE : state);
            }
          check_in_flight (history);
        }
      g_assert_true (mw_history_is_finished (history));
    }
}

static gboolean
wild (MwRandom *random, gint64 one_in)
{
  return mw_random_uniform (random, 0, one_in) == 0;
}

static gint64
wild_number (MwRandom *random)
{
  guint64 high = mw_random_next (random);

  return (gint64) (high << 32 | mw_random_next (random));
}

/* In a trace that was never looked at by the door anything may stand; the fold bears it and stays whole. */
static void
test_garbage (void)
{
  for (guint64 seed = 0; seed < 40; seed++)
    {
      g_autoptr (MwTrace) trace = fixture_trace_new ();
      g_autoptr (MwHistory) history = mw_history_new (trace);
      MwRandom random;

      mw_random_init (&random, seed, 2);
      for (guint i = 0; i < 2000; i++)
        {
          MwEvent event = {
            .time = wild (&random, 10) ? wild_number (&random) : (gint64) (i - (guint) wild (&random, 5) * MIN (i, 9)) * 1000,
            .value = wild (&random, 6) ? wild_number (&random) : i % 7,
            .task = wild (&random, 9) ? (guint32) wild_number (&random) : i % 9,
            .object = wild (&random, 6) ? (guint32) wild_number (&random) : i % 8,
            .kind = (guint8) mw_random_uniform (&random, 0, MW_N_EVENTS + 2),
            .reason = (guint8) mw_random_uniform (&random, 0, wild (&random, 6) ? 256 : MW_N_REASONS),
            .lane = (guint16) mw_random_next (&random),
          };

          g_assert_true (mw_trace_push (trace, &event));
        }
      mw_history_update (history, G_MAXSIZE);
      for (guint32 id = 1; id <= mw_history_get_n_tasks (history); id++)
        check_task (trace, history, mw_history_get_task (history, id));
      check_in_flight (history);
    }
}

/* A sleeper whose deadline passes while another blocks the loop is ready from then on: in a live picture before the
 * loop has noticed, and in the finished trace all the same. */
static void
test_starved (void)
{
  static const FixtureEvent events[] = {
    { { .time = 0, .kind = MW_EVENT_CREATED, .task = 1 }, "sleeper" },
    { { .time = 0, .kind = MW_EVENT_READY, .task = 1 } },
    { { .time = 0, .kind = MW_EVENT_CREATED, .task = 2 }, "blocker" },
    { { .time = 0, .kind = MW_EVENT_READY, .task = 2 } },
    { { .time = 0, .kind = MW_EVENT_RUNNING, .task = 1 } },
    { { .time = 0, .kind = MW_EVENT_SUSPENDED, .task = 1, .reason = MW_REASON_TIMER, .value = 50 * MS } },
    { { .time = 0, .kind = MW_EVENT_RUNNING, .task = 2 } },
    { { .time = 0, .kind = MW_EVENT_BLOCKING_BEGIN, .task = 2, .reason = MW_REASON_CALL } },
    { { .time = 400 * MS, .kind = MW_EVENT_BLOCKING_END, .task = 2 } },
    { { .time = 401 * MS, .kind = MW_EVENT_ENDED, .task = 2, .reason = MW_OUTCOME_DONE } },
    { { .time = 402 * MS, .kind = MW_EVENT_READY, .task = 1 } },
    { { .time = 403 * MS, .kind = MW_EVENT_RUNNING, .task = 1 } },
  };

  for (guint live = 0; live < 2; live++)
    {
      g_autoptr (MwTrace) trace = fixture_trace_of (events, 8, TRUE);
      g_autoptr (MwHistory) history = mw_history_new (trace);
      const MwTaskHistory *sleeper;

      if (live)
        {
          mw_history_update (history, G_MAXSIZE);
          mw_history_anticipate (history, 50 * MS);
          sleeper = mw_history_get_task (history, 1);
          g_assert_cmpint (span_at (sleeper, 50 * MS)->state, ==, MW_STATE_SLEEPING);
          mw_history_anticipate (history, 51 * MS);
          mw_history_anticipate (history, 52 * MS);
          g_assert_cmpint (span_at (sleeper, 51 * MS)->state, ==, MW_STATE_READY);
        }
      for (guint i = 8; i < G_N_ELEMENTS (events); i++)
        mw_trace_append (trace, &events[i].event);
      mw_history_update (history, G_MAXSIZE);
      sleeper = mw_history_get_task (history, 1);
      g_assert_cmpuint (sleeper->spans->len, ==, 6);
      g_assert_cmpint (span_at (sleeper, 49 * MS)->state, ==, MW_STATE_SLEEPING);
      g_assert_cmpint (span_at (sleeper, 50 * MS)->state, ==, MW_STATE_READY);
      g_assert_cmpuint (span_at (sleeper, 50 * MS)->event, ==, 10);
      g_assert_cmpint (sleeper->sums[MW_STATE_READY], ==, 353 * MS);
      g_assert_cmpint (span_at (sleeper, 403 * MS)->state, ==, MW_STATE_RUNNING);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/history/greetings", test_greetings);
  g_test_add_func ("/history/find", test_find);
  g_test_add_func ("/history/open", test_open);
  g_test_add_func ("/history/strips", test_strips);
  g_test_add_func ("/history/marks", test_marks);
  g_test_add_func ("/history/random", test_random);
  g_test_add_func ("/history/garbage", test_garbage);
  g_test_add_func ("/history/starved", test_starved);
  return g_test_run ();
}
