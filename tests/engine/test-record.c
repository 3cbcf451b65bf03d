/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "mw-build.h"

/* A world whose clock moves by 1 µs whenever it is read, and by what a job takes: what was read when can be seen in
 * the trace. */
typedef struct
{
  MwBackend base;
  gint64    now;
  guint     n_readings;
} Clockwork;

static gint64
clockwork_now (MwBackend *base)
{
  Clockwork *self = (Clockwork *) base;

  self->n_readings++;
  return self->now += MW_NS_PER_US;
}

static void
clockwork_wake_at (MwBackend *base, gint64 deadline)
{
  Clockwork *self = (Clockwork *) base;

  if (deadline != MW_TIME_OPEN)
    self->now = MAX (self->now, deadline);
}

static void
clockwork_block (MwBackend *base, MwOperation *operation)
{
  ((Clockwork *) base)->now += operation->job.duration;
}

static MwTrace *
run (Clockwork *clock, MwProgram *p)
{
  MwTrace *trace = mw_trace_new (mw_engine_describe (p, "simulated"));
  g_autoptr (MwEngine) engine = NULL;

  clock->base = (MwBackend) { .name = "clockwork", .now = clockwork_now, .wake_at = clockwork_wake_at, .block = clockwork_block };
  engine = mw_engine_new (p, &clock->base, trace);
  mw_engine_start (engine);
  while (mw_engine_iterate (engine))
    ;
  return trace;
}

static gint64
time_of (MwTrace *trace, MwEventKind kind)
{
  for (gsize i = 0; i < mw_trace_get_n_events (trace); i++)
    if (mw_trace_get_event (trace, i)->kind == kind)
      return mw_trace_get_event (trace, i)->time;
  g_assert_not_reached ();
}

/* What took long is never hidden behind a reading from before. */
static void
test_block (void)
{
  g_autoptr (MwProgram) p = mw_build_program (MW_EXECUTOR_LOOP);
  g_autoptr (MwTrace) trace = NULL;
  Clockwork clock = { 0 };

  mw_build_coroutine (p, 0, "main", 0, 0, BLOCK (p, mw_build_step (p, MW_OP_BLOCK, mw_build_number (SEC))));
  trace = run (&clock, p);
  g_assert_cmpint (time_of (trace, MW_EVENT_BLOCKING_END) - time_of (trace, MW_EVENT_BLOCKING_BEGIN), >=, SEC);
  g_assert_cmpint (time_of (trace, MW_EVENT_CREATED), >, 0);
}

/* However many tasks are awake at once, at most so many of their events bear the same time; and most share one. */
static void
test_many (void)
{
  enum { N = 1000, LASTS = 16 };
  g_autoptr (MwProgram) p = mw_build_program (MW_EXECUTOR_LOOP);
  g_autoptr (MwTrace) trace = NULL;
  MwStep start, many;
  Clockwork clock = { 0 };
  gint64 last = -1;
  guint n_same = 0, n_events = 0;

  start = mw_build_spawn (p, MW_OP_START, 1, 0, NULL);
  many = mw_build_scope (p, MW_OP_REPEAT, 0, mw_build_number (N), BLOCK (p, start));
  mw_build_coroutine (p, 0, "main", 0, 0, BLOCK (p, many, mw_build_sleep (p, 10 * SEC)));
  mw_build_coroutine (p, 1, "sleeper", 0, 0, BLOCK (p, mw_build_sleep (p, SEC), mw_build_sleep (p, SEC)));
  trace = run (&clock, p);
  for (gsize i = 0; i < mw_trace_get_n_events (trace); i++)
    {
      const MwEvent *event = mw_trace_get_event (trace, i);

      n_same = event->time == last ? n_same + 1 : 1;
      g_assert_cmpuint (n_same, <=, LASTS);
      last = event->time;
      n_events++;
    }
  g_assert_cmpuint (clock.n_readings, <, n_events / 2);
}

/* What crosses the loop's border has a reading of its own, later than that of any event before. */
static void
test_border (void)
{
  g_autoptr (MwProgram) p = mw_build_program (MW_EXECUTOR_LOOP);
  g_autoptr (MwTrace) trace = NULL;
  Clockwork clock = { 0 };
  guint n = 0;

  mw_build_coroutine (p, 0, "main", 0, 0,
                      BLOCK (p, mw_build_sleep (p, SEC), mw_build_step (p, MW_OP_BLOCK, mw_build_number (0)),
                             mw_build_step (p, MW_OP_BLOCK, mw_build_number (0)), mw_build_print (p, "line")));
  trace = run (&clock, p);
  for (gsize i = 1; i < mw_trace_get_n_events (trace); i++)
    {
      const MwEvent *event = mw_trace_get_event (trace, i);
      gint64 gap = event->time - mw_trace_get_event (trace, i - 1)->time;

      g_assert_cmpint (gap, >=, 0);
      if (event->kind != MW_EVENT_BLOCKING_BEGIN && event->kind != MW_EVENT_BLOCKING_END && event->kind != MW_EVENT_LINE)
        continue;
      g_assert_cmpint (gap, >, 0);
      n++;
    }
  g_assert_cmpuint (n, ==, 5);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/record/block", test_block);
  g_test_add_func ("/record/many", test_many);
  g_test_add_func ("/record/border", test_border);
  return g_test_run ();
}
