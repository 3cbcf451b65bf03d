/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* From bytes to a scenario: the order in which the parts are read, and what all parts have in common.
 *
 * A file is read whole or not at all, and at the end every variant is compiled once with the default values, so
 * that a scenario which opens also runs. */

#include "mw-config.h"

#include <inttypes.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "mw-error.h"
#include "mw-json-scan.h"
#include "mw-scenario-private.h"

#define BYTE_ORDER_MARK "\xef\xbb\xbf"

/* Refuses keys that FORMAT does not have, and misses those that it must have. */
gboolean
mw_read_keys (const MwPlace *object, const MwFormat *format)
{
  g_autoptr (GList) keys = json_object_get_members (json_node_get_object (object->node));

  for (GList *l = keys; l != NULL; l = l->next)
    {
      g_autofree const char **known = NULL;
      g_autofree char *found = NULL, *joined = NULL, *expected = NULL;
      guint n = 0;

      if (mw_format_find_field (format, l->data) != NULL)
        continue;
      known = g_new0 (const char *, format->n_fields + 1);
      for (guint i = 0; i < format->n_fields; i++)
        known[n++] = format->fields[i].key;
      joined = mw_place_join (known);
      found = mw_place_quote (l->data);
      expected = n == 1 ? g_strdup_printf (_("only the key %s"), joined) : g_strdup_printf (_("one of the keys %s"), joined);
      return mw_place_fail (object, found, expected);
    }
  for (guint i = 0; i < format->n_fields; i++)
    if ((format->fields[i].flags & MW_FIELD_REQUIRED) &&
        !json_object_has_member (json_node_get_object (object->node), format->fields[i].key))
      return mw_place_fail_key (object, format->fields[i].key, NULL, mw_field_type_name (format->fields[i].type));
  return TRUE;
}

/* A text, or {"en": …, "fr": …}; TEXTS get the English one where there is no other. */
gboolean
mw_read_localised (MwScenario *self, const MwPlace *place, const char *texts[MW_N_LANGUAGES])
{
  static const MwField fields[] = { { "en", MW_FIELD_TEXT, MW_FIELD_REQUIRED }, { "fr", MW_FIELD_TEXT } };
  static const MwFormat format = { "text", -1, fields, G_N_ELEMENTS (fields) };

  if (mw_place_is_text (place))
    {
      texts[0] = texts[1] = mw_scenario_intern (self, json_node_get_string (place->node));
      return TRUE;
    }
  if (!mw_place_is_object (place))
    return mw_place_fail (place, NULL, _("a text, or an object with the texts \"en\" and \"fr\""));
  if (!mw_read_keys (place, &format))
    return FALSE;
  for (guint i = 0; i < MW_N_LANGUAGES; i++)
    {
      MwPlace member = mw_place_member (place, fields[i].key);
      const char *text;

      texts[i] = texts[0];
      if (member.node == NULL)
        continue;
      if (!mw_place_get_text (&member, NULL, &text))
        return FALSE;
      texts[i] = mw_scenario_intern (self, text);
    }
  return TRUE;
}

static gboolean
is_reserved (const char *name)
{
  static const char *const words[] = {
    "aiosqlite", "and", "as", "assert", "async", "asyncio", "await", "break", "class", "concurrent", "continue", "def", "del", "elif", "else",
    "except", "false", "finally", "for", "from", "global", "httpx", "if", "import", "in", "is", "lambda", "min", "nonlocal",
    "none", "not", "or", "pass", "pathlib", "print", "raise", "random", "range", "return", "sqlite3", "threading", "time", "true", "try", "while",
    "with", "yield",
    /* names of the listing's own */
    "attempt", "compute", "connection", "contextlib", "coroutines", "cursor", "earliest", "error", "executor", "future", "futures", "len", "offset",
    "part", "pending", "response", "started", "stream", "todo", "until", NULL,
  };

  return g_strv_contains (words, name);
}

/* Whether NAME may be the name of something at OWNER: a Python identifier in lower case, used for nothing else.
 * Python's words and the listing's own names are refused because the listing is Python. */
gboolean
mw_read_name (MwScenario *self, const MwPlace *owner, const char *name)
{
  g_autofree char *quoted = mw_place_quote (name);
  gsize length = 0;

  while (g_ascii_islower (name[length]) || (length > 0 && (g_ascii_isdigit (name[length]) || name[length] == '_')))
    length++;
  if (length == 0 || length > 40 || name[length] != '\0')
    return mw_place_fail (owner, quoted, _("a name of lower-case letters, digits and underscores, beginning with a letter, of at most 40"));
  if (is_reserved (name))
    return mw_place_fail (owner, quoted, _("a name that neither Python nor the listing uses"));
  if (mw_scenario_find_parameter (self, name) >= 0 || mw_scenario_find_resource (self, name) >= 0 ||
      mw_scenario_find_coroutine (self, name) >= 0)
    return mw_place_fail (owner, quoted, _("a name that no parameter, resource or coroutine has"));
  return TRUE;
}

static gboolean
read_format (const MwPlace *place)
{
  static const char *const words[] = { MW_FORMAT_NAME, NULL };
  guint index;

  return mw_place_get_word (place, words, &index);
}

gboolean
mw_read_id (MwScenario *self, const MwPlace *place, const char **id)
{
  const char *text;
  gsize length = 0;

  if (!mw_place_get_text (place, NULL, &text))
    return FALSE;
  while (g_ascii_islower (text[length]) || (length > 0 && (g_ascii_isdigit (text[length]) || text[length] == '-')))
    length++;
  if (length == 0 || length > 60 || text[length] != '\0')
    return mw_place_fail (place, NULL, _("lower-case letters, digits and dashes, beginning with a letter, at most 60"));
  *id = mw_scenario_intern (self, text);
  return TRUE;
}

/* A text or a list of paragraphs. */
static gboolean
read_paragraphs_of (MwScenario *self, const MwPlace *place, const char **text)
{
  g_autoptr (GString) joined = g_string_new (NULL);
  const char *paragraph;
  guint n;

  if (!mw_place_is_list (place))
    {
      if (!mw_place_get_text (place, _("a text or a list of paragraphs"), &paragraph))
        return FALSE;
      *text = mw_scenario_intern (self, paragraph);
      return TRUE;
    }
  if (!mw_place_get_list (place, 1, 100, &n))
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      MwPlace element = mw_place_element (place, i);

      if (!mw_place_get_text (&element, NULL, &paragraph))
        return FALSE;
      g_string_append_printf (joined, "%s%s", i > 0 ? "\n\n" : "", paragraph);
    }
  *text = mw_scenario_intern (self, joined->str);
  return TRUE;
}

static gboolean
read_paragraphs (MwScenario *self, const MwPlace *place)
{
  static const MwField fields[] = { { "en", MW_FIELD_PARAGRAPHS, MW_FIELD_REQUIRED }, { "fr", MW_FIELD_PARAGRAPHS } };
  static const MwFormat format = { "text", -1, fields, G_N_ELEMENTS (fields) };

  if (!mw_place_is_object (place))
    {
      if (!read_paragraphs_of (self, place, &self->text[0]))
        return FALSE;
      self->text[1] = self->text[0];
      return TRUE;
    }
  if (!mw_read_keys (place, &format))
    return FALSE;
  for (guint i = 0; i < MW_N_LANGUAGES; i++)
    {
      MwPlace member = mw_place_member (place, fields[i].key);

      self->text[i] = self->text[0];
      if (member.node != NULL && !read_paragraphs_of (self, &member, &self->text[i]))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_head (MwScenario *self, const MwPlace *root)
{
  MwPlace format = mw_place_member (root, "format"), id = mw_place_member (root, "id");
  MwPlace group = mw_place_member (root, "group"), seed = mw_place_member (root, "seed"), scale = mw_place_member (root, "time-scale");
  const MwField *field = mw_format_find_field (&mw_format_scenario, "time-scale");
  MwPlace title = mw_place_member (root, "title"), summary = mw_place_member (root, "summary"), text = mw_place_member (root, "text");
  gint64 value = 444;
  guint index;

  if (!read_format (&format) || !mw_read_keys (root, &mw_format_scenario) || !mw_read_id (self, &id, &self->id) ||
      !mw_place_get_word (&group, mw_format_groups, &index) || !mw_read_localised (self, &title, self->title) ||
      !mw_read_localised (self, &summary, self->summary) || !read_paragraphs (self, &text))
    return FALSE;
  self->group = mw_format_groups[index];
  self->time_scale = 1;
  if (scale.node != NULL && !mw_place_get_integer (&scale, field->min, field->max, &self->time_scale))
    return FALSE;
  if (seed.node != NULL && !mw_place_get_integer (&seed, 0, G_MAXINT64, &value))
    return FALSE;
  self->seed = (guint64) value;
  return TRUE;
}

/* An object of MIN to MAX members, read by READ; or nothing, where nothing is required. */
static gboolean
read_members (MwScenario *self, const MwPlace *root, const char *key, gboolean (*read) (MwScenario *, const MwPlace *))
{
  const MwField *field = mw_format_find_field (&mw_format_scenario, key);
  MwPlace place = mw_place_member (root, key);
  g_autofree char *found = NULL, *expected = NULL;
  guint n;

  if (place.node == NULL)
    return TRUE;
  if (!mw_place_get_object (&place))
    return FALSE;
  n = json_object_get_size (json_node_get_object (place.node));
  if ((gint64) n >= field->min && (gint64) n <= field->max)
    return read (self, &place);
  found = g_strdup_printf (_("%u of them"), n);
  expected = g_strdup_printf (_("%" PRId64 " to %" PRId64), field->min, field->max);
  return mw_place_fail (&place, found, expected);
}

/* A part that is a list; whether it may be missing has been seen with the keys. */
static gboolean
read_list (MwScenario *self, const MwPlace *root, const char *key, gboolean (*read) (MwScenario *, const MwPlace *))
{
  MwPlace place = mw_place_member (root, key);

  return place.node == NULL || read (self, &place);
}

static gboolean
read_scenario (MwScenario *self, const MwPlace *root)
{
  return mw_place_get_object (root) && read_head (self, root) && read_members (self, root, "parameters", mw_read_parameters) &&
         read_members (self, root, "resources", mw_read_resources) &&
         read_members (self, root, "coroutines", mw_read_coroutines) && mw_check_cycles (self, root->error) &&
         read_list (self, root, "variants", mw_read_variants) && mw_check_streams (self, root->error) &&
         read_list (self, root, "claims", mw_read_claims) &&
         read_list (self, root, "beats", mw_read_beats) && read_list (self, root, "guide", mw_read_guide) &&
         read_list (self, root, "quoted", mw_read_quoted);
}

/* Every variant once, as it is when nobody changed anything. */
static gboolean
try_compile (MwScenario *self, GError **error)
{
  for (guint i = 0; i < self->n_variants; i++)
    {
      g_autoptr (MwProgram) program = mw_scenario_compile (self, i, NULL, self->seed, "en", error);

      if (program == NULL)
        return FALSE;
    }
  return TRUE;
}

/* Reads a scenario from BYTES; NAME_FOR_MESSAGES stands at the beginning of every error (MW_ERROR_FORMAT,
 * MW_ERROR_LIMIT).  Transfer full; any thread. */
MwScenario *
mw_scenario_parse (GBytes *bytes, const char *name_for_messages, GError **error)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (MwScenario) self = NULL;
  g_autoptr (GError) failure = NULL;
  MwPlace root;

  if (data == NULL)  /* of no bytes */
    data = "";
  if (length >= strlen (BYTE_ORDER_MARK) && memcmp (data, BYTE_ORDER_MARK, strlen (BYTE_ORDER_MARK)) == 0)
    {
      data += strlen (BYTE_ORDER_MARK);
      length -= strlen (BYTE_ORDER_MARK);
    }
  if (!mw_json_scan (data, length, name_for_messages, error))
    return NULL;
  if (!json_parser_load_from_data (parser, data, (gssize) length, &failure))
    {
      g_set_error (error, MW_ERROR, MW_ERROR_FORMAT, "%s: %s", name_for_messages, failure->message);
      return NULL;
    }
  self = mw_scenario_new (name_for_messages);
  root = mw_place_root (json_parser_get_root (parser), name_for_messages, error);
  if (!read_scenario (self, &root) || !try_compile (self, error))
    return NULL;
  self->source = g_bytes_new_from_bytes (bytes, g_bytes_get_size (bytes) - length, length);
  return g_steal_pointer (&self);
}

/* Reads the scenario file PATH; a file that cannot be read is MW_ERROR_FILE.  Transfer full; any thread. */
MwScenario *
mw_scenario_load (const char *path, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autofree char *name = g_path_get_basename (path);
  g_autoptr (GError) failure = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GFileInfo) info = g_file_query_info (file, "standard::type,standard::size", G_FILE_QUERY_INFO_NONE, NULL, &failure);

  if (info == NULL)
    {
      g_set_error (error, MW_ERROR, MW_ERROR_FILE, _("%s cannot be read: %s"), path, failure->message);
      return NULL;
    }
  if (g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR)
    {
      g_set_error (error, MW_ERROR, MW_ERROR_FILE,
                   g_file_info_get_file_type (info) == G_FILE_TYPE_DIRECTORY ? _("%s is a folder, expected a scenario file")
                                                                              : _("%s is not a regular file, expected a scenario file"), path);
      return NULL;
    }
  if (g_file_info_get_size (info) > MW_JSON_MAX_SIZE)
    {
      g_set_error (error, MW_ERROR, MW_ERROR_LIMIT, _("%s: found %" PRId64 " bytes, expected at most %u"), name,
                   (gint64) g_file_info_get_size (info), MW_JSON_MAX_SIZE);
      return NULL;
    }
  bytes = g_file_load_bytes (file, NULL, NULL, &failure);
  if (bytes == NULL)
    {
      g_set_error (error, MW_ERROR, MW_ERROR_FILE, _("%s cannot be read: %s"), path, failure->message);
      return NULL;
    }
  return mw_scenario_parse (bytes, name, error);
}
