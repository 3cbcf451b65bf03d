/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "mw-diagnosis.h"
#include "trace-fixture.h"

#define MS 1000000
#define SUM 6   /* of the fixture's resources: a value */
#define DOOR 11 /* a scope */

/* Tasks 1 "main" and 2 "other", ready and asleep; what a row does to them, and what is found. */
typedef struct
{
  const char  *name;
  FixtureEvent events[16];
  MwDiagnosis  expected;   /* kind MW_N_DIAGNOSES: nothing */
} Case;

#define CREATED(id_, parent_, name_) { { .time = 0, .kind = MW_EVENT_CREATED, .task = id_, .object = parent_ }, name_ }
#define KIND(kind_) .kind = MW_EVENT_##kind_
#define AT(ms_, id_, ...) { { .time = (gint64) (ms_) * MS, .task = id_, __VA_ARGS__ } }
#define STOP { { .kind = MW_N_EVENTS } }

static const Case cases[] = {
  { "short block", {
      CREATED (1, 0, "main"), AT (0, 1, KIND (READY)), AT (0, 1, KIND (RUNNING)), AT (0, 1, KIND (BLOCKING_BEGIN), .reason = MW_REASON_CALL),
      AT (99, 1, KIND (BLOCKING_END)), AT (99, 1, KIND (ENDED), .reason = MW_OUTCOME_DONE), STOP },
    { MW_N_DIAGNOSES } },
  { "block", {
      CREATED (1, 0, "main"), AT (0, 1, KIND (READY)), AT (5, 1, KIND (RUNNING)), AT (5, 1, KIND (BLOCKING_BEGIN), .reason = MW_REASON_CALL),
      AT (105, 1, KIND (BLOCKING_END)), AT (105, 1, KIND (ENDED), .reason = MW_OUTCOME_DONE), STOP },
    { MW_DIAGNOSIS_BLOCKED, 105 * MS, { 5 * MS, 105 * MS }, .task = 1 } },
  { "block that lasts", {
      CREATED (1, 0, "main"), AT (0, 1, KIND (READY)), AT (0, 1, KIND (RUNNING)), AT (0, 1, KIND (BLOCKING_BEGIN), .reason = MW_REASON_CALL),
      CREATED (2, 1, "other"), STOP },
    { MW_N_DIAGNOSES } },
  { "long turn", {
      AT (0, 0, KIND (ITERATION_BEGIN), .value = 10), CREATED (1, 0, "main"), AT (0, 1, KIND (READY)), AT (60, 1, KIND (RUNNING)),
      AT (130, 1, KIND (SUSPENDED), .reason = MW_REASON_TIMER, .value = -1), AT (130, 0, KIND (ITERATION_END)), STOP },
    { MW_DIAGNOSIS_LONG_TURN, 100 * MS, { 0, 130 * MS }, .n = 10 } },
  { "starved", {
      CREATED (1, 0, "main"), CREATED (2, 1, "other"), AT (10, 1, KIND (READY)), AT (20, 2, KIND (READY)), AT (115, 1, KIND (RUNNING)),
      AT (115, 1, KIND (SUSPENDED), .reason = MW_REASON_TIMER, .value = -1), AT (130, 2, KIND (RUNNING)), STOP },
    { MW_DIAGNOSIS_STARVED, 110 * MS, { 20 * MS, 130 * MS }, .task = 2, .n = 2 } },
  { "swallowed", {
      CREATED (1, 0, "main"), AT (0, 1, KIND (READY)), AT (0, 1, KIND (RUNNING)), AT (0, 1, KIND (SUSPENDED), .reason = MW_REASON_TIMER, .value = -1),
      AT (7, 1, KIND (CANCEL_REQUESTED)), AT (7, 1, KIND (READY)), AT (7, 1, KIND (RUNNING)), AT (9, 1, KIND (ENDED), .reason = MW_OUTCOME_DONE), STOP },
    { MW_DIAGNOSIS_SWALLOWED, 9 * MS, { 7 * MS, 9 * MS }, .task = 1 } },
  { "a deadline's request", {
      CREATED (1, 0, "main"), AT (0, 1, KIND (READY)), AT (0, 1, KIND (RUNNING)), AT (0, 1, KIND (DEADLINE_ARMED), .value = 7 * MS),
      AT (0, 1, KIND (SUSPENDED), .reason = MW_REASON_TIMER, .value = -1), AT (7, 1, KIND (DEADLINE_FIRED), .value = 7 * MS),
      AT (7, 1, KIND (CANCEL_REQUESTED)), AT (7, 1, KIND (READY)), AT (7, 1, KIND (RUNNING)), AT (9, 1, KIND (ENDED), .reason = MW_OUTCOME_DONE), STOP },
    { MW_N_DIAGNOSES } },
  { "a group's request", {
      CREATED (1, 0, "main"), AT (0, 1, KIND (READY)), AT (0, 1, KIND (RUNNING)), CREATED (2, 1, "member"), AT (0, 2, KIND (READY)),
      AT (0, 2, KIND (GROUP_JOINED), .object = 1, .value = 1), AT (0, 1, KIND (SUSPENDED), .reason = MW_REASON_CHILDREN, .value = -1),
      AT (0, 2, KIND (RUNNING)), AT (7, 2, KIND (ENDED), .reason = MW_OUTCOME_FAILED), AT (7, 1, KIND (CANCEL_REQUESTED), .object = 2),
      AT (7, 1, KIND (READY)), AT (7, 1, KIND (RUNNING)), AT (7, 1, KIND (GROUP_LEFT), .value = 1), AT (9, 1, KIND (ENDED), .reason = MW_OUTCOME_DONE), STOP },
    { MW_N_DIAGNOSES } },
  { "unserved", {
      CREATED (1, 0, "main"), AT (0, 1, KIND (READY)), AT (0, 1, KIND (RUNNING)),
      AT (3, 1, KIND (SUSPENDED), .reason = MW_REASON_QUEUE_GET, .object = 3, .value = -1), AT (9, 1, KIND (CANCEL_REQUESTED), .object = 1),
      AT (9, 1, KIND (READY)), AT (9, 1, KIND (RUNNING)), AT (9, 1, KIND (ENDED), .reason = MW_OUTCOME_CANCELLED), STOP },
    { MW_DIAGNOSIS_UNSERVED, 9 * MS, { 3 * MS, 9 * MS }, .task = 1, .resource = 3 } },
  { "cut off", {
      CREATED (1, 0, "main"), CREATED (2, 1, "other"), AT (0, 1, KIND (READY)), AT (0, 1, KIND (RUNNING)), AT (4, 1, KIND (ENDED), .reason = MW_OUTCOME_DONE),
      AT (4, 2, KIND (READY)), AT (4, 2, KIND (RUNNING)), AT (4, 2, KIND (SUSPENDED), .reason = MW_REASON_TIMER, .value = -1),
      AT (4, 2, KIND (CANCEL_REQUESTED)), AT (4, 2, KIND (READY)), AT (4, 2, KIND (RUNNING)), AT (4, 2, KIND (ENDED), .reason = MW_OUTCOME_CANCELLED), STOP },
    { MW_DIAGNOSIS_CUT_OFF, 4 * MS, { 4 * MS, 4 * MS }, .task = 2, .n = 1 } },
  { "leaked", {
      CREATED (1, 0, "main"), AT (0, 1, KIND (READY)), AT (0, 1, KIND (RUNNING)), AT (1, 1, KIND (RESOURCE), .object = DOOR, .value = 1),
      AT (2, 1, KIND (RESOURCE), .object = DOOR), AT (3, 1, KIND (RESOURCE), .object = DOOR, .value = 1),
      AT (4, 1, KIND (RESOURCE), .object = DOOR, .value = 2), AT (6, 1, KIND (ENDED), .reason = MW_OUTCOME_DONE), AT (6, 0, KIND (RUN_ENDED)), STOP },
    { MW_DIAGNOSIS_LEAKED, 6 * MS, { 3 * MS, 6 * MS }, .resource = DOOR, .n = 2 } },
  { "open while it runs", {
      CREATED (1, 0, "main"), AT (0, 1, KIND (READY)), AT (0, 1, KIND (RUNNING)), AT (1, 1, KIND (RESOURCE), .object = DOOR, .value = 1), STOP },
    { MW_N_DIAGNOSES } },
  { "closed", {
      CREATED (1, 0, "main"), AT (0, 1, KIND (READY)), AT (0, 1, KIND (RUNNING)), AT (1, 1, KIND (RESOURCE), .object = DOOR, .value = 1),
      AT (2, 1, KIND (RESOURCE), .object = DOOR), AT (6, 1, KIND (ENDED), .reason = MW_OUTCOME_DONE), AT (6, 0, KIND (RUN_ENDED)), STOP },
    { MW_N_DIAGNOSES } },
  { "lost updates", {
      CREATED (1, 0, "main"), CREATED (2, 1, "other"), AT (0, 1, KIND (READY)), AT (0, 1, KIND (RUNNING)), AT (1, 1, KIND (RESOURCE), .object = SUM, .reason = MW_REASON_READ),
      AT (2, 2, KIND (RESOURCE), .object = SUM, .reason = MW_REASON_READ), AT (3, 1, KIND (RESOURCE), .object = SUM, .reason = MW_REASON_WRITE, .value = 1),
      AT (4, 2, KIND (RESOURCE), .object = SUM, .reason = MW_REASON_WRITE, .value = 1), AT (5, 2, KIND (RESOURCE), .object = SUM, .reason = MW_REASON_WRITE, .value = 2),
      AT (7, 1, KIND (RESOURCE), .object = SUM, .reason = MW_REASON_WRITE, .value = 2), STOP },
    { MW_DIAGNOSIS_LOST_UPDATE, 4 * MS, { 4 * MS, 7 * MS }, .task = 2, .resource = SUM, .n = 2 } },
  { "forgotten", {
      CREATED (1, 0, "main"), CREATED (2, 1, "other"), AT (0, 1, KIND (READY)), AT (0, 1, KIND (RUNNING)), AT (5, 2, KIND (ENDED), .reason = MW_OUTCOME_FORGOTTEN), STOP },
    { MW_DIAGNOSIS_FORGOTTEN, 5 * MS, { 0, 5 * MS }, .task = 2 } },
};

static void
assert_same (const MwDiagnosis *found, const MwDiagnosis *expected)
{
  g_assert_cmpstr (mw_diagnosis_name (found->kind), ==, mw_diagnosis_name (expected->kind));
  g_assert_cmpint (found->time, ==, expected->time);
  g_assert_cmpint (found->range.begin, ==, expected->range.begin);
  g_assert_cmpint (found->range.end, ==, expected->range.end);
  g_assert_cmpuint (found->task, ==, expected->task);
  g_assert_cmpuint (found->resource, ==, expected->resource);
  g_assert_cmpuint (found->n, ==, expected->n);
}

static void
check (const Case *row)
{
  g_autoptr (MwTrace) trace = NULL;
  g_autoptr (MwHistory) history = NULL;
  g_autoptr (GArray) found = NULL;
  guint n = 0;

  while (row->events[n].event.kind != MW_N_EVENTS)
    n++;
  trace = fixture_trace_new_sharing ();
  fixture_trace_fill (trace, row->events, n, TRUE);
  history = mw_history_new (trace);
  mw_history_update (history, G_MAXSIZE);
  found = mw_diagnose (history);
  g_test_message ("%s", row->name);
  g_assert_cmpuint (found->len, ==, row->expected.kind != MW_N_DIAGNOSES);
  if (found->len > 0)
    assert_same (&g_array_index (found, MwDiagnosis, 0), &row->expected);
}

static void
test_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    check (&cases[i]);
}

/* Whatever a trace holds, findings are in order and lie within it. */
static void
test_random (void)
{
  for (guint64 seed = 0; seed < 50; seed++)
    {
      g_autoptr (MwTrace) trace = fixture_trace_random (seed, 500);
      g_autoptr (MwHistory) history = mw_history_new (trace);
      g_autoptr (GArray) found = NULL;
      gint64 before = 0;

      mw_history_update (history, G_MAXSIZE);
      found = mw_diagnose (history);
      for (guint i = 0; i < found->len; i++)
        {
          const MwDiagnosis *diagnosis = &g_array_index (found, MwDiagnosis, i);

          g_assert_cmpint (diagnosis->time, >=, before);
          g_assert_cmpint (diagnosis->time, <=, mw_history_get_end (history));
          g_assert_cmpint (diagnosis->range.begin, <=, diagnosis->range.end);
          g_assert_cmpuint (diagnosis->task, <=, mw_history_get_n_tasks (history));
          before = diagnosis->time;
        }
    }
}

static void
test_names (void)
{
  for (guint kind = 0; kind < MW_N_DIAGNOSES; kind++)
    g_assert_cmpuint (mw_diagnosis_find (mw_diagnosis_name ((MwDiagnosisKind) kind)), ==, kind);
  g_assert_cmpuint (mw_diagnosis_find ("nonsense"), ==, MW_N_DIAGNOSES);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/diagnosis/cases", test_cases);
  g_test_add_func ("/diagnosis/random", test_random);
  g_test_add_func ("/diagnosis/names", test_names);
  return g_test_run ();
}
