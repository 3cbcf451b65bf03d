/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <cairo.h>

#include "mw-painter.h"

G_BEGIN_DECLS

/* Draws on CR, which it holds a reference to.  Free with mw_cairo_painter_free. */
MwPainter *mw_cairo_painter_new  (cairo_t *cr, const MwPalette *palette);
void       mw_cairo_painter_free (MwPainter *painter);

/* A shape on CR; shared with painters that draw shapes through cairo. */
void       mw_cairo_shape        (cairo_t *cr, MwShape shape, double x, double y, double size, MwColor ink, double alpha, MwColor paper);

G_END_DECLS
