/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mw-history.h"
#include "mw-scenario.h"

G_BEGIN_DECLS

/* When the beats of a scenario are in the runs of one race; belongs to one reader (one thread). */
typedef struct _MwBeatTimes MwBeatTimes;

#define MW_BEAT_UNKNOWN (-1)  /* it has not happened yet, or never will */

MwBeatTimes *mw_beat_times_new     (MwScenario *scenario, const char *lang);
void         mw_beat_times_free    (MwBeatTimes *self);
gboolean     mw_beat_times_read    (MwBeatTimes *self, guint variant, MwHistory *history, gint64 known);
gint64       mw_beat_times_get     (MwBeatTimes *self, guint index);
gint         mw_beat_times_find    (MwBeatTimes *self, gint64 time, gint chosen);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MwBeatTimes, mw_beat_times_free)

G_END_DECLS
