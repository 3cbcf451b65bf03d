/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the window can do, by name.  Menus, keys, buttons, tests and D-Bus all come through here, so that
 * nothing can be done in one way that cannot be done in the others. */

#include "mw-config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "mw-consent-dialog.h"
#include "mw-screenshot.h"
#include "mw-transport.h"
#include "mw-window.h"

#define WINDOW(data) (MW_WINDOW (data))
#define PLAYER(data) (mw_window_get_player (MW_WINDOW (data)))
#define CHART(data)  (mw_window_get_chart (MW_WINDOW (data)))

/* Seeds are small enough to be read out. */
#define SEED_MAX 100000

static void
open_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  mw_window_open (WINDOW (data), g_variant_get_string (parameter, NULL));
}

static void
choose_file_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  mw_window_choose_file (WINDOW (data));
}

static void
choose_screenshot_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  mw_window_choose_screenshot (WINDOW (data));
}

static void
run_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  mw_window_run (WINDOW (data));
}

static void
run_real_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  mw_consent_dialog_ask (WINDOW (data));
}

static void
stop_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  mw_player_stop (PLAYER (data));
}

static void
pause_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  mw_player_set_paused (PLAYER (data), TRUE);
}

/* Pauses, goes on, or plays again what has been seen to its end. */
static void
play_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  const MwPlayhead *playhead = mw_player_get_playhead (PLAYER (data));

  if (!playhead->growing && playhead->time >= playhead->end)
    {
      mw_player_seek (PLAYER (data), 0);
      mw_player_set_paused (PLAYER (data), FALSE);
    }
  else
    mw_player_set_paused (PLAYER (data), !playhead->paused);
}

static void
seek_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  double seconds = g_variant_get_double (parameter);

  if (isnan (seconds))
    return;
  seconds = CLAMP (seconds, 0.0, (double) (MW_DURATION_MAX / MW_NS_PER_SEC));
  mw_player_set_paused (PLAYER (data), TRUE);
  mw_player_seek (PLAYER (data), (gint64) (seconds * (double) MW_NS_PER_SEC + 0.5));
}

static void
begin_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  mw_player_seek (PLAYER (data), 0);
}

static void
end_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  mw_player_go_to_end (PLAYER (data));
}

static void
step_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  mw_player_step (PLAYER (data), MW_STRIDE_EVENT, g_variant_get_int32 (parameter));
}

static void
switch_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  mw_player_step (PLAYER (data), MW_STRIDE_SWITCH, g_variant_get_int32 (parameter));
}

static void
event_of_task_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  mw_player_step (PLAYER (data), MW_STRIDE_TASK, g_variant_get_int32 (parameter));
}

static void
finding_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  mw_player_step_finding (PLAYER (data), g_variant_get_int32 (parameter));
}

/* A task that does not exist cannot be selected: then nothing is. */
static void
select_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  guint entrant;
  guint32 task;

  g_variant_get (parameter, "(uu)", &entrant, &task);
  if (entrant >= mw_player_get_n_histories (PLAYER (data)) ||
      mw_history_get_task (mw_player_get_history (PLAYER (data), entrant), task) == NULL)
    entrant = task = 0;
  mw_player_select (PLAYER (data), entrant, task);
}

static void
step_beat_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  mw_player_step_beat (PLAYER (data), g_variant_get_int32 (parameter));
}

static void
speed_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  if (!isnan (g_variant_get_double (parameter)))
    mw_player_set_speed (PLAYER (data), g_variant_get_double (parameter));
}

static void
change_speed (MwPlayer *player, int direction)
{
  mw_player_set_speed (player, mw_transport_next_speed (mw_player_get_playhead (player)->speed, direction));
}

static void
slower_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  change_speed (PLAYER (data), -1);
}

static void
faster_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  change_speed (PLAYER (data), 1);
}

static void
clock_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  const char *name = g_variant_get_string (parameter, NULL);

  for (guint i = 0; i < MW_N_CLOCKS; i++)
    if (g_strcmp0 (name, mw_clock_name ((MwClock) i)) == 0)
      {
        mw_player_set_clock (PLAYER (data), (MwClock) i);
        return;
      }
  mw_window_tell (WINDOW (data), _("There are two clocks: live and simulated."));
}

static void
toggle_clock_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  mw_player_set_clock (PLAYER (data), mw_player_get_clock (PLAYER (data)) == MW_CLOCK_LIVE ? MW_CLOCK_SIMULATED : MW_CLOCK_LIVE);
}

static void
seed_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  mw_player_set_seed (PLAYER (data), g_variant_get_uint64 (parameter));
}

static void
new_seed_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  mw_player_set_seed (PLAYER (data), g_random_int () % SEED_MAX);
}

static void
set_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  g_autoptr (GError) error = NULL;

  if (!mw_player_set_text (PLAYER (data), g_variant_get_string (parameter, NULL), &error))
    mw_window_tell (WINDOW (data), error->message);
}

static void
reset_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  mw_player_reset_values (PLAYER (data));
}

static void
fit_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  mw_chart_fit (CHART (data));
}

static void
zoom_in_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  mw_chart_zoom (CHART (data), 1.5);
}

static void
zoom_out_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  mw_chart_zoom (CHART (data), 1 / 1.5);
}

static void
pan_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  mw_chart_pan (CHART (data), 0.1 * g_variant_get_int32 (parameter));
}

static void
shot_cb (const char *path, const GError *error, gpointer data)
{
  if (error != NULL)
    mw_window_tell (WINDOW (data), error->message);
  g_object_unref (data);
}

static void
screenshot_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  mw_screenshot_take (GTK_WIDGET (data), g_variant_get_string (parameter, NULL), shot_cb, g_object_ref (data));
}

static void
find_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  mw_window_find (WINDOW (data));
}

static void
picture_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  mw_window_show_picture (WINDOW (data));
}

static void
page_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  mw_window_show_page (WINDOW (data), g_variant_get_string (parameter, NULL));
}

static void
library_cb (GSimpleAction *action, GVariant *value, gpointer data)
{
  mw_window_show_side (WINDOW (data), MW_SIDE_LIBRARY, g_variant_get_boolean (value));
}

static void
inspector_cb (GSimpleAction *action, GVariant *value, gpointer data)
{
  mw_window_show_side (WINDOW (data), MW_SIDE_INSPECTOR, g_variant_get_boolean (value));
}

static void
parameters_cb (GSimpleAction *action, GVariant *value, gpointer data)
{
  mw_window_show_side (WINDOW (data), MW_SIDE_PARAMETERS, g_variant_get_boolean (value));
}

static const GActionEntry actions[] = {
  { "open", open_cb, "s" },
  { "choose-file", choose_file_cb },
  { "choose-screenshot", choose_screenshot_cb },
  { "run", run_cb },
  { "run-real", run_real_cb },
  { "stop", stop_cb },
  { "pause", pause_cb },
  { "play", play_cb },
  { "seek", seek_cb, "d" },
  { "begin", begin_cb },
  { "end", end_cb },
  { "step", step_cb, "i" },
  { "switch", switch_cb, "i" },
  { "event-of-task", event_of_task_cb, "i" },
  { "finding", finding_cb, "i" },
  { "select", select_cb, "(uu)" },
  { "step-beat", step_beat_cb, "i" },
  { "speed", speed_cb, "d" },
  { "slower", slower_cb },
  { "faster", faster_cb },
  { "clock", clock_cb, "s" },
  { "toggle-clock", toggle_clock_cb },
  { "seed", seed_cb, "t" },
  { "new-seed", new_seed_cb },
  { "set", set_cb, "s" },
  { "reset", reset_cb },
  { "fit", fit_cb },
  { "zoom-in", zoom_in_cb },
  { "zoom-out", zoom_out_cb },
  { "pan", pan_cb, "i" },
  { "screenshot", screenshot_cb, "s" },
  { "find", find_cb },
  { "picture", picture_cb },
  { "page", page_cb, "s" },
  { "library", NULL, NULL, "true", library_cb },
  { "inspector", NULL, NULL, "true", inspector_cb },
  { "parameters", NULL, NULL, "true", parameters_cb },
};

void
mw_window_add_actions (MwWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
}
