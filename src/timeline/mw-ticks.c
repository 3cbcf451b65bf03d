/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Round steps are a table: 1-2-5 for the decimal units, what clocks have for minutes and hours.  The unit of
 * the labels follows from the end of the visible range and their decimals from the step, so that two neighbours
 * always differ and all labels line up.  The text itself comes from mw_time_format: a label in ms is the time × 1000
 * written in seconds, cut to its decimals, with the other unit behind it.
 */

#include <math.h>
#include <string.h>

#include "mw-rows.h"
#include "mw-ticks.h"

#define NBSP "\u00a0"

/* Units by the largest time they are good for; MULTIPLIER and DIVISOR turn a time into that many seconds. */
static const struct
{
  const char *symbol;
  gint64      ns;
  gint64      below;
} units[] = {
  { "µs", MW_NS_PER_US, MW_NS_PER_MS },
  { "ms", MW_NS_PER_MS, MW_NS_PER_SEC },
  { "s", MW_NS_PER_SEC, 300 * MW_NS_PER_SEC },
  { "min", 60 * MW_NS_PER_SEC, 4 * 3600 * MW_NS_PER_SEC },
  { "h", 3600 * MW_NS_PER_SEC, MW_TIME_OPEN },
};

#define SECONDS 2

#define S(n) ((n) * MW_NS_PER_SEC)

static const struct { gint64 step, minor; } clock_steps[] = {
  { S (60), S (10) }, { S (120), S (30) }, { S (300), S (60) }, { S (600), S (120) }, { S (900), S (300) },
  { S (1800), S (300) }, { S (3600), S (600) }, { S (7200), S (1800) }, { S (3 * 3600), S (3600) },
  { S (6 * 3600), S (3600) }, { S (12 * 3600), S (2 * 3600) }, { S (24 * 3600), S (4 * 3600) },
};

static guint
unit_for (gint64 time)
{
  guint unit = 0;

  while (unit + 1 < G_N_ELEMENTS (units) && time >= units[unit].below)
    unit++;
  return unit;
}

/* The largest unit up to UNIT in which multiples of STEP are written exactly: "90 min" and not "1.5 h". */
static guint
unit_of_step (gint64 step, guint unit)
{
  while (unit > SECONDS && step % units[unit].ns != 0)
    unit--;
  return unit;
}

/* How many decimals of UNIT are needed so that multiples of STEP differ. */
static guint
decimals_for (gint64 step, guint unit)
{
  guint decimals = 0;

  for (gint64 whole = units[unit].ns; whole > 1 && step % whole != 0; whole /= 10)
    decimals++;
  return decimals;
}

/* Room for the widest label that VIEWPORT can show with STEP, in px. */
static double
label_width (const MwViewport *viewport, const MwTicks *ticks, double character)
{
  char last[MW_TICK_LABEL], before[MW_TICK_LABEL];
  gint64 end = MAX (viewport->range.end, 0);
  guint columns;

  mw_ticks_label (ticks, end, last);
  mw_ticks_label (ticks, MAX (end - ticks->step, ticks->step), before);
  columns = MAX (mw_text_columns (last), mw_text_columns (before));
  return columns * character;
}

static gboolean
fits (const MwViewport *viewport, const MwTicks *ticks, double character, double gap)
{
  return (double) ticks->step * mw_viewport_get_scale (viewport) >= label_width (viewport, ticks, character) + gap;
}

static gboolean
try_step (const MwViewport *viewport, gint64 step, gint64 minor, double character, double gap, MwTicks *ticks)
{
  ticks->step = step;
  ticks->minor = MAX (minor, 1);
  ticks->unit = unit_of_step (step, unit_for (MAX (viewport->range.end - 1, 0)));
  ticks->decimals = decimals_for (step, ticks->unit);
  return fits (viewport, ticks, character, gap);
}

MwTicks
mw_ticks_choose (const MwViewport *viewport, double character, double gap)
{
  static const struct { gint64 step, parts; } digits[] = { { 1, 5 }, { 2, 4 }, { 5, 5 } };
  MwTicks ticks = { 0 };

  for (gint64 decade = 1; decade <= S (10); decade *= 10)
    for (guint i = 0; i < G_N_ELEMENTS (digits); i++)
      if (decade * digits[i].step <= S (30) &&
          try_step (viewport, decade * digits[i].step, decade * digits[i].step / digits[i].parts, character, gap, &ticks))
        return ticks;
  for (guint i = 0; i < G_N_ELEMENTS (clock_steps); i++)
    if (try_step (viewport, clock_steps[i].step, clock_steps[i].minor, character, gap, &ticks))
      return ticks;

  /* Days, doubled until they fit. */
  for (gint64 step = S (2 * 24 * 3600);; step *= 2)
    if (try_step (viewport, step, step / 2, character, gap, &ticks) || step > G_MAXINT64 / 8)
      return ticks;
}

gint64
mw_ticks_first (gint64 step, gint64 time)
{
  gint64 quotient = time / step;

  if (quotient * step < time)
    quotient++;
  return quotient * step;
}

/* TIME as a number of seconds that reads as a number of UNITs. */
static gint64
as_seconds (gint64 time, guint unit)
{
  MwWide scaled = (MwWide) time * MW_NS_PER_SEC / units[unit].ns;

  return (gint64) CLAMP (scaled, -(MwWide) G_MAXINT64, (MwWide) G_MAXINT64);
}

const char *
mw_ticks_label (const MwTicks *self, gint64 time, char buffer[MW_TICK_LABEL])
{
  char number[MW_TIME_BUFFER];
  char *unit;
  gsize keep;

  if (time == 0)
    return strcpy (buffer, "0");
  mw_time_format (as_seconds (time, self->unit), MW_TIME_EXACT, number);
  unit = strstr (number, NBSP);
  g_assert (unit != NULL);

  /* Nine decimals stand before the unit; the decimal sign goes with the last of them. */
  keep = (gsize) (unit - number) - (9 - self->decimals);
  if (self->decimals == 0)
    while (keep > 0 && !g_ascii_isdigit (number[keep - 1]))
      keep--;
  number[keep] = '\0';
  g_snprintf (buffer, MW_TICK_LABEL, "%s" NBSP "%s", number, units[self->unit].symbol);
  return buffer;
}
