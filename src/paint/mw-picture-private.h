/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mw-lod.h"
#include "mw-picture.h"

G_BEGIN_DECLS

/* What the parts of the picture share while it is drawn. */
typedef struct
{
  MwPainter       *painter;
  const MwPicture *picture;
  const MwRows    *rows;
  double           text;    /* base size */
  gboolean         cells;   /* a terminal: one line per row, no air */
  double           right;   /* where the picture's content ends */
  GArray          *pieces;  /* scratch */
} MwCanvas;

/* A font of SIZE base sizes. */
static inline MwFont
mw_canvas_font (const MwCanvas *self, double size, gboolean bold)
{
  return (MwFont) { self->cells ? self->text : size * self->text, bold, FALSE };
}

static inline MwFont
mw_canvas_figures (const MwCanvas *self, double size, gboolean bold)
{
  return (MwFont) { self->cells ? self->text : size * self->text, bold, TRUE };
}

/* The baseline of a line of text whose capitals have their middle at Y. */
static inline double
mw_canvas_baseline (double y, const MwFont *font)
{
  return y + font->size * 0.355;
}

static inline MwHistory *
mw_canvas_history (const MwCanvas *self, const MwRow *row)
{
  return self->picture->view->entrants[row->entrant].history;
}

void mw_picture_draw_figures (MwCanvas *self);
void mw_picture_draw_ruler   (MwCanvas *self);
void mw_picture_draw_grid    (MwCanvas *self);
void mw_picture_draw_header  (MwCanvas *self, const MwRow *row);
void mw_picture_draw_ghost   (MwCanvas *self, const MwRow *row);
void mw_picture_draw_lane    (MwCanvas *self, const MwRow *row);
void mw_picture_draw_fold    (MwCanvas *self, const MwRow *row);
void mw_picture_draw_loop    (MwCanvas *self, const MwRow *row);
void mw_picture_draw_phases  (MwCanvas *self, const MwRow *row, const MwTaskHistory *task, gint64 until);
/* How high the phases stand on the foot of ROW. */
double mw_picture_rail_height (const MwCanvas *self, const MwRow *row);
void mw_picture_draw_connection (MwCanvas *self, const MwRow *row);
/* For the legend: from X, its middle at Y. */
void mw_picture_draw_phase_sample (MwCanvas *self, double x, double y, MwPhase phase);
void mw_picture_draw_turns   (MwCanvas *self, const MwRow *row, const MwPieces *pieces, gint64 until);
void mw_picture_draw_strip   (MwCanvas *self, const MwRow *row);
void mw_picture_draw_marks   (MwCanvas *self, guint entrant);
void mw_picture_draw_veil    (MwCanvas *self, guint entrant);
void mw_picture_draw_legend  (MwCanvas *self);
/* The name in the gutter. */
void mw_picture_draw_label   (MwCanvas *self, const MwRow *row);

G_END_DECLS
