/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What tasks share, on the simulated clock.  Where asyncio has the same thing, the expectation is what CPython 3.11 prints. */

#include "mw-build.h"

static void
expect_console (MwProgram *p, const char *expected)
{
  g_autoptr (MwTrace) trace = mw_build_simulate (p);
  g_autofree char *console = mw_build_console (trace, FALSE);

  g_assert_cmpstr (console, ==, expected);
}

static MwStep
step_of (MwProgram *p, MwOp op, guint32 ref, MwOperand a)
{
  MwStep step = mw_build_step (p, op, a);

  step.ref = ref;
  return step;
}

#define PUT(p, queue, n) step_of (p, MW_OP_PUT, queue, mw_build_number (n))
#define USE(p, op, ref)  step_of (p, MW_OP_##op, ref, (MwOperand) { 0 })
#define END(p, queue)    USE (p, PUT, queue)

static MwStep
start_of (MwProgram *p, guint coroutine, guint slot)
{
  MwStep step = mw_build_spawn (p, MW_OP_START, coroutine, 0, NULL);

  step.slot = (guint16) slot;
  return step;
}

/* Coroutines 1 … N: print their letter, hold REF for a second, print it again. */
static MwProgram *
holders (MwExecutor executor, MwResourceKind kind, guint n)
{
  static const char *const names[] = { "a", "b", "c", "d" };
  MwProgram *p = mw_build_program (executor);
  guint32 ref = mw_build_resource (p, "it", kind, 1);

  p->threads = 4;
  p->resources[0].rate = 2;
  p->resources[0].per = SEC;
  for (guint i = 0; i < n; i++)
    mw_build_coroutine (p, i + 1, names[i], 0, 0,
                        BLOCK (p, mw_build_scope (p, MW_OP_WITH, ref, (MwOperand) { 0 },
                                                  BLOCK (p, mw_build_print (p, names[i]), mw_build_sleep (p, SEC)))));
  mw_build_coroutine (p, 0, "main", 0, 0, BLOCK (p, mw_build_gather (p, n, (guint[]) { 1, 2, 3, 4 }, 0)));
  return p;
}

static void
test_lock (void)
{
  g_autoptr (MwProgram) loop = holders (MW_EXECUTOR_LOOP, MW_RESOURCE_LOCK, 3);
  g_autoptr (MwProgram) threads = holders (MW_EXECUTOR_THREADS, MW_RESOURCE_LOCK, 3);
  g_autoptr (MwProgram) blocking = holders (MW_EXECUTOR_BLOCKING, MW_RESOURCE_LOCK, 3);

  expect_console (loop, "0.000 a | 1.000 b | 2.000 c");
  expect_console (threads, "0.000 a | 1.000 b | 2.000 c");
  expect_console (blocking, "0.000 a | 1.000 b | 2.000 c");
}

/* a holds the lock, b and c wait; at the same instant b is cancelled and a gives back: c has it a turn later than the permit
 * of a semaphore would come. */
static MwProgram *
cancelled_first (MwResourceKind kind)
{
  MwProgram *p = mw_build_program (MW_EXECUTOR_LOOP);
  guint32 ref = mw_build_resource (p, "it", kind, 1);
  MwStep cancel = mw_build_step (p, MW_OP_CANCEL, mw_build_slot (0));
  MwStep again = mw_build_scope (p, MW_OP_REPEAT, 0, mw_build_number (4), BLOCK (p, mw_build_print (p, "turn"), mw_build_sleep (p, 0)));

  mw_build_coroutine (p, 1, "b", 0, 0, BLOCK (p, mw_build_scope (p, MW_OP_WITH, ref, (MwOperand) { 0 }, BLOCK (p, mw_build_print (p, "b")))));
  mw_build_coroutine (p, 2, "c", 0, 0, BLOCK (p, mw_build_scope (p, MW_OP_WITH, ref, (MwOperand) { 0 }, BLOCK (p, mw_build_print (p, "c")))));
  mw_build_coroutine (p, 0, "a", 0, 2,
                      BLOCK (p, mw_build_scope (p, MW_OP_WITH, ref, (MwOperand) { 0 },
                                                BLOCK (p, start_of (p, 1, 0), start_of (p, 2, 1), mw_build_sleep (p, SEC), cancel)), again));
  return p;
}

static void
test_lock_is_no_semaphore (void)
{
  g_autoptr (MwProgram) lock = cancelled_first (MW_RESOURCE_LOCK);
  g_autoptr (MwProgram) semaphore = cancelled_first (MW_RESOURCE_SEMAPHORE);

  expect_console (semaphore, "1.000 turn | 1.000 c | 1.000 turn | 1.000 turn | 1.000 turn");
  expect_console (lock, "1.000 turn | 1.000 turn | 1.000 c | 1.000 turn | 1.000 turn");
}

/* Two locks taken in opposite order: the run says who holds what. */
static void
test_deadlock (void)
{
  g_autoptr (MwProgram) p = mw_build_program (MW_EXECUTOR_THREADS);
  guint32 one = mw_build_resource (p, "one", MW_RESOURCE_LOCK, 0), two = mw_build_resource (p, "two", MW_RESOURCE_LOCK, 0);
  g_autoptr (MwTrace) trace = NULL;
  const MwEvent *last;
  MwRunEnd why;

  for (guint i = 0; i < 2; i++)
    mw_build_coroutine (p, i + 1, i == 0 ? "ab" : "ba", 0, 0,
                        BLOCK (p, mw_build_scope (p, MW_OP_WITH, i == 0 ? one : two, (MwOperand) { 0 },
                                                  BLOCK (p, mw_build_sleep (p, SEC), mw_build_scope (p, MW_OP_WITH, i == 0 ? two : one, (MwOperand) { 0 },
                                                                                                     BLOCK (p, mw_build_sleep (p, SEC)))))));
  mw_build_coroutine (p, 0, "main", 0, 0, BLOCK (p, mw_build_gather (p, 2, (guint[]) { 1, 2 }, 0)));
  trace = mw_build_simulate (p);
  g_assert_cmpint (mw_build_end (trace, &why), ==, SEC);
  g_assert_cmpint (why, ==, MW_RUN_DEADLOCK);
  last = mw_trace_get_event (trace, mw_trace_get_n_events (trace) - 1);
  g_assert_cmpstr (mw_trace_get_string (trace, last->object), ==,
                   "main waits for the end of its children; ab waits for the lock two, which ba holds; ba waits for the lock one, which ab holds");
}

static MwOperand
text_of (MwProgram *p, const char *text, guint slot)
{
  MwOperand *items = mw_program_alloc (p, 2, sizeof (MwOperand));

  items[0] = mw_build_text (p, text);
  items[1] = mw_build_slot (slot);
  return (MwOperand) { .kind = MW_OPERAND_TEMPLATE, .items = items, .n_items = 2 };
}

static MwStep
consumer_of (MwProgram *p, guint32 queue, guint flags)
{
  MwStep step = mw_build_scope (p, MW_OP_CONSUME, queue, (MwOperand) { 0 },
                                BLOCK (p, mw_build_step (p, MW_OP_PRINT, text_of (p, "got ", 0)), mw_build_sleep (p, SEC)));

  step.slot = 0;
  step.flags = (guint16) flags;
  return step;
}

/* Three items and a sentinel through a queue of BOUND places; a second for each item. */
static MwProgram *
pipeline (MwExecutor executor, gint64 bound)
{
  MwProgram *p = mw_build_program (executor);
  guint32 queue = mw_build_resource (p, "orders", MW_RESOURCE_QUEUE, bound);

  p->threads = 4;
  mw_build_coroutine (p, 1, "producer", 0, 0, BLOCK (p, PUT (p, queue, 1), PUT (p, queue, 2), PUT (p, queue, 3), mw_build_print (p, "all put"), END (p, queue)));
  mw_build_coroutine (p, 2, "consumer", 0, 1, BLOCK (p, consumer_of (p, queue, MW_CONSUME_DONE), mw_build_print (p, "consumer ends")));
  mw_build_coroutine (p, 0, "main", 0, 0,
                      BLOCK (p, mw_build_gather (p, 2, (guint[]) { 1, 2 }, 0), USE (p, JOIN, queue), mw_build_print (p, "joined")));
  return p;
}

static void
test_queue (void)
{
  g_autoptr (MwProgram) unbounded = pipeline (MW_EXECUTOR_LOOP, 0);
  g_autoptr (MwProgram) bounded = pipeline (MW_EXECUTOR_LOOP, 1);
  g_autoptr (MwProgram) threads = pipeline (MW_EXECUTOR_THREADS, 1);
  g_autoptr (MwProgram) blocking = pipeline (MW_EXECUTOR_BLOCKING, 0);

  expect_console (unbounded, "0.000 all put | 0.000 got 1 | 1.000 got 2 | 2.000 got 3 | 3.000 consumer ends | 3.000 joined");
  expect_console (bounded, "0.000 got 1 | 1.000 got 2 | 1.000 all put | 2.000 got 3 | 3.000 consumer ends | 3.000 joined");
  expect_console (threads, "0.000 got 1 | 1.000 got 2 | 1.000 all put | 2.000 got 3 | 3.000 consumer ends | 3.000 joined");
  expect_console (blocking, "0.000 all put | 0.000 got 1 | 1.000 got 2 | 2.000 got 3 | 3.000 consumer ends | 3.000 joined");
}

/* Without a loop nobody makes room for a producer that waits. */
static void
test_queue_deadlock (void)
{
  g_autoptr (MwProgram) p = pipeline (MW_EXECUTOR_BLOCKING, 1);
  g_autoptr (MwTrace) trace = mw_build_simulate (p);
  const MwEvent *last = mw_trace_get_event (trace, mw_trace_get_n_events (trace) - 1);
  MwRunEnd why;

  mw_build_end (trace, &why);
  g_assert_cmpint (why, ==, MW_RUN_DEADLOCK);
  g_assert_cmpstr (mw_trace_get_string (trace, last->object), ==, "main waits for the end of a task; producer waits for room in orders");
}

/* a is woken for an item and cancelled in the same turn: b gets it. */
static void
test_queue_passes_on (void)
{
  g_autoptr (MwProgram) p = mw_build_program (MW_EXECUTOR_LOOP);
  guint32 queue = mw_build_resource (p, "orders", MW_RESOURCE_QUEUE, 0);
  const char *names[] = { "a", "b" };

  for (guint i = 0; i < 2; i++)
    mw_build_coroutine (p, i + 1, names[i], 0, 0, BLOCK (p, USE (p, TAKE, queue), mw_build_print (p, names[i])));
  mw_build_coroutine (p, 0, "main", 0, 2,
                      BLOCK (p, start_of (p, 1, 0), start_of (p, 2, 1), mw_build_sleep (p, SEC), PUT (p, queue, 1),
                             mw_build_step (p, MW_OP_CANCEL, mw_build_slot (0)), mw_build_sleep (p, SEC), mw_build_print (p, "end")));
  expect_console (p, "1.000 b | 2.000 end");
}

/* The same for room: a and b wait to put, a is woken and cancelled in one turn. */
static void
test_queue_passes_room_on (void)
{
  g_autoptr (MwProgram) p = mw_build_program (MW_EXECUTOR_LOOP);
  guint32 queue = mw_build_resource (p, "orders", MW_RESOURCE_QUEUE, 1);
  const char *names[] = { "a", "b" };

  for (guint i = 0; i < 2; i++)
    mw_build_coroutine (p, i + 1, names[i], 0, 0, BLOCK (p, PUT (p, queue, 7), mw_build_print (p, names[i])));
  mw_build_coroutine (p, 0, "main", 0, 2,
                      BLOCK (p, PUT (p, queue, 1), start_of (p, 1, 0), start_of (p, 2, 1), mw_build_sleep (p, SEC), USE (p, TAKE, queue),
                             mw_build_step (p, MW_OP_CANCEL, mw_build_slot (0)), mw_build_sleep (p, SEC), mw_build_print (p, "end")));
  expect_console (p, "1.000 b | 2.000 end");
}

static void
test_done_too_often (void)
{
  g_autoptr (MwProgram) p = mw_build_program (MW_EXECUTOR_LOOP);
  guint32 queue = mw_build_resource (p, "orders", MW_RESOURCE_QUEUE, 0);
  g_autoptr (MwTrace) trace = NULL;
  const MwEvent *last;

  mw_build_coroutine (p, 0, "main", 0, 0, BLOCK (p, USE (p, TASK_DONE, queue), mw_build_print (p, "never")));
  trace = mw_build_simulate (p);
  last = mw_trace_get_event (trace, mw_trace_get_n_events (trace) - 1);
  g_assert_cmpstr (mw_trace_get_string (trace, last->object), ==, "task_done() called too many times");
}

static void
test_event (void)
{
  g_autoptr (MwProgram) p = mw_build_program (MW_EXECUTOR_LOOP);
  guint32 bell = mw_build_resource (p, "bell", MW_RESOURCE_EVENT, 0);
  const char *names[] = { "a", "b" };

  for (guint i = 0; i < 2; i++)
    mw_build_coroutine (p, i + 1, names[i], 0, 0, BLOCK (p, USE (p, WAIT, bell), mw_build_print (p, names[i])));
  mw_build_coroutine (p, 0, "main", 0, 2,
                      BLOCK (p, start_of (p, 1, 0), start_of (p, 2, 1), mw_build_sleep (p, SEC), USE (p, SIGNAL, bell), USE (p, WAIT, bell),
                             mw_build_print (p, "no wait"), mw_build_sleep (p, SEC)));
  expect_console (p, "1.000 no wait | 1.000 a | 1.000 b");
}

/* Two tokens a second, one at most in the bucket; the permit is not given back. */
static void
test_limiter (void)
{
  g_autoptr (MwProgram) loop = holders (MW_EXECUTOR_LOOP, MW_RESOURCE_LIMITER, 4);
  g_autoptr (MwProgram) threads = holders (MW_EXECUTOR_THREADS, MW_RESOURCE_LIMITER, 4);
  g_autoptr (MwProgram) burst = holders (MW_EXECUTOR_LOOP, MW_RESOURCE_LIMITER, 4);
  g_autoptr (MwProgram) thirds = holders (MW_EXECUTOR_LOOP, MW_RESOURCE_LIMITER, 4);

  burst->resources[0].limit = 2;
  thirds->resources[0].rate = 3;
  expect_console (loop, "0.000 a | 0.500 b | 1.000 c | 1.500 d");
  expect_console (threads, "0.000 a | 0.500 b | 1.000 c | 1.500 d");
  expect_console (burst, "0.000 a | 0.000 b | 0.500 c | 1.000 d");
  expect_console (thirds, "0.000 a | 0.333 b | 0.667 c | 1.000 d"); /* no third is lost */
}

/* Who is cancelled in line leaves it to the next; a bucket that nobody uses fills up. */
static void
test_limiter_cancel (void)
{
  g_autoptr (MwProgram) p = mw_build_program (MW_EXECUTOR_LOOP);
  guint32 pace = mw_build_resource (p, "pace", MW_RESOURCE_LIMITER, 2);
  MwBlock body[3];

  p->resources[0].rate = 1;
  p->resources[0].per = SEC;
  for (guint i = 0; i < 3; i++)
    body[i] = BLOCK (p, mw_build_scope (p, MW_OP_WITH, pace, (MwOperand) { 0 }, BLOCK (p, mw_build_print (p, i == 0 ? "a" : i == 1 ? "b" : "c"))));
  mw_build_coroutine (p, 1, "a", 0, 0, body[0]);
  mw_build_coroutine (p, 2, "b", 0, 0, body[1]);
  mw_build_coroutine (p, 3, "c", 0, 0, body[2]);
  mw_build_coroutine (p, 0, "main", 0, 2,
                      BLOCK (p, start_of (p, 1, 0), start_of (p, 1, 0), start_of (p, 2, 0), start_of (p, 3, 1), mw_build_sleep (p, SEC / 2),
                             mw_build_step (p, MW_OP_CANCEL, mw_build_slot (0)), mw_build_sleep (p, 10 * SEC),
                             mw_build_gather (p, 3, (guint[]) { 1, 2, 3 }, 0)));
  expect_console (p, "0.000 a | 0.000 a | 1.000 c | 10.500 a | 10.500 b | 11.500 c");
}

static MwProgram *
door_program (MwExecutor executor, MwStep *inside)
{
  MwProgram *p = mw_build_program (executor);
  guint32 door = mw_build_resource (p, "db", MW_RESOURCE_SCOPE, 0);

  p->resources[0].open_cost = 100 * MS;
  p->resources[0].close_cost = 200 * MS;
  mw_build_coroutine (p, 1, "user", 0, 0,
                      BLOCK (p, mw_build_scope (p, MW_OP_WITH, door, (MwOperand) { 0 }, BLOCK (p, mw_build_print (p, "open"), *inside))));
  mw_build_coroutine (p, 0, "main", 0, 1,
                      BLOCK (p, start_of (p, 1, 0), mw_build_sleep (p, 500 * MS), mw_build_step (p, MW_OP_CANCEL, mw_build_slot (0)),
                             mw_build_sleep (p, SEC)));
  return p;
}

static void
expect_door (MwProgram *p, const char *expected_ends, gint64 left_open)
{
  g_autoptr (MwTrace) trace = mw_build_simulate (p);
  g_autofree char *ends = mw_build_ends (trace);
  gint64 open = 0;

  for (gsize i = 0; i < mw_trace_get_n_events (trace); i++)
    if (mw_trace_get_event (trace, i)->kind == MW_EVENT_RESOURCE)
      open = mw_trace_get_event (trace, i)->value;
  g_assert_cmpstr (ends, ==, expected_ends);
  g_assert_cmpint (open, ==, left_open);
}

/* Opening and closing take their time, also after an error and after a cancellation. */
static void
test_scope (void)
{
  g_autoptr (MwProgram) scratch = mw_build_program (MW_EXECUTOR_LOOP);
  MwStep nap = mw_build_sleep (scratch, 100 * MS), fault = mw_build_step (scratch, MW_OP_RAISE, mw_build_text (scratch, "fault"));
  MwStep hour = mw_build_sleep (scratch, 3600 * SEC), late = mw_build_sleep (scratch, 300 * MS);
  g_autoptr (MwProgram) well = door_program (MW_EXECUTOR_LOOP, &nap);
  g_autoptr (MwProgram) badly = door_program (MW_EXECUTOR_LOOP, &fault);
  g_autoptr (MwProgram) cancelled = door_program (MW_EXECUTOR_LOOP, &hour);
  g_autoptr (MwProgram) while_closing = door_program (MW_EXECUTOR_LOOP, &late);
  g_autoptr (MwProgram) blocking = door_program (MW_EXECUTOR_BLOCKING, &fault);

  expect_door (well, "user done 0.400, main done 1.500", 0);
  expect_door (badly, "user failed 0.300, main done 1.500", 0);
  expect_door (cancelled, "user cancelled 0.700, main done 1.500", 0);
  expect_door (while_closing, "user cancelled 0.500, main done 1.500", 1);
  expect_door (blocking, "user failed 0.300, main done 1.800", 0);
}

static void
test_scope_by_hand (void)
{
  g_autoptr (MwProgram) leaks = mw_build_program (MW_EXECUTOR_LOOP);
  g_autoptr (MwProgram) twice = mw_build_program (MW_EXECUTOR_LOOP);
  guint32 door = mw_build_resource (leaks, "db", MW_RESOURCE_SCOPE, 0);

  mw_build_coroutine (leaks, 0, "main", 0, 0, BLOCK (leaks, USE (leaks, OPEN, door), USE (leaks, OPEN, door), USE (leaks, CLOSE, door)));
  expect_door (leaks, "main done 0.000", 1);
  mw_build_resource (twice, "db", MW_RESOURCE_SCOPE, 0);
  mw_build_coroutine (twice, 0, "main", 0, 0, BLOCK (twice, USE (twice, OPEN, door), USE (twice, CLOSE, door), USE (twice, CLOSE, door)));
  expect_door (twice, "main failed 0.000", 0);
}

/* Coroutine 1: asks the cache for "x", which takes 1 s to load and counts the loads. */
static MwProgram *
cache_program (gint64 ttl, guint single_flight)
{
  MwProgram *p = mw_build_program (MW_EXECUTOR_LOOP);
  guint32 cache = mw_build_resource (p, "cache", MW_RESOURCE_CACHE, 0);
  MwStep cached = mw_build_scope (p, MW_OP_CACHED, cache, mw_build_text (p, "x"), BLOCK (p, mw_build_print (p, "load"), mw_build_sleep (p, SEC)));

  p->resources[0].open_cost = 10 * MS;
  p->resources[0].ttl = ttl;
  p->resources[0].single_flight = single_flight;
  cached.operand[1] = mw_build_number (42);
  cached.slot = 0;
  mw_build_coroutine (p, 1, "ask", 0, 1, BLOCK (p, cached, mw_build_step (p, MW_OP_PRINT, text_of (p, "has ", 0))));
  mw_build_coroutine (p, 0, "main", 0, 0,
                      BLOCK (p, mw_build_gather (p, 2, (guint[]) { 1, 1 }, 0), mw_build_sleep (p, SEC), mw_build_gather (p, 1, (guint[]) { 1 }, 0)));
  return p;
}

static void
test_cache (void)
{
  g_autoptr (MwProgram) stampede = cache_program (3600 * SEC, 0);
  g_autoptr (MwProgram) single = cache_program (3600 * SEC, 1);
  g_autoptr (MwProgram) old = cache_program (SEC, 1);

  expect_console (stampede, "0.010 load | 0.010 load | 1.010 has 42 | 1.010 has 42 | 2.020 has 42");
  expect_console (single, "0.010 load | 1.010 has 42 | 1.010 has 42 | 2.020 has 42");
  expect_console (old, "0.010 load | 1.010 has 42 | 1.010 has 42 | 2.020 load | 3.020 has 42");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  g_test_add_func ("/sync/lock", test_lock);
  g_test_add_func ("/sync/lock-is-no-semaphore", test_lock_is_no_semaphore);
  g_test_add_func ("/sync/deadlock", test_deadlock);
  g_test_add_func ("/sync/queue", test_queue);
  g_test_add_func ("/sync/queue-deadlock", test_queue_deadlock);
  g_test_add_func ("/sync/queue-passes-on", test_queue_passes_on);
  g_test_add_func ("/sync/queue-passes-room-on", test_queue_passes_room_on);
  g_test_add_func ("/sync/done-too-often", test_done_too_often);
  g_test_add_func ("/sync/event", test_event);
  g_test_add_func ("/sync/limiter", test_limiter);
  g_test_add_func ("/sync/limiter-cancel", test_limiter_cancel);
  g_test_add_func ("/sync/scope", test_scope);
  g_test_add_func ("/sync/scope-by-hand", test_scope_by_hand);
  g_test_add_func ("/sync/cache", test_cache);
  return g_test_run ();
}
