/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Typed reading of a JSON tree in which every refusal says "FILE: PATH: found …, expected …". */

#include "mw-config.h"

#include <inttypes.h>
#include <math.h>

#include <glib/gi18n-lib.h>

#include "mw-error.h"
#include "mw-place.h"

/* NODE as the whole document of FILE; errors go to ERROR. */
MwPlace
mw_place_root (JsonNode *node, const char *file, GError **error)
{
  return (MwPlace) { .node = node, .file = file, .error = error };
}

/* The member KEY of an object, which need not exist.  KEY must outlive the place. */
MwPlace
mw_place_member (const MwPlace *object, const char *key)
{
  return (MwPlace) {
    .parent = object, .key = key, .file = object->file, .error = object->error,
    .node = json_object_get_member (json_node_get_object (object->node), key),
  };
}

/* The element INDEX of a list, which must exist. */
MwPlace
mw_place_element (const MwPlace *list, guint index)
{
  return (MwPlace) {
    .parent = list, .index = index, .file = list->file, .error = list->error,
    .node = json_array_get_element (json_node_get_array (list->node), index),
  };
}

static gboolean
is_value_of (const MwPlace *self, GType type)
{
  return self->node != NULL && JSON_NODE_HOLDS_VALUE (self->node) && json_node_get_value_type (self->node) == type;
}

gboolean
mw_place_is_text (const MwPlace *self)
{
  return is_value_of (self, G_TYPE_STRING);
}

gboolean
mw_place_is_integer (const MwPlace *self)
{
  return is_value_of (self, G_TYPE_INT64);
}

gboolean
mw_place_is_object (const MwPlace *self)
{
  return self->node != NULL && JSON_NODE_HOLDS_OBJECT (self->node);
}

gboolean
mw_place_is_list (const MwPlace *self)
{
  return self->node != NULL && JSON_NODE_HOLDS_ARRAY (self->node);
}

static void
append_path (const MwPlace *self, GString *path)
{
  if (self->parent == NULL)
    {
      g_string_append_c (path, '$');
      return;
    }
  append_path (self->parent, path);
  if (self->key != NULL)
    g_string_append_printf (path, ".%s", self->key);
  else
    g_string_append_printf (path, "[%u]", self->index);
}

/* "$.coroutines.fetch.steps[2].sleep"; transfer full. */
char *
mw_place_dup_path (const MwPlace *self)
{
  GString *path = g_string_new (NULL);

  append_path (self, path);
  return g_string_free (path, FALSE);
}

char *
mw_place_quote (const char *text)
{
  const char *end = g_utf8_offset_to_pointer (text, MIN (40, g_utf8_strlen (text, -1)));

  return g_strdup_printf ("\"%.*s%s\"", (int) (end - text), text, *end != '\0' ? "…" : "");
}

static char *
describe (const MwPlace *self)
{
  g_autofree char *quoted = NULL;
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  if (self->node == NULL)
    return g_strdup (_("nothing"));
  if (mw_place_is_object (self))
    return g_strdup (_("an object"));
  if (mw_place_is_list (self))
    return g_strdup_printf (_("a list of %u"), json_array_get_length (json_node_get_array (self->node)));
  if (JSON_NODE_HOLDS_NULL (self->node))
    return g_strdup ("null");
  if (is_value_of (self, G_TYPE_BOOLEAN))
    return g_strdup (json_node_get_boolean (self->node) ? "true" : "false");
  if (mw_place_is_integer (self))
    return g_strdup_printf (_("the number %" PRId64), json_node_get_int (self->node));
  if (is_value_of (self, G_TYPE_DOUBLE))
    return g_strdup_printf (_("the number %s"), g_ascii_dtostr (buffer, sizeof buffer, json_node_get_double (self->node)));
  quoted = mw_place_quote (json_node_get_string (self->node));
  return g_strdup_printf (_("the text %s"), quoted);
}

gboolean
mw_place_fail (const MwPlace *self, const char *found, const char *expected)
{
  g_autofree char *path = mw_place_dup_path (self);
  g_autofree char *described = found == NULL ? describe (self) : NULL;

  g_set_error (self->error, MW_ERROR, MW_ERROR_FORMAT, _("%s: %s: found %s, expected %s"), self->file, path,
               found != NULL ? found : described, expected);
  return FALSE;
}

/* The same for a member of OBJECT that has no place of its own. */
gboolean
mw_place_fail_key (const MwPlace *object, const char *key, const char *found, const char *expected)
{
  MwPlace member = mw_place_member (object, key);

  return mw_place_fail (&member, found, expected);
}

/* Transfer full. */
char *
mw_place_join (const char *const *words)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; words[i] != NULL; i++)
    {
      if (i > 0)
        g_string_append (text, words[i + 1] == NULL ? _(" or ") : ", ");
      g_string_append_printf (text, "\"%s\"", words[i]);
    }
  return g_string_free (text, FALSE);
}

/* *TEXT lives as long as the node. */
gboolean
mw_place_get_text (const MwPlace *self, const char *expected, const char **text)
{
  if (!mw_place_is_text (self))
    return mw_place_fail (self, NULL, expected != NULL ? expected : _("a text"));
  *text = json_node_get_string (self->node);
  return TRUE;
}

gboolean
mw_place_get_integer (const MwPlace *self, gint64 min, gint64 max, gint64 *value)
{
  if (mw_place_is_integer (self))
    {
      *value = json_node_get_int (self->node);
      if (min <= *value && *value <= max)
        return TRUE;
    }
  {
    g_autofree char *expected = g_strdup_printf (_("a whole number from %" PRId64 " to %" PRId64), min, max);

    return mw_place_fail (self, NULL, expected);
  }
}

gboolean
mw_place_get_number (const MwPlace *self, double min, double max, double *value)
{
  if (mw_place_is_integer (self) || is_value_of (self, G_TYPE_DOUBLE))
    {
      *value = json_node_get_double (self->node);
      if (min <= *value && *value <= max)
        return TRUE;
    }
  {
    char low[G_ASCII_DTOSTR_BUF_SIZE], high[G_ASCII_DTOSTR_BUF_SIZE];
    g_autofree char *expected = g_strdup_printf (_("a number from %s to %s"), g_ascii_formatd (low, sizeof low, "%.10g", min),
                                                 g_ascii_formatd (high, sizeof high, "%.10g", max));

    return mw_place_fail (self, NULL, expected);
  }
}

gboolean
mw_place_get_boolean (const MwPlace *self, gboolean *value)
{
  if (!is_value_of (self, G_TYPE_BOOLEAN))
    return mw_place_fail (self, NULL, _("true or false"));
  *value = json_node_get_boolean (self->node);
  return TRUE;
}

/* *INDEX of the text among WORDS (NULL-terminated). */
gboolean
mw_place_get_word (const MwPlace *self, const char *const *words, guint *index)
{
  g_autofree char *joined = NULL;
  g_autofree char *expected = NULL;

  if (mw_place_is_text (self))
    for (*index = 0; words[*index] != NULL; (*index)++)
      if (g_str_equal (json_node_get_string (self->node), words[*index]))
        return TRUE;
  joined = mw_place_join (words);
  expected = words[1] == NULL ? g_strdup (joined) : g_strdup_printf (_("one of %s"), joined);
  return mw_place_fail (self, NULL, expected);
}

gboolean
mw_place_get_list (const MwPlace *self, guint min, guint max, guint *n)
{
  g_autofree char *expected = NULL;

  if (mw_place_is_list (self))
    {
      *n = json_array_get_length (json_node_get_array (self->node));
      if (min <= *n && *n <= max)
        return TRUE;
    }
  expected = g_strdup_printf (_("a list of %u to %u"), min, max);
  return mw_place_fail (self, NULL, expected);
}

gboolean
mw_place_get_object (const MwPlace *self)
{
  return mw_place_is_object (self) || mw_place_fail (self, NULL, _("an object"));
}
