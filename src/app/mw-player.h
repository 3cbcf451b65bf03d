/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "mw-history.h"
#include "mw-playhead.h"
#include "mw-race.h"

G_BEGIN_DECLS

#define MW_TYPE_PLAYER (mw_player_get_type ())
G_DECLARE_FINAL_TYPE (MwPlayer, mw_player, MW, PLAYER, GObject)

/* What the window shows: a scenario, its settings, the race that was run with them, and the moment of it.
 * Main thread only.  Signals, without arguments unless said:
 *   scenario-changed   another scenario: parameters, texts and listing are new
 *   settings-changed   a parameter, the clock, the seed or the speed
 *   race-changed       the histories are new
 *   moved              the moment or the known part of the run changed; once a frame at most
 *   started            something will move: frames are wanted
 *   selected           another task, or none
 *   failed (string)    in words, for the user */

/* From event to event of all runs: any, those at which the loop turns to another task, those of the selected task. */
typedef enum
{
  MW_STRIDE_EVENT,
  MW_STRIDE_SWITCH,
  MW_STRIDE_TASK,
  MW_N_STRIDES
} MwStride;

MwPlayer       *mw_player_new             (const char *lang);
const char     *mw_player_get_lang        (MwPlayer *self);

gboolean        mw_player_open            (MwPlayer *self, const char *id_or_path, GError **error);
void            mw_player_open_scenario   (MwPlayer *self, MwScenario *scenario, const char *entry);
MwScenario     *mw_player_get_scenario    (MwPlayer *self);
const char     *mw_player_get_entry       (MwPlayer *self);

MwClock         mw_player_get_clock       (MwPlayer *self);
void            mw_player_set_clock       (MwPlayer *self, MwClock clock);
guint64         mw_player_get_seed        (MwPlayer *self);
void            mw_player_set_seed        (MwPlayer *self, guint64 seed);
gint64          mw_player_get_value       (MwPlayer *self, guint parameter);
void            mw_player_set_value       (MwPlayer *self, guint parameter, gint64 value);
gboolean        mw_player_set_text        (MwPlayer *self, const char *assignment, GError **error);
void            mw_player_reset_values    (MwPlayer *self);
gboolean        mw_player_has_defaults    (MwPlayer *self);

void            mw_player_run             (MwPlayer *self);
void            mw_player_run_real        (MwPlayer *self, MwConsent *consent);
gboolean        mw_player_is_real         (MwPlayer *self);
void            mw_player_stop            (MwPlayer *self);
gboolean        mw_player_is_running      (MwPlayer *self);
gint64          mw_player_get_expected    (MwPlayer *self);

guint           mw_player_get_n_histories (MwPlayer *self);
MwHistory      *mw_player_get_history     (MwPlayer *self, guint index);
MwHistory      *mw_player_get_shown       (MwPlayer *self, guint index);
const char     *mw_player_get_variant_title (MwPlayer *self, guint index);
gint64          mw_player_get_ghost       (MwPlayer *self, guint index);

const MwPlayhead *mw_player_get_playhead  (MwPlayer *self);
MwBadge         mw_player_get_badge       (MwPlayer *self);
void            mw_player_advance         (MwPlayer *self, gint64 frame_time);
gboolean        mw_player_is_moving       (MwPlayer *self);
void            mw_player_seek            (MwPlayer *self, gint64 time);
gboolean        mw_player_step            (MwPlayer *self, MwStride stride, gint direction);
gboolean        mw_player_step_finding    (MwPlayer *self, gint direction);
char           *mw_player_dup_event       (MwPlayer *self);
void            mw_player_set_paused      (MwPlayer *self, gboolean paused);
void            mw_player_set_speed       (MwPlayer *self, double speed);
void            mw_player_go_to_end       (MwPlayer *self);

void            mw_player_select          (MwPlayer *self, guint entrant, guint32 task);
guint32         mw_player_get_selected    (MwPlayer *self, guint *entrant);

gint64          mw_player_get_beat_time   (MwPlayer *self, guint index);
gint            mw_player_get_beat        (MwPlayer *self);
gboolean        mw_player_go_to_beat      (MwPlayer *self, guint index);
void            mw_player_step_beat       (MwPlayer *self, gint direction);

G_END_DECLS
