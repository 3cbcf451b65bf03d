/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "mw-time.h"

static void
test_format (void)
{
  static const struct { gint64 ns; MwTimeStyle style; const char *text; } rows[] = {
    { 0, MW_TIME_AUTO, "0\u00a0s" },
    { 1, MW_TIME_AUTO, "1\u00a0ns" },
    { 999, MW_TIME_AUTO, "999\u00a0ns" },
    { 1000, MW_TIME_AUTO, "1.00\u00a0µs" },
    { 9994, MW_TIME_AUTO, "9.99\u00a0µs" },
    { 9995, MW_TIME_AUTO, "10.0\u00a0µs" },
    { 35 * MW_NS_PER_US, MW_TIME_AUTO, "35.0\u00a0µs" },
    { 999499, MW_TIME_AUTO, "999\u00a0µs" },
    { 999500, MW_TIME_AUTO, "1.00\u00a0ms" },
    { 240 * MW_NS_PER_MS, MW_TIME_AUTO, "240\u00a0ms" },
    { 999600 * MW_NS_PER_US, MW_TIME_AUTO, "1.00\u00a0s" },
    { 2 * MW_NS_PER_SEC, MW_TIME_AUTO, "2.00\u00a0s" },
    { -2 * MW_NS_PER_SEC, MW_TIME_AUTO, "−2.00\u00a0s" },
    { 599499 * MW_NS_PER_MS, MW_TIME_AUTO, "599\u00a0s" },
    { 600 * MW_NS_PER_SEC, MW_TIME_AUTO, "10.0\u00a0min" },
    { 12 * 3600 * MW_NS_PER_SEC, MW_TIME_AUTO, "12.00\u00a0h" },
    { 6 * MW_NS_PER_SEC, MW_TIME_SECONDS, "6.000\u00a0s" },
    { 1999999999, MW_TIME_SECONDS, "2.000\u00a0s" },
    { 240001733, MW_TIME_EXACT, "0.240001733\u00a0s" },
  };
  char buffer[MW_TIME_BUFFER];

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpstr (mw_time_format (rows[i].ns, rows[i].style, buffer), ==, rows[i].text);
}

static void
test_parse (void)
{
  static const struct { const char *text; gint64 ns; } rows[] = {
    { "2s", 2 * MW_NS_PER_SEC },
    { "1.5 s", 1500 * MW_NS_PER_MS },
    { "240ms", 240 * MW_NS_PER_MS },
    { "3 µs", 3000 },
    { "3us", 3000 },
    { "0.000000001s", 1 },
    { "24h", MW_DURATION_MAX },
    { "30 min", 1800 * MW_NS_PER_SEC },
    { "0", 0 },
    { "0.5ns", 0 },
    { "", -1 }, { "s", -1 }, { "2", -1 }, { "-1s", -1 }, { "+1s", -1 }, { " 1s", -1 }, { "1e3s", -1 },
    { "1.s", -1 }, { ".5s", -1 }, { "1s ", -1 }, { "2 sec", -1 }, { "25h", -1 }, { "24.1h", -1 },
    { "99999999999999999999s", -1 }, { "0.1234567891s", -1 }, { "1,5s", -1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      gint64 ns = -1;

      g_assert_true (mw_time_parse (rows[i].text, &ns) == (rows[i].ns >= 0));
      g_assert_cmpint (ns, ==, rows[i].ns);
    }
}

static void
test_range (void)
{
  MwRange a = { 0, 10 }, b = { 10, 20 }, c = { 9, 11 };

  g_assert_cmpint (mw_range_length (a), ==, 10);
  g_assert_true (mw_range_contains (a, 0));
  g_assert_false (mw_range_contains (a, 10));
  g_assert_false (mw_range_overlaps (a, b));
  g_assert_true (mw_range_overlaps (a, c));
  g_assert_true (mw_range_overlaps (c, b));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/time/format", test_format);
  g_test_add_func ("/time/parse", test_parse);
  g_test_add_func ("/time/range", test_range);
  return g_test_run ();
}
