/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The moment that the picture shows.
 *
 *   live, followed     0 ──────────────────●            time = end, and end = the clock
 *   paused or slowed   0 ────────●─────────┤ end        time stays or moves by speed × frame; end goes on
 *   simulated, ended   0 ────────●─────────┤ end        the same: a film of the finished run
 *
 * The picture is a pure function of (trace, time), so that pause, slow motion and stepping back are one
 * number that moves differently.  It moves by frame time, never by the wall clock: what a slow machine does
 * not draw is not skipped but shown later.  Only a followed live run takes its time from the clock, because
 * there the clock is what is shown.
 */

#include "mw-playhead.h"

/* At the start of a program: nothing known, true to life. */
void
mw_playhead_init (MwPlayhead *self)
{
  *self = (MwPlayhead) { .wanted = -1, .frame = -1, .speed = 1.0 };
}

/* A new run begins; LIVE: its end will grow with the clock.  The speed stays what the user set, and so a
 * live run is only followed at speed 1 or above; a simulated one is a film from its first frame on. */
void
mw_playhead_begin (MwPlayhead *self, gboolean live)
{
  self->time = 0;
  self->end = 0;
  self->wanted = -1;
  self->frame = -1;
  self->live = live;
  self->growing = TRUE;
  self->following = live && self->speed >= 1.0;
  self->paused = FALSE;
}

/* The run is known up to END and goes on (GROWING) or not; what was wanted is shown once it is known. */
void
mw_playhead_learn (MwPlayhead *self, gint64 end, gboolean growing)
{
  self->end = end;
  self->growing = growing;
  if (self->wanted < 0 || (growing && self->wanted > end))
    return;
  self->time = MIN (self->wanted, end);
  self->wanted = -1;
}

/* The frame FRAME (ns of the frame clock) is about to be drawn, the run is known up to END and goes on
 * (GROWING) or not.  Returns TRUE when the picture of this frame differs from the last. */
gboolean
mw_playhead_advance (MwPlayhead *self, gint64 frame, gint64 end, gboolean growing)
{
  gint64 before = self->time;
  gint64 step = self->frame < 0 ? 0 : CLAMP (frame - self->frame, 0, MW_PLAYHEAD_FRAME_MAX);
  gboolean grew = end != self->end || growing != self->growing;

  self->frame = frame;
  mw_playhead_learn (self, end, growing);
  if (self->following)
    self->time = end;
  else if (!self->paused)
    self->time = MIN (self->time + (gint64) ((double) step * self->speed), end);
  if (self->live && growing && !self->paused && self->speed > 1.0 && self->time == end && end > 0)
    self->following = TRUE;
  return grew || self->time != before;
}

/* Shows TIME and no longer follows the run; a TIME that is not known yet is waited for, as long as the run
 * goes on. */
void
mw_playhead_seek (MwPlayhead *self, gint64 time)
{
  self->following = FALSE;
  self->wanted = -1;
  if (self->growing && time > self->end)
    self->wanted = time;
  self->time = CLAMP (time, 0, self->end);
}

/* Pauses the picture; the run goes on.  A picture that is let go moves on from where it stands. */
void
mw_playhead_set_paused (MwPlayhead *self, gboolean paused)
{
  if (paused && !self->paused)
    self->following = FALSE;
  self->paused = paused;
  self->frame = -1;
}

/* SPEED is held within MW_SPEED_MIN and MW_SPEED_MAX; what is slower than the clock cannot follow it. */
void
mw_playhead_set_speed (MwPlayhead *self, double speed)
{
  self->speed = CLAMP (speed, MW_SPEED_MIN, MW_SPEED_MAX);
  if (self->growing && self->speed < 1.0)
    self->following = FALSE;
}

/* Shows the newest moment; a run that goes on is followed again, at speed 1 if it was slower. */
void
mw_playhead_go_to_end (MwPlayhead *self)
{
  self->time = self->end;
  self->wanted = -1;
  self->paused = FALSE;
  self->frame = -1;
  self->following = TRUE;
  if (self->growing && self->speed < 1.0)
    self->speed = 1.0;
}

/* Will the next frame differ from this one without anybody doing anything? */
gboolean
mw_playhead_is_moving (const MwPlayhead *self)
{
  return self->growing || (!self->paused && self->time < self->end);
}

/* What an honest picture calls itself.  A live run that was watched to its end stays live until it is
 * wound back. */
MwBadge
mw_playhead_get_badge (const MwPlayhead *self, gboolean simulated)
{
  if (simulated)
    return MW_BADGE_SIMULATED;
  return self->following ? MW_BADGE_LIVE : MW_BADGE_REPLAY;
}
