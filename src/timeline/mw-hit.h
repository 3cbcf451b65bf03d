/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mw-rows.h"
#include "mw-viewport.h"

G_BEGIN_DECLS

typedef enum
{
  MW_HIT_NOTHING,
  MW_HIT_RULER,   /* time */
  MW_HIT_ROW,     /* the row, but none of the things below: its name, its empty part */
  MW_HIT_SPAN,    /* task, span */
  MW_HIT_STRIP,   /* value */
  MW_HIT_CONNECTION, /* task, and range: the phase of its request */
  MW_HIT_LOOP,    /* busy: an iteration, or the loop at rest */
} MwHitKind;

/* What lies under a point.  Times and indices are exact, however small the thing was drawn. */
typedef struct
{
  MwHitKind kind;
  gint      row;      /* index into MwRows.rows; -1: none */
  guint     entrant;
  guint32   task;     /* 0: none */
  gint      span;     /* index into the task's spans; -1: none */
  gint64    time;     /* the instant under the pointer */
  MwRange   range;    /* of the span, of the strip's step, of the iteration; end MW_TIME_OPEN while it lasts */
  gint64    value;    /* of the strip */
  gboolean  busy;     /* of the loop */
} MwHit;

/* X, Y as drawn (VIEWPORT's scroll is taken into account).  The same pieces that the picture draws are asked,
 * so that a 2 px tick can be hit although its span has no length. */
MwHit mw_hit_test (const MwRaceView *view, const MwRows *rows, const MwViewport *viewport, double x, double y);

G_END_DECLS
