/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>

#include "mw-random.h"

/* Written down once: a change of any of these changes every seeded run in the world. */
static void
test_golden (void)
{
  MwRandom random;

  mw_random_init (&random, 444, 7);
  g_assert_cmphex (mw_random_next (&random), ==, 0x6be06e09);
  g_assert_cmphex (mw_random_next (&random), ==, 0x75e46782);
  g_assert_cmpint (mw_random_uniform (&random, 0, 1000000), ==, 160650);
  g_assert_cmpint (mw_random_exponential (&random, 1000000000), ==, 787465088);
  g_assert_cmphex (mw_random_hash ("greet"), ==, G_GUINT64_CONSTANT (0xf40ea29637fe28a));
  g_assert_cmphex (mw_random_mix (1, 2), ==, G_GUINT64_CONSTANT (0xf893a2eefb32555e));
}

static void
test_uniform (void)
{
  guint counts[10] = { 0 };
  MwRandom random;

  mw_random_init (&random, 1, 1);
  for (guint i = 0; i < 100000; i++)
    {
      gint64 n = mw_random_uniform (&random, -3, 7);

      g_assert_cmpint (n, >=, -3);
      g_assert_cmpint (n, <, 7);
      counts[n + 3]++;
    }
  /* chi-squared with 9 degrees of freedom: 99.9 % below 27.9 */
  {
    double chi = 0;

    for (guint i = 0; i < 10; i++)
      chi += pow (counts[i] - 10000.0, 2) / 10000.0;
    g_assert_cmpfloat (chi, <, 27.9);
  }
  g_assert_cmpint (mw_random_uniform (&random, 5, 5), ==, 5);
  g_assert_cmpint (mw_random_uniform (&random, 5, 4), ==, 5);
}

/* Against libm, draw by draw. */
static void
test_exponential (void)
{
  const gint64 mean = 1000000000;
  MwRandom random, copy;
  double sum = 0;

  mw_random_init (&random, 2, 3);
  for (guint i = 0; i < 100000; i++)
    {
      double u, expected;
      gint64 n;

      copy = random;
      u = ((double) mw_random_next (&copy) + 1) / 4294967296.0;
      expected = -log (u) * (double) mean;
      n = mw_random_exponential (&random, mean);
      g_assert_cmpfloat (fabs ((double) n - expected), <, 32);
      sum += (double) n;
    }
  g_assert_cmpfloat (fabs (sum / 100000 / (double) mean - 1), <, 0.02);
  g_assert_cmpint (mw_random_exponential (&random, 0), ==, 0);
}

static void
test_streams (void)
{
  MwRandom a, b;
  guint same = 0;

  mw_random_init (&a, 1, 1);
  mw_random_init (&b, 1, 2);
  for (guint i = 0; i < 1000; i++)
    same += mw_random_next (&a) == mw_random_next (&b);
  g_assert_cmpuint (same, <=, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/random/golden", test_golden);
  g_test_add_func ("/random/uniform", test_uniform);
  g_test_add_func ("/random/exponential", test_exponential);
  g_test_add_func ("/random/streams", test_streams);
  return g_test_run ();
}
