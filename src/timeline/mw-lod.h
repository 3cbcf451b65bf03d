/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mw-history.h"
#include "mw-viewport.h"

G_BEGIN_DECLS

/* A piece of a lane: one span, or several neighbours that are too narrow to be told apart. */
typedef struct
{
  double   x0;      /* px; of a single span not cut at the edge, of a merged piece on whole pixels */
  double   x1;      /* ≥ x0 */
  gint64   begin;   /* ns */
  gint64   end;     /* ns; where the drawing ends: a span that lasts ends now */
  guint    first;   /* index of the first span */
  guint    last;    /* index of the last one */
  guint8   state;   /* MwState; of a merged piece the one that matters most */
  guint8   reason;
  gboolean merged;
  gboolean open;    /* it lasts beyond what is shown */
} MwPiece;

typedef GArray MwPieces;  /* of MwPiece */

/* States from least to most important when several share a pixel; a table, used by lanes and folds alike. */
guint    mw_lod_weight      (MwState state);

/* Appends to PIECES what is seen of SPANS (of MwSpan, in order) in VIEWPORT up to the instant UNTIL (events after it do not
 * exist).  The work is O(pixels × log spans), never O(spans).  Zero-length spans are pieces of their own
 * (x0 = x1) unless they share their pixel with others. */
void     mw_lod_lane        (const GArray *spans, const MwViewport *viewport, gint64 until, MwPieces *pieces);

/* The same for the loop lane: busy iterations (state RUNNING). */
void     mw_lod_iterations  (const GArray *iterations, const MwViewport *viewport, gint64 until, MwPieces *pieces);

/* A strip as a stepped line: value from .. in each pixel column where it changes. */
typedef struct
{
  double x;
  gint64 low;    /* smallest and largest value within the pixel column */
  gint64 high;
  gint64 value;  /* the one it leaves with */
} MwStripSample;

/* Appends MwStripSample, first at the left edge, then one per column in which something happens, last at UNTIL. */
void     mw_lod_strip       (const MwStrip *strip, const MwViewport *viewport, gint64 until, GArray *samples);

G_END_DECLS
