/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "mw-painter.h"

G_BEGIN_DECLS

/* Shaped texts, kept from frame to frame: shaping is what costs, placing does not. */
typedef struct _MwTextCache MwTextCache;

MwTextCache *mw_text_cache_new   (PangoContext *context);
void         mw_text_cache_free  (MwTextCache *self);
/* The fonts or their resolution changed. */
void         mw_text_cache_clear (MwTextCache *self);

/* Draws on SNAPSHOT, for a device of SCALE pixels per px; neither it nor CACHE is owned.  Needs no display.  Whole on the snapshot
 * when it is freed, with mw_snapshot_painter_free. */
MwPainter   *mw_snapshot_painter_new  (GtkSnapshot *snapshot, MwTextCache *cache, const MwPalette *palette, double scale);
void         mw_snapshot_painter_free (MwPainter *painter);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MwTextCache, mw_text_cache_free)

G_END_DECLS
