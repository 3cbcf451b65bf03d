/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "mw-json-put.h"

void
mw_json_put_unsigned (GString *out, guint64 number)
{
  char digits[20];
  guint at = sizeof digits;

  do
    {
      digits[--at] = (char) ('0' + number % 10);
      number /= 10;
    }
  while (number > 0);
  g_string_append_len (out, digits + at, (gssize) (sizeof digits - at));
}

void
mw_json_put_integer (GString *out, gint64 number)
{
  if (number < 0)
    g_string_append_c (out, '-');
  mw_json_put_unsigned (out, number < 0 ? -(guint64) number : (guint64) number);
}

static void
put_escaped (GString *out, guchar c)
{
  switch (c)
    {
    case '"':
      mw_json_put (out, "\\\"");
      break;
    case '\\':
      mw_json_put (out, "\\\\");
      break;
    case '\n':
      mw_json_put (out, "\\n");
      break;
    case '\t':
      mw_json_put (out, "\\t");
      break;
    default:
      mw_json_put (out, "\\u00");
      g_string_append_c (out, "0123456789abcdef"[c >> 4]);
      g_string_append_c (out, "0123456789abcdef"[c & 15]);
      break;
    }
}

void
mw_json_put_string (GString *out, const char *text)
{
  const char *from = text, *p;

  g_string_append_c (out, '"');
  for (p = text; *p; p++)
    if ((guchar) *p < 0x20 || *p == '"' || *p == '\\')
      {
        g_string_append_len (out, from, p - from);
        put_escaped (out, (guchar) *p);
        from = p + 1;
      }
  g_string_append_len (out, from, p - from);
  g_string_append_c (out, '"');
}

void
mw_json_put_key (GString *out, const char *key)
{
  mw_json_put (out, ",\"");
  mw_json_put (out, key);
  mw_json_put (out, "\":");
}

void
mw_json_put_text (GString *out, const char *key, const char *text)
{
  mw_json_put_key (out, key);
  mw_json_put_string (out, text);
}

void
mw_json_put_number (GString *out, const char *key, gint64 number)
{
  mw_json_put_key (out, key);
  mw_json_put_integer (out, number);
}
