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

#include "mw-catalogue.h"
#include "mw-measure.h"
#include "mw-player-private.h"

/* FAILED carries a text and is emitted here only. */
enum { FAILED = MW_PLAYER_N_SIGNALS, N_SIGNALS };

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

/* What was known about the length of a run holds no longer. */
void
mw_player_forget_length (MwPlayer *self)
{
  g_clear_pointer (&self->forecast, mw_race_free);
  self->expected = 0;
}

static void
take_race (MwPlayer *self, MwRace *race)
{
  g_clear_pointer (&self->race, mw_race_free);
  self->race = race;
  mw_player_leave_event (self);
  g_ptr_array_set_size (self->histories, 0);
  mw_player_begin_beats (self);
  if (race == NULL)
    return;
  for (guint i = 0; i < mw_race_get_n_runs (race); i++)
    g_ptr_array_add (self->histories, mw_history_new (mw_run_get_trace (mw_race_get_run (race, i))));
}

static void
mw_player_finalize (GObject *object)
{
  MwPlayer *self = MW_PLAYER (object);

  g_clear_handle_id (&self->rerun, g_source_remove);
  g_clear_pointer (&self->forecast, mw_race_free);
  g_clear_pointer (&self->race, mw_race_free);
  g_clear_pointer (&self->beats, mw_beat_times_free);
  mw_player_leave_event (self);
  g_ptr_array_unref (self->histories);
  g_clear_pointer (&self->scenario, mw_scenario_unref);
  g_free (self->settings.values);
  g_free (self->entry);
  g_free (self->lang);
  G_OBJECT_CLASS (mw_player_parent_class)->finalize (object);
}

void
mw_player_emit (MwPlayer *self, MwPlayerSignal signal)
{
  g_signal_emit (self, signals[signal], 0);
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
  signals[MW_PLAYER_SCENARIO_CHANGED] = new_signal ("scenario-changed", 0, G_TYPE_NONE);
  signals[MW_PLAYER_SETTINGS_CHANGED] = new_signal ("settings-changed", 0, G_TYPE_NONE);
  signals[MW_PLAYER_RACE_CHANGED] = new_signal ("race-changed", 0, G_TYPE_NONE);
  signals[MW_PLAYER_MOVED] = new_signal ("moved", 0, G_TYPE_NONE);
  signals[MW_PLAYER_STARTED] = new_signal ("started", 0, G_TYPE_NONE);
  signals[MW_PLAYER_SELECTED] = new_signal ("selected", 0, G_TYPE_NONE);
  signals[FAILED] = new_signal ("failed", 1, G_TYPE_STRING);
}

static void
mw_player_init (MwPlayer *self)
{
  self->histories = g_ptr_array_new_with_free_func ((GDestroyNotify) mw_history_free);
  self->settings.clock = MW_CLOCK_LIVE;
  self->finding = -1;
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
  g_autoptr (MwScenario) scenario = mw_catalogue_open (id_or_path, error);

  if (scenario == NULL)
    return FALSE;
  mw_player_open_scenario (self, scenario, mw_catalogue_find (id_or_path) == scenario ? id_or_path : NULL);
  return TRUE;
}

/* Opens SCENARIO (transfer none), which is shown as the ENTRY of the library; NULL: as none. */
void
mw_player_open_scenario (MwPlayer *self, MwScenario *scenario, const char *entry)
{
  char *own = g_strdup (entry);

  g_clear_handle_id (&self->rerun, g_source_remove);
  mw_scenario_ref (scenario);
  g_clear_pointer (&self->scenario, mw_scenario_unref);
  self->scenario = scenario;
  g_free (self->entry);
  self->entry = own;
  self->settings.seed = mw_scenario_get_seed (scenario);
  self->running = FALSE;
  mw_player_select (self, 0, 0);
  mw_player_fill_defaults (self);
  mw_player_forget_length (self);
  take_race (self, NULL);
  mw_playhead_begin (&self->playhead, FALSE);
  self->playhead.growing = FALSE;
  mw_player_emit (self, MW_PLAYER_SCENARIO_CHANGED);
  mw_player_emit (self, MW_PLAYER_SETTINGS_CHANGED);
  mw_player_emit (self, MW_PLAYER_RACE_CHANGED);
}

/* The id of the library's entry that is shown; NULL: a file of the user's. */
const char *
mw_player_get_entry (MwPlayer *self)
{
  return self->entry;
}

/* Transfer none; NULL before the first was opened. */
MwScenario *
mw_player_get_scenario (MwPlayer *self)
{
  return self->scenario;
}

static void
run_with (MwPlayer *self, const MwSettings *settings)
{
  g_autoptr (GError) error = NULL;
  MwRace *race;

  g_clear_handle_id (&self->rerun, g_source_remove);
  if (self->scenario == NULL)
    return;
  race = mw_race_new (self->scenario, NULL, 0, settings, &error);
  if (race == NULL)
    {
      g_signal_emit (self, signals[FAILED], 0, error->message);
      return;
    }
  take_race (self, race);
  mw_race_start (race);
  self->running = TRUE;
  mw_playhead_begin (&self->playhead, settings->clock == MW_CLOCK_LIVE);
  if (settings->clock == MW_CLOCK_LIVE)
    start_forecast (self);
  else
    mw_player_wait_briefly (self);
  mw_player_emit (self, MW_PLAYER_RACE_CHANGED);
  mw_player_emit (self, MW_PLAYER_STARTED);
}

/* Starts the race anew with the present settings; what cannot be started says so by `failed`. */
void
mw_player_run (MwPlayer *self)
{
  run_with (self, &self->settings);
}

/* The same with the real servers of CONSENT (transfer none), on the live clock.  It is for this one run: what a hand on a
 * slider runs anew asks the lab again. */
void
mw_player_run_real (MwPlayer *self, MwConsent *consent)
{
  MwSettings settings = self->settings;

  settings.clock = MW_CLOCK_LIVE;
  settings.consent = consent;
  run_with (self, &settings);
}

/* Whether the race that is shown asked real servers. */
gboolean
mw_player_is_real (MwPlayer *self)
{
  return self->race != NULL && mw_race_get_settings (self->race)->consent != NULL;
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

/* The figure that the scenario's source printed for the run INDEX, in ns; -1: none, or none for these parameters. */
gint64
mw_player_get_ghost (MwPlayer *self, guint index)
{
  guint variant = mw_run_get_variant (mw_race_get_run (self->race, index));

  return mw_player_has_defaults (self) ? mw_scenario_get_ghost (self->scenario, variant) : -1;
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
