/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the user sets.  The picture of a short run follows the hand: a change runs it anew, once the hand rests. */

#include "mw-config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "mw-error.h"
#include "mw-player-private.h"

#define RERUN_DELAY_MS 150
#define SHORT_RUN      (10 * MW_NS_PER_SEC)

/* Every parameter as the scenario has it. */
void
mw_player_fill_defaults (MwPlayer *self)
{
  guint n = mw_scenario_get_n_parameters (self->scenario);

  g_free (self->settings.values);
  self->settings.values = g_new0 (gint64, MAX (n, 1));
  for (guint i = 0; i < n; i++)
    self->settings.values[i] = mw_scenario_get_parameter (self->scenario, i)->value;
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

  mw_player_forget_length (self);
  mw_player_emit (self, MW_PLAYER_SETTINGS_CHANGED);
  if (self->race == NULL || (!always && self->settings.clock == MW_CLOCK_LIVE && length >= SHORT_RUN))
    return;
  g_clear_handle_id (&self->rerun, g_source_remove);
  self->rerun = g_timeout_add (RERUN_DELAY_MS, rerun_cb, self);
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
  mw_player_fill_defaults (self);
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

