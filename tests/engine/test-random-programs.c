/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Random programs: whatever they do, the judge finds nothing, and the same seed gives the same events. */

#include <string.h>

#include "mw-random-program.h"

static void
test_random (gconstpointer data)
{
  MwExecutor executor = GPOINTER_TO_UINT (data);
  guint ends[MW_N_RUN_ENDS] = { 0 };
  guint64 first = 0, n = 400;

  if (g_getenv ("MW_TEST_SEED"))
    {
      first = g_ascii_strtoull (g_getenv ("MW_TEST_SEED"), NULL, 10);
      n = 1;
    }
  for (guint64 seed = first; seed < first + n; seed++)
    {
      g_autoptr (MwProgram) program = mw_random_program (seed, executor, FALSE);
      g_autoptr (MwTrace) a = NULL, b = NULL;
      MwRunEnd why;

      g_test_message ("MW_TEST_SEED=%" G_GUINT64_FORMAT, seed);
      a = mw_build_simulate (program);
      b = mw_build_simulate (program);
      g_assert_cmpuint (mw_trace_get_n_events (a), ==, mw_trace_get_n_events (b));
      for (gsize i = 0; i < mw_trace_get_n_events (a); i++)
        g_assert_cmpint (memcmp (mw_trace_get_event (a, i), mw_trace_get_event (b, i), sizeof (MwEvent)), ==, 0);
      mw_build_end (a, &why);
      ends[why]++;
    }
  /* the generator is worth something only if it reaches all kinds of ends */
  if (n > 1)
    {
      g_assert_cmpuint (ends[MW_RUN_COMPLETE], >, n / 10);
      g_assert_cmpuint (ends[MW_RUN_FAILED], >, n / 10);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/random-programs/loop", GUINT_TO_POINTER (MW_EXECUTOR_LOOP), test_random);
  g_test_add_data_func ("/random-programs/blocking", GUINT_TO_POINTER (MW_EXECUTOR_BLOCKING), test_random);
  g_test_add_data_func ("/random-programs/threads", GUINT_TO_POINTER (MW_EXECUTOR_THREADS), test_random);
  return g_test_run ();
}
