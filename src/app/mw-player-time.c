/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The player's moment: what is known of the run, and which part of it is shown. */

#include "mw-config.h"

#include "mw-player-private.h"

#define EVENTS_PER_FRAME 200000
#define BRIEFLY_MS       30  /* two frames: most simulated runs take less */

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
void
mw_player_wait_briefly (MwPlayer *self)
{
  for (guint i = 0; i < BRIEFLY_MS && !mw_race_is_ended (self->race); i++)
    g_usleep (1000);
  while (read_news (self))
    ;
  mw_player_read_beats (self, find_end (self));
  mw_playhead_learn (&self->playhead, find_end (self), self->running);
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

/* To be called once a frame with the frame clock's time in µs: reads what is new and moves the picture. */
void
mw_player_advance (MwPlayer *self, gint64 frame_time)
{
  gboolean news;

  if (self->race == NULL)
    return;
  news = read_news (self);
  news |= read_forecast (self);
  mw_player_read_beats (self, find_end (self));
  news |= mw_playhead_advance (&self->playhead, frame_time * MW_NS_PER_US, find_end (self), self->running);
  if (news)
    mw_player_emit (self, MW_PLAYER_MOVED);
}

gboolean
mw_player_is_moving (MwPlayer *self)
{
  return self->race != NULL && mw_playhead_is_moving (&self->playhead);
}

/* The picture was moved by hand. */
void
mw_player_moved (MwPlayer *self)
{
  mw_player_emit (self, MW_PLAYER_MOVED);
  if (mw_player_is_moving (self))
    mw_player_emit (self, MW_PLAYER_STARTED);
}

/* TIME in ns; held within what is known. */
void
mw_player_seek (MwPlayer *self, gint64 time)
{
  mw_player_leave_event (self);
  mw_playhead_seek (&self->playhead, time);
  mw_player_moved (self);
}

void
mw_player_set_paused (MwPlayer *self, gboolean paused)
{
  if (!paused)
    mw_player_leave_event (self);
  mw_playhead_set_paused (&self->playhead, paused);
  mw_player_moved (self);
}

void
mw_player_set_speed (MwPlayer *self, double speed)
{
  mw_playhead_set_speed (&self->playhead, speed);
  mw_player_emit (self, MW_PLAYER_SETTINGS_CHANGED);
  mw_player_moved (self);
}

void
mw_player_go_to_end (MwPlayer *self)
{
  mw_player_leave_event (self);
  mw_playhead_go_to_end (&self->playhead);
  mw_player_moved (self);
}
