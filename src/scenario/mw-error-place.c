/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The scan says line and column; the reader, which sees a tree, says a path such as $.coroutines.main.steps[2].  Somebody
 * who edits the text wants a line in both cases, so the path is walked once more through the text.  That text has passed the
 * scan, or there would be no path: it is strict JSON and can be skipped through by brackets and quotes.
 *
 * Rejected: a tree with positions (json-glib has none), and positions in MwPlace (the command line does not need them). */

#include "mw-config.h"

#include <string.h>

#include "mw-error-place.h"

static const char *
skip_blank (const char *p)
{
  return p + strspn (p, " \t\r\n");
}

/* From the opening quote to behind the closing one. */
static const char *
skip_text (const char *p)
{
  for (p++; *p != '"' && *p != '\0'; p++)
    if (*p == '\\' && p[1] != '\0')
      p++;
  return *p == '"' ? p + 1 : p;
}

/* To the comma or bracket behind the value. */
static const char *
skip_value (const char *p)
{
  guint depth = 0;

  for (p = skip_blank (p); *p != '\0'; p++)
    if (*p == '"')
      p = skip_text (p) - 1;
    else if (*p == '{' || *p == '[')
      depth++;
    else if (depth == 0 && (*p == ',' || *p == '}' || *p == ']'))
      break;
    else if (*p == '}' || *p == ']')
      depth--;
  return p;
}

/* From the opening quote of a key to its value. */
static const char *
skip_key (const char *p)
{
  p = skip_blank (skip_text (p));
  return *p == ':' ? skip_blank (p + 1) : p;
}

/* The length of the quoted KEY if PATH, behind a dot, begins with it and goes on behind it. */
static gsize
match_key (const char *path, const char *key)
{
  gsize length = (gsize) (skip_text (key) - key) - 2;

  if (strncmp (path, key + 1, length) != 0 || g_ascii_isalnum (path[length]) || path[length] == '_' || path[length] == '-')
    return 0;
  return length;
}

/* The member of the object P to which PATH leads, at its key; PATH is moved behind it.  NULL: there is none. */
static const char *
find_member (const char *p, const char **path)
{
  for (p = skip_blank (p + 1); *p == '"'; p = skip_blank (p + 1))
    {
      gsize length = match_key (*path + 1, p);

      if (length > 0)
        {
          *path += 1 + length;
          return p;
        }
      p = skip_value (skip_key (p));
      if (*p != ',')
        break;
    }
  return NULL;
}

static const char *
find_element (const char *p, const char **path)
{
  char *behind;
  guint64 index = g_ascii_strtoull (*path + 1, &behind, 10);

  for (p = skip_blank (p + 1); index > 0; index--)
    {
      p = skip_value (p);
      if (*p != ',')
        return NULL;
      p = skip_blank (p + 1);
    }
  *path = *behind == ']' ? behind + 1 : behind;
  return p;
}

/* The deepest place on PATH that is there. */
static const char *
follow (const char *text, const char *path)
{
  const char *value = skip_blank (text), *place = value, *next;

  for (;;)
    {
      if (*value == '{' && *path == '.')
        next = find_member (value, &path);
      else if (*value == '[' && *path == '[')
        next = find_element (value, &path);
      else
        return place;
      if (next == NULL)
        return place;
      place = next;
      value = *place == '"' && (*value == '{') ? skip_key (place) : place;
    }
}

/* Reads ":12:5" behind the name. */
static gboolean
read_position (const char *p, guint *line, guint *column, const char **behind)
{
  char *end;

  if (*p != ':' || !g_ascii_isdigit (p[1]))
    return FALSE;
  *line = (guint) g_ascii_strtoull (p + 1, &end, 10);
  if (*end != ':' || !g_ascii_isdigit (end[1]))
    return FALSE;
  *column = (guint) g_ascii_strtoull (end + 1, &end, 10);
  *behind = end;
  return TRUE;
}

gboolean
mw_error_find_place (const GError *error, const char *name, const char *text, guint *line, guint *column)
{
  const char *rest = error->message, *place, *words;

  if (!g_str_has_prefix (rest, name))
    return FALSE;
  rest += strlen (name);
  if (read_position (rest, line, column, &words))
    return TRUE;
  words = mw_error_get_words (error, name);
  if (*words != '$')
    return FALSE;
  place = follow (text, words + 1);
  *line = *column = 1;
  for (const char *p = text; p < place; p = g_utf8_next_char (p))
    {
      *line += *p == '\n';
      *column = *p == '\n' ? 1 : *column + 1;
    }
  return TRUE;
}

/* A translation may put a space before the colon. */
const char *
mw_error_get_words (const GError *error, const char *name)
{
  const char *rest = error->message, *behind;
  guint line, column;

  if (!g_str_has_prefix (rest, name))
    return rest;
  rest += strlen (name);
  if (read_position (rest, &line, &column, &behind))
    rest = behind;
  while (*rest == ':' || *rest == ' ' || g_str_has_prefix (rest, "\u00a0"))
    rest = g_utf8_next_char (rest);
  return rest;
}
