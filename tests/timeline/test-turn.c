/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "mw-fixture.h"
#include "mw-turn.h"

#define MS MW_NS_PER_MS

/* Two handles in one turn: 30 ms and 120 ms. */
static void
test_turn (void)
{
  MwPen pen = mw_pen_new ("turn", "one turn", "loop", "simulated");
  guint32 one = mw_pen_create (&pen, 0, "one"), other = mw_pen_create (&pen, 0, "other");
  g_autoptr (MwHistory) history = NULL;
  const MwIteration *iteration;
  MwTurn turn;

  mw_pen_emit (&pen, 0, MW_EVENT_ITERATION_BEGIN, 0, 0, 2);
  mw_pen_emit (&pen, one, MW_EVENT_RUNNING, 0, 0, 0);
  pen.time = 30 * MS;
  mw_pen_emit (&pen, one, MW_EVENT_ENDED, MW_OUTCOME_DONE, 0, 0);
  mw_pen_emit (&pen, other, MW_EVENT_RUNNING, 0, 0, 0);
  pen.time = 150 * MS;
  mw_pen_emit (&pen, other, MW_EVENT_ENDED, MW_OUTCOME_DONE, 0, 0);
  mw_pen_emit (&pen, 0, MW_EVENT_ITERATION_END, 0, 0, 0);
  history = mw_pen_finish (&pen, MW_RUN_COMPLETE);
  iteration = &g_array_index (mw_history_get_iterations (history), MwIteration, 0);

  turn = mw_turn_read (history, iteration, G_MAXINT64);
  g_assert_cmpuint (turn.task, ==, other);
  g_assert_cmpint (turn.held, ==, 120 * MS);
  g_assert_cmpuint (turn.n, ==, 2);

  /* What has not happened yet is not counted. */
  turn = mw_turn_read (history, iteration, 20 * MS);
  g_assert_cmpuint (turn.task, ==, one);
  g_assert_cmpint (turn.held, ==, 20 * MS);
  g_assert_cmpuint (turn.n, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/turn", test_turn);
  return g_test_run ();
}
