/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* As much of JSON as runs have: strings, numbers, and what stands between them.  No recursion, hence no depth; no number
 * that does not fit into 64 bits; no text that is not UTF-8 without NUL. */

#include "mw-config.h"

#include <inttypes.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "mw-run-scan.h"

void
mw_run_scan_init (MwRunScan *self, char *line, gsize length)
{
  self->begin = self->p = line;
  self->end = line + length;
  *self->end = '\0';
  self->fault = NULL;
}

void
mw_run_scan_clear (MwRunScan *self)
{
  g_clear_pointer (&self->fault, g_free);
}

void
mw_run_scan_fail (MwRunScan *self, const char *format, ...)
{
  va_list arguments;

  if (self->fault)
    return;
  va_start (arguments, format);
  self->fault = g_strdup_vprintf (format, arguments);
  va_end (arguments);
}

static void
skip_blanks (MwRunScan *self)
{
  while (*self->p == ' ' || *self->p == '\t' || *self->p == '\r' || *self->p == '\n')
    self->p++;
}

static void
fail_expected (MwRunScan *self, const char *expected)
{
  char found[2] = { *self->p, '\0' };
  gsize column = (gsize) (self->p - self->begin) + 1;

  if (self->p >= self->end)
    mw_run_scan_fail (self, _("column %zu: the line stops, expected %s"), column, expected);
  else if (g_ascii_isprint (found[0]))
    mw_run_scan_fail (self, _("column %zu: found “%s”, expected %s"), column, found, expected);
  else
    mw_run_scan_fail (self, _("column %zu: found byte 0x%02x, expected %s"), column,
                      (guint) (guchar) found[0], expected);
}

gboolean
mw_run_scan_try (MwRunScan *self, char c)
{
  if (self->fault)
    return FALSE;
  skip_blanks (self);
  if (*self->p != c)
    return FALSE;
  self->p++;
  return TRUE;
}

gboolean
mw_run_scan_expect (MwRunScan *self, char c)
{
  char expected[] = { '"', c, '"', '\0' };

  if (mw_run_scan_try (self, c))
    return TRUE;
  fail_expected (self, expected);
  return FALSE;
}

gboolean
mw_run_scan_is_string (MwRunScan *self)
{
  skip_blanks (self);
  return *self->p == '"';
}

static gboolean
scan_hex (const char *p, guint *code)
{
  *code = 0;
  for (guint i = 0; i < 4; i++)
    {
      gint digit = g_ascii_xdigit_value (p[i]);

      if (digit < 0)
        return FALSE;
      *code = *code << 4 | (guint) digit;
    }
  return TRUE;
}

/* \uXXXX or a pair of them; P stands behind the u.  The character, or 0. */
static gunichar
scan_unicode (const char **p)
{
  guint high, low;

  if (!scan_hex (*p, &high))
    return 0;
  *p += 4;
  if (high < 0xd800 || high > 0xdfff)
    return high;
  if (high > 0xdbff || (*p)[0] != '\\' || (*p)[1] != 'u' || !scan_hex (*p + 2, &low) || low < 0xdc00 || low > 0xdfff)
    return 0;
  *p += 6;
  return 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
}

/* What the escape at *P (behind the backslash) means is written to OUT, which lies before it.  NULL: nothing. */
static char *
unescape (const char **p, char *out)
{
  static const char names[] = "\"\\/bfnrt", meanings[] = "\"\\/\b\f\n\r\t";
  const char *known = **p ? strchr (names, **p) : NULL;
  gunichar c;

  if (known)
    {
      *p += 1;
      *out = meanings[known - names];
      return out + 1;
    }
  if (**p != 'u')
    return NULL;
  *p += 1;
  c = scan_unicode (p);
  if (c == 0)
    return NULL;
  return out + g_unichar_to_utf8 (c, out);
}

gboolean
mw_run_scan_string (MwRunScan *self, char **text)
{
  const char *p;
  char *out;
  guchar bits = 0;

  if (!mw_run_scan_expect (self, '"'))
    return FALSE;
  *text = out = self->p;
  p = self->p;
  while ((guchar) *p >= 0x20 && *p != '"')
    if (*p != '\\')
      {
        bits |= (guchar) *p;
        *out++ = *p++;
      }
    else
      {
        self->p = (char *) p;
        p++;
        out = unescape (&p, out);
        if (out == NULL)
          {
            fail_expected (self, _("a valid escape"));
            return FALSE;
          }
      }
  self->p = (char *) p;
  if (*p != '"')
    {
      fail_expected (self, _("the end of a string"));
      return FALSE;
    }
  *out = '\0';
  self->p++;
  if (bits >= 0x80 && !g_utf8_validate_len (*text, (gsize) (out - *text), NULL))
    {
      mw_run_scan_fail (self, _("column %zu: the text is not UTF-8"), (gsize) (*text - self->begin) + 1);
      return FALSE;
    }
  return TRUE;
}

gboolean
mw_run_scan_integer (MwRunScan *self, gint64 low, gint64 high, gint64 *number)
{
  gboolean negative;
  const char *begin;
  gint64 result = 0;

  negative = mw_run_scan_try (self, '-');
  if (self->fault)
    return FALSE;
  skip_blanks (self);
  begin = self->p;
  if (!g_ascii_isdigit (*begin) || (begin[0] == '0' && g_ascii_isdigit (begin[1])))
    {
      fail_expected (self, _("a whole number"));
      return FALSE;
    }
  for (; g_ascii_isdigit (*self->p); self->p++)
    if (__builtin_mul_overflow (result, 10, &result) ||
        __builtin_sub_overflow (result, *self->p - '0', &result))
      {
        mw_run_scan_fail (self, _("the number %.20s… is too large"), begin);
        return FALSE;
      }
  /* summed below zero, where there is one more number than above */
  if (!negative && result == G_MININT64)
    {
      mw_run_scan_fail (self, _("the number %.20s… is too large"), begin);
      return FALSE;
    }
  *number = negative ? result : -result;
  if (*number < low || *number > high)
    {
      mw_run_scan_fail (self, _("the number %" PRId64 " is not within %" PRId64 " to %" PRId64),
                        *number, low, high);
      return FALSE;
    }
  return TRUE;
}

/* The digits at P as a number, × 10 for each of PLACES; FALSE when that is more than 64 bits hold. */
static gboolean
add_digits (const char **p, guint *places, gboolean fraction, gint64 *number)
{
  gboolean fits = TRUE;

  for (; g_ascii_isdigit (**p); (*p)++)
    if (!fraction || *places > 0)
      {
        fits = fits && !__builtin_mul_overflow (*number, 10, number) && !__builtin_add_overflow (*number, **p - '0', number);
        *places -= fraction;
      }
  return fits;
}

static gint64
round_double (double value)
{
  if (!(value > -9.2e18))
    return G_MININT64;
  return value < 9.2e18 ? (gint64) value : G_MAXINT64;
}

gboolean
mw_run_scan_decimal (MwRunScan *self, guint places, gint64 *number)
{
  gboolean negative = mw_run_scan_try (self, '-');
  gboolean fits;
  const char *begin, *p;
  guint left = places;
  double scale = 1;

  if (self->fault)
    return FALSE;
  skip_blanks (self);
  p = begin = self->p;
  if (!g_ascii_isdigit (*p))
    {
      fail_expected (self, _("a number"));
      return FALSE;
    }
  *number = 0;
  fits = add_digits (&p, &left, FALSE, number);
  if (*p == '.')
    {
      p++;
      fits = add_digits (&p, &left, TRUE, number) && fits;
    }
  for (; left > 0; left--)
    fits = fits && !__builtin_mul_overflow (*number, 10, number);
  for (guint i = 0; i < places; i++)
    scale *= 10;
  if (*p == 'e' || *p == 'E' || !fits)
    *number = round_double (g_ascii_strtod (begin, (char **) &p) * scale);
  if (negative)
    *number = *number == G_MAXINT64 ? G_MININT64 : -*number;
  self->p = (char *) p;
  return TRUE;
}

static void
skip_string (MwRunScan *self)
{
  for (self->p++; self->p < self->end && *self->p != '"'; self->p++)
    if (*self->p == '\\')
      self->p++;
  if (self->p < self->end)
    self->p++;
}

/* Braces and brackets are counted and not matched: what is not wanted need not be right. */
gboolean
mw_run_scan_skip (MwRunScan *self)
{
  gsize depth = 0;

  if (self->fault)
    return FALSE;
  skip_blanks (self);
  while (self->p < self->end)
    {
      char c = *self->p;

      if (depth == 0 && (c == ',' || c == '}' || c == ']'))
        return TRUE;
      if (c == '"')
        {
          skip_string (self);
          continue;
        }
      depth += c == '{' || c == '[';
      depth -= c == '}' || c == ']';
      self->p++;
    }
  if (depth == 0)
    return TRUE;
  fail_expected (self, _("the end of a value"));
  return FALSE;
}

gboolean
mw_run_scan_end (MwRunScan *self)
{
  if (self->fault)
    return FALSE;
  skip_blanks (self);
  if (self->p == self->end)
    return TRUE;
  fail_expected (self, _("the end of the line"));
  return FALSE;
}
