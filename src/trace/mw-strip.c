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

#define BLOCK 64  /* points */

typedef struct
{
  gint64 low;
  gint64 high;
} Block;

MwStrip *
mw_strip_new (const char *name, MwResourceKind kind, guint32 resource, gint64 limit)
{
  MwStrip *self = g_new0 (MwStrip, 1);

  self->name = name;
  self->kind = kind;
  self->resource = resource;
  self->limit = limit;
  self->points = g_array_new (FALSE, FALSE, sizeof (MwStripPoint));
  self->blocks = g_array_new (FALSE, FALSE, sizeof (Block));
  return self;
}

void
mw_strip_free (MwStrip *self)
{
  g_array_unref (self->points);
  g_array_unref (self->blocks);
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

static void
widen (const MwStrip *self, guint first, guint last, gint64 *low, gint64 *high)
{
  for (guint i = first; i <= last; i++)
    {
      *low = MIN (*low, g_array_index (self->points, MwStripPoint, i).value);
      *high = MAX (*high, g_array_index (self->points, MwStripPoint, i).value);
    }
}

/* A block is summed up when the point behind it comes: until then its last point may change. */
static void
close_block (MwStrip *self)
{
  Block block = { G_MAXINT64, G_MININT64 };

  if (self->points->len == 0 || self->points->len % BLOCK != 0)
    return;
  widen (self, self->points->len - BLOCK, self->points->len - 1, &block.low, &block.high);
  g_array_append_val (self->blocks, block);
}

void
mw_strip_get_range (const MwStrip *strip, guint first, guint last, gint64 *low, gint64 *high)
{
  guint block = (first + BLOCK - 1) / BLOCK, stop = MIN ((last + 1) / BLOCK, strip->blocks->len);

  if (block >= stop)
    {
      widen (strip, first, last, low, high);
      return;
    }
  for (guint i = first; i < block * BLOCK; i++)
    widen (strip, i, i, low, high);
  for (guint i = block; i < stop; i++)
    {
      *low = MIN (*low, g_array_index (strip->blocks, Block, i).low);
      *high = MAX (*high, g_array_index (strip->blocks, Block, i).high);
    }
  for (guint i = stop * BLOCK; i <= last; i++)
    widen (strip, i, i, low, high);
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
  close_block (self);
  g_array_append_val (self->points, point);
}

guint
mw_strip_find_after (const MwStrip *strip, gint64 time, guint from)
{
  const MwStripPoint *points = (const MwStripPoint *) (gpointer) strip->points->data;
  guint low = from, step = 1, high;

  /* By doubling steps: the next column's end is near. */
  while (low + step < strip->points->len && points[low + step].time <= time)
    {
      low += step;
      step *= 2;
    }
  high = MIN (low + step, strip->points->len);
  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (points[middle].time <= time)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/**
 * mw_strip_value_at:
 *
 * The value that holds at TIME (ns), after everything that happened at that instant; 0 before the first point.
 */
gint64
mw_strip_value_at (const MwStrip *strip, gint64 time)
{
  guint after = mw_strip_find_after (strip, time, 0);

  return after > 0 ? g_array_index (strip->points, MwStripPoint, after - 1).value : 0;
}
