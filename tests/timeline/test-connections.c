/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Requests and their connections: what the history keeps, where it stands, what is said about it. */

#include "mw-connections.h"
#include "mw-describe.h"
#include "mw-fixture.h"
#include "mw-hit.h"

#define MS MW_NS_PER_MS

static void
assert_phase (MwHistory *history, guint32 request, guint index, MwPhase phase, gint64 begin, gint64 end)
{
  const MwTaskHistory *task = mw_history_get_task (history, request + 1);
  const MwPhaseSpan *span;

  g_assert_cmpuint (index, <, task->phases->len);
  span = &g_array_index (task->phases, MwPhaseSpan, index);
  g_assert_cmpuint (span->request, ==, request);
  g_assert_cmpint (span->phase, ==, phase);
  g_assert_cmpint (span->begin, ==, begin);
  g_assert_cmpint (span->end, ==, end);
}

static void
test_phases (void)
{
  g_autoptr (MwHistory) history = mw_fixture_requests ();
  const MwTaskHistory *first = mw_history_get_task (history, 2);

  g_assert_null (mw_history_get_task (history, 1)->phases);
  assert_phase (history, 1, 1, MW_PHASE_CONNECT, 0, 100 * MS);
  assert_phase (history, 1, 4, MW_PHASE_READ, 300 * MS, 400 * MS);
  assert_phase (history, 2, 1, MW_PHASE_DNS, 0, 100 * MS);
  g_assert_cmpuint (first->phases->len, ==, 5);

  /* Nobody waits for an answer after the cancellation. */
  assert_phase (history, 3, 0, MW_PHASE_QUEUED, 0, 400 * MS);
  assert_phase (history, 3, 2, MW_PHASE_WAIT, 400 * MS, 700 * MS);

  g_assert_cmpint (mw_task_history_find_phase (first, 350 * MS)->phase, ==, MW_PHASE_READ);
  g_assert_null (mw_task_history_find_phase (first, 400 * MS));
  g_assert_null (mw_task_history_find_phase (first, -1));
}

static void
test_connections (void)
{
  g_autoptr (MwHistory) history = mw_fixture_requests ();
  const GArray *refs;

  g_assert_cmpuint (mw_history_get_n_connections (history), ==, 2);
  refs = mw_history_get_connection (history, 1);
  g_assert_cmpuint (refs->len, ==, 6);
  g_assert_false (mw_history_get_phase (history, &g_array_index (refs, MwPhaseRef, 3))->reused);
  g_assert_true (mw_history_get_phase (history, &g_array_index (refs, MwPhaseRef, 4))->reused);
  g_assert_cmpuint (mw_connections_find (history, 1, 0), ==, 0);
  g_assert_cmpuint (mw_connections_find (history, 1, 300 * MS), ==, 3);
  g_assert_cmpuint (mw_connections_find (history, 1, 700 * MS), ==, 6);
}

/* Lanes where a connection is used again, and nowhere else; what lies there is said in words. */
static void
test_lanes (void)
{
  g_autoptr (MwHistory) requests = mw_fixture_requests ();
  g_autoptr (MwHistory) greetings = mw_fixture_greetings (TRUE, 0);
  MwEntrant pool = { requests, NULL, -1 }, other = { greetings, NULL, -1 };
  MwRaceView view = { &pool, 1, G_MAXINT64 }, without = { &other, 1, G_MAXINT64 };
  g_autoptr (MwRows) rows = mw_rows_new (&view, &(MwRowsOptions) { .width = 960, .text = 15 });
  MwViewport viewport = mw_viewport_fit (mw_race_view_get_extent (&view), rows->plot_left, rows->plot_right);
  guint n = 0;

  g_assert_true (mw_connections_are_shown (&view));
  g_assert_false (mw_connections_are_shown (&without));
  for (guint i = 0; i < rows->rows->len; i++)
    {
      const MwRow *row = mw_rows_get (rows, i);
      MwHit hit;
      g_autofree char *words = NULL;

      if (row->kind != MW_ROW_CONNECTION || ++n != 1)
        continue;
      hit = mw_hit_test (&view, rows, &viewport, mw_viewport_x (&viewport, 550 * MS), row->foot - 2);
      g_assert_cmpint (hit.kind, ==, MW_HIT_CONNECTION);
      g_assert_cmpuint (hit.task, ==, 4);
      words = mw_describe_hit (&view, rows, &hit);
      g_assert_cmpstr (words, ==, "request 3: request 3 waits for the first byte (0.300\302\240s), connection 1, reused");
    }
  g_assert_cmpuint (n, ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/connections/phases", test_phases);
  g_test_add_func ("/connections/history", test_connections);
  g_test_add_func ("/connections/lanes", test_lanes);
  return g_test_run ();
}
