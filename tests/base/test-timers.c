/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "mw-random.h"
#include "mw-timers.h"

#define N 500

/* Random operations against a naive mirror: the earliest deadline, the earliest armed among equals. */
static void
test_mirror (void)
{
  static MwTimer timers[N];
  gint64 armed_at[N] = { 0 };
  MwTimers heap = { 0 };
  MwRandom random;
  gint64 clock = 0;

  mw_random_init (&random, 1, 1);
  for (guint turn = 0; turn < 20000; turn++)
    {
      guint i = mw_random_next (&random) % N;
      gint best = -1;

      if (mw_timer_is_armed (&timers[i]))
        {
          mw_timers_remove (&heap, &timers[i]);
        }
      else
        {
          armed_at[i] = ++clock;
          mw_timers_add (&heap, &timers[i], mw_random_uniform (&random, 0, 50));
        }
      for (gint j = 0; j < N; j++)
        if (mw_timer_is_armed (&timers[j]) &&
            (best < 0 || timers[j].deadline < timers[best].deadline ||
             (timers[j].deadline == timers[best].deadline && armed_at[j] < armed_at[best])))
          best = j;
      g_assert_true (mw_timers_peek (&heap) == (best < 0 ? NULL : &timers[best]));
    }
  mw_timers_clear (&heap);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/timers/mirror", test_mirror);
  return g_test_run ();
}
