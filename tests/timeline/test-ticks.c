/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "mw-random.h"
#include "mw-rows.h"
#include "mw-ticks.h"

#define S  MW_NS_PER_SEC
#define MS MW_NS_PER_MS

static void
test_table (void)
{
  static const struct { gint64 begin, end; double width; gint64 step, minor; const char *label; } rows[] = {
    { 0, 6 * S, 1100, 500 * MS, 100 * MS, "6.0 s" },
    { 0, 6 * S, 240, 2 * S, 500 * MS, "6 s" },
    { 0, 700 * MS, 1100, 50 * MS, 10 * MS, "700 ms" },
    { 0, 1500 * MS, 600, 200 * MS, 50 * MS, "1.6 s" },
    { 0, 50 * MW_NS_PER_US, 600, 5 * MW_NS_PER_US, MW_NS_PER_US, "50 µs" },
    { 1234 * MS, 1240 * MS, 600, MS, 200 * MW_NS_PER_US, "1.240 s" },
    { 0, 3600 * S, 1100, 300 * S, 60 * S, "60 min" },
    { 0, 12 * 3600 * S, 700, 3600 * S, 600 * S, "12 h" },
    { 0, 90 * S, 1100, 5 * S, 1 * S, "90 s" },
  };
  char label[MW_TICK_LABEL];

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      MwViewport viewport = mw_viewport_fit ((MwRange) { rows[i].begin, rows[i].end }, 0, rows[i].width);
      MwTicks ticks = mw_ticks_choose (&viewport, 7, 20);
      g_auto (GStrv) parts = NULL;
      g_autofree char *plain = NULL;

      g_assert_cmpint (ticks.step, ==, rows[i].step);
      g_assert_cmpint (ticks.minor, ==, rows[i].minor);
      mw_ticks_label (&ticks, mw_ticks_first (ticks.step, rows[i].end), label);
      parts = g_strsplit (label, "\u00a0", -1);
      plain = g_strjoinv (" ", parts);
      g_assert_cmpstr (plain, ==, rows[i].label);
    }
}

static void
test_first (void)
{
  g_assert_cmpint (mw_ticks_first (10, 0), ==, 0);
  g_assert_cmpint (mw_ticks_first (10, 1), ==, 10);
  g_assert_cmpint (mw_ticks_first (10, 10), ==, 10);
  g_assert_cmpint (mw_ticks_first (10, -15), ==, -10);
}

/* At any zoom and place: labels keep their distance, neighbours differ, and panning only moves them. */
static void
test_never_collide (void)
{
  MwRandom random;

  mw_random_init (&random, 444, 2);
  for (guint round = 0; round < 3000; round++)
    {
      gint64 length = (gint64) 1 << mw_random_uniform (&random, 10, 56);
      gint64 begin = mw_random_uniform (&random, 0, (gint64) 1 << mw_random_uniform (&random, 1, 56));
      double width = (double) mw_random_uniform (&random, 200, 4000), character = 8;
      MwViewport viewport = mw_viewport_fit ((MwRange) { begin, begin + length }, 0, width);
      MwTicks ticks = mw_ticks_choose (&viewport, character, 12);
      char one[MW_TICK_LABEL] = "", other[MW_TICK_LABEL];
      double last = -G_MAXDOUBLE;
      gint64 time = mw_ticks_first (ticks.step, begin);

      g_assert_cmpint (ticks.step % ticks.minor, ==, 0);
      for (guint i = 0; i < 2000 && time <= viewport.range.end; i++, time += ticks.step)
        {
          double x = mw_viewport_x (&viewport, time), half;

          mw_ticks_label (&ticks, time, other);
          half = mw_text_columns (other) * character / 2;
          g_assert_cmpfloat (x - half, >=, last + 11.9);
          g_assert_cmpstr (one, !=, other);
          last = x + half;
          g_strlcpy (one, other, sizeof one);
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ticks/table", test_table);
  g_test_add_func ("/ticks/first", test_first);
  g_test_add_func ("/ticks/never-collide", test_never_collide);
  return g_test_run ();
}
