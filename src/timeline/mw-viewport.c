/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>

#include "mw-viewport.h"

/* A double rounded down into gint64, without the undefined conversion of what does not fit. */
static gint64
to_time (double ns)
{
  if (!(ns > -9.2e18))
    return -G_MAXINT64;
  if (ns > 9.2e18)
    return G_MAXINT64;
  return (gint64) floor (ns);
}

/* CONTENT, made long enough to be looked at. */
static MwRange
at_least (MwRange content)
{
  if (mw_range_length (content) < MW_VIEWPORT_MIN_LENGTH)
    content.end = content.begin + MW_VIEWPORT_MIN_LENGTH;
  return content;
}

/* The same edges, LENGTH ns from BEGIN on. */
static MwViewport
with_range (const MwViewport *self, gint64 begin, gint64 length)
{
  MwViewport result = *self;

  result.range = (MwRange) { begin, begin + length };
  return result;
}

gint64
mw_viewport_time (const MwViewport *self, double x)
{
  return to_time ((double) self->range.begin + (x - self->x0) / mw_viewport_get_scale (self));
}

gint64
mw_viewport_column_end (double column, double scale)
{
  double time = ceil ((column + 1) / scale);
  gint64 last = time < (double) (G_MAXINT64 / 2) ? (gint64) time : G_MAXINT64 / 2;

  while (floor ((double) last * scale) > column)
    last--;
  return last;
}

MwViewport
mw_viewport_fit (MwRange content, double x0, double x1)
{
  return (MwViewport) { .range = at_least (content), .x0 = x0, .x1 = MAX (x1, x0 + 1.0) };
}

MwViewport
mw_viewport_clamp (const MwViewport *self, MwRange content)
{
  gint64 length = mw_range_length (self->range);
  gint64 begin = self->range.begin;

  content = at_least (content);
  length = CLAMP (length, MW_VIEWPORT_MIN_LENGTH, mw_range_length (content));
  begin = CLAMP (begin, content.begin, content.end - length);
  return with_range (self, begin, length);
}

MwViewport
mw_viewport_zoom (const MwViewport *self, double factor, double x, MwRange content)
{
  double share = (x - self->x0) / (self->x1 - self->x0);
  double old = (double) mw_range_length (self->range);
  double longest = (double) mw_range_length (at_least (content));
  double length = CLAMP (old / factor, (double) MW_VIEWPORT_MIN_LENGTH, longest);
  MwViewport result;

  if (!(factor > 0))
    return *self;
  result = with_range (self, to_time ((double) self->range.begin + share * (old - length) + 0.5), to_time (length + 0.5));
  return mw_viewport_clamp (&result, content);
}

MwViewport
mw_viewport_pan (const MwViewport *self, double dx, MwRange content)
{
  double begin = (double) self->range.begin - dx / mw_viewport_get_scale (self);
  double limit = (double) content.end;
  MwViewport result = with_range (self, to_time (CLAMP (begin + 0.5, (double) content.begin, limit)), mw_range_length (self->range));

  return mw_viewport_clamp (&result, content);
}

MwViewport
mw_viewport_resize (const MwViewport *self, double x0, double x1)
{
  MwViewport result = *self;

  result.x0 = x0;
  result.x1 = MAX (x1, x0 + 1.0);
  return result;
}

MwViewport
mw_viewport_reveal (const MwViewport *self, gint64 time, MwRange content)
{
  gint64 length = mw_range_length (self->range);
  MwViewport result = *self;

  if (time < self->range.begin)
    result = with_range (self, time, length);
  else if (time > self->range.end)
    result = with_range (self, time - length, length);
  return mw_viewport_clamp (&result, content);
}

MwViewport
mw_viewport_show (const MwViewport *self, MwRange range, MwRange content)
{
  gint64 air = mw_range_length (range) / 8;
  MwViewport result = with_range (self, range.begin - air, MAX (mw_range_length (range) + 2 * air, MW_VIEWPORT_MIN_LENGTH));

  return mw_viewport_clamp (&result, content);
}
