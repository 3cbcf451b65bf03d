/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The live world: the same programs on the real clock.  Nothing here measures how fast the machine is: times are
 * only held against what they can never be, and orders against delays that are far apart. */

#include "mw-build.h"

/* a prints before b before c, and nobody wakes before its time. */
static void
test_sleep (gconstpointer data)
{
  g_autoptr (MwProgram) p = mw_build_program (GPOINTER_TO_UINT (data));
  g_autoptr (MwTrace) trace = NULL;
  g_autofree char *console = NULL;

  p->threads = 3;
  mw_build_coroutine (p, 1, "a", 0, 0, BLOCK (p, mw_build_sleep (p, 90 * MS), mw_build_print (p, "a")));
  mw_build_coroutine (p, 2, "b", 0, 0, BLOCK (p, mw_build_sleep (p, 10 * MS), mw_build_print (p, "b")));
  mw_build_coroutine (p, 0, "main", 0, 0, BLOCK (p, mw_build_gather (p, 2, (guint[]) { 1, 2 }, 0)));
  trace = mw_build_run_live (p);
  console = mw_build_console (trace, TRUE);
  g_assert_cmpstr (console, ==, p->executor == MW_EXECUTOR_BLOCKING ? "a | b" : "b | a");
  g_assert_cmpint (mw_build_end (trace, NULL), >=, (p->executor == MW_EXECUTOR_BLOCKING ? 100 : 90) * MS);
  for (gsize i = 0; i < mw_trace_get_n_events (trace); i++)
    {
      const MwEvent *event = mw_trace_get_event (trace, i);

      if (event->kind == MW_EVENT_LINE)
        g_assert_cmpint (event->time, >=, 10 * MS);
    }
}

/* Work on a thread leaves the loop free; CPU time is really spent. */
static void
test_offload (void)
{
  g_autoptr (MwProgram) p = mw_build_program (MW_EXECUTOR_LOOP);
  MwStep offload = mw_build_step (p, MW_OP_OFFLOAD, mw_build_number (60 * MS));
  MwStep compute = mw_build_step (p, MW_OP_OFFLOAD, mw_build_number (20 * MS));
  g_autoptr (MwTrace) trace = NULL;
  g_autofree char *console = NULL;

  compute.operand[1] = mw_build_number (MW_OFFLOAD_COMPUTE);
  p->one_lock = TRUE;
  mw_build_coroutine (p, 1, "worker", 0, 0, BLOCK (p, offload, compute, mw_build_print (p, "worker")));
  mw_build_coroutine (p, 2, "loop", 0, 0, BLOCK (p, mw_build_sleep (p, 5 * MS), mw_build_print (p, "loop")));
  mw_build_coroutine (p, 0, "main", 0, 0, BLOCK (p, mw_build_gather (p, 2, (guint[]) { 1, 2 }, 0)));
  trace = mw_build_run_live (p);
  console = mw_build_console (trace, TRUE);
  g_assert_cmpstr (console, ==, "loop | worker");
  g_assert_cmpint (mw_build_end (trace, NULL), >=, 80 * MS);
}

/* Two that compute under one interpreter lock take turns: neither is done before nearly all is.  A worker process does
 * not wait for them.  (However busy the machine is, CPU time under the lock adds up, and a process competes with two
 * threads that count as one.) */
static void
test_one_lock (void)
{
  g_autoptr (MwProgram) p = mw_build_program (MW_EXECUTOR_LOOP);
  guint32 pools[] = { mw_build_resource (p, "threads", MW_RESOURCE_POOL, 2), mw_build_resource (p, "processes", MW_RESOURCE_PROCESSES, 1) };
  const char *names[] = { "thread", "thread", "process" };
  g_autoptr (MwTrace) trace = NULL;
  g_autofree char *console = NULL;
  gint64 ends[2];
  guint n = 0;

  p->one_lock = TRUE;
  for (guint i = 0; i < 3; i++)
    {
      MwStep compute = mw_build_step (p, MW_OP_OFFLOAD, mw_build_number (i < 2 ? 200 * MS : 20 * MS));

      compute.ref = pools[i / 2];
      compute.operand[1] = mw_build_number (MW_OFFLOAD_COMPUTE);
      mw_build_coroutine (p, i + 1, names[i], 0, 0, BLOCK (p, compute, mw_build_print (p, names[i])));
    }
  mw_build_coroutine (p, 0, "main", 0, 0, BLOCK (p, mw_build_gather (p, 3, (guint[]) { 1, 2, 3 }, 0)));
  trace = mw_build_run_live (p);
  console = mw_build_console (trace, TRUE);
  g_assert_cmpstr (console, ==, "process | thread | thread");
  for (gsize i = 0; i < mw_trace_get_n_events (trace); i++)
    if (mw_trace_get_event (trace, i)->kind == MW_EVENT_LINE && n++ > 0)
      ends[n - 2] = mw_trace_get_event (trace, i)->time;
  g_assert_cmpint (ends[0], >=, 380 * MS);
  g_assert_cmpint (ends[1], >=, 400 * MS);
}

typedef struct
{
  MwBackend *backend;
  MwTrace   *trace;
} Stopper;

/* Waits, without sleeping, for the run to be in the step that is to be interrupted. */
static gpointer
stop_thread (gpointer data)
{
  Stopper *stopper = data;
  gboolean there = FALSE;

  while (!there)
    {
      gsize n = mw_trace_get_n_events (stopper->trace);

      for (gsize i = 0; i < n && !there; i++)
        there = mw_trace_get_event (stopper->trace, i)->kind == MW_EVENT_LINE;
      g_thread_yield ();
    }
  mw_live_stop (stopper->backend);
  return NULL;
}

/* A run that would take an hour ends when it is stopped, whatever it waits in. */
static void
test_stop (gconstpointer data)
{
  static const MwOp ops[] = { MW_OP_SLEEP, MW_OP_BLOCK, MW_OP_COMPUTE, MW_OP_OFFLOAD };
  MwExecutor executor = GPOINTER_TO_UINT (data);

  for (guint i = 0; i < G_N_ELEMENTS (ops); i++)
    {
      g_autoptr (MwProgram) p = mw_build_program (executor);
      g_autoptr (GMainContext) context = g_main_context_new ();
      g_autoptr (MwTrace) trace = mw_trace_new (mw_engine_describe (p, "live"));
      MwBackend *backend = mw_live_new (p, context, mw_live_clock ());
      Stopper stopper = { backend, trace };
      MwEngine *engine;
      GThread *thread;
      MwRunEnd why;

      mw_build_coroutine (p, 0, "main", 0, 0,
                          BLOCK (p, mw_build_print (p, "go"), mw_build_step (p, ops[i], mw_build_number (3600 * SEC))));
      engine = mw_engine_new (p, backend, trace);
      thread = g_thread_new ("stop", stop_thread, &stopper);
      mw_live_run (backend, engine);
      g_thread_join (thread);
      mw_build_end (trace, &why);
      g_assert_cmpint (why, ==, MW_RUN_STOPPED);
      mw_engine_free (engine);
      backend->free (backend);
    }
}

/* Stopped before it has begun: the stop is not lost. */
static void
test_stop_early (void)
{
  g_autoptr (MwProgram) p = mw_build_program (MW_EXECUTOR_LOOP);
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (MwTrace) trace = NULL;
  MwBackend *backend;
  MwEngine *engine;
  MwRunEnd why;

  mw_build_coroutine (p, 0, "main", 0, 0, BLOCK (p, mw_build_sleep (p, 3600 * SEC)));
  trace = mw_trace_new (mw_engine_describe (p, "live"));
  backend = mw_live_new (p, context, mw_live_clock ());
  mw_live_stop (backend);
  engine = mw_engine_new (p, backend, trace);
  mw_live_run (backend, engine);
  mw_build_end (trace, &why);
  g_assert_cmpint (why, ==, MW_RUN_STOPPED);
  mw_engine_free (engine);
  backend->free (backend);
}

/* Who swallows every cancellation and sleeps on is left behind after a while. */
static void
test_stop_ignored (void)
{
  g_autoptr (MwProgram) p = mw_build_program (MW_EXECUTOR_LOOP);
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (MwTrace) trace = NULL;
  MwStep try = mw_build_scope (p, MW_OP_TRY, 0, (MwOperand) { 0 }, BLOCK (p, mw_build_sleep (p, 3600 * SEC)));
  Stopper stopper;
  GThread *thread;
  MwEngine *engine;
  MwRunEnd why;

  try.block[2] = BLOCK (p, mw_build_sleep (p, 3600 * SEC));
  mw_build_coroutine (p, 0, "main", 0, 0, BLOCK (p, mw_build_print (p, "go"), try));
  trace = mw_trace_new (mw_engine_describe (p, "live"));
  stopper.trace = trace;
  stopper.backend = mw_live_new (p, context, mw_live_clock ());
  engine = mw_engine_new (p, stopper.backend, trace);
  thread = g_thread_new ("stop", stop_thread, &stopper);
  mw_live_run (stopper.backend, engine);
  g_thread_join (thread);
  mw_build_end (trace, &why);
  g_assert_cmpint (why, ==, MW_RUN_STOPPED);
  mw_engine_free (engine);
  stopper.backend->free (stopper.backend);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/live/sleep/loop", GUINT_TO_POINTER (MW_EXECUTOR_LOOP), test_sleep);
  g_test_add_data_func ("/live/sleep/blocking", GUINT_TO_POINTER (MW_EXECUTOR_BLOCKING), test_sleep);
  g_test_add_data_func ("/live/sleep/threads", GUINT_TO_POINTER (MW_EXECUTOR_THREADS), test_sleep);
  g_test_add_func ("/live/offload", test_offload);
  g_test_add_func ("/live/one-lock", test_one_lock);
  g_test_add_data_func ("/live/stop/loop", GUINT_TO_POINTER (MW_EXECUTOR_LOOP), test_stop);
  g_test_add_data_func ("/live/stop/blocking", GUINT_TO_POINTER (MW_EXECUTOR_BLOCKING), test_stop);
  g_test_add_data_func ("/live/stop/threads", GUINT_TO_POINTER (MW_EXECUTOR_THREADS), test_stop);
  g_test_add_func ("/live/stop/early", test_stop_early);
  g_test_add_func ("/live/stop/ignored", test_stop_ignored);
  return g_test_run ();
}
