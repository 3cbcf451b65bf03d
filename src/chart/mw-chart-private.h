/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mw-chart.h"
#include "mw-hit.h"
#include "mw-rows.h"
#include "mw-snapshot-painter.h"

G_BEGIN_DECLS

struct _MwChart
{
  GtkWidget    parent_instance;
  GArray      *entrants;      /* of MwEntrant; titles are owned */
  GArray      *shown;         /* of MwEntrant: the same, and of each history what the picture shows; owns nothing */
  char        *moment;        /* the event at which the picture stands, in words; NULL: at none */
  gint64       now;
  gint64       expected;
  char        *badge;
  MwScheme     scheme;
  MwTextCache *texts;

  MwRows      *rows;          /* NULL: to be laid out */
  guint64      rows_key;
  MwViewport   viewport;
  gboolean     fitted;        /* the viewport is the whole extent and grows with it */

  guint        selected_entrant;
  guint32      selected_task;
  double       pointer_x;     /* < 0: not over the chart */
  double       pointer_y;
  double       drag_x;        /* offset of the drag that was already applied */
  double       drag_y;
  gboolean     drag_seeks;
  double       pinch;         /* scale that was already applied */

  GPtrArray   *lanes;         /* of MwChartLane, one per row */
  guint        describe;      /* source */
};

/* mw-chart.c */
MwRaceView mw_chart_get_view     (MwChart *self);
MwRaceView mw_chart_get_whole    (MwChart *self);
MwRange    mw_chart_get_content  (MwChart *self);
gboolean   mw_chart_ensure       (MwChart *self);
void       mw_chart_set_viewport (MwChart *self, MwViewport viewport);
void       mw_chart_scroll       (MwChart *self, double dy);
MwHit      mw_chart_hit          (MwChart *self, double x, double y);
void       mw_chart_seek_to      (MwChart *self, gint64 time);

/* mw-chart-input.c */
void       mw_chart_add_input    (MwChart *self);
void       mw_chart_add_keys     (GtkWidgetClass *widget_class);

/* mw-chart-lane.c: what a screen reader finds. */
#define MW_TYPE_CHART_LANE (mw_chart_lane_get_type ())
G_DECLARE_FINAL_TYPE (MwChartLane, mw_chart_lane, MW, CHART_LANE, GtkWidget)

void       mw_chart_place_lanes    (MwChart *self);
void       mw_chart_describe_later (MwChart *self);
gint       mw_chart_get_focus_row  (MwChart *self);
void       mw_chart_reveal_row     (MwChart *self, gint row);
void       mw_chart_focus_row      (MwChart *self, gint row);

G_END_DECLS
