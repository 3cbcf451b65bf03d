/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "mw-random.h"
#include "mw-timers.h"

#define N 200

static MwTimer timers[N];
static gint64 armed_at[N];

/* The earliest deadline, the earliest armed among equals; NULL when none is armed. */
static MwTimer *
find_nearest (void)
{
  MwTimer *best = NULL;

  for (guint i = 0; i < N; i++)
    if (mw_timer_is_armed (&timers[i]) &&
        (best == NULL || timers[i].deadline < best->deadline ||
         (timers[i].deadline == best->deadline && armed_at[i] < armed_at[best - timers])))
      best = &timers[i];
  return best;
}

/* However many are armed, they come out in order, each when it is due and not before. */
static void
drain (MwTimers *heap)
{
  MwTimer *nearest;

  while ((nearest = find_nearest ()))
    {
      g_assert_true (mw_timers_peek (heap) == nearest);
      g_assert_null (mw_timers_pop (heap, nearest->deadline - 1));
      g_assert_true (mw_timers_pop (heap, nearest->deadline) == nearest);
      g_assert_false (mw_timer_is_armed (nearest));
    }
  g_assert_null (mw_timers_peek (heap));
  g_assert_null (mw_timers_pop (heap, G_MAXINT64));
}

/* Random operations against a naive mirror, with deadlines below N_DEADLINES; what is left after each round must be
 * whole. */
static void
test_mirror (gconstpointer n_deadlines)
{
  MwTimers heap = { 0 };
  MwRandom random;
  gint64 clock = 0;

  memset (timers, 0, sizeof timers);
  mw_random_init (&random, 1, 1);
  for (guint round = 0; round < 400; round++)
    {
      for (guint turn = 0; turn < 2 * round; turn++)
        {
          guint i = mw_random_next (&random) % N;

          if (mw_timer_is_armed (&timers[i]))
            {
              mw_timers_remove (&heap, &timers[i]);
            }
          else
            {
              armed_at[i] = ++clock;
              mw_timers_add (&heap, &timers[i], mw_random_uniform (&random, 0, GPOINTER_TO_INT (n_deadlines)));
            }
          g_assert_true (mw_timers_peek (&heap) == find_nearest ());
        }
      drain (&heap);
    }
  mw_timers_clear (&heap);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/timers/mirror", GINT_TO_POINTER (1000000), test_mirror);
  g_test_add_data_func ("/timers/mirror-with-ties", GINT_TO_POINTER (50), test_mirror);
  g_test_add_data_func ("/timers/mirror-of-ties", GINT_TO_POINTER (1), test_mirror);
  return g_test_run ();
}
