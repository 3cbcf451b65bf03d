/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The player's place in the telling of the scenario. */

#include "mw-config.h"

#include "mw-player-private.h"

/* The beats of another race, of which nothing is known yet. */
void
mw_player_begin_beats (MwPlayer *self)
{
  g_clear_pointer (&self->beats, mw_beat_times_free);
  self->beat = -1;
  if (self->race != NULL)
    self->beats = mw_beat_times_new (self->scenario, self->lang);
}

/* Looks for beats in what is new in the histories, which are known up to KNOWN (ns). */
void
mw_player_read_beats (MwPlayer *self, gint64 known)
{
  for (guint i = 0; i < self->histories->len; i++)
    mw_beat_times_read (self->beats, mw_run_get_variant (mw_race_get_run (self->race, i)),
                        g_ptr_array_index (self->histories, i), known);
}

/* When the beat INDEX of the scenario is, in ns; MW_BEAT_UNKNOWN: not yet, or never in this race. */
gint64
mw_player_get_beat_time (MwPlayer *self, guint index)
{
  return self->beats != NULL ? mw_beat_times_get (self->beats, index) : MW_BEAT_UNKNOWN;
}

/* The beat that the picture has come to; -1: none. */
gint
mw_player_get_beat (MwPlayer *self)
{
  return self->beats != NULL ? mw_beat_times_find (self->beats, self->playhead.time, self->beat) : -1;
}

/* Pauses where the beat INDEX is; FALSE, and all stays, when that is not known. */
gboolean
mw_player_go_to_beat (MwPlayer *self, guint index)
{
  gint64 time = mw_player_get_beat_time (self, index);

  if (time == MW_BEAT_UNKNOWN)
    return FALSE;
  self->beat = (gint) index;
  mw_playhead_set_paused (&self->playhead, TRUE);
  mw_player_seek (self, time);
  return TRUE;
}

/* Goes to the next (DIRECTION > 0) or the previous beat of the telling that is known. */
void
mw_player_step_beat (MwPlayer *self, gint direction)
{
  gint n = self->scenario != NULL ? (gint) mw_scenario_get_n_beats (self->scenario) : 0;
  gint step = direction > 0 ? 1 : -1;

  for (gint i = mw_player_get_beat (self) + step; i >= 0 && i < n; i += step)
    if (mw_player_go_to_beat (self, (guint) i))
      return;
}
