/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The engine on the simulated clock: what is printed when, who ends how.  Each expectation is what the same program
 * prints under CPython 3.11. */

#include "mw-build.h"

static void
expect_console (MwProgram *p, const char *expected)
{
  g_autoptr (MwTrace) trace = mw_build_simulate (p);
  g_autofree char *console = mw_build_console (trace, FALSE);

  g_assert_cmpstr (console, ==, expected);
}

static void
expect_ends (MwProgram *p, const char *expected, gint64 end, MwRunEnd expected_why)
{
  g_autoptr (MwTrace) trace = mw_build_simulate (p);
  g_autofree char *ends = mw_build_ends (trace);
  MwRunEnd why;

  g_assert_cmpstr (ends, ==, expected);
  g_assert_cmpint (mw_build_end (trace, &why), ==, end);
  g_assert_cmpint (why, ==, expected_why);
}

/* Coroutines 1 … 3: print "a+", sleep n s, print "a-". */
static MwProgram *
three_sleepers (MwExecutor executor, gint64 a, gint64 b, gint64 c)
{
  MwProgram *p = mw_build_program (executor);

  mw_build_coroutine (p, 1, "a", 0, 0, BLOCK (p, mw_build_print (p, "a+"), mw_build_sleep (p, a), mw_build_print (p, "a-")));
  mw_build_coroutine (p, 2, "b", 0, 0, BLOCK (p, mw_build_print (p, "b+"), mw_build_sleep (p, b), mw_build_print (p, "b-")));
  mw_build_coroutine (p, 3, "c", 0, 0, BLOCK (p, mw_build_print (p, "c+"), mw_build_sleep (p, c), mw_build_print (p, "c-")));
  mw_build_coroutine (p, 0, "main", 0, 1, BLOCK (p, mw_build_gather (p, 3, (guint[]) { 1, 2, 3 }, 0), mw_build_print (p, "end")));
  return p;
}

static void
test_gather (void)
{
  g_autoptr (MwProgram) loop = three_sleepers (MW_EXECUTOR_LOOP, 2 * SEC, SEC, 2 * SEC);
  g_autoptr (MwProgram) blocking = three_sleepers (MW_EXECUTOR_BLOCKING, 2 * SEC, SEC, 2 * SEC);
  g_autoptr (MwProgram) threads = three_sleepers (MW_EXECUTOR_THREADS, 2 * SEC, SEC, 2 * SEC);

  expect_console (loop, "0.000 a+ | 0.000 b+ | 0.000 c+ | 1.000 b- | 2.000 a- | 2.000 c- | 2.000 end");
  expect_console (blocking, "0.000 a+ | 2.000 a- | 2.000 b+ | 3.000 b- | 3.000 c+ | 5.000 c- | 5.000 end");
  /* two workers: c takes the one that b leaves */
  expect_console (threads, "0.000 a+ | 0.000 b+ | 1.000 b- | 1.000 c+ | 2.000 a- | 3.000 c- | 3.000 end");
}

static void
test_call (void)
{
  g_autoptr (MwProgram) p = mw_build_program (MW_EXECUTOR_LOOP);
  MwStep call = mw_build_spawn (p, MW_OP_CALL, 1, 1, (MwOperand[]) { mw_build_number (41) });
  MwOperand items[] = { mw_build_text (p, "got "), mw_build_slot (0) };
  MwOperand template = { .kind = MW_OPERAND_TEMPLATE, .items = items, .n_items = 2 };

  call.slot = 0;
  mw_build_coroutine (p, 1, "answer", 1, 1,
                      BLOCK (p, mw_build_sleep (p, SEC), mw_build_step (p, MW_OP_RETURN, mw_build_slot (0)), mw_build_print (p, "never")));
  mw_build_coroutine (p, 0, "main", 0, 1, BLOCK (p, call, mw_build_step (p, MW_OP_PRINT, template)));
  expect_console (p, "1.000 got 41");
}

/* A task does not run before its parent waits; awaiting one that has ended does not wait. */
static void
test_start_await (void)
{
  g_autoptr (MwProgram) p = mw_build_program (MW_EXECUTOR_LOOP);
  MwStep start = mw_build_spawn (p, MW_OP_START, 1, 0, NULL);

  start.slot = 0;
  mw_build_coroutine (p, 1, "child", 0, 0, BLOCK (p, mw_build_print (p, "child"), mw_build_sleep (p, SEC)));
  mw_build_coroutine (p, 0, "main", 0, 1,
                      BLOCK (p, start, mw_build_print (p, "started"), mw_build_sleep (p, 2 * SEC),
                             mw_build_step (p, MW_OP_AWAIT, mw_build_slot (0)), mw_build_print (p, "awaited")));
  expect_console (p, "0.000 started | 0.000 child | 2.000 awaited");
  expect_ends (p, "child done 1.000, main done 2.000", 2 * SEC, MW_RUN_COMPLETE);
}

/* A started task that nobody awaits is cancelled when the loop closes. */
static void
test_closing (void)
{
  g_autoptr (MwProgram) p = mw_build_program (MW_EXECUTOR_LOOP);

  mw_build_coroutine (p, 1, "child", 0, 0, BLOCK (p, mw_build_sleep (p, 5 * SEC)));
  mw_build_coroutine (p, 0, "main", 0, 0, BLOCK (p, mw_build_spawn (p, MW_OP_START, 1, 0, NULL), mw_build_sleep (p, SEC)));
  expect_ends (p, "main done 1.000, child cancelled 1.000", SEC, MW_RUN_COMPLETE);
}

static MwProgram *
permits_program (MwExecutor executor, gint64 permits)
{
  MwProgram *p = mw_build_program (executor);
  guint32 gate = mw_build_resource (p, "gate", MW_RESOURCE_SEMAPHORE, permits);
  const char *names[] = { "a", "b", "c", "d" };

  for (guint i = 0; i < 4; i++)
    mw_build_coroutine (p, i + 1, names[i], 0, 0,
                        BLOCK (p, mw_build_scope (p, MW_OP_WITH, gate, (MwOperand) { 0 },
                                                  BLOCK (p, mw_build_print (p, names[i]), mw_build_sleep (p, (i + 1) * SEC)))));
  mw_build_coroutine (p, 0, "main", 0, 0, BLOCK (p, mw_build_gather (p, 4, (guint[]) { 1, 2, 3, 4 }, 0)));
  return p;
}

static void
test_semaphore (void)
{
  g_autoptr (MwProgram) three = permits_program (MW_EXECUTOR_LOOP, 3);
  g_autoptr (MwProgram) one = permits_program (MW_EXECUTOR_LOOP, 1);
  g_autoptr (MwProgram) threads = permits_program (MW_EXECUTOR_THREADS, 1);

  expect_console (three, "0.000 a | 0.000 b | 0.000 c | 1.000 d");
  expect_ends (three, "a done 1.000, b done 2.000, c done 3.000, d done 5.000, main done 5.000", 5 * SEC, MW_RUN_COMPLETE);
  expect_console (one, "0.000 a | 1.000 b | 3.000 c | 6.000 d");
  expect_console (threads, "0.000 a | 1.000 b | 3.000 c | 6.000 d");
}

static MwProgram *
timeout_program (MwExecutor executor, gint64 limit, gint64 work)
{
  MwProgram *p = mw_build_program (executor);
  MwStep try = mw_build_scope (p, MW_OP_TRY, 0, (MwOperand) { 0 },
                               BLOCK (p, mw_build_scope (p, MW_OP_TIMEOUT, 0, mw_build_number (limit),
                                                         BLOCK (p, mw_build_sleep (p, work), mw_build_print (p, "in time")))));

  try.flags = MW_TRY_EXCEPT;
  try.codes = mw_program_alloc (p, 1, sizeof (int));
  *(int *) try.codes = MW_FAULT_TIMEOUT;
  try.n_codes = 1;
  try.block[1] = BLOCK (p, mw_build_print (p, "too long"));
  mw_build_coroutine (p, 0, "main", 0, 0, BLOCK (p, try, mw_build_print (p, "on")));
  return p;
}

static void
test_timeout (void)
{
  g_autoptr (MwProgram) late = timeout_program (MW_EXECUTOR_LOOP, 2 * SEC, 5 * SEC);
  g_autoptr (MwProgram) early = timeout_program (MW_EXECUTOR_LOOP, 2 * SEC, SEC);
  g_autoptr (MwProgram) blocking = timeout_program (MW_EXECUTOR_BLOCKING, 2 * SEC, 5 * SEC);
  g_autoptr (MwProgram) threads = timeout_program (MW_EXECUTOR_THREADS, 2 * SEC, 5 * SEC);

  expect_console (late, "2.000 too long | 2.000 on");
  expect_console (early, "1.000 in time | 1.000 on");
  expect_console (blocking, "2.000 too long | 2.000 on");
  expect_console (threads, "2.000 too long | 2.000 on");
}

/* A timeout that nobody catches ends the task as timed out. */
static void
test_timed_out (void)
{
  g_autoptr (MwProgram) p = mw_build_program (MW_EXECUTOR_LOOP);

  mw_build_coroutine (p, 1, "slow", 0, 0,
                      BLOCK (p, mw_build_scope (p, MW_OP_TIMEOUT, 0, mw_build_number (SEC), BLOCK (p, mw_build_sleep (p, 9 * SEC)))));
  mw_build_coroutine (p, 0, "main", 0, 0, BLOCK (p, mw_build_gather (p, 1, (guint[]) { 1 }, MW_GATHER_COLLECT)));
  expect_ends (p, "slow timed-out 1.000, main done 1.000", SEC, MW_RUN_COMPLETE);
}

static MwProgram *
failing_program (guint flags)
{
  MwProgram *p = mw_build_program (MW_EXECUTOR_LOOP);
  MwStep try = mw_build_scope (p, MW_OP_TRY, 0, (MwOperand) { 0 }, BLOCK (p, mw_build_gather (p, 2, (guint[]) { 1, 2 }, flags), mw_build_print (p, "all")));

  try.flags = MW_TRY_EXCEPT;
  try.block[1] = BLOCK (p, mw_build_print (p, "caught"));
  mw_build_coroutine (p, 1, "bad", 0, 0, BLOCK (p, mw_build_sleep (p, 100 * MS), mw_build_step (p, MW_OP_RAISE, mw_build_text (p, "bad"))));
  mw_build_coroutine (p, 2, "good", 0, 0, BLOCK (p, mw_build_sleep (p, 500 * MS), mw_build_print (p, "good")));
  mw_build_coroutine (p, 0, "main", 0, 0, BLOCK (p, try, mw_build_sleep (p, SEC)));
  return p;
}

/* The siblings of a failed child run on. */
static void
test_gather_fails (void)
{
  g_autoptr (MwProgram) raise = failing_program (0);
  g_autoptr (MwProgram) collect = failing_program (MW_GATHER_COLLECT);

  expect_console (raise, "0.100 caught | 0.500 good");
  expect_ends (raise, "bad failed 0.100, good done 0.500, main done 1.100", 1100 * MS, MW_RUN_COMPLETE);
  expect_console (collect, "0.500 good | 0.500 all");
}

static MwProgram *
retry_program (MwExecutor executor, gint64 attempts)
{
  MwProgram *p = mw_build_program (executor);
  MwStep retry = mw_build_scope (p, MW_OP_RETRY, 0, mw_build_number (attempts),
                                 BLOCK (p, mw_build_print (p, "try"), mw_build_step (p, MW_OP_RAISE, mw_build_text (p, "no"))));

  retry.operand[1] = mw_build_number (SEC);
  retry.operand[2] = mw_build_number (2000);
  retry.operand[3] = mw_build_number (3 * SEC);
  mw_build_coroutine (p, 0, "main", 0, 0, BLOCK (p, retry));
  return p;
}

static void
test_retry (void)
{
  g_autoptr (MwProgram) five = retry_program (MW_EXECUTOR_LOOP, 5);
  g_autoptr (MwProgram) blocking = retry_program (MW_EXECUTOR_BLOCKING, 3);
  g_autoptr (MwProgram) once = retry_program (MW_EXECUTOR_LOOP, 1);

  /* 1 s, 2 s, then the cap of 3 s */
  expect_console (five, "0.000 try | 1.000 try | 3.000 try | 6.000 try | 9.000 try");
  expect_ends (five, "main failed 9.000", 9 * SEC, MW_RUN_FAILED);
  expect_console (blocking, "0.000 try | 1.000 try | 3.000 try");
  expect_console (once, "0.000 try");
}

/* finally runs, and may wait, on every way out. */
static void
test_finally (void)
{
  g_autoptr (MwProgram) p = mw_build_program (MW_EXECUTOR_LOOP);
  MwStep try = mw_build_scope (p, MW_OP_TRY, 0, (MwOperand) { 0 }, BLOCK (p, mw_build_sleep (p, 9 * SEC), mw_build_print (p, "never")));
  MwStep start = mw_build_spawn (p, MW_OP_START, 1, 0, NULL);

  try.block[2] = BLOCK (p, mw_build_print (p, "cleaning"), mw_build_sleep (p, SEC), mw_build_print (p, "clean"));
  start.slot = 0;
  mw_build_coroutine (p, 1, "child", 0, 0, BLOCK (p, try, mw_build_print (p, "never")));
  mw_build_coroutine (p, 0, "main", 0, 1,
                      BLOCK (p, start, mw_build_sleep (p, 1500 * MS), mw_build_step (p, MW_OP_CANCEL, mw_build_slot (0)),
                             mw_build_step (p, MW_OP_AWAIT, mw_build_slot (0))));
  expect_console (p, "1.500 cleaning | 2.500 clean");
  expect_ends (p, "child cancelled 2.500, main cancelled 2.500", 2500 * MS, MW_RUN_FAILED);
}

/* Everybody else stands still while the loop is blocked. */
static void
test_block (void)
{
  g_autoptr (MwProgram) p = mw_build_program (MW_EXECUTOR_LOOP);

  mw_build_coroutine (p, 1, "beat", 0, 0, BLOCK (p, mw_build_sleep (p, 50 * MS), mw_build_print (p, "beat")));
  mw_build_coroutine (p, 2, "blocker", 0, 0, BLOCK (p, mw_build_step (p, MW_OP_BLOCK, mw_build_number (400 * MS)), mw_build_print (p, "blocked")));
  mw_build_coroutine (p, 0, "main", 0, 0, BLOCK (p, mw_build_gather (p, 2, (guint[]) { 1, 2 }, 0)));
  expect_console (p, "0.400 blocked | 0.400 beat");
}

static MwProgram *
offload_program (MwOffload kind, gint64 size, gboolean one_lock)
{
  MwProgram *p = mw_build_program (MW_EXECUTOR_LOOP);
  guint32 pool = mw_build_resource (p, "workers", MW_RESOURCE_POOL, size);
  guint coroutines[4];

  p->cores = 2;
  p->one_lock = one_lock;
  for (guint i = 0; i < 4; i++)
    {
      MwStep offload = mw_build_step (p, MW_OP_OFFLOAD, mw_build_number (SEC));

      offload.ref = pool;
      offload.operand[1] = mw_build_number (kind);
      coroutines[i] = i + 1;
      mw_build_coroutine (p, i + 1, (const char *[]) { "a", "b", "c", "d" }[i], 0, 0, BLOCK (p, offload));
    }
  mw_build_coroutine (p, 0, "main", 0, 0, BLOCK (p, mw_build_gather (p, 4, coroutines, 0)));
  return p;
}

static void
test_offload (void)
{
  g_autoptr (MwProgram) four = offload_program (MW_OFFLOAD_BLOCK, 4, FALSE);
  g_autoptr (MwProgram) two = offload_program (MW_OFFLOAD_BLOCK, 2, FALSE);
  g_autoptr (MwProgram) cores = offload_program (MW_OFFLOAD_COMPUTE, 4, FALSE);
  g_autoptr (MwProgram) locked = offload_program (MW_OFFLOAD_COMPUTE, 4, TRUE);

  expect_ends (four, "a done 1.000, b done 1.000, c done 1.000, d done 1.000, main done 1.000", SEC, MW_RUN_COMPLETE);
  expect_ends (two, "a done 1.000, b done 1.000, c done 2.000, d done 2.000, main done 2.000", 2 * SEC, MW_RUN_COMPLETE);
  expect_ends (cores, "a done 2.000, b done 2.000, c done 2.000, d done 2.000, main done 2.000", 2 * SEC, MW_RUN_COMPLETE);
  expect_ends (locked, "a done 4.000, b done 4.000, c done 4.000, d done 4.000, main done 4.000", 4 * SEC, MW_RUN_COMPLETE);
}

/* Two gates taken in opposite order: the run says who waits for what. */
static void
test_deadlock (void)
{
  g_autoptr (MwProgram) p = mw_build_program (MW_EXECUTOR_LOOP);
  guint32 x = mw_build_resource (p, "x", MW_RESOURCE_SEMAPHORE, 1), y = mw_build_resource (p, "y", MW_RESOURCE_SEMAPHORE, 1);
  MwOperand none = { 0 };
  g_autoptr (MwTrace) trace = NULL;
  const MwEvent *last;

  mw_build_coroutine (p, 1, "a", 0, 0, BLOCK (p, mw_build_scope (p, MW_OP_WITH, x, none, BLOCK (p, mw_build_sleep (p, SEC), mw_build_scope (p, MW_OP_WITH, y, none, (MwBlock) { 0 })))));
  mw_build_coroutine (p, 2, "b", 0, 0, BLOCK (p, mw_build_scope (p, MW_OP_WITH, y, none, BLOCK (p, mw_build_sleep (p, SEC), mw_build_scope (p, MW_OP_WITH, x, none, (MwBlock) { 0 })))));
  mw_build_coroutine (p, 0, "main", 0, 0, BLOCK (p, mw_build_gather (p, 2, (guint[]) { 1, 2 }, 0)));
  trace = mw_build_simulate (p);
  last = mw_trace_get_event (trace, mw_trace_get_n_events (trace) - 1);
  g_assert_cmpint (last->reason, ==, MW_RUN_DEADLOCK);
  g_assert_cmpstr (mw_trace_get_string (trace, last->object), ==,
                   "main waits for the end of its children; a waits for a permit of y; b waits for a permit of x");
}

/* With threads: the first child is in its blocking call, the second has no worker yet. */
static void
test_deadlock_threads (void)
{
  g_autoptr (MwProgram) p = three_sleepers (MW_EXECUTOR_THREADS, SEC, SEC, SEC);
  g_autoptr (MwTrace) trace = mw_trace_new (mw_engine_describe (p, "simulated"));
  MwBackend *backend;
  MwEngine *engine;
  const MwEvent *last;

  p->threads = 1;
  backend = mw_simulated_new (p);
  engine = mw_engine_new (p, backend, trace);
  mw_engine_start (engine);
  for (guint i = 0; i < 3; i++)
    mw_engine_iterate (engine);
  mw_engine_stop (engine, MW_RUN_DEADLOCK);
  mw_engine_abort (engine);
  last = mw_trace_get_event (trace, mw_trace_get_n_events (trace) - 1);
  g_assert_cmpstr (mw_trace_get_string (trace, last->object), ==,
                   "main waits for the end of its children; a waits for its blocking call; b waits for a worker thread; "
                   "c waits for a worker thread");
  mw_engine_free (engine);
  backend->free (backend);
}

/* A loop without end is stopped by the limit on steps, though it never lets go. */
static void
test_overrun (void)
{
  g_autoptr (MwProgram) p = mw_build_program (MW_EXECUTOR_LOOP);
  MwStep repeat = mw_build_scope (p, MW_OP_REPEAT, 0, mw_build_number (G_MAXINT64), BLOCK (p, mw_build_step (p, MW_OP_SET, mw_build_number (1))));
  g_autoptr (MwTrace) trace = NULL;
  MwRunEnd why;

  repeat.block[0].steps[0].slot = 0;
  p->max_steps = 10000;
  mw_build_coroutine (p, 0, "main", 0, 1, BLOCK (p, repeat));
  trace = mw_build_simulate (p);
  mw_build_end (trace, &why);
  g_assert_cmpint (why, ==, MW_RUN_OVERRUN);
}

/* A task that was cancelled while it ran does not begin to wait: a run that was too long does not last an hour more. */
static void
test_overrun_sleeper (void)
{
  g_autoptr (MwProgram) p = mw_build_program (MW_EXECUTOR_LOOP);
  MwStep repeat = mw_build_scope (p, MW_OP_REPEAT, 0, mw_build_number (11000), BLOCK (p, mw_build_step (p, MW_OP_SET, mw_build_number (1))));

  repeat.block[0].steps[0].slot = 0;
  p->max_steps = 10000;
  mw_build_coroutine (p, 0, "main", 0, 1, BLOCK (p, repeat, mw_build_sleep (p, 3600 * SEC)));
  expect_ends (p, "main cancelled 0.000", 0, MW_RUN_OVERRUN);
}

/* Who was stopped and cleans up without end is stopped by the limit on steps, whatever the first reason was. */
static void
test_overrun_cleanup (void)
{
  g_autoptr (MwProgram) p = mw_build_program (MW_EXECUTOR_LOOP);
  guint32 gate = mw_build_resource (p, "gate", MW_RESOURCE_SEMAPHORE, 1);
  MwStep set = mw_build_step (p, MW_OP_SET, mw_build_number (1));
  MwStep repeat, try;
  g_autoptr (MwTrace) trace = NULL;
  MwRunEnd why;

  set.slot = 0;
  repeat = mw_build_scope (p, MW_OP_REPEAT, 0, mw_build_number (G_MAXINT64), BLOCK (p, set));
  try = mw_build_scope (p, MW_OP_TRY, 0, (MwOperand) { 0 },
                        BLOCK (p, mw_build_scope (p, MW_OP_WITH, gate, (MwOperand) { 0 }, BLOCK (p, set))));
  try.block[2] = BLOCK (p, repeat);
  p->max_steps = 10000;
  mw_build_coroutine (p, 0, "main", 0, 1, BLOCK (p, mw_build_scope (p, MW_OP_WITH, gate, (MwOperand) { 0 }, BLOCK (p, try))));
  trace = mw_build_simulate (p);
  mw_build_end (trace, &why);
  g_assert_cmpint (why, ==, MW_RUN_DEADLOCK);
}

/* The limit on events comes before the trace is full. */
static void
test_overrun_events (void)
{
  g_autoptr (MwProgram) p = mw_build_program (MW_EXECUTOR_LOOP);
  MwStep repeat = mw_build_scope (p, MW_OP_REPEAT, 0, mw_build_number (G_MAXINT64), BLOCK (p, mw_build_sleep (p, 0)));

  p->max_events = 1000;
  mw_build_coroutine (p, 0, "main", 0, 0, BLOCK (p, repeat));
  expect_ends (p, "main cancelled 0.000", 0, MW_RUN_OVERRUN);
}

/* A list that holds the one before it twice, 64 times over, is printed as far as a text goes. */
static void
test_nested_list (void)
{
  g_autoptr (MwProgram) p = mw_build_program (MW_EXECUTOR_LOOP);
  MwStep gather = mw_build_gather (p, 1, (guint[]) { 1 }, 0);
  MwOperand *argument = mw_program_alloc (p, 1, sizeof *argument);
  g_autoptr (MwTrace) trace = NULL;

  *argument = mw_build_slot (0);
  gather.spawns[0].arguments = argument;
  gather.spawns[0].n_arguments = 1;
  gather.spawns[0].times = mw_build_number (2);
  gather.slot = 0;
  mw_build_coroutine (p, 1, "echo", 1, 1, BLOCK (p, mw_build_step (p, MW_OP_RETURN, mw_build_slot (0))));
  mw_build_coroutine (p, 0, "main", 0, 1,
                      BLOCK (p, mw_build_scope (p, MW_OP_REPEAT, 0, mw_build_number (64), BLOCK (p, gather)),
                             mw_build_step (p, MW_OP_PRINT, mw_build_slot (0))));
  trace = mw_build_simulate (p);
  g_assert_cmpuint (mw_build_count (trace, MW_EVENT_LINE), ==, 1);
}

/* Threads that still work for a run that was cut short leave nothing behind (LeakSanitizer looks). */
static void
test_overrun_threads (void)
{
  for (guint kind = 0; kind < 2; kind++)
    {
      g_autoptr (MwProgram) p = mw_build_program (MW_EXECUTOR_LOOP);
      MwStep offload = mw_build_step (p, MW_OP_OFFLOAD, mw_build_number (3600 * SEC));
      MwStep set = mw_build_step (p, MW_OP_SET, mw_build_number (1));
      MwStep try;

      offload.operand[1] = mw_build_number (kind);
      set.slot = 0;
      try = mw_build_scope (p, MW_OP_TRY, 0, (MwOperand) { 0 },
                            BLOCK (p, mw_build_scope (p, MW_OP_TIMEOUT, 0, mw_build_number (SEC), BLOCK (p, offload))));
      try.block[2] = BLOCK (p, mw_build_scope (p, MW_OP_REPEAT, 0, mw_build_number (G_MAXINT64), BLOCK (p, set)));
      p->max_steps = 10000;
      mw_build_coroutine (p, 0, "main", 0, 1, BLOCK (p, try));
      expect_ends (p, "", SEC, MW_RUN_OVERRUN);
    }
}

static void
expect_too_many (MwProgram *p, guint n_created)
{
  g_autoptr (MwTrace) trace = mw_build_simulate (p);
  const MwEvent *last = mw_trace_get_event (trace, mw_trace_get_n_events (trace) - 1);

  g_assert_cmpint (last->kind, ==, MW_EVENT_RUN_ENDED);
  g_assert_cmpint (last->reason, ==, MW_RUN_OVERRUN);
  g_assert_cmpstr (mw_trace_get_string (trace, last->object), ==, "the run starts more tasks than its limit");
  g_assert_cmpuint (mw_build_count (trace, MW_EVENT_CREATED), ==, n_created);
}

/* Coroutines that start each other without end come to the limit on tasks; a gather beyond it does not begin. */
static void
test_too_many (void)
{
  for (guint executor = 0; executor < MW_N_EXECUTORS; executor++)
    {
      g_autoptr (MwProgram) started = mw_build_program ((MwExecutor) executor);
      g_autoptr (MwProgram) gathered = mw_build_program ((MwExecutor) executor);
      g_autoptr (MwProgram) at_once = mw_build_program ((MwExecutor) executor);
      MwStep many = mw_build_gather (at_once, 1, (guint[]) { 1 }, 0);

      started->max_tasks = gathered->max_tasks = at_once->max_tasks = 100;
      started->threads = gathered->threads = 200;
      mw_build_coroutine (started, 0, "main", 0, 0, BLOCK (started, mw_build_spawn (started, MW_OP_START, 0, 0, NULL), mw_build_sleep (started, SEC)));
      expect_too_many (started, 100);
      mw_build_coroutine (gathered, 0, "main", 0, 0, BLOCK (gathered, mw_build_gather (gathered, 1, (guint[]) { 0 }, 0)));
      expect_too_many (gathered, 100);
      many.spawns[0].times = mw_build_number (G_MAXINT32);
      mw_build_coroutine (at_once, 0, "main", 0, 0, BLOCK (at_once, many));
      mw_build_coroutine (at_once, 1, "child", 0, 0, (MwBlock) { 0 });
      expect_too_many (at_once, 1);
    }
}

/* A chain of 100,000 tasks, each of which waits for the next, is cancelled without a recursion, and each of them once. */
static void
test_long_chain (void)
{
  enum { N = 100000 };
  g_autoptr (MwProgram) p = mw_build_program (MW_EXECUTOR_LOOP);
  g_autoptr (MwTrace) trace = NULL;

  p->max_steps = N;
  mw_build_coroutine (p, 0, "main", 0, 0, BLOCK (p, mw_build_gather (p, 1, (guint[]) { 0 }, 0)));
  trace = mw_build_simulate (p);
  g_assert_cmpuint (mw_build_count (trace, MW_EVENT_CANCEL_REQUESTED), ==, mw_build_count (trace, MW_EVENT_CREATED));
}

/* The same delays for the same calls, in whatever order the tasks come to run. */
static void
test_draws (void)
{
  gint64 ends[2];

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (MwProgram) p = mw_build_program (i == 0 ? MW_EXECUTOR_LOOP : MW_EXECUTOR_BLOCKING);
      MwOperand draw = { .kind = MW_OPERAND_UNIFORM, .low = 100 * MS, .high = 200 * MS, .site = 1 };
      MwStep step = mw_build_step (p, MW_OP_SLEEP, draw);
      g_autoptr (MwTrace) trace = NULL;
      MwStep gather = mw_build_gather (p, 1, (guint[]) { 1 }, 0);
      MwOperand *argument = mw_program_alloc (p, 1, sizeof *argument);

      *argument = mw_build_slot (0);
      gather.spawns[0].arguments = argument;
      gather.spawns[0].n_arguments = 1;
      gather.spawns[0].times = mw_build_number (10);
      gather.spawns[0].loop_slot = 0;
      mw_build_coroutine (p, 1, "work", 1, 1, BLOCK (p, step));
      mw_build_coroutine (p, 0, "main", 0, 1, BLOCK (p, gather));
      trace = mw_build_simulate (p);
      ends[i] = 0;
      for (gsize e = 0, n = mw_trace_get_n_events (trace); e < n; e++)
        {
          const MwEvent *event = mw_trace_get_event (trace, e);

          if (i == 0 && event->kind == MW_EVENT_SUSPENDED && event->reason == MW_REASON_TIMER)
            ends[0] += event->value; /* all begin at 0 */
          if (i == 1)
            ends[1] = event->time;
        }
    }
  g_assert_cmpint (ends[0], >, 1000 * MS);
  g_assert_cmpint (ends[0], ==, ends[1]);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/gather", test_gather);
  g_test_add_func ("/engine/call", test_call);
  g_test_add_func ("/engine/start-await", test_start_await);
  g_test_add_func ("/engine/closing", test_closing);
  g_test_add_func ("/engine/semaphore", test_semaphore);
  g_test_add_func ("/engine/timeout", test_timeout);
  g_test_add_func ("/engine/timed-out", test_timed_out);
  g_test_add_func ("/engine/gather-fails", test_gather_fails);
  g_test_add_func ("/engine/retry", test_retry);
  g_test_add_func ("/engine/finally", test_finally);
  g_test_add_func ("/engine/block", test_block);
  g_test_add_func ("/engine/offload", test_offload);
  g_test_add_func ("/engine/deadlock", test_deadlock);
  g_test_add_func ("/engine/deadlock/threads", test_deadlock_threads);
  g_test_add_func ("/engine/overrun", test_overrun);
  g_test_add_func ("/engine/overrun/sleeper", test_overrun_sleeper);
  g_test_add_func ("/engine/overrun/clean-up", test_overrun_cleanup);
  g_test_add_func ("/engine/overrun/events", test_overrun_events);
  g_test_add_func ("/engine/overrun/threads", test_overrun_threads);
  g_test_add_func ("/engine/overrun/tasks", test_too_many);
  g_test_add_func ("/engine/nested-list", test_nested_list);
  g_test_add_func ("/engine/long-chain", test_long_chain);
  g_test_add_func ("/engine/draws", test_draws);
  return g_test_run ();
}
