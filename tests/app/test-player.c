/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The window's model without a window: frames are numbers that the test makes up. */

#include "mw-player.h"

#define SECOND MW_NS_PER_SEC

static void
count_cb (guint *count)
{
  (*count)++;
}

static MwPlayer *
new_simulated (const char *id)
{
  g_autoptr (GError) error = NULL;
  MwPlayer *player = mw_player_new ("en");

  mw_player_set_clock (player, MW_CLOCK_SIMULATED);
  mw_player_open (player, id, &error);
  g_assert_no_error (error);
  return player;
}

/* Runs, and lets frames go by until the run is known to its end. */
static gint64
run_to_end (MwPlayer *player)
{
  gint64 frame = 1000000;

  mw_player_run (player);
  while (mw_player_is_running (player))
    {
      mw_player_advance (player, frame);
      frame += 16667;
      g_thread_yield ();
    }
  mw_player_advance (player, frame);
  return mw_player_get_playhead (player)->end;
}

static void
test_simulated_run (void)
{
  g_autoptr (MwPlayer) player = new_simulated ("three-greetings");

  g_assert_cmpint (run_to_end (player), ==, 6 * SECOND);
  g_assert_cmpuint (mw_player_get_n_histories (player), ==, 2);
  g_assert_cmpint (mw_history_get_end (mw_player_get_history (player, 1)), ==, 2 * SECOND);
  g_assert_cmpint (mw_player_get_badge (player), ==, MW_BADGE_SIMULATED);
  g_assert_true (mw_player_is_moving (player));
  mw_player_go_to_end (player);
  g_assert_false (mw_player_is_moving (player));
  g_assert_cmpint (mw_player_get_playhead (player)->time, ==, 6 * SECOND);
}

/* A moment can be sought right after the start, before any frame. */
static void
test_seek_at_once (void)
{
  g_autoptr (MwPlayer) player = new_simulated ("three-greetings");

  mw_player_run (player);
  mw_player_set_paused (player, TRUE);
  mw_player_seek (player, 4200 * MW_NS_PER_MS);
  while (mw_player_get_playhead (player)->wanted >= 0)
    mw_player_advance (player, 1000);
  g_assert_cmpint (mw_player_get_playhead (player)->time, ==, 4200 * MW_NS_PER_MS);
}

/* The telling is gone through by hand, several beats of one instant too, and follows what is shown. */
static void
test_beats (void)
{
  g_autoptr (MwPlayer) player = new_simulated ("permits");

  g_assert_cmpint (mw_player_get_beat (player), ==, -1);
  g_assert_false (mw_player_go_to_beat (player, 0));
  g_assert_cmpint (run_to_end (player), ==, 2200 * MW_NS_PER_MS);
  for (gint i = 0; i < 8; i++)
    {
      mw_player_seek (player, 0);
      g_assert_true (mw_player_go_to_beat (player, (guint) i));
      g_assert_cmpint (mw_player_get_beat (player), ==, i);
      g_assert_cmpint (mw_player_get_playhead (player)->time, ==, mw_player_get_beat_time (player, (guint) i));
      g_assert_true (mw_player_get_playhead (player)->paused);
    }
  g_assert_cmpint (mw_player_get_playhead (player)->time, ==, SECOND);
  mw_player_step_beat (player, 1);
  g_assert_cmpint (mw_player_get_beat (player), ==, 7);
  for (gint i = 6; i >= 0; i--)
    {
      mw_player_step_beat (player, -1);
      g_assert_cmpint (mw_player_get_beat (player), ==, i);
    }
  mw_player_seek (player, SECOND - 1);
  g_assert_cmpint (mw_player_get_beat (player), ==, 5);
}

/* With permits for everybody nobody waits: that beat is not in this run and is passed over. */
static void
test_missing_beat (void)
{
  g_autoptr (MwPlayer) player = new_simulated ("permits");
  g_autoptr (GError) error = NULL;

  mw_player_set_text (player, "permits=6", &error);
  g_assert_no_error (error);
  run_to_end (player);
  g_assert_cmpint (mw_player_get_beat_time (player, 4), ==, -1);
  g_assert_false (mw_player_go_to_beat (player, 4));
  g_assert_true (mw_player_go_to_beat (player, 3));
  mw_player_step_beat (player, 1);
  g_assert_cmpint (mw_player_get_beat (player), ==, 5);
}

static void
test_step (void)
{
  g_autoptr (MwPlayer) player = new_simulated ("three-greetings");

  run_to_end (player);
  mw_player_seek (player, 3 * SECOND);
  mw_player_step (player, MW_STRIDE_EVENT, 1);
  g_assert_cmpint (mw_player_get_playhead (player)->time, ==, 4 * SECOND);
  g_assert_true (mw_player_get_playhead (player)->paused);
  mw_player_step (player, MW_STRIDE_EVENT, -1);
  g_assert_cmpint (mw_player_get_playhead (player)->time, ==, 2 * SECOND);
  while (mw_player_step (player, MW_STRIDE_EVENT, -1))
    ;
  g_assert_cmpint (mw_player_get_playhead (player)->time, ==, 0);
}

/* A setting changes: once the hand rests, the race is run anew, with it. */
static void
test_rerun (void)
{
  g_autoptr (MwPlayer) player = new_simulated ("three-greetings");
  g_autoptr (GError) error = NULL;
  guint races = 0;

  run_to_end (player);
  g_signal_connect_swapped (player, "race-changed", G_CALLBACK (count_cb), &races);
  g_assert_true (mw_player_set_text (player, "delay=1s", &error));
  g_assert_true (mw_player_set_text (player, "delay=500ms", &error));
  g_assert_no_error (error);
  while (races == 0)
    g_main_context_iteration (NULL, TRUE);
  while (mw_player_is_running (player))
    mw_player_advance (player, 1000);
  g_assert_cmpint (mw_player_get_playhead (player)->end, ==, 1500 * MW_NS_PER_MS);
  g_assert_cmpuint (races, ==, 1);
  mw_player_reset_values (player);
  g_assert_cmpint (run_to_end (player), ==, 6 * SECOND);
}

static void
test_bad_settings (void)
{
  static const char *const assignments[] = { "", "=", "delay", "nothing=5", "delay=soon", "delay=-1s", "delay=99h" };
  g_autoptr (MwPlayer) player = new_simulated ("three-greetings");

  for (guint i = 0; i < G_N_ELEMENTS (assignments); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (mw_player_set_text (player, assignments[i], &error));
      g_assert_nonnull (error);
    }
  g_assert_cmpint (mw_player_get_value (player, 0), ==, 2 * SECOND);
}

/* What cannot be opened changes nothing. */
static void
test_open_error (void)
{
  g_autoptr (MwPlayer) player = new_simulated ("three-greetings");
  g_autoptr (GError) error = NULL;
  MwScenario *before = mw_player_get_scenario (player);
  MwHistory *history;

  run_to_end (player);
  history = mw_player_get_history (player, 0);
  g_assert_false (mw_player_open (player, "/nowhere/nothing.json", &error));
  g_assert_nonnull (error);
  g_assert_true (mw_player_get_scenario (player) == before);
  g_assert_true (mw_player_get_history (player, 0) == history);
}

/* A live run is forecast by a simulated one, followed while it lasts, and can be stopped. */
static void
test_live (void)
{
  g_autoptr (MwPlayer) player = mw_player_new ("en");
  g_autoptr (GError) error = NULL;
  gint64 frame = 1000000;

  mw_player_open (player, "three-greetings", &error);
  g_assert_no_error (error);
  mw_player_run (player);
  while (mw_player_get_expected (player) == 0)
    mw_player_advance (player, frame += 16667);
  g_assert_cmpint (mw_player_get_expected (player), ==, 6 * SECOND);
  g_assert_true (mw_player_is_running (player));
  g_assert_cmpint (mw_player_get_badge (player), ==, MW_BADGE_LIVE);
  mw_player_stop (player);
  while (mw_player_is_running (player))
    mw_player_advance (player, frame += 16667);
  g_assert_cmpint (mw_history_get_run_end (mw_player_get_history (player, 0), NULL), ==, MW_RUN_STOPPED);
  g_assert_cmpint (mw_player_get_playhead (player)->end, <, 6 * SECOND);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/player/simulated-run", test_simulated_run);
  g_test_add_func ("/player/seek-at-once", test_seek_at_once);
  g_test_add_func ("/player/beats", test_beats);
  g_test_add_func ("/player/missing-beat", test_missing_beat);
  g_test_add_func ("/player/step", test_step);
  g_test_add_func ("/player/rerun", test_rerun);
  g_test_add_func ("/player/bad-settings", test_bad_settings);
  g_test_add_func ("/player/open-error", test_open_error);
  g_test_add_func ("/player/live", test_live);
  return g_test_run ();
}
