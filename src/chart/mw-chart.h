/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "mw-palette.h"
#include "mw-race-view.h"

G_BEGIN_DECLS

/* The race on the screen.  It shows histories and cannot start or change one.
 *   seek (gint64)            the user pointed at another moment on the ruler
 *   selected (guint, guint)  entrant and task id; task 0: nothing */
#define MW_TYPE_CHART (mw_chart_get_type ())
G_DECLARE_FINAL_TYPE (MwChart, mw_chart, MW, CHART, GtkWidget)

GtkWidget *mw_chart_new          (void);
void       mw_chart_set_entrants (MwChart *self, const MwEntrant *entrants, guint n_entrants);
void       mw_chart_show         (MwChart *self, gint64 now, gint64 expected);
void       mw_chart_stand_at     (MwChart *self, MwHistory *const *parts, const char *moment);
void       mw_chart_set_badge    (MwChart *self, const char *badge);
void       mw_chart_set_scheme   (MwChart *self, MwScheme scheme);
MwScheme   mw_chart_get_scheme   (MwChart *self);
void       mw_chart_fit          (MwChart *self);
void       mw_chart_zoom         (MwChart *self, double factor);
void       mw_chart_pan          (MwChart *self, double share);
void       mw_chart_select       (MwChart *self, guint entrant, guint32 task);
MwRange    mw_chart_get_range    (MwChart *self);

G_END_DECLS
