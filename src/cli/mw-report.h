/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mw-race.h"
#include "mw-race-view.h"

G_BEGIN_DECLS

/* What an ended race comes to. */
typedef struct _MwReport MwReport;

/* RACE must outlive it. */
MwReport         *mw_report_new       (MwRace *race);
void              mw_report_free      (MwReport *self);
/* Transfer none. */
const MwRaceView *mw_report_get_view  (MwReport *self);
MwHistory        *mw_report_get_history (MwReport *self, guint run);
/* Transfer full, all of them. */
char             *mw_report_json      (MwReport *self);
char             *mw_report_numbers   (MwReport *self);
char             *mw_report_lines     (MwReport *self);
/* One finding a line; NULL: there is none. */
char             *mw_report_findings  (MwReport *self);
/* The first run that did not end as it should, in words; NULL: all did. */
char             *mw_report_failure   (MwReport *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MwReport, mw_report_free)

G_END_DECLS
