/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Writes JSON, indented, the same in every locale.  KEY is NULL within an array. */
typedef struct
{
  GString *text;
  guint    depth;
  gboolean empty;  /* nothing yet in the innermost container */
} MwJson;

void  mw_json_init        (MwJson *self);
/* The text with a final newline (transfer full). */
char *mw_json_finish      (MwJson *self);
/* BRACKET: '{' or '[', closed by '}' or ']'. */
void  mw_json_open        (MwJson *self, const char *key, char bracket);
void  mw_json_close       (MwJson *self, char bracket);
void  mw_json_integer     (MwJson *self, const char *key, gint64 value);
void  mw_json_unsigned    (MwJson *self, const char *key, guint64 value);
void  mw_json_thousandths (MwJson *self, const char *key, gint64 value);
void  mw_json_boolean     (MwJson *self, const char *key, gboolean value);
/* VALUE may be NULL: null. */
void  mw_json_text        (MwJson *self, const char *key, const char *value);

G_END_DECLS
