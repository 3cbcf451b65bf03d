/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "mw-numbers.h"

#define MS MW_NS_PER_MS

typedef struct
{
  guint32     task;
  MwEventKind kind;
  gint64      time;    /* ms */
  MwReason    reason;
} Row;

/* Two tasks that sleep 10 and 30 ms and wake up at once. */
static const Row rows[] = {
  { 1, MW_EVENT_CREATED, 0, 0 }, { 1, MW_EVENT_READY, 0, 0 }, { 1, MW_EVENT_RUNNING, 0, 0 },
  { 2, MW_EVENT_CREATED, 1, 0 }, { 1, MW_EVENT_SUSPENDED, 2, MW_REASON_TIMER }, { 2, MW_EVENT_READY, 2, 0 },
  { 2, MW_EVENT_RUNNING, 2, 0 }, { 2, MW_EVENT_SUSPENDED, 5, MW_REASON_TIMER }, { 1, MW_EVENT_READY, 12, 0 },
  { 1, MW_EVENT_RUNNING, 12, 0 }, { 1, MW_EVENT_ENDED, 13, (MwReason) MW_OUTCOME_DONE }, { 2, MW_EVENT_READY, 35, 0 },
  { 2, MW_EVENT_RUNNING, 35, 0 }, { 2, MW_EVENT_ENDED, 36, (MwReason) MW_OUTCOME_DONE },
};

static MwHistory *
new_history (void)
{
  MwTraceHeader *header = mw_trace_header_new ();
  g_autoptr (MwTrace) trace = mw_trace_new (header);
  guint32 name = mw_trace_intern (trace, "task");
  MwHistory *history;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    mw_trace_append (trace, &(MwEvent) { .time = rows[i].time * MS, .task = rows[i].task, .kind = (guint8) rows[i].kind,
                                         .reason = (guint8) rows[i].reason,
                                         .value = rows[i].kind == MW_EVENT_CREATED ? (gint64) name : -1 });
  history = mw_history_new (trace);
  mw_history_update (history, G_MAXSIZE);
  return history;
}

static void
check (MwHistory *history, gint64 now, MwState state, guint n, gint64 total, gint64 median, gint64 longest)
{
  MwNumbers numbers[MW_N_STATES];

  mw_numbers_compute (history, now * MS, numbers);
  g_assert_cmpuint (numbers[state].n, ==, n);
  g_assert_cmpint (numbers[state].total, ==, total * MS);
  g_assert_cmpint (numbers[state].median, ==, median * MS);
  g_assert_cmpint (numbers[state].longest, ==, longest * MS);
}

static void
test_numbers (void)
{
  g_autoptr (MwHistory) history = new_history ();

  check (history, 100, MW_STATE_SLEEPING, 2, 40, 10, 30);
  check (history, 100, MW_STATE_RUNNING, 4, 7, 1, 3);
  check (history, 100, MW_STATE_WAITING, 0, 0, 0, 0);
}

/* What is not shown yet does not count, what lasts counts up to now. */
static void
test_numbers_midway (void)
{
  g_autoptr (MwHistory) history = new_history ();

  check (history, 4, MW_STATE_SLEEPING, 1, 2, 2, 2);
  check (history, 10, MW_STATE_SLEEPING, 2, 13, 5, 8);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/numbers/whole", test_numbers);
  g_test_add_func ("/numbers/midway", test_numbers_midway);
  return g_test_run ();
}
