/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <locale.h>

#include "mw-diagnosis.h"
#include "mw-format.h"
#include "mw-measure.h"
#include "mw-time.h"

/* A trace by hand, times in ns:
 *
 *             0   10  20            100 110       200 210 220  250
 *   main      ▶▶▶▶▶···awaits worker··················R▶▶▶✓
 *   worker        R▶▶▶~~~~sleeps~~~~▶▶▶▶~~backoff~~▶▶▶▶✕
 *   late              created at 220, cancelled at 220
 *   gate      0   1                 2              0
 */

typedef struct
{
  gint64      time;
  guint32     task;
  MwEventKind kind;
  guint       reason;
  guint32     object;
  gint64      value;
  const char *text;   /* interned into value (CREATED) or object (LINE) */
} Row;

enum { GATE = 1, TOTAL, WEB, ROOM, DB };

static const struct { const char *name; MwResourceKind kind; gint64 limit; } resources[] = {
  { "gate", MW_RESOURCE_SEMAPHORE, 3 },
  { "total", MW_RESOURCE_VALUE, 0 },
  { "web", MW_RESOURCE_SESSION, 0 },
  { "room", MW_RESOURCE_ROOM, 0 },
  { "db", MW_RESOURCE_SCOPE, 0 },
};

static const Row rows[] = {
  { 0, 1, MW_EVENT_CREATED, .text = "main" },
  { 0, 1, MW_EVENT_READY },
  { 0, 0, MW_EVENT_ITERATION_BEGIN, .value = 1 },
  { 0, 1, MW_EVENT_RUNNING },
  { 0, 1, MW_EVENT_LINE, .text = "begin" },
  { 5, 2, MW_EVENT_CREATED, .object = 1, .text = "worker" },
  { 5, 2, MW_EVENT_READY, .object = 1 },
  { 10, 1, MW_EVENT_SUSPENDED, MW_REASON_TASK, .object = 2, .value = -1 },
  { 10, 0, MW_EVENT_ITERATION_END },
  { 10, 0, MW_EVENT_ITERATION_BEGIN, .value = 1 },
  { 10, 2, MW_EVENT_RUNNING },
  { 10, 2, MW_EVENT_ATTEMPT, .value = 1 },
  { 10, 2, MW_EVENT_RESOURCE, .object = GATE, .value = 1 },
  { 12, 2, MW_EVENT_LINE, .text = "tick" },
  { 20, 2, MW_EVENT_SUSPENDED, MW_REASON_TIMER, .value = 100 },
  { 20, 0, MW_EVENT_ITERATION_END },
  { 100, 2, MW_EVENT_READY },
  { 100, 0, MW_EVENT_ITERATION_BEGIN, .value = 1 },
  { 100, 2, MW_EVENT_RUNNING },
  { 100, 2, MW_EVENT_RESOURCE, .object = GATE, .value = 2 },
  { 105, 2, MW_EVENT_LINE, .text = "tick" },
  { 110, 2, MW_EVENT_SUSPENDED, MW_REASON_BACKOFF, .object = 2, .value = 200 },
  { 110, 0, MW_EVENT_ITERATION_END },
  { 200, 2, MW_EVENT_READY },
  { 200, 0, MW_EVENT_ITERATION_BEGIN, .value = 1 },
  { 200, 2, MW_EVENT_RUNNING },
  { 200, 2, MW_EVENT_ATTEMPT, .value = 2 },
  { 202, 2, MW_EVENT_LINE, .text = "tock" },
  { 210, 2, MW_EVENT_RESOURCE, .object = GATE, .value = 0 },
  { 210, 2, MW_EVENT_ENDED, MW_OUTCOME_FAILED },
  { 210, 1, MW_EVENT_READY, .object = 2 },
  { 210, 0, MW_EVENT_ITERATION_END },
  { 210, 0, MW_EVENT_ITERATION_BEGIN, .value = 1 },
  { 210, 1, MW_EVENT_RUNNING },
  { 220, 3, MW_EVENT_CREATED, .object = 1, .text = "late" },
  { 220, 3, MW_EVENT_READY, .object = 1 },
  { 250, 1, MW_EVENT_ENDED, MW_OUTCOME_DONE },
  { 250, 3, MW_EVENT_RUNNING },
  { 250, 3, MW_EVENT_ENDED, MW_OUTCOME_CANCELLED },
  { 250, 0, MW_EVENT_ITERATION_END },
  { 250, 0, MW_EVENT_RUN_ENDED, MW_RUN_COMPLETE },
};

/* Another, of what is shared, times in tenths of a second:
 *
 *             0  1    5 6    10 11  15    20                30  40
 *   main      ▶▶▶a▶▶▶▶▶▶a▶▶▶▶▶b▶a▶▶▶····request, 503····▶▶▶▶▶▶▶✓
 *   writer                        ▶ sets total ✓
 *   left      ·········· is forgotten, and said to be at 40 ····
 *
 * main has read total at 0 and sets it at 21: what writer has set is lost.  The scope stays open. */

#define TENTH (100 * MW_NS_PER_MS)

static const Row shared_rows[] = {
  { 0, 1, MW_EVENT_CREATED, .text = "main" },
  { 0, 1, MW_EVENT_READY },
  { 0, 1, MW_EVENT_RUNNING },
  { 0, 2, MW_EVENT_CREATED, .object = 1, .text = "writer" },
  { 0, 2, MW_EVENT_READY, .object = 1 },
  { 0, 3, MW_EVENT_CREATED, .object = 1, .text = "left" },
  { 0, 1, MW_EVENT_RESOURCE, MW_REASON_READ, TOTAL, 0 },
  { 1, 1, MW_EVENT_LINE, .text = "a" },
  { 6, 1, MW_EVENT_LINE, .text = "a" },
  { 10, 1, MW_EVENT_LINE, .text = "b" },
  { 11, 1, MW_EVENT_LINE, .text = "a" },
  { 12, 1, MW_EVENT_RESOURCE, MW_REASON_NONE, DB, 1 },
  { 12, 1, MW_EVENT_ATTEMPT, .value = TOTAL }, /* a mark of that number, and no lost update */
  { 13, 1, MW_EVENT_MESSAGE, MW_MESSAGE_JOINED, ROOM, 1 },
  { 13, 1, MW_EVENT_MESSAGE, MW_MESSAGE_SENT, ROOM, 1 },
  { 13, 1, MW_EVENT_MESSAGE, MW_MESSAGE_SENT, ROOM, 1 },
  { 13, 1, MW_EVENT_MESSAGE, MW_MESSAGE_RECEIVED, ROOM, 1 },
  { 14, 1, MW_EVENT_MESSAGE, MW_MESSAGE_LEFT, ROOM, 1 },
  { 15, 1, MW_EVENT_RESOURCE, MW_REASON_NONE, WEB, 1 },
  { 15, 1, MW_EVENT_SUSPENDED, MW_REASON_REQUEST, WEB, -1 },
  { 15, 1, MW_EVENT_PHASE, MW_PHASE_CONNECT, 1, 1 },
  { 15, 2, MW_EVENT_RUNNING },
  { 15, 2, MW_EVENT_RESOURCE, MW_REASON_READ, TOTAL, 0 },
  { 15, 2, MW_EVENT_RESOURCE, MW_REASON_WRITE, TOTAL, 5 },
  { 15, 2, MW_EVENT_ENDED, MW_OUTCOME_DONE },
  { 16, 1, MW_EVENT_PHASE, MW_PHASE_WAIT, 1, 1 },
  { 20, 1, MW_EVENT_PHASE, MW_PHASE_END, 1, 1 },
  { 20, 1, MW_EVENT_READY },
  { 20, 1, MW_EVENT_RUNNING },
  { 20, 1, MW_EVENT_RESOURCE, MW_REASON_NONE, WEB, 0 },
  { 20, 1, MW_EVENT_ANSWERED, .object = 1, .value = 503 },
  { 21, 1, MW_EVENT_RESOURCE, MW_REASON_WRITE, TOTAL, 7 },
  { 40, 1, MW_EVENT_ENDED, MW_OUTCOME_DONE },
  { 40, 3, MW_EVENT_ENDED, MW_OUTCOME_FORGOTTEN },
  { 40, 0, MW_EVENT_RUN_ENDED, MW_RUN_COMPLETE },
};

/* The first N of EVENTS, their times SCALE times as long. */
static MwHistory *
new_history (const Row *events, guint n, gint64 scale)
{
  MwTraceHeader *header = mw_trace_header_new ();
  g_autoptr (MwTrace) trace = NULL;
  MwHistory *history;

  for (guint i = 0; i < G_N_ELEMENTS (resources); i++)
    mw_trace_header_add_resource (header, resources[i].name, resources[i].kind, resources[i].limit);
  trace = mw_trace_new (header);
  for (guint i = 0; i < n; i++)
    {
      const Row *row = &events[i];
      guint32 string = row->text != NULL ? mw_trace_intern (trace, row->text) : 0;
      MwEvent event = {
        .time = row->time * scale,
        .value = row->kind == MW_EVENT_CREATED ? (gint64) string : row->value,
        .task = row->task,
        .object = row->kind == MW_EVENT_LINE ? string : row->object,
        .kind = (guint8) row->kind,
        .reason = (guint8) row->reason,
      };

      mw_trace_append (trace, &event);
    }
  history = mw_history_new (trace);
  mw_history_update (history, G_MAXSIZE);
  return history;
}

typedef struct
{
  MwClaim claim;
  gint64  value;
  gint64  unfinished;  /* before the run's last event; -1: unknown */
} Expectation;

static const Expectation expectations[] = {
  { { MW_MEASURE_MAKESPAN }, 250, -1 },
  { { MW_MEASURE_SPEED_UP }, 3000, -1 },
  { { MW_MEASURE_MAX_IN_FLIGHT }, 1, 1 },
  { { MW_MEASURE_DONE }, 1, 1 },
  { { MW_MEASURE_FAILED }, 1, 1 },
  { { MW_MEASURE_TIMED_OUT }, 0, 0 },
  { { MW_MEASURE_CANCELLED }, 1, 1 },
  { { MW_MEASURE_TASKS }, 3, 3 },
  { { MW_MEASURE_LOOP_BUSY }, 10 + 10 + 10 + 10 + 40, -1 },
  { { MW_MEASURE_LOOP_IDLE }, 250 - 80, -1 },
  { { MW_MEASURE_LONGEST_ITERATION }, 40, 40 },
  { { MW_MEASURE_LONGEST_GAP, .subject = "worker" }, 202 - 105, 202 - 105 },
  { { MW_MEASURE_LONGEST_GAP, .subject = "main" }, -1, -1 },
  { { MW_MEASURE_LONGEST_GAP, .subject = "nobody" }, -1, -1 },
  { { MW_MEASURE_LONGEST_GAP }, -1, -1 },
  { { MW_MEASURE_ENDED, .subject = "worker" }, 210, 210 },
  { { MW_MEASURE_ENDED, .subject = "nobody" }, -1, -1 },
  { { MW_MEASURE_ATTEMPTS, .subject = "worker" }, 2, 2 },
  { { MW_MEASURE_ATTEMPTS, .subject = "main" }, 0, 0 },
  { { MW_MEASURE_ATTEMPTS, .subject = "nobody" }, -1, -1 },
  { { MW_MEASURE_ATTEMPT_TIME, .subject = "worker", .index = 1 }, 10, 10 },
  { { MW_MEASURE_ATTEMPT_TIME, .subject = "worker", .index = 2 }, 200, 200 },
  { { MW_MEASURE_ATTEMPT_TIME, .subject = "worker", .index = 3 }, -1, -1 },
  { { MW_MEASURE_ATTEMPT_TIME, .subject = "main", .index = 1 }, -1, -1 },
  { { MW_MEASURE_MAX_IN_USE, .subject = "gate" }, 2, 2 },
  { { MW_MEASURE_MAX_IN_USE, .subject = "door" }, -1, -1 },
  { { MW_MEASURE_PRINTED }, 4, 4 },
  { { MW_MEASURE_PRINTED, .text = "tick" }, 2, 2 },
  { { MW_MEASURE_PRINTED, .text = "ti" }, 0, 0 },
  { { MW_MEASURE_ORDER, .text = "begin | tick | tick | tock" }, 1, 1 },
  { { MW_MEASURE_ORDER, .text = "begin | tick | tock | tick" }, 0, 0 },
  { { MW_MEASURE_ORDER, .text = "begin | tick | tick" }, 0, 0 },
  { { MW_MEASURE_FINAL_VALUE, .subject = "gate" }, 0, -1 },
  { { MW_MEASURE_MEAN_LIFE }, (210 - 5 + 250 - 220) / 2, -1 },
};

static const Expectation shared_expectations[] = {
  { { MW_MEASURE_FINAL_VALUE, .subject = "total" }, 7, -1 },
  { { MW_MEASURE_FINAL_VALUE, .subject = "db" }, 1, -1 },
  { { MW_MEASURE_FINAL_VALUE, .subject = "sum" }, -1, -1 },
  { { MW_MEASURE_LOST_UPDATES, .subject = "total" }, 1, 1 },
  { { MW_MEASURE_LOST_UPDATES, .subject = "db" }, 0, 0 },
  { { MW_MEASURE_LOST_UPDATES, .subject = "sum" }, -1, -1 },
  { { MW_MEASURE_RATE }, 3, 3 },                /* 1 6 10, 6 10 11: a second later is another second */
  { { MW_MEASURE_RATE, .text = "a" }, 2, 2 },
  { { MW_MEASURE_RATE, .text = "c" }, 0, 0 },
  { { MW_MEASURE_MEAN_LIFE }, (15 + 40) * TENTH / 2, -1 },
  { { MW_MEASURE_FINAL_VALUE, .subject = "web" }, 0, -1 },
  { { MW_MEASURE_CONNECTIONS, .subject = "web" }, 1, 1 },
  { { MW_MEASURE_CONNECTIONS, .subject = "net" }, -1, -1 },
  { { MW_MEASURE_ANSWERED, .index = 503 }, 1, 1 },
  { { MW_MEASURE_ANSWERED, .index = 200 }, 0, 0 },
  { { MW_MEASURE_SENT, .subject = "room" }, 2, 2 },
  { { MW_MEASURE_SENT, .subject = "hall" }, 0, 0 },
  { { MW_MEASURE_FORGOTTEN }, 1, 1 },
  { { MW_MEASURE_DONE }, 2, 2 },
  { { MW_MEASURE_FINDINGS, .subject = "lost-update" }, 1, 1 },
  { { MW_MEASURE_FINDINGS, .subject = "forgotten" }, 1, 1 },
  { { MW_MEASURE_FINDINGS, .subject = "leaked" }, 1, 0 },
  { { MW_MEASURE_FINDINGS, .subject = "blocked" }, 0, 0 },
};

static void
check (MwHistory *history, MwHistory *first, const MwClaim *claim, gint64 expected)
{
  gboolean known;
  gint64 value = mw_measure_history (history, first, claim, &known);

  g_test_message ("%s %s", mw_measure_name (claim->measure), claim->subject ? claim->subject : "");
  g_assert_cmpint (known, ==, expected >= 0);
  g_assert_cmpint (value, ==, MAX (expected, 0));
}

static void
test_table (void)
{
  g_autoptr (MwHistory) history = new_history (rows, G_N_ELEMENTS (rows), 1);
  g_autoptr (MwHistory) unfinished = new_history (rows, G_N_ELEMENTS (rows) - 1, 1);
  g_autoptr (MwHistory) first = new_history (rows, G_N_ELEMENTS (rows), 3);

  for (guint i = 0; i < G_N_ELEMENTS (expectations); i++)
    {
      check (history, first, &expectations[i].claim, expectations[i].value);
      check (unfinished, first, &expectations[i].claim, expectations[i].unfinished);
    }
}

static void
test_shared (void)
{
  g_autoptr (MwHistory) history = new_history (shared_rows, G_N_ELEMENTS (shared_rows), TENTH);
  g_autoptr (MwHistory) unfinished = new_history (shared_rows, G_N_ELEMENTS (shared_rows) - 1, TENTH);

  for (guint i = 0; i < G_N_ELEMENTS (shared_expectations); i++)
    {
      check (history, NULL, &shared_expectations[i].claim, shared_expectations[i].value);
      check (unfinished, NULL, &shared_expectations[i].claim, shared_expectations[i].unfinished);
    }
}

static void
test_missing (void)
{
  g_autoptr (MwHistory) history = new_history (rows, G_N_ELEMENTS (rows), 1);
  g_autoptr (MwHistory) nothing = new_history (rows, 0, 1);

  check (history, NULL, &(MwClaim) { MW_MEASURE_SPEED_UP }, -1);
  check (NULL, history, &(MwClaim) { MW_MEASURE_TASKS }, -1);
  check (nothing, nothing, &(MwClaim) { MW_MEASURE_SPEED_UP }, -1);
  check (nothing, nothing, &(MwClaim) { MW_MEASURE_LONGEST_ITERATION }, -1);
  check (nothing, nothing, &(MwClaim) { MW_MEASURE_TASKS }, 0);
  check (nothing, nothing, &(MwClaim) { MW_MEASURE_MEAN_LIFE }, -1);
}

static void
test_judge (void)
{
  static const struct { MwClaim claim; gboolean exactly, live; } cases[] = {
    { { MW_MEASURE_MAKESPAN, .expected = 250, .tolerance = 10 }, TRUE, TRUE },
    { { MW_MEASURE_MAKESPAN, .expected = 260, .tolerance = 10 }, FALSE, TRUE },
    { { MW_MEASURE_MAKESPAN, .expected = 240, .tolerance = 10 }, FALSE, TRUE },
    { { MW_MEASURE_MAKESPAN, .expected = 261, .tolerance = 10, .exact_tolerance = 11 }, TRUE, FALSE },
    { { MW_MEASURE_MAKESPAN, .variant = 1, .expected = 0, .tolerance = G_MAXINT64 }, FALSE, FALSE },
    { { MW_MEASURE_ENDED, .subject = "nobody", .tolerance = G_MAXINT64 }, FALSE, FALSE },
    { { MW_MEASURE_MAKESPAN, .expected = G_MININT64, .tolerance = 10 }, FALSE, FALSE },
  };
  g_autoptr (MwHistory) history = new_history (rows, G_N_ELEMENTS (rows), 1);
  MwHistory *const histories[] = { history, NULL };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_assert_cmpint (mw_claim_judge (&cases[i].claim, histories, TRUE).holds, ==, cases[i].exactly);
      g_assert_cmpint (mw_claim_judge (&cases[i].claim, histories, FALSE).holds, ==, cases[i].live);
    }
}

static void
test_format (void)
{
  static const struct { MwMeasure measure; gint64 value; const char *text; } cases[] = {
    { MW_MEASURE_MAKESPAN, 6 * MW_NS_PER_SEC, "6.000000000\u00a0s" },
    { MW_MEASURE_SPEED_UP, 3005, "×3.005" },
    { MW_MEASURE_DONE, 5, "5" },
    { MW_MEASURE_ORDER, 1, "yes" },
    { MW_MEASURE_ORDER, 0, "no" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = mw_measure_format (cases[i].measure, cases[i].value);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

/* The format and the trace, which do not know each other, name the same findings. */
static void
test_findings (void)
{
  guint n = 0;

  for (; mw_format_findings[n] != NULL; n++)
    g_assert_cmpuint (mw_diagnosis_find (mw_format_findings[n]), ==, n);
  g_assert_cmpuint (n, ==, MW_N_DIAGNOSES);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/measure/table", test_table);
  g_test_add_func ("/measure/shared", test_shared);
  g_test_add_func ("/measure/missing", test_missing);
  g_test_add_func ("/measure/judge", test_judge);
  g_test_add_func ("/measure/format", test_format);
  g_test_add_func ("/measure/findings", test_findings);
  return g_test_run ();
}
