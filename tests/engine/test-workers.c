/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Who works beside the loop: processes and the interpreter lock, files, the connections of a database. */

#include "mw-build.h"
#include "mw-interpreter-lock.h"

static void
expect_console (MwProgram *p, const char *expected)
{
  g_autoptr (MwTrace) trace = mw_build_simulate (p);
  g_autofree char *console = mw_build_console (trace, FALSE);

  g_assert_cmpstr (console, ==, expected);
}

/* COROUTINE computes for a second in the pool and says so. */
static void
build_computation (MwProgram *p, guint coroutine, const char *name, guint32 pool)
{
  MwStep offload = mw_build_step (p, MW_OP_OFFLOAD, mw_build_number (SEC));

  offload.ref = pool;
  offload.operand[1] = mw_build_number (MW_OFFLOAD_COMPUTE);
  mw_build_coroutine (p, coroutine, name, 0, 0, BLOCK (p, offload, mw_build_print (p, name)));
}

/* Two threads and two processes at once: the threads count as one where there is one lock. */
static void
test_processes (void)
{
  static const struct { guint cores; gboolean one_lock; const char *console; } rows[] = {
    { 4, FALSE, "1.000 a | 1.000 b | 1.000 c | 1.000 d" },
    { 4, TRUE, "1.000 c | 1.000 d | 2.000 a | 2.000 b" },
    { 3, TRUE, "1.000 c | 1.000 d | 2.000 a | 2.000 b" },
    { 1, FALSE, "4.000 a | 4.000 b | 4.000 c | 4.000 d" },
    { 1, TRUE, "3.000 c | 3.000 d | 4.000 a | 4.000 b" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (MwProgram) p = mw_build_program (MW_EXECUTOR_LOOP);
      guint32 threads = mw_build_resource (p, "threads", MW_RESOURCE_POOL, 4);
      guint32 processes = mw_build_resource (p, "processes", MW_RESOURCE_PROCESSES, 4);

      p->cores = rows[i].cores;
      p->one_lock = rows[i].one_lock;
      build_computation (p, 1, "a", threads);
      build_computation (p, 2, "b", threads);
      build_computation (p, 3, "c", processes);
      build_computation (p, 4, "d", processes);
      mw_build_coroutine (p, 0, "main", 0, 0, BLOCK (p, mw_build_gather (p, 4, (guint[]) { 1, 2, 3, 4 }, 0)));
      expect_console (p, rows[i].console);
    }
}

/* Computing on the loop competes with a thread for the same core. */
static void
test_loop_and_thread (void)
{
  g_autoptr (MwProgram) p = mw_build_program (MW_EXECUTOR_LOOP);
  guint32 pool = mw_build_resource (p, "threads", MW_RESOURCE_POOL, 1);

  p->cores = 1;
  build_computation (p, 1, "thread", pool);
  mw_build_coroutine (p, 2, "loop", 0, 0, BLOCK (p, mw_build_step (p, MW_OP_COMPUTE, mw_build_number (SEC / 2)), mw_build_print (p, "loop")));
  mw_build_coroutine (p, 0, "main", 0, 0, BLOCK (p, mw_build_gather (p, 2, (guint[]) { 1, 2 }, 0)));
  expect_console (p, "1.000 loop | 1.500 thread");
}

/* Each file takes its latency and a second for a megabyte; on the loop they overlap. */
static MwProgram *
file_program (MwExecutor executor)
{
  MwProgram *p = mw_build_program (executor);
  guint32 disk = mw_build_resource (p, "disk", MW_RESOURCE_DISK, 0);
  MwStep read = mw_build_file (p, MW_OP_READ_FILE, disk, "old", 0);

  p->resources[disk - 1].storage = (MwStorageSpec) { .latency = 10 * MS, .per_megabyte = SEC };
  read.slot = 0;
  mw_build_coroutine (p, 1, "write", 0, 0, BLOCK (p, mw_build_file (p, MW_OP_WRITE_FILE, disk, "new", 500000), mw_build_print (p, "written")));
  mw_build_coroutine (p, 2, "read", 0, 1, BLOCK (p, read, mw_build_step (p, MW_OP_PRINT, mw_build_slot (0))));
  mw_build_coroutine (p, 0, "main", 0, 0, BLOCK (p, mw_build_gather (p, 2, (guint[]) { 1, 2 }, 0)));
  return p;
}

static void
test_files (void)
{
  g_autoptr (MwProgram) loop = file_program (MW_EXECUTOR_LOOP);
  g_autoptr (MwProgram) blocking = file_program (MW_EXECUTOR_BLOCKING);
  g_autoptr (MwProgram) threads = file_program (MW_EXECUTOR_THREADS);

  expect_console (loop, "0.011 1000 | 0.510 written");
  expect_console (blocking, "0.510 written | 0.521 1000");
  expect_console (threads, "0.011 1000 | 0.510 written");
}

/* A file that is not there is an error of its own, and a write is cut off by a timeout. */
static void
test_file_faults (void)
{
  static const int codes[] = { MW_FAULT_FILE };
  g_autoptr (MwProgram) p = mw_build_program (MW_EXECUTOR_LOOP);
  guint32 disk = mw_build_resource (p, "disk", MW_RESOURCE_DISK, 0);
  MwStep try = mw_build_scope (p, MW_OP_TRY, 0, (MwOperand) { 0 }, BLOCK (p, mw_build_file (p, MW_OP_READ_FILE, disk, "gone", 0)));
  MwStep timeout = mw_build_scope (p, MW_OP_TIMEOUT, 0, mw_build_number (100 * MS), BLOCK (p, mw_build_file (p, MW_OP_WRITE_FILE, disk, "big", 1000000)));
  g_autoptr (MwTrace) trace = NULL;
  g_autofree char *console = NULL, *ends = NULL;

  p->resources[disk - 1].storage = (MwStorageSpec) { .latency = 0, .per_megabyte = SEC };
  try.codes = codes;
  try.n_codes = 1;
  try.flags = MW_TRY_EXCEPT;
  try.block[1] = BLOCK (p, mw_build_print (p, "caught"));
  mw_build_coroutine (p, 0, "main", 0, 0, BLOCK (p, try, timeout));
  trace = mw_build_simulate (p);
  console = mw_build_console (trace, FALSE);
  ends = mw_build_ends (trace);
  g_assert_cmpstr (console, ==, "0.001 caught");
  g_assert_cmpstr (ends, ==, "main timed-out 0.101");
}

/* Three statements of 100 ms. */
static MwProgram *
database_program (MwExecutor executor, gint64 connections, MwDriver driver)
{
  MwProgram *p = mw_build_program (executor);
  guint32 database = mw_build_resource (p, "db", MW_RESOURCE_DATABASE, connections);

  p->threads = 3;
  p->resources[database - 1].storage = (MwStorageSpec) { .latency = 100 * MS, .driver = driver };
  for (guint i = 1; i <= 3; i++)
    mw_build_coroutine (p, i, (const char *[]) { "a", "b", "c" }[i - 1], 0, 0,
                        BLOCK (p, mw_build_statement (p, MW_OP_EXECUTE, database, 0), mw_build_print (p, (const char *[]) { "a", "b", "c" }[i - 1])));
  mw_build_coroutine (p, 4, "beat", 0, 0, BLOCK (p, mw_build_sleep (p, 50 * MS), mw_build_print (p, "beat")));
  mw_build_coroutine (p, 0, "main", 0, 0, BLOCK (p, mw_build_gather (p, 4, (guint[]) { 1, 2, 3, 4 }, 0)));
  return p;
}

/* One connection does one thing at a time; the blocking driver holds the loop; threads take turns at a connection. */
static void
test_connections (void)
{
  g_autoptr (MwProgram) one = database_program (MW_EXECUTOR_LOOP, 1, MW_DRIVER_THREAD);
  g_autoptr (MwProgram) three = database_program (MW_EXECUTOR_LOOP, 3, MW_DRIVER_THREAD);
  g_autoptr (MwProgram) blocking = database_program (MW_EXECUTOR_LOOP, 3, MW_DRIVER_BLOCKING);
  g_autoptr (MwProgram) threads = database_program (MW_EXECUTOR_THREADS, 1, MW_DRIVER_THREAD);
  g_autoptr (MwTrace) trace = NULL;

  expect_console (one, "0.050 beat | 0.100 a | 0.200 b | 0.300 c");
  expect_console (three, "0.050 beat | 0.100 a | 0.100 b | 0.100 c");
  expect_console (blocking, "0.100 a | 0.200 b | 0.300 c | 0.350 beat");
  expect_console (threads, "0.100 a | 0.150 beat | 0.200 b | 0.300 c");
  trace = mw_build_simulate (one);
  g_assert_cmpuint (mw_build_count (trace, MW_EVENT_THREAD_QUEUED), ==, 3);
}

/* The rows of a query, one by one or the first; numbers become texts where the column's variable is one. */
static void
test_query (void)
{
  g_autoptr (MwProgram) p = mw_build_program (MW_EXECUTOR_LOOP);
  guint32 database = mw_build_resource (p, "db", MW_RESOURCE_DATABASE, 1);
  MwStep each = mw_build_statement (p, MW_OP_QUERY, database, 2), first = mw_build_statement (p, MW_OP_QUERY, database, 1);
  MwOperand *parts = mw_program_alloc (p, 3, sizeof (MwOperand));
  MwOperand line = { .kind = MW_OPERAND_TEMPLATE, .items = parts, .n_items = 3 };

  parts[0] = mw_build_slot (0);
  parts[1] = mw_build_text (p, "-");
  parts[2] = mw_build_slot (1);
  each.flags = MW_QUERY_EACH;
  each.block[0] = BLOCK (p, mw_build_sleep (p, 10 * MS), mw_build_step (p, MW_OP_PRINT, line));
  mw_build_coroutine (p, 0, "main", 0, 2, BLOCK (p, each, first, mw_build_step (p, MW_OP_PRINT, mw_build_slot (0))));
  expect_console (p, "0.010 0-1 | 0.020 100-101 | 0.020 0");
}

typedef struct
{
  MwInterpreterLock lock;
  GString          *turns;
} Turns;

static gpointer
take_turn (gpointer data)
{
  Turns *turns = data;

  mw_interpreter_lock_acquire (&turns->lock);
  g_string_append_c (turns->turns, 'b');
  mw_interpreter_lock_release (&turns->lock);
  return NULL;
}

/* Who gives the lock up and wants it again at once comes after those who waited. */
static void
test_lock (void)
{
  Turns turns = { .turns = g_string_new (NULL) };
  gboolean waits = FALSE;
  GThread *thread;

  mw_interpreter_lock_init (&turns.lock);
  mw_interpreter_lock_acquire (&turns.lock);
  thread = g_thread_new ("b", take_turn, &turns);
  while (!waits)
    {
      g_thread_yield ();
      g_mutex_lock (&turns.lock.mutex);
      waits = turns.lock.next == 2;
      g_mutex_unlock (&turns.lock.mutex);
    }
  g_string_append_c (turns.turns, 'a');
  mw_interpreter_lock_release (&turns.lock);
  mw_interpreter_lock_acquire (&turns.lock);
  g_string_append_c (turns.turns, 'a');
  mw_interpreter_lock_release (&turns.lock);
  g_thread_join (thread);
  g_assert_cmpstr (turns.turns->str, ==, "aba");
  mw_interpreter_lock_clear (&turns.lock);
  g_string_free (turns.turns, TRUE);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/workers/processes", test_processes);
  g_test_add_func ("/workers/loop-and-thread", test_loop_and_thread);
  g_test_add_func ("/workers/files", test_files);
  g_test_add_func ("/workers/file-faults", test_file_faults);
  g_test_add_func ("/workers/connections", test_connections);
  g_test_add_func ("/workers/query", test_query);
  g_test_add_func ("/workers/lock", test_lock);
  return g_test_run ();
}
