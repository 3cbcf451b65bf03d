/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mw-painter.h"

G_BEGIN_DECLS

/* Writes an SVG 1.1 document with text as text, <title> and <desc>; no font is embedded, none is needed. */
MwPainter *mw_svg_painter_new    (double width, double height, const char *title, const char *description, const MwPalette *palette);
/* The document (transfer full); the painter is freed. */
GBytes    *mw_svg_painter_finish (MwPainter *painter);

G_END_DECLS
