/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Plain boxes on their way to a snapshot. */
typedef struct _MwBoxBatch MwBoxBatch;

MwBoxBatch *mw_box_batch_new   (double scale);
void        mw_box_batch_free  (MwBoxBatch *self);
/* Takes BOX up, after what it must cover has been taken up or flushed. */
void        mw_box_batch_add   (MwBoxBatch *self, GtkSnapshot *snapshot, const graphene_rect_t *box, const GdkRGBA *color);
/* To be called before anything else is put on SNAPSHOT. */
void        mw_box_batch_flush (MwBoxBatch *self, GtkSnapshot *snapshot);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MwBoxBatch, mw_box_batch_free)

G_END_DECLS
