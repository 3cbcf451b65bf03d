/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The guard before json-glib.
 *
 * json-glib 1.6 overflows the stack on deep nesting, reads 20-digit integers as −1 and 1e400 as infinity, cuts
 * texts at \u0000, lets the last of two equal keys win, and takes comments, 01, 0x10 and single quotes.  A scenario
 * that is opened with one version and means something else in the next is worse than one that is refused, so this
 * walks over the text first and lets through nothing but RFC 8259, within limits.  Writing a tree of our own here
 * would have spared the second walk; it was rejected because the walk costs a millisecond per megabyte and the tree
 * would be a second json-glib to maintain.  The recursion is bounded by MW_JSON_MAX_DEPTH.
 */

#include "mw-config.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "mw-error.h"
#include "mw-json-scan.h"

typedef struct
{
  const char *file;
  const char *start;
  const char *p;
  const char *end;
  guint       depth;
  guint       n_values;
  GString    *text;   /* the last string, decoded */
  GError    **error;
} Scanner;

static gboolean scan_value (Scanner *self);

G_GNUC_PRINTF (4, 5)
static gboolean
fail_at (Scanner *self, const char *where, MwError code, const char *format, ...)
{
  g_autofree char *message = NULL;
  const char *line = self->start;
  guint n_line = 1;
  va_list arguments;

  for (const char *p = self->start; p < where; p++)
    if (*p == '\n')
      {
        n_line++;
        line = p + 1;
      }
  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (self->error, MW_ERROR, (gint) code, "%s:%u:%u: %s", self->file, n_line,
               (guint) g_utf8_strlen (line, where - line) + 1, message);
  return FALSE;
}

/* What stands at the scanner's place, in words. */
static char *
describe (Scanner *self)
{
  gunichar c;

  if (self->p >= self->end)
    return g_strdup (_("the end of the file"));
  if (self->end - self->p >= 2 && *self->p == '/' && (self->p[1] == '/' || self->p[1] == '*'))
    return g_strdup (_("a comment"));
  c = g_utf8_get_char (self->p);
  if (c < 0x20 || c == 0x7f)
    return g_strdup_printf (_("the control character U+%04X"), (guint) c);
  return g_strdup_printf ("%c%.*s%c", c == '"' ? '\'' : '"', (int) (g_utf8_next_char (self->p) - self->p), self->p,
                          c == '"' ? '\'' : '"');
}

static gboolean
fail_expected (Scanner *self, const char *expected)
{
  g_autofree char *found = describe (self);

  return fail_at (self, self->p, MW_ERROR_FORMAT, _("found %s, expected %s"), found, expected);
}

static void
skip_space (Scanner *self)
{
  while (self->p < self->end && (*self->p == ' ' || *self->p == '\t' || *self->p == '\n' || *self->p == '\r'))
    self->p++;
}

static gboolean
at (Scanner *self, char c)
{
  return self->p < self->end && *self->p == c;
}

static gboolean
at_digit (Scanner *self)
{
  return self->p < self->end && g_ascii_isdigit (*self->p);
}

/* The four digits of \uXXXX. */
static gboolean
scan_hex (Scanner *self, guint *value)
{
  *value = 0;
  for (guint i = 0; i < 4; i++, self->p++)
    {
      if (self->p >= self->end || !g_ascii_isxdigit (*self->p))
        return fail_expected (self, _("four hexadecimal digits after \\u"));
      *value = *value * 16 + (guint) g_ascii_xdigit_value (*self->p);
    }
  return TRUE;
}

static gboolean
scan_unicode (Scanner *self)
{
  const char *where = self->p - 2;
  guint first, second;

  if (!scan_hex (self, &first))
    return FALSE;
  if (first == 0)
    return fail_at (self, where, MW_ERROR_FORMAT, _("found the character U+0000, expected text without it"));
  if (first >= 0xd800 && first < 0xe000)
    {
      if (first >= 0xdc00 || self->end - self->p < 2 || self->p[0] != '\\' || self->p[1] != 'u')
        return fail_at (self, where, MW_ERROR_FORMAT, _("found half of a surrogate pair, expected a character"));
      self->p += 2;
      if (!scan_hex (self, &second))
        return FALSE;
      if (second < 0xdc00 || second >= 0xe000)
        return fail_at (self, where, MW_ERROR_FORMAT, _("found half of a surrogate pair, expected a character"));
      first = 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00);
    }
  g_string_append_unichar (self->text, first);
  return TRUE;
}

static gboolean
scan_escape (Scanner *self)
{
  static const char letters[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
  const char *letter;

  if (at (self, 'u'))
    {
      self->p++;
      return scan_unicode (self);
    }
  letter = self->p < self->end && *self->p != '\0' ? strchr (letters, *self->p) : NULL;
  if (letter == NULL)
    return fail_expected (self, _("one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u"));
  g_string_append_c (self->text, meant[letter - letters]);
  self->p++;
  return TRUE;
}

static gboolean
scan_string (Scanner *self)
{
  const char *where = self->p;

  if (!at (self, '"'))
    return fail_expected (self, _("a text in double quotes"));
  g_string_truncate (self->text, 0);
  for (self->p++; !at (self, '"');)
    {
      if (self->p >= self->end)
        return fail_expected (self, _("the closing double quote of a text"));
      if ((guchar) *self->p < 0x20)
        return fail_expected (self, _("the closing double quote of a text (a line break is written \\n)"));
      if (self->text->len > MW_JSON_MAX_STRING)
        return fail_at (self, where, MW_ERROR_LIMIT, _("found a text of more than %u bytes"), MW_JSON_MAX_STRING);
      if (*self->p != '\\')
        g_string_append_c (self->text, *self->p++);
      else if (self->p++, !scan_escape (self))
        return FALSE;
    }
  self->p++;
  return TRUE;
}

static gboolean
scan_digits (Scanner *self)
{
  if (!at_digit (self))
    return fail_expected (self, _("a digit"));
  while (at_digit (self))
    self->p++;
  return TRUE;
}

static gboolean
scan_number (Scanner *self)
{
  const char *where = self->p;
  g_autofree char *text = NULL;

  if (at (self, '-'))
    self->p++;
  if (at (self, '0'))
    {
      self->p++;
      if (at_digit (self) || at (self, 'x') || at (self, 'X'))
        return fail_at (self, where, MW_ERROR_FORMAT,
                        _("found a number that begins with 0, expected a decimal number without leading zeros"));
    }
  else if (!scan_digits (self))
    return FALSE;
  if (self->p - where > 18)
    return fail_at (self, where, MW_ERROR_LIMIT, _("found a number of more than 18 digits"));
  if (at (self, '.') && (self->p++, !scan_digits (self)))
    return FALSE;
  if (at (self, 'e') || at (self, 'E'))
    {
      self->p++;
      if (at (self, '+') || at (self, '-'))
        self->p++;
      if (!scan_digits (self))
        return FALSE;
    }
  if (self->p - where > 64)
    return fail_at (self, where, MW_ERROR_LIMIT, _("found a number of more than 64 characters"));
  text = g_strndup (where, (gsize) (self->p - where));
  if (!isfinite (g_ascii_strtod (text, NULL)))
    return fail_at (self, where, MW_ERROR_LIMIT, _("found a number that is too large: %s"), text);
  return TRUE;
}

static gboolean
scan_key (Scanner *self, GHashTable *keys)
{
  const char *where = self->p;

  if (!at (self, '"'))
    return fail_expected (self, _("a key in double quotes"));
  if (!scan_string (self))
    return FALSE;
  if (!g_hash_table_add (keys, g_strdup (self->text->str)))
    return fail_at (self, where, MW_ERROR_FORMAT, _("found the key \"%s\" a second time, expected it once"), self->text->str);
  skip_space (self);
  if (!at (self, ':'))
    return fail_expected (self, _("\":\" after the key"));
  self->p++;
  return TRUE;
}

/* An object or a list, without a trailing comma; KEYS are those of an object. */
static gboolean
scan_members (Scanner *self, char closing, GHashTable *keys)
{
  self->p++;
  skip_space (self);
  if (at (self, closing))
    {
      self->p++;
      return TRUE;
    }
  for (;;)
    {
      skip_space (self);
      if ((keys != NULL && !scan_key (self, keys)) || !scan_value (self))
        return FALSE;
      skip_space (self);
      if (at (self, closing))
        {
          self->p++;
          return TRUE;
        }
      if (!at (self, ','))
        return fail_expected (self, closing == '}' ? _("\",\" or \"}\"") : _("\",\" or \"]\""));
      self->p++;
    }
}

static gboolean
scan_nested (Scanner *self)
{
  g_autoptr (GHashTable) keys = NULL;
  gboolean is_object = at (self, '{');
  gboolean ok;

  if (self->depth >= MW_JSON_MAX_DEPTH)
    return fail_at (self, self->p, MW_ERROR_LIMIT, _("found more than %d levels of nesting"), MW_JSON_MAX_DEPTH);
  if (is_object)
    keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->depth++;
  ok = scan_members (self, is_object ? '}' : ']', keys);
  self->depth--;
  return ok;
}

static gboolean
scan_word (Scanner *self)
{
  static const char *const words[] = { "true", "false", "null" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      gsize length = strlen (words[i]);

      if ((gsize) (self->end - self->p) >= length && memcmp (self->p, words[i], length) == 0)
        {
          self->p += length;
          return TRUE;
        }
    }
  return fail_expected (self, _("a value: a text, a number, true, false, null, a list or an object"));
}

static gboolean
scan_value (Scanner *self)
{
  skip_space (self);
  if (++self->n_values > MW_JSON_MAX_VALUES)
    return fail_at (self, self->p, MW_ERROR_LIMIT, _("found more than %u values"), MW_JSON_MAX_VALUES);
  if (at (self, '{') || at (self, '['))
    return scan_nested (self);
  if (at (self, '"'))
    return scan_string (self);
  if (at (self, '-') || at_digit (self))
    return scan_number (self);
  return scan_word (self);
}

/* The text as a whole: size, NUL, UTF-8. */
static gboolean
scan_bytes (Scanner *self)
{
  gsize length = (gsize) (self->end - self->start);
  const char *where;

  if (length > MW_JSON_MAX_SIZE)
    {
      g_set_error (self->error, MW_ERROR, MW_ERROR_LIMIT, _("%s: found %zu bytes, expected at most %u"),
                   self->file, length, MW_JSON_MAX_SIZE);
      return FALSE;
    }
  where = length > 0 ? memchr (self->start, '\0', length) : NULL;
  if (where != NULL)
    {
      const char *invalid;

      if (!g_utf8_validate_len (self->start, (gsize) (where - self->start), &invalid))
        where = invalid;
      return fail_at (self, where, MW_ERROR_FORMAT, _("found the byte 0x%02x, expected text in UTF-8"), (guint) (guchar) *where);
    }
  if (!g_utf8_validate_len (self->start, length, &where))
    return fail_at (self, where, MW_ERROR_FORMAT, _("found the byte 0x%02x, expected text in UTF-8"), (guint) (guchar) *where);
  return TRUE;
}

/* TRUE if the LENGTH bytes at DATA are one strict JSON value within the limits above; else ERROR (MW_ERROR_FORMAT,
 * MW_ERROR_LIMIT) says "FILE:LINE:COLUMN: found …, expected …".  Any thread. */
gboolean
mw_json_scan (const char *data, gsize length, const char *file, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  Scanner self = { .file = file, .start = data, .p = data, .end = data + length, .text = text, .error = error };

  if (!scan_bytes (&self))
    return FALSE;
  skip_space (&self);
  if (self.p == self.end)
    {
      g_set_error (error, MW_ERROR, MW_ERROR_FORMAT, _("%s: found an empty file, expected a scenario"), file);
      return FALSE;
    }
  if (!scan_value (&self))
    return FALSE;
  skip_space (&self);
  return self.p == self.end || fail_expected (&self, _("the end of the file"));
}
