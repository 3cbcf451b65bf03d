/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "mw-fixture.h"

#define MS MW_NS_PER_MS

static void
test_finished (void)
{
  g_autoptr (MwHistory) await = mw_fixture_greetings (FALSE, 0);
  g_autoptr (MwHistory) gather = mw_fixture_greetings (TRUE, 0);
  MwEntrant both[] = { { await, NULL, 6010 * MS }, { gather, "mine", -1 } };
  MwRaceView view = { both, 2, 3000 * MS };
  MwVerdictFigures figures;

  g_assert_cmpint (mw_race_view_shown_until (&view, 0), ==, 3000 * MS);
  g_assert_cmpint (mw_race_view_shown_until (&view, 1), ==, 2000 * MS);
  g_assert_false (mw_race_view_is_finished (&view, 0));
  g_assert_true (mw_race_view_is_finished (&view, 1));
  g_assert_false (mw_race_view_get_figures (&view, &figures));
  g_assert_cmpint (mw_race_view_get_extent (&view).end, ==, 6010 * MS);
  g_assert_cmpstr (mw_race_view_get_title (&view, 1), ==, "mine");
  g_assert_cmpstr (mw_race_view_get_title (&view, 0), ==, "one after another: await");
  view.now = G_MAXINT64;
  g_assert_true (mw_race_view_get_figures (&view, &figures));
  g_assert_cmpfloat (figures.speed_up, ==, 3.0);
  g_assert_cmpint (figures.saved, ==, 4000 * MS);
  g_assert_cmpfloat (figures.idle, ==, 1.0);
}

/* The ruler of a live run rests, then steps, and is never behind. */
static void
test_growing_ruler (void)
{
  MwPen pen = mw_pen_new ("live", "live", "loop", "live");
  g_autoptr (MwHistory) history = NULL;
  MwEntrant entrant = { NULL, NULL, -1 };
  MwRaceView view = { &entrant, 1, 0 };
  gint64 last = 0;
  guint steps = 0;

  mw_pen_create (&pen, 0, "main");
  entrant.history = history = mw_history_new (pen.trace);
  mw_history_update (history, G_MAXSIZE);
  for (view.now = 0; view.now < 100 * MW_NS_PER_SEC; view.now += 16 * MS)
    {
      gint64 end = mw_race_view_get_extent (&view).end;

      g_assert_cmpint (end, >=, view.now);
      g_assert_cmpint (end, >=, last);
      g_assert_cmpint (mw_race_view_shown_until (&view, 0), ==, view.now);
      steps += end > last;
      last = end;
    }
  g_assert_cmpuint (steps, <, 25);

  /* With a figure to reach it does not step before that. */
  entrant.ghost = 7 * MW_NS_PER_SEC;
  view.now = 3 * MW_NS_PER_SEC;
  g_assert_cmpint (mw_race_view_get_extent (&view).end, ==, 7 * MW_NS_PER_SEC);
  g_clear_pointer (&pen.trace, mw_trace_unref);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/race-view/finished", test_finished);
  g_test_add_func ("/race-view/growing-ruler", test_growing_ruler);
  return g_test_run ();
}
