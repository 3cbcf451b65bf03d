/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mw-beat-times.h"
#include "mw-cursor.h"
#include "mw-player.h"

G_BEGIN_DECLS

struct _MwPlayer
{
  GObject      parent_instance;
  char        *lang;
  MwScenario  *scenario;
  char        *entry;      /* of the library; NULL: a file */
  MwSettings   settings;
  MwRace      *race;
  GPtrArray   *histories;  /* of MwHistory */
  MwPlayhead   playhead;
  MwBeatTimes *beats;      /* of the race; NULL: there is none */
  gint         beat;       /* the one that was chosen; -1: none */
  MwCursor    *cursor;     /* between two events of the shown instant; NULL: the whole instant is shown */
  gint         finding;    /* the one that was gone to; -1: none */
  guint        selected_entrant;
  guint32      selected_task; /* 0: none */
  MwRace      *forecast;   /* finds out EXPECTED; NULL: nothing to find out */
  gint64       expected;   /* ns; 0: not known */
  gboolean     running;
  guint        rerun;
};

typedef enum
{
  MW_PLAYER_SCENARIO_CHANGED,
  MW_PLAYER_SETTINGS_CHANGED,
  MW_PLAYER_RACE_CHANGED,
  MW_PLAYER_MOVED,
  MW_PLAYER_STARTED,
  MW_PLAYER_SELECTED,
  MW_PLAYER_N_SIGNALS
} MwPlayerSignal;

void   mw_player_emit        (MwPlayer *self, MwPlayerSignal signal);
void   mw_player_forget_length (MwPlayer *self);

/* mw-player-time.c */
void   mw_player_moved        (MwPlayer *self);
void   mw_player_wait_briefly (MwPlayer *self);

/* mw-player-step.c */
void   mw_player_leave_event  (MwPlayer *self);

/* mw-player-beats.c */
void   mw_player_begin_beats (MwPlayer *self);
void   mw_player_read_beats  (MwPlayer *self, gint64 known);

/* mw-player-settings.c */
void   mw_player_fill_defaults (MwPlayer *self);

G_END_DECLS
