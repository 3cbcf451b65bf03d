/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mw-time.h"

G_BEGIN_DECLS

/* The longest step of the picture between two frames: a window that was hidden or stopped in a debugger
 * goes on where it was. */
#define MW_PLAYHEAD_FRAME_MAX (100 * MW_NS_PER_MS)

#define MW_SPEED_MIN 0.05
#define MW_SPEED_MAX 8.0

/* Which moment of the run the picture shows; a value without a clock of its own. */
typedef struct
{
  gint64   time;      /* shown; ns since the run began */
  gint64   end;       /* how far the run is known */
  gint64   wanted;    /* to be shown as soon as it is known; -1: nothing */
  gint64   frame;     /* frame time of the last step, ns; -1: there was none */
  double   speed;
  gboolean live;      /* the run keeps real time: its newest moment is now */
  gboolean growing;   /* the run goes on, END moves */
  gboolean following; /* TIME is END, whatever END does */
  gboolean paused;
} MwPlayhead;

typedef enum
{
  MW_BADGE_LIVE,
  MW_BADGE_REPLAY,
  MW_BADGE_SIMULATED,
  MW_N_BADGES
} MwBadge;

void     mw_playhead_init      (MwPlayhead *self);
void     mw_playhead_begin     (MwPlayhead *self, gboolean live);
gboolean mw_playhead_advance   (MwPlayhead *self, gint64 frame, gint64 end, gboolean growing);
void     mw_playhead_learn     (MwPlayhead *self, gint64 end, gboolean growing);
void     mw_playhead_seek      (MwPlayhead *self, gint64 time);
void     mw_playhead_set_paused (MwPlayhead *self, gboolean paused);
void     mw_playhead_set_speed (MwPlayhead *self, double speed);
void     mw_playhead_go_to_end (MwPlayhead *self);
gboolean mw_playhead_is_moving (const MwPlayhead *self);
MwBadge  mw_playhead_get_badge (const MwPlayhead *self, gboolean simulated);

G_END_DECLS
