/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The only place where a time becomes text, and text a time.
 *
 * Writing follows the locale's decimal sign and puts a no-break space before the unit; rounding is done in
 * integers, half away from zero, so that 0.9996 s is "1.00 s" everywhere.  Reading is for files and command
 * lines and therefore knows only the point.
 */

#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "mw-time.h"

#define NBSP "\u00a0"

typedef struct
{
  const char *symbol;
  gint64      ns;
} Unit;

static const Unit units[] = {
  { "h", 3600 * MW_NS_PER_SEC },
  { "min", 60 * MW_NS_PER_SEC },
  { "s", MW_NS_PER_SEC },
  { "ms", MW_NS_PER_MS },
  { "µs", MW_NS_PER_US },
  { "us", MW_NS_PER_US },
  { "ns", 1 },
};

/* VALUE units of UNIT ns with DECIMALS decimals (0 to 9). */
static const char *
format_fixed (gint64 ns, const Unit *unit, guint decimals, char buffer[MW_TIME_BUFFER])
{
  const char *point = localeconv ()->decimal_point;
  guint64 magnitude = ns < 0 ? -(guint64) ns : (guint64) ns;
  guint64 scale = 1;
  MwUnsignedWide scaled;
  guint64 rounded;

  for (guint i = 0; i < decimals; i++)
    scale *= 10;
  scaled = (MwUnsignedWide) magnitude * scale + (guint64) unit->ns / 2;
  rounded = (guint64) (scaled / (guint64) unit->ns);
  if (decimals == 0)
    g_snprintf (buffer, MW_TIME_BUFFER, "%s%" G_GUINT64_FORMAT NBSP "%s", ns < 0 ? "−" : "", rounded, unit->symbol);
  else
    g_snprintf (buffer, MW_TIME_BUFFER, "%s%" G_GUINT64_FORMAT "%s%0*" G_GUINT64_FORMAT NBSP "%s", ns < 0 ? "−" : "",
                rounded / scale, point, (int) decimals, rounded % scale, unit->symbol);
  return buffer;
}

/* Three digits that matter, in the unit that makes them short. */
static const char *
format_auto (gint64 ns, char buffer[MW_TIME_BUFFER])
{
  static const struct { gint64 below; guint unit; guint decimals; } rows[] = {
    { 1000, 6, 0 },
    { 9995, 4, 2 },                                 /* 9.99 µs */
    { 99950, 4, 1 },
    { 999500, 4, 0 },
    { 9995 * MW_NS_PER_US, 3, 2 },                  /* 9.99 ms */
    { 99950 * MW_NS_PER_US, 3, 1 },
    { 999500 * MW_NS_PER_US, 3, 0 },
    { 9995 * MW_NS_PER_MS, 2, 2 },                  /* 9.99 s */
    { 99950 * MW_NS_PER_MS, 2, 1 },
    { 599500 * MW_NS_PER_MS, 2, 0 },                /* 599 s */
    { 3600 * MW_NS_PER_SEC, 1, 1 },
    { MW_TIME_OPEN, 0, 2 },
  };
  gint64 magnitude = ns < 0 ? -MAX (ns, -G_MAXINT64) : ns;

  if (ns == 0)
    return format_fixed (0, &units[2], 0, buffer);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (magnitude < rows[i].below)
      return format_fixed (ns, &units[rows[i].unit], rows[i].decimals, buffer);
  return format_fixed (ns, &units[0], 2, buffer);
}

/* Writes NS into BUFFER and returns it. */
const char *
mw_time_format (gint64 ns, MwTimeStyle style, char buffer[MW_TIME_BUFFER])
{
  switch (style)
    {
    case MW_TIME_SECONDS:
      return format_fixed (ns, &units[2], 3, buffer);
    case MW_TIME_EXACT:
      return format_fixed (ns, &units[2], 9, buffer);
    case MW_TIME_AUTO:
    default:
      return format_auto (ns, buffer);
    }
}

/* Reads "2s", "1.5 s", "240ms", "3 µs", "1 h"; "0" needs no unit.  Nothing else: no sign, no exponent, at most
 * nine decimals, and nothing above MW_DURATION_MAX.  FALSE leaves *NS alone. */
gboolean
mw_time_parse (const char *text, gint64 *ns)
{
  gint64 whole = 0, fraction = 0, scale = 1, result;
  const char *p = text;

  if (!g_ascii_isdigit (*p))
    return FALSE;
  for (; g_ascii_isdigit (*p); p++)
    {
      whole = whole * 10 + (*p - '0');
      if (whole > MW_DURATION_MAX)
        return FALSE;
    }
  if (*p == '.')
    {
      if (!g_ascii_isdigit (*++p))
        return FALSE;
      for (; g_ascii_isdigit (*p); p++)
        {
          if (scale >= MW_NS_PER_SEC)
            return FALSE;
          fraction = fraction * 10 + (*p - '0');
          scale *= 10;
        }
    }
  while (*p == ' ')
    p++;
  if (*p == '\0' && whole == 0 && fraction == 0)
    {
      *ns = 0;
      return TRUE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    if (strcmp (p, units[i].symbol) == 0)
      {
        if (whole > MW_DURATION_MAX / units[i].ns)
          return FALSE;
        result = whole * units[i].ns + (gint64) ((MwWide) fraction * units[i].ns / scale);
        if (result > MW_DURATION_MAX)
          return FALSE;
        *ns = result;
        return TRUE;
      }
  return FALSE;
}
