/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What waiting costs here, tracing on.
 *
 *   bench-engine wakes ACTIVE ROUNDS DORMANT MIN-MS MAX-MS
 *   bench-engine handoff TASKS ROUNDS
 *   bench-engine simulate TASKS ROUNDS
 *
 * bench_asyncio.py and bench-libuv.c take the same words and do the same, task by task and delay by delay: active
 * task i sleeps ROUNDS times MIN + i mod (MAX − MIN + 1) ms and then, like the dormant ones, for an hour.
 * Each prints "name value" lines.
 *
 * CPU time is read when all tasks sleep for the first time and when the last round is over, so that neither the
 * making of tasks nor their end is counted.  The backend tells: the engine calls wake_at at the end of each iteration,
 * and the bench listens in there.
 */

#include <malloc.h>
#include <sys/resource.h>

#include "mw-build.h"

#define HOUR (3600 * SEC)

typedef struct
{
  MwProgram *program;
  MwTrace   *trace;
  MwBackend *backend;
  MwEngine  *engine;
  void     (*wake_at) (MwBackend *backend, gint64 deadline);
  gint64     cpu_begin;    /* ns; 0: some tasks have not slept yet */
  gint64     cpu_end;
  gsize      heap_before;
  gsize      heap_asleep;      /* bytes that the engine needs while all sleep */
  gsize      n_events_asleep;
} Bench;

static Bench bench;

static gint64
read_cpu (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * SEC +
         (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * MW_NS_PER_US;
}

static gsize
read_heap (void)
{
  struct mallinfo2 heap = mallinfo2 ();

  return heap.uordblks + heap.hblkhd;
}

static void
wake_at_cb (MwBackend *backend, gint64 deadline)
{
  if (!mw_engine_has_ready (bench.engine))
    {
      if (bench.cpu_begin == 0 && deadline < HOUR / 2)
        {
          bench.heap_asleep = read_heap ();
          bench.n_events_asleep = mw_trace_get_n_events (bench.trace);
          bench.cpu_begin = read_cpu ();
        }
      else if (bench.cpu_begin != 0 && bench.cpu_end == 0 && deadline > HOUR / 2)
        {
          bench.cpu_end = read_cpu ();
          mw_engine_stop (bench.engine, MW_RUN_STOPPED);
        }
    }
  bench.wake_at (backend, deadline);
}

/* How much of the heap was the trace's when all slept: as much as a copy takes.  The engine must still be there, lest the
 * copy lie in what it has freed. */
static gsize
measure_trace (void)
{
  gsize heap = read_heap ();
  g_autoptr (MwTrace) copy = mw_trace_new (mw_engine_describe (bench.program, "live"));
  const char *text;

  for (guint32 id = 1; (text = mw_trace_get_string (bench.trace, id)); id++)
    mw_trace_intern (copy, text);
  for (gsize i = 0; i < bench.n_events_asleep; i++)
    mw_trace_append (copy, mw_trace_get_event (bench.trace, i));
  return read_heap () - heap;
}

static void
run_live (void)
{
  g_autoptr (GMainContext) context = g_main_context_new ();

  bench.heap_before = read_heap ();
  bench.trace = mw_trace_new (mw_engine_describe (bench.program, "live"));
  bench.backend = mw_live_new (bench.program, context, mw_live_clock ());
  bench.wake_at = bench.backend->wake_at;
  bench.backend->wake_at = wake_at_cb;
  bench.engine = mw_engine_new (bench.program, bench.backend, bench.trace);
  mw_live_run (bench.backend, bench.engine);
  bench.heap_asleep -= MIN (bench.heap_asleep, bench.heap_before + measure_trace ());
  mw_engine_free (bench.engine);
  bench.backend->free (bench.backend);
}

static MwStep
build_repeat (MwProgram *p, gint64 times, guint slot, MwBlock block)
{
  MwStep step = mw_build_scope (p, MW_OP_REPEAT, 0, mw_build_number (times), block);

  step.slot = (guint16) slot;
  return step;
}

static MwStep
build_start_many (MwProgram *p, guint coroutine, gint64 n)
{
  MwOperand index = mw_build_slot (0);

  return build_repeat (p, n, 0, BLOCK (p, mw_build_spawn (p, MW_OP_START, coroutine, 1, &index)));
}

/* The sleep of active task i, which is its first argument. */
static MwStep
build_own_sleep (MwProgram *p, gint64 min_ms, gint64 max_ms)
{
  guint n = (guint) (max_ms - min_ms + 1);
  MwOperand *delays = mw_program_alloc (p, n, sizeof (MwOperand));
  MwOperand *index = mw_program_alloc (p, 1, sizeof (MwOperand));

  for (guint i = 0; i < n; i++)
    delays[i] = mw_build_number ((min_ms + i) * MS);
  *index = mw_build_slot (0);
  return mw_build_step (p, MW_OP_SLEEP,
                        (MwOperand) { .kind = MW_OPERAND_ITEM, .index = index, .items = delays, .n_items = n });
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return (x > y) - (x < y);
}

/* How late the clock woke them, from the trace. */
static void
print_lateness (MwTrace *trace)
{
  g_autoptr (GArray) late = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) deadlines = g_array_new (FALSE, TRUE, sizeof (gint64)); /* by task */

  for (gsize i = 0; i < mw_trace_get_n_events (trace); i++)
    {
      const MwEvent *event = mw_trace_get_event (trace, i);

      if (event->task >= deadlines->len)
        g_array_set_size (deadlines, event->task + 1);
      if (event->kind == MW_EVENT_SUSPENDED)
        g_array_index (deadlines, gint64, event->task) = event->value;
      else if (event->kind == MW_EVENT_READY && event->object == 0)
        {
          gint64 by = event->time - g_array_index (deadlines, gint64, event->task);

          if (by > -MS && by < HOUR / 2) /* the others were cancelled, or have just been created */
            g_array_append_val (late, by);
        }
    }
  g_array_sort (late, compare_times);
  g_print ("late_p50_us %.1f\n", (double) g_array_index (late, gint64, late->len / 2) / 1e3);
  g_print ("late_p99_us %.1f\n", (double) g_array_index (late, gint64, late->len * 99 / 100) / 1e3);
}

static void
bench_wakes (gint64 active, gint64 rounds, gint64 dormant, gint64 min_ms, gint64 max_ms)
{
  MwProgram *p = bench.program;
  MwStep own_sleep = build_own_sleep (p, min_ms, max_ms);

  mw_build_coroutine (p, 0, "main", 0, 1,
                      BLOCK (p, build_start_many (p, 1, active), build_start_many (p, 2, dormant),
                             mw_build_sleep (p, HOUR)));
  mw_build_coroutine (p, 1, "active", 1, 1,
                      BLOCK (p, build_repeat (p, rounds, MW_NO_SLOT, BLOCK (p, own_sleep)), mw_build_sleep (p, HOUR)));
  mw_build_coroutine (p, 2, "dormant", 1, 1, BLOCK (p, mw_build_sleep (p, HOUR)));
  run_live ();
  g_print ("cpu_ns %.1f\n", (double) (bench.cpu_end - bench.cpu_begin) / (double) (active * rounds));
  g_print ("task_bytes %.1f\n", (double) bench.heap_asleep / (double) (active + dormant));
  g_print ("event_bytes %.2f\n", (double) mw_trace_get_memory (bench.trace) / (double) mw_trace_get_n_events (bench.trace));
  print_lateness (bench.trace);
}

/* All tasks queue for one permit before the first hand-over, and until the last there is always a queue. */
static void
bench_handoff (gint64 tasks, gint64 rounds)
{
  MwProgram *p = bench.program;
  guint32 gate = mw_build_resource (p, "gate", MW_RESOURCE_SEMAPHORE, 1);
  MwOperand none = { 0 };
  MwStep pass = mw_build_scope (p, MW_OP_WITH, gate, none, (MwBlock) { NULL, 0 });
  MwStep keep = mw_build_scope (p, MW_OP_WITH, gate, none, BLOCK (p, mw_build_sleep (p, 50 * MS)));

  mw_build_coroutine (p, 0, "main", 0, 1,
                      BLOCK (p, mw_build_spawn (p, MW_OP_START, 2, 0, NULL), build_start_many (p, 1, tasks),
                             mw_build_sleep (p, HOUR)));
  mw_build_coroutine (p, 1, "waiter", 1, 1, BLOCK (p, build_repeat (p, rounds, MW_NO_SLOT, BLOCK (p, pass))));
  mw_build_coroutine (p, 2, "keeper", 0, 0, BLOCK (p, keep));
  run_live ();
  g_print ("handoff_ns %.1f\n", (double) (bench.cpu_end - bench.cpu_begin) / (double) (tasks * rounds));
}

/* The simulated world: how many sleeps a second of real time. */
static void
bench_simulate (gint64 tasks, gint64 rounds)
{
  MwProgram *p = bench.program;
  gint64 begin;

  mw_build_coroutine (p, 0, "main", 0, 1, BLOCK (p, build_start_many (p, 1, tasks), mw_build_sleep (p, HOUR)));
  mw_build_coroutine (p, 1, "active", 1, 1,
                      BLOCK (p, build_repeat (p, rounds, MW_NO_SLOT, BLOCK (p, build_own_sleep (p, 1, 10)))));
  bench.trace = mw_trace_new (mw_engine_describe (p, "simulated"));
  bench.backend = mw_simulated_new (p);
  bench.engine = mw_engine_new (p, bench.backend, bench.trace);
  begin = read_cpu ();
  mw_simulated_run (bench.backend, bench.engine, NULL);
  g_print ("steps_per_s %.0f\n", (double) (tasks * rounds) * 1e9 / (double) (read_cpu () - begin));
  mw_engine_free (bench.engine);
  bench.backend->free (bench.backend);
}

int
main (int argc, char *argv[])
{
  const char *what = argc > 1 ? argv[1] : "";
  gint64 n[5] = { 0 };

  mallopt (M_MMAP_THRESHOLD, 1 << 20); /* a fixed one: what is counted does not depend on what was freed before */
  for (int i = 2; i < argc && i < 7; i++)
    n[i - 2] = g_ascii_strtoll (argv[i], NULL, 10);
  bench.program = mw_build_program (MW_EXECUTOR_LOOP);
  if (g_str_equal (what, "wakes") && argc == 7 && n[4] >= n[3])
    bench_wakes (n[0], n[1], n[2], n[3], n[4]);
  else if (g_str_equal (what, "handoff") && argc == 4)
    bench_handoff (n[0], n[1]);
  else if (g_str_equal (what, "simulate") && argc == 4)
    bench_simulate (n[0], n[1]);
  else
    {
      g_printerr ("usage: bench-engine wakes ACTIVE ROUNDS DORMANT MIN-MS MAX-MS | handoff TASKS ROUNDS | simulate TASKS ROUNDS\n");
      return 2;
    }
  mw_trace_unref (bench.trace);
  mw_program_unref (bench.program);
  return 0;
}
