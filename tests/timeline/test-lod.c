/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The galloping against a naive mirror that looks at every span. */

#include <math.h>

#include "mw-fixture.h"
#include "mw-lod.h"

#define COLUMNS 400

/* Column of X relative to the left edge, columns being counted from time 0. */
static gint
column_of (const MwViewport *viewport, gint64 time)
{
  double scale = mw_viewport_get_scale (viewport);

  return (gint) (floor ((double) time * scale) - floor ((double) viewport->range.begin * scale));
}

/* The last column in which [begin, end) has a part. */
static gint
last_column (const MwViewport *viewport, gint64 begin, gint64 end)
{
  double scale = mw_viewport_get_scale (viewport);
  gint last = (gint) (ceil ((double) end * scale) - 1 - floor ((double) viewport->range.begin * scale));

  return MAX (last, column_of (viewport, begin));
}

static void
mark (gboolean *columns, gint from, gint to)
{
  for (gint c = MAX (from, 0); c <= MIN (to, COLUMNS); c++)
    columns[c] = TRUE;
}

/* Every column in which a span has a part, span by span. */
static void
naive (const GArray *spans, const MwViewport *viewport, gint64 until, gboolean *columns)
{
  for (guint i = 0; i < spans->len; i++)
    {
      const MwSpan *span = &g_array_index (spans, MwSpan, i);
      gint64 end = MIN (span->end, until);

      if (span->begin > MIN (until, viewport->range.end) || end < viewport->range.begin)
        continue;
      mark (columns, column_of (viewport, span->begin), last_column (viewport, span->begin, MAX (end, span->begin)));
    }
}

static void
by_pieces (const MwPieces *pieces, const MwViewport *viewport, gboolean *columns)
{
  double left = mw_viewport_x (viewport, 0) + floor ((double) viewport->range.begin * mw_viewport_get_scale (viewport));

  for (guint i = 0; i < pieces->len; i++)
    {
      const MwPiece *piece = &g_array_index (pieces, MwPiece, i);

      if (piece->merged)
        mark (columns, (gint) round (piece->x0 - left), (gint) round (piece->x1 - left) - 1);
      else
        mark (columns, column_of (viewport, piece->begin), last_column (viewport, piece->begin, piece->end));
    }
}

static void
assert_pieces (const GArray *spans, const MwViewport *viewport, gint64 until, const MwPieces *pieces)
{
  guint next = 0;

  for (guint i = 0; i < pieces->len; i++)
    {
      const MwPiece *piece = &g_array_index (pieces, MwPiece, i);
      const MwSpan *first = &g_array_index (spans, MwSpan, piece->first);
      guint weight = 0;

      /* In order, without holes and overlaps; wide spans are alone. */
      if (i > 0)
        g_assert_cmpuint (piece->first, ==, next);
      next = piece->last + 1;
      g_assert_cmpint (piece->begin, ==, first->begin);
      g_assert_true (piece->merged == (piece->last > piece->first));
      g_assert_cmpuint (piece->shown, >=, piece->first);
      g_assert_cmpuint (piece->shown, <=, piece->last);
      g_assert_cmpint (piece->state, ==, g_array_index (spans, MwSpan, piece->shown).state);
      g_assert_cmpfloat (piece->x0, <=, mw_viewport_x (viewport, piece->begin) + 1e-6);
      for (guint s = piece->first; s <= piece->last; s++)
        {
          const MwSpan *span = &g_array_index (spans, MwSpan, s);

          if (piece->merged)
            g_assert_cmpfloat ((double) (MIN (span->end, until) - span->begin) * mw_viewport_get_scale (viewport), <, 1);
          weight = MAX (weight, mw_lod_weight (span->state));
        }
      if (piece->last - piece->first < 30)
        g_assert_cmpuint (mw_lod_weight (piece->state), ==, weight);
    }
  g_assert_cmpuint (pieces->len, <=, 3 * COLUMNS);
}

static void
test_mirror (void)
{
  MwRandom random;

  mw_random_init (&random, 444, 4);
  for (guint round = 0; round < 60; round++)
    {
      g_autoptr (MwHistory) history = mw_fixture_random (&random, (guint) mw_random_uniform (&random, 1, 4), 3000, (gint64) 1 << mw_random_uniform (&random, 4, 24));
      gint64 end = mw_history_get_end (history);

      for (guint zoom = 0; zoom < 12; zoom++)
        {
          gint64 begin = mw_random_uniform (&random, 0, end + 1), length = MAX (end >> zoom, MW_VIEWPORT_MIN_LENGTH);
          gint64 until = mw_random_uniform (&random, 0, 3) == 0 ? mw_random_uniform (&random, 0, end + 1) : end;
          MwViewport viewport = mw_viewport_fit ((MwRange) { begin, begin + length }, 0, COLUMNS);

          for (guint32 id = 1; id <= mw_history_get_n_tasks (history); id++)
            {
              const GArray *spans = mw_history_get_task (history, id)->spans;
              g_autoptr (GArray) pieces = mw_pieces_new ();
              gboolean expected[COLUMNS + 1] = { 0 }, found[COLUMNS + 1] = { 0 };

              mw_lod_lane (spans, &viewport, until, pieces);
              naive (spans, &viewport, until, expected);
              by_pieces (pieces, &viewport, found);
              for (guint c = 0; c < COLUMNS; c++)
                g_assert_cmpint (found[c], ==, expected[c]);
              assert_pieces (spans, &viewport, until, pieces);
            }
        }
    }
}

/* A million spans on 400 pixels: the number of pieces follows the pixels. */
static void
test_cost_follows_pixels (void)
{
  g_autoptr (GArray) spans = g_array_new (FALSE, FALSE, sizeof (MwSpan));
  g_autoptr (GArray) pieces = mw_pieces_new ();
  MwViewport viewport = mw_viewport_fit ((MwRange) { 0, 10000000 }, 0, COLUMNS);

  for (guint i = 0; i < 1000000; i++)
    {
      MwSpan span = { .begin = i * 10, .end = i * 10 + 10, .state = i % 2 ? MW_STATE_RUNNING : MW_STATE_SLEEPING };

      g_array_append_val (spans, span);
    }
  mw_lod_lane (spans, &viewport, G_MAXINT64 - 1, pieces);
  g_assert_cmpuint (pieces->len, ==, 1);
  g_assert_true (g_array_index (pieces, MwPiece, 0).merged);
  g_assert_cmpint (g_array_index (pieces, MwPiece, 0).state, ==, MW_STATE_RUNNING);
}

/* Panning by whole or broken pixels leaves the merging alone. */
static void
test_pan_does_not_flicker (void)
{
  MwRandom random;
  g_autoptr (MwHistory) history = NULL;
  const GArray *spans;

  mw_random_init (&random, 444, 5);
  history = mw_fixture_random (&random, 1, 4000, 1 << 16);
  spans = mw_history_get_task (history, 1)->spans;
  for (guint i = 0; i < 50; i++)
    {
      g_autoptr (GArray) one = mw_pieces_new ();
      g_autoptr (GArray) other = mw_pieces_new ();
      gint64 length = mw_history_get_end (history) / 4;
      gint64 from = mw_random_uniform (&random, length, 2 * length), by = mw_random_uniform (&random, 1, length / COLUMNS * 3);
      MwViewport before = mw_viewport_fit ((MwRange) { from, from + length }, 0, COLUMNS);
      MwViewport after = mw_viewport_fit ((MwRange) { from + by, from + by + length }, 0, COLUMNS);
      guint matched = 0;

      mw_lod_lane (spans, &before, G_MAXINT64 - 1, one);
      mw_lod_lane (spans, &after, G_MAXINT64 - 1, other);
      for (guint a = 4; a + 4 < one->len; a++)
        for (guint b = 0; b < other->len; b++)
          matched += g_array_index (one, MwPiece, a).first == g_array_index (other, MwPiece, b).first &&
                     g_array_index (one, MwPiece, a).last == g_array_index (other, MwPiece, b).last;
      g_assert_cmpuint (matched + 8, >=, one->len - 8);
    }
}

static void
test_strip (void)
{
  MwRandom random;

  mw_random_init (&random, 444, 6);
  for (guint round = 0; round < 40; round++)
    {
      g_autoptr (MwHistory) history = mw_fixture_random (&random, 5, 1500, 1 << 20);
      const MwStrip *strip = mw_history_get_in_flight (history);
      gint64 end = mw_history_get_end (history), begin = mw_random_uniform (&random, 0, end);
      MwViewport viewport = mw_viewport_fit ((MwRange) { begin, begin + MAX (end >> mw_random_uniform (&random, 0, 10), 1000) }, 0, COLUMNS);
      g_autoptr (GArray) samples = g_array_new (FALSE, FALSE, sizeof (MwStripSample));
      gint64 most = 0, peak = 0;

      mw_lod_strip (strip, &viewport, end, samples);
      g_assert_cmpuint (samples->len, <=, COLUMNS + 3);
      for (guint i = 0; i < samples->len; i++)
        {
          const MwStripSample *sample = &g_array_index (samples, MwStripSample, i);

          g_assert_cmpint (sample->low, <=, sample->value);
          g_assert_cmpint (sample->high, >=, sample->value);
          most = MAX (most, sample->high);
          if (i > 0)
            g_assert_cmpfloat (sample->x, >=, (sample - 1)->x);
        }
      for (guint i = 0; i < strip->points->len; i++)
        {
          const MwStripPoint *point = &g_array_index (strip->points, MwStripPoint, i);

          if (point->time >= begin && point->time <= MIN (end, viewport.range.end))
            peak = MAX (peak, point->value);
        }
      g_assert_cmpint (most, ==, MAX (peak, mw_strip_value_at (strip, begin)));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lod/mirror", test_mirror);
  g_test_add_func ("/lod/cost", test_cost_follows_pixels);
  g_test_add_func ("/lod/pan", test_pan_does_not_flicker);
  g_test_add_func ("/lod/strip", test_strip);
  return g_test_run ();
}
