/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mw-painter.h"

G_BEGIN_DECLS

/* A terminal's cell in px of the picture: with the base text MW_CELL_HEIGHT and MW_ROWS_CELLS every row of the picture is a
 * row of cells. */
#define MW_CELL_WIDTH  6.0
#define MW_CELL_HEIGHT 10.0

typedef enum
{
  MW_TEXT_COLOR = 1 << 0,  /* ANSI 24-bit colours of the palette */
  MW_TEXT_ASCII = 1 << 1,  /* letters only */
} MwTextFlags;

MwPainter *mw_text_painter_new    (guint columns, guint rows, MwTextFlags flags, const MwPalette *palette);
/* The lines, each ended by a newline, without trailing blanks (transfer full); the painter is freed. */
char      *mw_text_painter_finish (MwPainter *painter);

G_END_DECLS
