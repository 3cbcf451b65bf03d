/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A writer for the few shapes that commands print.  json-glib's generator is rejected here because it writes 3.492 as
 * 3.4919999999999999, and because a tree for a list of lines is no help. */

#include "mw-json.h"

void
mw_json_init (MwJson *self)
{
  self->text = g_string_new (NULL);
  self->depth = 0;
  self->empty = TRUE;
}

char *
mw_json_finish (MwJson *self)
{
  g_string_append_c (self->text, '\n');
  return g_string_free (g_steal_pointer (&self->text), FALSE);
}

static void
append_quoted (MwJson *self, const char *value)
{
  g_autofree char *valid = g_utf8_make_valid (value, -1);

  g_string_append_c (self->text, '"');
  for (const char *p = valid; *p != '\0'; p++)
    {
      if (*p == '"' || *p == '\\')
        g_string_append_printf (self->text, "\\%c", *p);
      else if ((guchar) *p < 0x20 || *p == 0x7f)
        g_string_append_printf (self->text, "\\u%04x", (guint) *p);
      else
        g_string_append_c (self->text, *p);
    }
  g_string_append_c (self->text, '"');
}

static void
begin_line (MwJson *self)
{
  if (self->depth > 0)
    g_string_append_printf (self->text, "\n%*s", (int) self->depth * 2, "");
}

static void
begin_member (MwJson *self, const char *key)
{
  if (!self->empty)
    g_string_append_c (self->text, ',');
  self->empty = FALSE;
  begin_line (self);
  if (key == NULL)
    return;
  append_quoted (self, key);
  g_string_append (self->text, ": ");
}

void
mw_json_open (MwJson *self, const char *key, char bracket)
{
  begin_member (self, key);
  g_string_append_c (self->text, bracket);
  self->depth++;
  self->empty = TRUE;
}

void
mw_json_close (MwJson *self, char bracket)
{
  self->depth--;
  if (!self->empty)
    {
      if (self->depth > 0)
        begin_line (self);
      else
        g_string_append_c (self->text, '\n');
    }
  g_string_append_c (self->text, bracket);
  self->empty = FALSE;
}

void
mw_json_integer (MwJson *self, const char *key, gint64 value)
{
  begin_member (self, key);
  g_string_append_printf (self->text, "%" G_GINT64_FORMAT, value);
}

void
mw_json_unsigned (MwJson *self, const char *key, guint64 value)
{
  begin_member (self, key);
  g_string_append_printf (self->text, "%" G_GUINT64_FORMAT, value);
}

/* 3492 becomes 3.492; VALUE is not negative. */
void
mw_json_thousandths (MwJson *self, const char *key, gint64 value)
{
  begin_member (self, key);
  g_string_append_printf (self->text, "%" G_GINT64_FORMAT ".%03d", value / 1000, (int) (value % 1000));
}

void
mw_json_boolean (MwJson *self, const char *key, gboolean value)
{
  begin_member (self, key);
  g_string_append (self->text, value ? "true" : "false");
}

void
mw_json_text (MwJson *self, const char *key, const char *value)
{
  begin_member (self, key);
  if (value != NULL)
    append_quoted (self, value);
  else
    g_string_append (self->text, "null");
}
