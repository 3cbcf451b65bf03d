/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mw-history.h"
#include "mw-viewport.h"

G_BEGIN_DECLS

/* A piece of a lane: one span, or several neighbours that are too narrow to be told apart. */
typedef struct
{
  double   x0;      /* px, not cut at the edges; a merged piece fills whole pixel columns, counted from time 0 */
  double   x1;      /* ≥ x0 */
  gint64   begin;   /* ns */
  gint64   end;     /* ns; where the drawing ends: a span that lasts ends now */
  guint    first;   /* index of the first span */
  guint    last;    /* index of the last one */
  guint    shown;   /* index of the one whose state is shown */
  guint8   state;   /* MwState; of a merged piece the one that matters most */
  guint8   reason;
  gboolean merged;
  gboolean open;    /* it lasts beyond what is shown */
} MwPiece;

typedef GArray MwPieces;  /* of MwPiece */

/* States from least to most important when several share a pixel; a table, used by lanes and folds alike. */
guint    mw_lod_weight      (MwState state);

MwPieces *mw_pieces_new     (void);

/* Where PIECE is painted: 2 px short of its end, so that neighbours are told apart, and never less than a tick that can be
 * seen and hit (2 px; more with a large base TEXT).  Painter and hit test both ask here. */
void     mw_piece_extent    (const MwPiece *piece, double text, double *x0, double *x1);
/* Painted after, and hit before, the pieces that are not ticks. */
gboolean mw_piece_is_tick   (const MwPiece *piece, double text);

/* Appends to PIECES what is seen of SPANS (of MwSpan, in order) in VIEWPORT up to the instant UNTIL (events after it do not
 * exist).  The work is O(pixels × log spans), never O(spans).  Zero-length spans are pieces of their own
 * (x0 = x1) unless they share their pixel column with others. */
void     mw_lod_lane        (const GArray *spans, const MwViewport *viewport, gint64 until, MwPieces *pieces);

/* The same for the loop lane: busy iterations (state RUNNING). */
void     mw_lod_iterations  (const GArray *iterations, const MwViewport *viewport, gint64 until, MwPieces *pieces);

/* The lane of the loop, or of the one thread of the blocking executor, which knows no iterations. */
void     mw_lod_loop        (MwHistory *history, const MwViewport *viewport, gint64 until, MwPieces *pieces);

/* When any task of HISTORY was in STATE on LANE, in time order, as far as that is noted (mw_history_get_stretches): a worker's lane,
 * or the times at which the loop was blocked.  Indices of the pieces have no meaning. */
void     mw_lod_state       (MwHistory *history, MwState state, guint lane, const MwViewport *viewport, gint64 until, MwPieces *pieces);

/* Of N tasks on one thin line not all are looked at: a sample of fixed size, and everybody who ever blocked the loop.  Whether the
 * INDEX-th, TASK, is one of them. */
gboolean mw_lod_is_sampled  (const MwTaskHistory *task, guint index, guint n);

/* Tasks FIRST … FIRST + N − 1 on one thin line: per pixel column the state that matters most; all pieces are merged. */
void     mw_lod_fold        (MwHistory *history, guint32 first, guint n, const MwViewport *viewport, gint64 until, MwPieces *pieces);

/* A strip as a stepped line: value from .. in each pixel column where it changes. */
typedef struct
{
  double x;
  gint64 low;    /* smallest and largest value within the pixel column */
  gint64 high;
  gint64 value;  /* the one it leaves with */
} MwStripSample;

/* Appends MwStripSample: what holds at the left edge, then one per column in which something happens, then the end (UNTIL or
 * the right edge).  No peak is lost; the work follows the columns and a 64th of the visible points. */
void     mw_lod_strip       (const MwStrip *strip, const MwViewport *viewport, gint64 until, GArray *samples);

G_END_DECLS
