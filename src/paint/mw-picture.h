/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mw-hit.h"
#include "mw-painter.h"
#include "mw-rows.h"
#include "mw-viewport.h"

G_BEGIN_DECLS

/* The picture, composed once for window, stage, file and terminal: a pure function of this struct.  Nothing is owned. */
typedef struct
{
  const MwRaceView *view;
  const MwRows     *rows;
  MwViewport        viewport;
  const char       *title;           /* of the scenario; drawn where rows have room for it */
  const char       *badge;           /* "live", "simulated", "live ×0.25"; NULL: from the traces' headers */
  const char       *moment;          /* "event 17 of 240 · story 7 …": stands in place of the figures; NULL: none */
  gint64            cursor;          /* a vertical hair line at this time; -1: none */
  gint64            now_line;        /* the transport's position; -1: none */
  guint             selected_entrant;
  guint32           selected_task;   /* 0: none */
  gboolean          focus;           /* the selection has the keyboard focus: a stronger outline */
  const gboolean   *spotlight;       /* one per row: FALSE lanes are dimmed; NULL: all are lit */
} MwPicture;

/* The rows' options fitted to the whole extent: what exports and a first drawing want.  ROWS must outlive it. */
MwPicture mw_picture_fit  (const MwRaceView *view, const MwRows *rows);
void      mw_picture_draw (MwPainter *painter, const MwPicture *picture);
/* A sentence for screen readers and <desc>; transfer full. */
char     *mw_picture_dup_description (const MwPicture *picture);

G_END_DECLS
