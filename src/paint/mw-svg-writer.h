/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The letters of an SVG: numbers and text as every locale writes them. */
void   mw_svg_add_number    (GString *out, double value);
void   mw_svg_add_attribute (GString *out, const char *name, double value);
/* TEXT with the five characters of XML escaped and those that XML forbids left out. */
void   mw_svg_add_escaped   (GString *out, const char *text);
/* The width of TEXT in font sizes, guessed for a wide common font. */
double mw_svg_text_width    (const char *text);

G_END_DECLS
