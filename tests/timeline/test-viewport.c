/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>

#include "mw-random.h"
#include "mw-viewport.h"

#define S MW_NS_PER_SEC

static void
assert_within (const MwViewport *viewport, MwRange content)
{
  g_assert_cmpint (viewport->range.begin, >=, content.begin);
  g_assert_cmpint (viewport->range.end, <=, content.end);
  g_assert_cmpint (mw_range_length (viewport->range), >=, MW_VIEWPORT_MIN_LENGTH);
}

static void
test_map (void)
{
  MwViewport viewport = mw_viewport_fit ((MwRange) { 0, 6 * S }, 100, 700);

  g_assert_cmpfloat (mw_viewport_x (&viewport, 0), ==, 100);
  g_assert_cmpfloat (mw_viewport_x (&viewport, 2 * S), ==, 300);
  g_assert_cmpfloat (mw_viewport_x (&viewport, 6 * S), ==, 700);
  g_assert_cmpint (mw_viewport_time (&viewport, 300), ==, 2 * S);
  g_assert_cmpint (mw_viewport_time (&viewport, 800), ==, 7 * S);
  g_assert_cmpint (mw_viewport_time (&viewport, 1e300), ==, G_MAXINT64);
  g_assert_cmpint (mw_viewport_time (&viewport, -1e300), ==, -G_MAXINT64);

  /* Nothing can be so short or so narrow that the map breaks. */
  viewport = mw_viewport_fit ((MwRange) { 5, 5 }, 10, 10);
  g_assert_cmpint (mw_range_length (viewport.range), ==, MW_VIEWPORT_MIN_LENGTH);
  g_assert_true (isfinite (mw_viewport_get_scale (&viewport)));
}

static void
test_zoom_keeps_the_point (void)
{
  MwRange content = { 0, 100 * S };
  MwViewport viewport = mw_viewport_fit (content, 0, 1000);

  viewport = mw_viewport_zoom (&viewport, 4, 500, content);
  g_assert_cmpint (viewport.range.begin, ==, 37500 * MW_NS_PER_MS);
  g_assert_cmpint (viewport.range.end, ==, 62500 * MW_NS_PER_MS);
  viewport = mw_viewport_zoom (&viewport, 0.25, 500, content);
  g_assert_cmpint (viewport.range.begin, ==, 0);
  g_assert_cmpint (viewport.range.end, ==, 100 * S);

  /* The ends stop it: no emptiness is shown before 0. */
  viewport = mw_viewport_zoom (&viewport, 2, 0, content);
  g_assert_cmpint (viewport.range.begin, ==, 0);
  viewport = mw_viewport_zoom (&viewport, 0.5, 1000, content);
  g_assert_cmpint (viewport.range.begin, ==, 0);
  g_assert_cmpint (viewport.range.end, ==, 100 * S);

  /* Nonsense leaves it alone. */
  g_assert_cmpint (mw_range_length (mw_viewport_zoom (&viewport, 0, 500, content).range), ==, 100 * S);
  g_assert_cmpint (mw_range_length (mw_viewport_zoom (&viewport, NAN, 500, content).range), ==, 100 * S);
  g_assert_cmpint (mw_range_length (mw_viewport_zoom (&viewport, 1e30, 500, content).range), ==, MW_VIEWPORT_MIN_LENGTH);
}

static void
test_pan_and_reveal (void)
{
  MwRange content = { 0, 100 * S };
  MwViewport all = mw_viewport_fit (content, 0, 1000);
  MwViewport viewport = mw_viewport_zoom (&all, 10, 0, content);

  viewport = mw_viewport_pan (&viewport, -100, content);
  g_assert_cmpint (viewport.range.begin, ==, 1 * S);
  viewport = mw_viewport_pan (&viewport, 1e9, content);
  g_assert_cmpint (viewport.range.begin, ==, 0);
  viewport = mw_viewport_pan (&viewport, -1e18, content);
  g_assert_cmpint (viewport.range.end, ==, 100 * S);
  viewport = mw_viewport_reveal (&viewport, 50 * S, content);
  g_assert_cmpint (viewport.range.begin, ==, 50 * S);
  viewport = mw_viewport_reveal (&viewport, 60 * S, content);
  g_assert_cmpint (viewport.range.begin, ==, 50 * S);
  viewport = mw_viewport_reveal (&viewport, 61 * S, content);
  g_assert_cmpint (viewport.range.end, ==, 61 * S);
  viewport = mw_viewport_show (&viewport, (MwRange) { 40 * S, 48 * S }, content);
  g_assert_cmpint (viewport.range.begin, ==, 39 * S);
  g_assert_cmpint (viewport.range.end, ==, 49 * S);
  viewport = mw_viewport_resize (&viewport, 50, 60);
  g_assert_cmpint (viewport.range.begin, ==, 39 * S);
  g_assert_cmpfloat (viewport.x0, ==, 50);
}

/* Whatever is done to it: it stays within the content, and what is under the pointer stays there where it can. */
static void
test_random_operations (void)
{
  MwRandom random;

  mw_random_init (&random, 444, 1);
  for (guint round = 0; round < 200; round++)
    {
      MwRange content = { 0, mw_random_uniform (&random, MW_NS_PER_US, 1000 * S) };
      MwViewport viewport = mw_viewport_fit (content, 80, 80 + mw_random_uniform (&random, 1, 4000));

      for (guint step = 0; step < 100; step++)
        {
          double x = (double) mw_random_uniform (&random, (gint64) viewport.x0, (gint64) viewport.x1 + 1);
          double factor = (double) mw_random_uniform (&random, 500, 2000) / 1000;
          gint64 under = mw_viewport_time (&viewport, x);
          MwViewport zoomed = mw_viewport_zoom (&viewport, factor, x, content);

          assert_within (&zoomed, content);
          if (zoomed.range.begin > content.begin && zoomed.range.end < content.end && mw_range_length (zoomed.range) > MW_VIEWPORT_MIN_LENGTH)
            g_assert_cmpfloat (fabs (mw_viewport_x (&zoomed, under) - x), <, 2 * mw_viewport_get_scale (&zoomed) + 1.01 * mw_viewport_get_scale (&zoomed) / mw_viewport_get_scale (&viewport));
          viewport = mw_viewport_pan (&zoomed, (double) mw_random_uniform (&random, -3000, 3000), content);
          assert_within (&viewport, content);
          g_assert_cmpint (mw_range_length (viewport.range), ==, mw_range_length (zoomed.range));
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/viewport/map", test_map);
  g_test_add_func ("/viewport/zoom", test_zoom_keeps_the_point);
  g_test_add_func ("/viewport/pan", test_pan_and_reveal);
  g_test_add_func ("/viewport/random", test_random_operations);
  return g_test_run ();
}
