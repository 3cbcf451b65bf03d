/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The model of the window: everything that a picture needs and no widget.
 *
 * A race is freed when it is no longer wanted; its runs may then be in the middle of a blocking call that
 * nobody can cut short (that is what the scenario is about), and end by themselves.  Its traces live on as
 * long as a history reads them.
 *
 * How long a live run will take is found out by running it on the simulated clock beside it, so that the
 * ruler of a live picture need not be redrawn under the eyes of the reader.  It is a guess about the width of
 * a ruler and nothing that is shown as measured.
 */

#include "mw-config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "mw-catalogue.h"
#include "mw-error.h"
#include "mw-player.h"

#define EVENTS_PER_FRAME 200000
#define RERUN_DELAY_MS   150
#define SHORT_RUN        (10 * MW_NS_PER_SEC)
#define BRIEFLY_MS       30  /* two frames: most simulated runs take less */

struct _MwPlayer
{
  GObject      parent_instance;
  char        *lang;
  MwScenario  *scenario;
  MwSettings   settings;
  MwRace      *race;
  GPtrArray   *histories;  /* of MwHistory */
  MwPlayhead   playhead;
  MwRace      *forecast;   /* finds out EXPECTED; NULL: nothing to find out */
  gint64       expected;   /* ns; 0: not known */
  gboolean     running;
  guint        rerun;
};

enum { SCENARIO_CHANGED, SETTINGS_CHANGED, RACE_CHANGED, MOVED, STARTED, FAILED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (MwPlayer, mw_player, G_TYPE_OBJECT)

/* Has the race find out how long a live run takes, if that is not known yet. */
static void
start_forecast (MwPlayer *self)
{
  MwSettings settings = self->settings;

  if (self->expected > 0 || self->forecast != NULL)
    return;
  settings.clock = MW_CLOCK_SIMULATED;
  self->forecast = mw_race_new (self->scenario, NULL, 0, &settings, NULL);
  if (self->forecast != NULL)
    mw_race_start (self->forecast);
}

static gboolean
read_forecast (MwPlayer *self)
{
  if (self->forecast == NULL || !mw_race_is_ended (self->forecast))
    return FALSE;
  self->expected = mw_race_get_now (self->forecast);
  g_clear_pointer (&self->forecast, mw_race_free);
  return TRUE;
}

/* What was known about the length of a run holds no longer. */
static void
forget_length (MwPlayer *self)
{
  g_clear_pointer (&self->forecast, mw_race_free);
  self->expected = 0;
}

static gboolean
rerun_cb (gpointer data)
{
  MwPlayer *self = data;

  self->rerun = 0;
  mw_player_run (self);
  return G_SOURCE_REMOVE;
}

/* A setting changed: the picture of a short run follows the hand, a long one waits for the button. */
static void
settings_changed (MwPlayer *self, gboolean always)
{
  gint64 length = MAX (self->expected, self->playhead.end);

  forget_length (self);
  g_signal_emit (self, signals[SETTINGS_CHANGED], 0);
  if (self->race == NULL || (!always && self->settings.clock == MW_CLOCK_LIVE && length >= SHORT_RUN))
    return;
  g_clear_handle_id (&self->rerun, g_source_remove);
  self->rerun = g_timeout_add (RERUN_DELAY_MS, rerun_cb, self);
}

static void
fill_defaults (MwPlayer *self)
{
  guint n = mw_scenario_get_n_parameters (self->scenario);

  g_free (self->settings.values);
  self->settings.values = g_new0 (gint64, MAX (n, 1));
  for (guint i = 0; i < n; i++)
    self->settings.values[i] = mw_scenario_get_parameter (self->scenario, i)->value;
}

static void
take_race (MwPlayer *self, MwRace *race)
{
  g_clear_pointer (&self->race, mw_race_free);
  self->race = race;
  g_ptr_array_set_size (self->histories, 0);
  if (race == NULL)
    return;
  for (guint i = 0; i < mw_race_get_n_runs (race); i++)
    g_ptr_array_add (self->histories, mw_history_new (mw_run_get_trace (mw_race_get_run (race, i))));
}

/* The newest moment that is known of the race. */
static gint64
find_end (MwPlayer *self)
{
  gint64 end = 0;

  if (mw_race_get_settings (self->race)->clock == MW_CLOCK_LIVE && !mw_race_is_ended (self->race))
    return MAX (mw_race_get_now (self->race), 0);
  for (guint i = 0; i < self->histories->len; i++)
    end = MAX (end, mw_history_get_end (g_ptr_array_index (self->histories, i)));
  return end;
}

/* Reads what the runs have written; TRUE if there was anything. */
static gboolean
read_news (MwPlayer *self)
{
  gboolean ended = mw_race_is_ended (self->race), news = FALSE;

  for (guint i = 0; i < self->histories->len; i++)
    {
      MwHistory *history = g_ptr_array_index (self->histories, i);

      news |= mw_history_update (history, EVENTS_PER_FRAME);
      if (!ended && mw_race_get_settings (self->race)->clock == MW_CLOCK_LIVE)
        mw_history_anticipate (history, mw_race_get_now (self->race));
    }
  self->running = !ended || news;
  return news;
}

/* A simulated run that is over at once is shown as one: without a flash of its beginning, and a moment of it
 * can be sought without waiting for a frame. */
static void
wait_briefly (MwPlayer *self)
{
  for (guint i = 0; i < BRIEFLY_MS && !mw_race_is_ended (self->race); i++)
    g_usleep (1000);
  while (read_news (self))
    ;
  mw_playhead_learn (&self->playhead, find_end (self), self->running);
}

static void
mw_player_finalize (GObject *object)
{
  MwPlayer *self = MW_PLAYER (object);

  g_clear_handle_id (&self->rerun, g_source_remove);
  g_clear_pointer (&self->forecast, mw_race_free);
  g_clear_pointer (&self->race, mw_race_free);
  g_ptr_array_unref (self->histories);
  g_clear_pointer (&self->scenario, mw_scenario_unref);
  g_free (self->settings.values);
  g_free (self->lang);
  G_OBJECT_CLASS (mw_player_parent_class)->finalize (object);
}

static guint
new_signal (const char *name, guint n_params, GType type)
{
  return g_signal_new (name, MW_TYPE_PLAYER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, n_params, type);
}

static void
mw_player_class_init (MwPlayerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mw_player_finalize;
  signals[SCENARIO_CHANGED] = new_signal ("scenario-changed", 0, G_TYPE_NONE);
  signals[SETTINGS_CHANGED] = new_signal ("settings-changed", 0, G_TYPE_NONE);
  signals[RACE_CHANGED] = new_signal ("race-changed", 0, G_TYPE_NONE);
  signals[MOVED] = new_signal ("moved", 0, G_TYPE_NONE);
  signals[STARTED] = new_signal ("started", 0, G_TYPE_NONE);
  signals[FAILED] = new_signal ("failed", 1, G_TYPE_STRING);
}

static void
mw_player_init (MwPlayer *self)
{
  self->histories = g_ptr_array_new_with_free_func ((GDestroyNotify) mw_history_free);
  self->settings.clock = MW_CLOCK_LIVE;
  mw_playhead_init (&self->playhead);
}

/* LANG: "en" or "fr", of the printed lines and texts. */
MwPlayer *
mw_player_new (const char *lang)
{
  MwPlayer *self = g_object_new (MW_TYPE_PLAYER, NULL);

  self->lang = g_strdup (lang);
  self->settings.lang = self->lang;
  return self;
}

const char *
mw_player_get_lang (MwPlayer *self)
{
  return self->lang;
}

/* Opens an id of the catalogue or the path of a file, with its own seed and defaults.  On an error all that
 * was shown stays. */
gboolean
mw_player_open (MwPlayer *self, const char *id_or_path, GError **error)
{
  MwScenario *scenario = mw_catalogue_open (id_or_path, error);

  if (scenario == NULL)
    return FALSE;
  g_clear_handle_id (&self->rerun, g_source_remove);
  g_clear_pointer (&self->scenario, mw_scenario_unref);
  self->scenario = scenario;
  self->settings.seed = mw_scenario_get_seed (scenario);
  self->running = FALSE;
  fill_defaults (self);
  forget_length (self);
  take_race (self, NULL);
  mw_playhead_begin (&self->playhead, FALSE);
  self->playhead.growing = FALSE;
  g_signal_emit (self, signals[SCENARIO_CHANGED], 0);
  g_signal_emit (self, signals[SETTINGS_CHANGED], 0);
  g_signal_emit (self, signals[RACE_CHANGED], 0);
  return TRUE;
}

/* Transfer none; NULL before the first was opened. */
MwScenario *
mw_player_get_scenario (MwPlayer *self)
{
  return self->scenario;
}

MwClock
mw_player_get_clock (MwPlayer *self)
{
  return self->settings.clock;
}

/* Runs again on the other clock. */
void
mw_player_set_clock (MwPlayer *self, MwClock clock)
{
  if (clock == self->settings.clock)
    return;
  self->settings.clock = clock;
  settings_changed (self, TRUE);
}

guint64
mw_player_get_seed (MwPlayer *self)
{
  return self->settings.seed;
}

void
mw_player_set_seed (MwPlayer *self, guint64 seed)
{
  if (seed == self->settings.seed)
    return;
  self->settings.seed = seed;
  settings_changed (self, FALSE);
}

gint64
mw_player_get_value (MwPlayer *self, guint parameter)
{
  return self->settings.values[parameter];
}

/* VALUE as in MwParameter; it must lie in its range. */
void
mw_player_set_value (MwPlayer *self, guint parameter, gint64 value)
{
  if (value == self->settings.values[parameter])
    return;
  self->settings.values[parameter] = value;
  settings_changed (self, FALSE);
}

/* Sets a parameter from "name=value", as a command line or a test writes it. */
gboolean
mw_player_set_text (MwPlayer *self, const char *assignment, GError **error)
{
  const char *equals = strchr (assignment, '=');
  g_autofree char *name = equals != NULL ? g_strndup (assignment, (gsize) (equals - assignment)) : g_strdup (assignment);
  gint index = self->scenario != NULL ? mw_scenario_find_parameter (self->scenario, name) : -1;
  gint64 value;

  if (index < 0 || equals == NULL)
    {
      g_set_error (error, MW_ERROR, MW_ERROR_ARGUMENT, _("“%s” does not set a parameter of this scenario"), assignment);
      return FALSE;
    }
  if (!mw_scenario_parse_value (self->scenario, (guint) index, equals + 1, &value, error))
    return FALSE;
  mw_player_set_value (self, (guint) index, value);
  return TRUE;
}

/* All parameters as the scenario has them. */
void
mw_player_reset_values (MwPlayer *self)
{
  if (self->scenario == NULL)
    return;
  fill_defaults (self);
  settings_changed (self, FALSE);
}

/* TRUE when every parameter is as the scenario has it. */
gboolean
mw_player_has_defaults (MwPlayer *self)
{
  for (guint i = 0; i < mw_scenario_get_n_parameters (self->scenario); i++)
    if (self->settings.values[i] != mw_scenario_get_parameter (self->scenario, i)->value)
      return FALSE;
  return TRUE;
}

/* Starts the race anew with the present settings; what cannot be started says so by `failed`. */
void
mw_player_run (MwPlayer *self)
{
  g_autoptr (GError) error = NULL;
  MwRace *race;

  g_clear_handle_id (&self->rerun, g_source_remove);
  if (self->scenario == NULL)
    return;
  race = mw_race_new (self->scenario, NULL, 0, &self->settings, &error);
  if (race == NULL)
    {
      g_signal_emit (self, signals[FAILED], 0, error->message);
      return;
    }
  take_race (self, race);
  mw_race_start (race);
  self->running = TRUE;
  mw_playhead_begin (&self->playhead, self->settings.clock == MW_CLOCK_LIVE);
  if (self->settings.clock == MW_CLOCK_LIVE)
    start_forecast (self);
  else
    wait_briefly (self);
  g_signal_emit (self, signals[RACE_CHANGED], 0);
  g_signal_emit (self, signals[STARTED], 0);
}

/* Asks a run that goes on to stop; it ends within the next frames. */
void
mw_player_stop (MwPlayer *self)
{
  if (self->race != NULL && self->running)
    mw_race_stop (self->race);
}

gboolean
mw_player_is_running (MwPlayer *self)
{
  return self->running;
}

/* How long the run will take, in ns, for the width of the ruler; 0 when nobody knows. */
gint64
mw_player_get_expected (MwPlayer *self)
{
  return self->expected;
}

guint
mw_player_get_n_histories (MwPlayer *self)
{
  return self->histories->len;
}

/* Transfer none; replaced when race-changed is emitted. */
MwHistory *
mw_player_get_history (MwPlayer *self, guint index)
{
  return g_ptr_array_index (self->histories, index);
}

const char *
mw_player_get_variant_title (MwPlayer *self, guint index)
{
  return mw_scenario_get_variant_title (self->scenario, mw_run_get_variant (mw_race_get_run (self->race, index)), self->lang);
}

const MwPlayhead *
mw_player_get_playhead (MwPlayer *self)
{
  return &self->playhead;
}

MwBadge
mw_player_get_badge (MwPlayer *self)
{
  return mw_playhead_get_badge (&self->playhead, self->race != NULL &&
                                mw_race_get_settings (self->race)->clock == MW_CLOCK_SIMULATED);
}

/* To be called once a frame with the frame clock's time in µs: reads what is new and moves the picture. */
void
mw_player_advance (MwPlayer *self, gint64 frame_time)
{
  gboolean news;

  if (self->race == NULL)
    return;
  news = read_news (self);
  news |= read_forecast (self);
  news |= mw_playhead_advance (&self->playhead, frame_time * MW_NS_PER_US, find_end (self), self->running);
  if (news)
    g_signal_emit (self, signals[MOVED], 0);
}

gboolean
mw_player_is_moving (MwPlayer *self)
{
  return self->race != NULL && mw_playhead_is_moving (&self->playhead);
}

/* The picture moved by hand. */
static void
moved (MwPlayer *self)
{
  g_signal_emit (self, signals[MOVED], 0);
  if (mw_player_is_moving (self))
    g_signal_emit (self, signals[STARTED], 0);
}

/* TIME in ns; held within what is known. */
void
mw_player_seek (MwPlayer *self, gint64 time)
{
  mw_playhead_seek (&self->playhead, time);
  moved (self);
}

/* Index of the first of the N events of TRACE that is later than TIME (or, AT, not before it). */
static gsize
find_event (MwTrace *trace, gsize n, gint64 time, gboolean at)
{
  gsize low = 0, high = n;

  while (low < high)
    {
      gsize middle = low + (high - low) / 2;
      gint64 when = mw_trace_get_event (trace, middle)->time;

      if (when > time || (at && when == time))
        high = middle;
      else
        low = middle + 1;
    }
  return low;
}

/* Pauses on the next (DIRECTION > 0) or the previous instant at which anything happened. */
void
mw_player_step (MwPlayer *self, gint direction)
{
  gint64 now = self->playhead.time;
  gint64 best = direction > 0 ? self->playhead.end : 0;

  for (guint i = 0; i < self->histories->len; i++)
    {
      MwHistory *history = g_ptr_array_index (self->histories, i);
      MwTrace *trace = mw_history_get_trace (history);
      gsize n = mw_history_get_n_read (history);
      gsize found = find_event (trace, n, now, direction < 0);

      if (direction > 0 && found < n)
        best = MIN (best, mw_trace_get_event (trace, found)->time);
      else if (direction < 0 && found > 0)
        best = MAX (best, mw_trace_get_event (trace, found - 1)->time);
    }
  mw_playhead_set_paused (&self->playhead, TRUE);
  mw_player_seek (self, best);
}

void
mw_player_set_paused (MwPlayer *self, gboolean paused)
{
  mw_playhead_set_paused (&self->playhead, paused);
  moved (self);
}

void
mw_player_set_speed (MwPlayer *self, double speed)
{
  mw_playhead_set_speed (&self->playhead, speed);
  g_signal_emit (self, signals[SETTINGS_CHANGED], 0);
  moved (self);
}

void
mw_player_go_to_end (MwPlayer *self)
{
  mw_playhead_go_to_end (&self->playhead);
  moved (self);
}
