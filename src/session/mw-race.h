/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mw-run.h"

G_BEGIN_DECLS

/* Several runs of one scenario with the same seed, side by side on one ruler: live ones start at the same
 * instant, each on its own thread; simulated ones are computed at once. */
typedef struct _MwRace MwRace;

/* VARIANTS: indices, N of them; NULL: all. */
MwRace     *mw_race_new         (MwScenario *scenario, const guint *variants, guint n, const MwSettings *settings, GError **error);
/* Asks the runs to stop and lets them go; does not wait. */
void        mw_race_free        (MwRace *self);
void        mw_race_start       (MwRace *self);
void        mw_race_stop        (MwRace *self);
void        mw_race_join        (MwRace *self);
gboolean    mw_race_is_ended    (MwRace *self);
guint       mw_race_get_n_runs  (MwRace *self);
MwRun      *mw_race_get_run     (MwRace *self, guint index);
MwScenario *mw_race_get_scenario (MwRace *self);
const MwSettings *mw_race_get_settings (MwRace *self);
/* ns since the epoch on the live clock while it runs; the longest makespan when it has ended or is simulated. */
gint64      mw_race_get_now     (MwRace *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MwRace, mw_race_free)

G_END_DECLS
