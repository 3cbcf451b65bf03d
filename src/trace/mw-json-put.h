/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <string.h>

#include <glib.h>

G_BEGIN_DECLS

/* Private to the writers of runs: JSON by hand.  A JSON builder takes twenty times as long and a gigabyte
 * (docs/decisions.md), and the same trace must be the same bytes everywhere: nothing here asks a locale. */

static inline void
mw_json_put (GString *out, const char *text)
{
  g_string_append_len (out, text, (gssize) strlen (text));
}

void mw_json_put_unsigned (GString *out, guint64 number);
void mw_json_put_integer  (GString *out, gint64 number);
/* TEXT is UTF-8, as all text of a trace. */
void mw_json_put_string   (GString *out, const char *text);
/* ,"KEY": and what belongs there */
void mw_json_put_key      (GString *out, const char *key);
void mw_json_put_text     (GString *out, const char *key, const char *text);
void mw_json_put_number   (GString *out, const char *key, gint64 number);

G_END_DECLS
