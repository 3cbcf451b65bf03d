/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a trace costs, in a run of sleeping tasks: ns and bytes an event. */

#include <time.h>

#include "mw-chrome-file.h"
#include "mw-run-file.h"
#include "mw-statistics.h"
#include "mw-verify.h"
#include "trace-fixture.h"

#define N_TASKS  1000
#define N_EVENTS 1000000
#define N_ROUNDS 5

static void
append (MwTrace *trace, gint64 time, MwEventKind kind, guint32 task, MwReason reason, gint64 value)
{
  MwEvent event = { .time = time, .value = value, .task = task, .step = 3, .kind = (guint8) kind, .reason = (guint8) reason };

  mw_trace_append (trace, &event);
}

/* Every task wakes, runs and sleeps again, turn after turn. */
static void
fill (MwTrace *trace)
{
  guint32 name = mw_trace_intern (trace, "sleeper");
  gint64 time = 0;

  for (guint32 task = 1; task <= N_TASKS; task++)
    append (trace, time, MW_EVENT_CREATED, task, MW_REASON_NONE, name);
  for (guint32 task = 1; task <= N_TASKS; task++)
    {
      append (trace, time, MW_EVENT_READY, task, MW_REASON_NONE, 0);
      append (trace, time, MW_EVENT_RUNNING, task, MW_REASON_NONE, 0);
      append (trace, time, MW_EVENT_SUSPENDED, task, MW_REASON_TIMER, time + 1000000000);
    }
  while (mw_trace_get_n_events (trace) + 3 * N_TASKS < N_EVENTS)
    for (guint32 task = 1; task <= N_TASKS; task++)
      {
        time += 1234567;
        append (trace, time, MW_EVENT_READY, task, MW_REASON_NONE, 0);
        append (trace, time, MW_EVENT_RUNNING, task, MW_REASON_NONE, 0);
        append (trace, time + 800, MW_EVENT_SUSPENDED, task, MW_REASON_TIMER, time + 1000000000);
      }
}

/* CPU time of this process in ns: other programs do not count. */
static gint64
now (void)
{
  struct timespec time;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &time);
  return time.tv_sec * MW_NS_PER_SEC + time.tv_nsec;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

typedef struct
{
  const char *name;
  double      ns[N_ROUNDS];
} Figure;

static void
measure (Figure figures[], guint round, const char *path)
{
  g_autoptr (MwTrace) trace = fixture_trace_new ();
  g_autoptr (MwTrace) copy = NULL;
  g_autoptr (MwHistory) history = NULL;
  g_autoptr (GPtrArray) findings = NULL;
  g_autoptr (GBytes) chrome = NULL;
  g_autoptr (GPtrArray) imported = NULL;
  gint64 t[9];
  MwStatistics statistics;
  gsize n_events;

  t[0] = now ();
  fill (trace);
  t[1] = now ();
  history = mw_history_new (trace);
  mw_history_update (history, G_MAXSIZE);
  t[2] = now ();
  mw_statistics_init (&statistics, history, 0);
  t[3] = now ();
  findings = mw_verify_trace (trace, 1);
  t[4] = now ();
  g_assert_true (mw_run_file_save (trace, path, NULL));
  t[5] = now ();
  copy = mw_run_file_load (path, NULL, NULL, NULL);
  t[6] = now ();
  chrome = mw_chrome_write (&history, 1);
  t[7] = now ();
  imported = mw_chrome_parse (chrome, NULL, NULL);
  t[8] = now ();
  n_events = mw_trace_get_n_events (trace);
  g_assert_cmpuint (imported->len, ==, 1);
  g_assert_cmpuint (mw_trace_get_n_events (copy), ==, n_events);
  for (guint i = 0; i < 8; i++)
    figures[i].ns[round] = (double) (t[i + 1] - t[i]) / (double) n_events;
  if (round == 0)
    g_print ("# %" G_GSIZE_FORMAT " events of %u tasks, %.1f bytes an event in memory\n", n_events, N_TASKS,
             (double) mw_trace_get_memory (trace) / (double) n_events);
}

int
main (int argc, char **argv)
{
  Figure figures[] = { { "append" }, { "history" }, { "statistics" }, { "verify" }, { "save" }, { "load" }, { "write Chrome" }, { "read Chrome" } };
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "meanwhile-bench-trace.jsonl", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  for (guint round = 0; round < N_ROUNDS; round++)
    measure (figures, round, path);
  g_file_delete (file, NULL, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (figures); i++)
    {
      qsort (figures[i].ns, N_ROUNDS, sizeof (double), compare);
      g_print ("%-10s %7.1f ns an event (median of %d; min %.1f, max %.1f)\n", figures[i].name,
               figures[i].ns[N_ROUNDS / 2], N_ROUNDS, figures[i].ns[0], figures[i].ns[N_ROUNDS - 1]);
    }
  return 0;
}
