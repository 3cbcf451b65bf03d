/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "mw-svg-writer.h"

/* Advance widths of U+0020 … U+007E in hundredths of the size. */
static const guint8 widths[] = {
  32, 40, 46, 84, 64, 95, 78, 28, 39, 39, 50, 84, 32, 36, 32, 34, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 34, 34, 84, 84, 84, 53,
  100, 69, 69, 70, 77, 63, 58, 78, 75, 30, 30, 66, 56, 86, 75, 79, 60, 79, 70, 63, 61, 73, 69, 99, 69, 61, 69, 39, 34, 39, 84, 50,
  50, 61, 63, 55, 63, 62, 35, 63, 63, 28, 28, 58, 28, 97, 63, 61, 63, 63, 41, 52, 39, 63, 59, 82, 59, 59, 52, 64, 34, 64, 84,
};

void
mw_svg_add_number (GString *out, double value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];
  gsize length;

  g_ascii_formatd (buffer, sizeof buffer, "%.2f", value);
  length = strlen (buffer);
  while (buffer[length - 1] == '0')
    length--;
  if (buffer[length - 1] == '.')
    length--;
  g_string_append_len (out, buffer, (gssize) length);
  if (length == 2 && strncmp (buffer, "-0", 2) == 0)
    g_string_erase (out, (gssize) out->len - 2, 1);
}

void
mw_svg_add_attribute (GString *out, const char *name, double value)
{
  g_string_append_printf (out, " %s=\"", name);
  mw_svg_add_number (out, value);
  g_string_append_c (out, '"');
}

void
mw_svg_add_escaped (GString *out, const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      switch (c)
        {
        case '&': g_string_append (out, "&amp;"); break;
        case '<': g_string_append (out, "&lt;"); break;
        case '>': g_string_append (out, "&gt;"); break;
        case '"': g_string_append (out, "&quot;"); break;
        case '\'': g_string_append (out, "&#39;"); break;
        default:
          if ((c >= 0x20 || c == '\t' || c == '\n') && c != 0xfffe && c != 0xffff)
            g_string_append_unichar (out, c);
        }
    }
}

double
mw_svg_text_width (const char *text)
{
  double width = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c >= 0x20 && c < 0x20 + G_N_ELEMENTS (widths))
        width += widths[c - 0x20];
      else if (c == 0xa0)
        width += widths[0];
      else if (!g_unichar_iszerowidth (c) && !g_unichar_ismark (c))
        width += g_unichar_iswide (c) ? 100 : (c < 0x250 ? 62 : 84);
    }
  return width / 100;
}
