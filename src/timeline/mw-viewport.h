/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mw-time.h"

G_BEGIN_DECLS

/* Which part of the time is seen, and where.  An immutable value: operations return a new one.
 *
 *        x0                x1          px
 *        ├─────────────────┤
 *   range.begin        range.end       ns
 *
 * The linear map goes on to both sides of [x0, x1]. */
typedef struct
{
  MwRange range;   /* visible, at least MW_VIEWPORT_MIN_LENGTH long */
  double  x0;
  double  x1;      /* > x0 */
  double  scroll;  /* px by which the rows (not the ruler) are moved up; ≥ 0 */
} MwViewport;

/* The deepest zoom: a screen of 1 µs. */
#define MW_VIEWPORT_MIN_LENGTH MW_NS_PER_US

static inline double
mw_viewport_get_scale (const MwViewport *self)
{
  return (self->x1 - self->x0) / (double) mw_range_length (self->range);
}

static inline double
mw_viewport_x (const MwViewport *self, gint64 time)
{
  return self->x0 + ((double) time - (double) self->range.begin) * mw_viewport_get_scale (self);
}

/* The instant under X, rounded down, kept within gint64. */
gint64     mw_viewport_time   (const MwViewport *self, double x);

/* The last instant of a pixel COLUMN at SCALE px a ns, columns being counted from time 0. */
gint64     mw_viewport_column_end (double column, double scale);

/* All of CONTENT between X0 and X1. */
MwViewport mw_viewport_fit    (MwRange content, double x0, double x1);
/* FACTOR > 1 shows less time, larger; what is under X stays under X unless the edge of CONTENT forbids it. */
MwViewport mw_viewport_zoom   (const MwViewport *self, double factor, double x, MwRange content);
/* DX > 0 moves the picture to the right (to earlier times). */
MwViewport mw_viewport_pan    (const MwViewport *self, double dx, MwRange content);
/* The nearest viewport that shows nothing outside CONTENT (and all of it if it fits). */
MwViewport mw_viewport_clamp  (const MwViewport *self, MwRange content);
/* The same instants between other edges: after a resize. */
MwViewport mw_viewport_resize (const MwViewport *self, double x0, double x1);
/* Moves as little as needed so that TIME is seen; for following "now". */
MwViewport mw_viewport_reveal (const MwViewport *self, gint64 time, MwRange content);
/* Shows RANGE (of a span, a spotlight) with a tenth of air on both sides. */
MwViewport mw_viewport_show   (const MwViewport *self, MwRange range, MwRange content);

G_END_DECLS
