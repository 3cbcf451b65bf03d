/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A value over time.
 *
 *   value 2 │     ┌─────┐           points: (0, 1) (3, 2) (6, 0)
 *         1 ├─────┘     │           the value at 3 is 2: a point holds from its own time on
 *         0 │           └──────
 *           0     3     6
 *
 * Several changes at one instant, which the simulated clock makes often, leave one point: the last value is the one
 * that holds.  MAX remembers the highest all the same, because a limit is broken also by an instant.
 */

#include "mw-strip.h"

MwStrip *
mw_strip_new (const char *name, MwResourceKind kind, guint32 resource, gint64 limit)
{
  MwStrip *self = g_new0 (MwStrip, 1);

  self->name = name;
  self->kind = kind;
  self->resource = resource;
  self->limit = limit;
  self->points = g_array_new (FALSE, FALSE, sizeof (MwStripPoint));
  return self;
}

void
mw_strip_free (MwStrip *self)
{
  g_array_unref (self->points);
  g_free (self);
}

/* A stranger's values may be anything, so the area stays at the border of what can be said. */
static void
add_area (MwStrip *self, gint64 value, gint64 duration)
{
  gint64 product, sum;

  if (__builtin_mul_overflow (value, duration, &product))
    product = (value < 0) == (duration < 0) ? G_MAXINT64 : G_MININT64;
  if (__builtin_add_overflow (self->area, product, &sum))
    sum = product < 0 ? G_MININT64 : G_MAXINT64;
  self->area = sum;
}

void
mw_strip_add (MwStrip *self, gint64 time, gint64 value, guint32 owner)
{
  MwStripPoint point = { time, value, owner };
  MwStripPoint *last = NULL;

  if (self->points->len > 0)
    last = &g_array_index (self->points, MwStripPoint, self->points->len - 1);
  self->max = MAX (self->max, value);
  if (last && last->value == value && last->owner == owner)
    return;
  if (last && last->time >= time)
    {
      last->value = value;
      last->owner = owner;
      return;
    }
  if (last)
    add_area (self, last->value, time - last->time);
  g_array_append_val (self->points, point);
}

/**
 * mw_strip_value_at:
 *
 * The value that holds at TIME (ns), after everything that happened at that instant; 0 before the first point.
 */
gint64
mw_strip_value_at (const MwStrip *strip, gint64 time)
{
  const MwStripPoint *points = (const MwStripPoint *) (gpointer) strip->points->data;
  guint low = 0, high = strip->points->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (points[middle].time <= time)
        low = middle + 1;
      else
        high = middle;
    }
  return low > 0 ? points[low - 1].value : 0;
}
