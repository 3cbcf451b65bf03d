/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "mw-fixture.h"
#include "mw-rows.h"

/* What must hold of any layout. */
static void
assert_sound (const MwRaceView *view, const MwRows *rows)
{
  double y = rows->body_y;
  guint32 next = 1;

  g_assert_cmpfloat (rows->plot_left, <, rows->plot_right);
  g_assert_cmpfloat (rows->plot_right, <=, rows->width);
  g_assert_cmpfloat (rows->body_y, ==, rows->title_height + rows->figures_height + rows->ruler_height);
  for (guint i = 0; i < rows->rows->len; i++)
    {
      const MwRow *row = mw_rows_get (rows, i);
      g_autofree char *label = mw_rows_dup_label (view, row);

      g_assert_cmpfloat (row->y, >=, y - 1e-6);
      g_assert_cmpfloat (row->height, >, 0);
      g_assert_cmpfloat (row->foot, <=, row->y + row->height + 1e-6);
      g_assert_cmpfloat (row->foot - row->bar, >=, row->y - 1e-6);
      g_assert_nonnull (label);
      g_assert_cmpint (mw_rows_find_y (rows, row->y + row->height / 2), ==, (gint) i);
      y = row->y + row->height;

      /* Every task stands somewhere, once, in order. */
      if (row->kind == MW_ROW_HEADER)
        next = 1;
      if (row->kind == MW_ROW_LANE || row->kind == MW_ROW_FOLD)
        {
          g_assert_cmpuint (row->task, ==, next);
          next += row->n_tasks;
          g_assert_cmpint (mw_rows_find_task (rows, row->entrant, row->task + row->n_tasks - 1), ==, (gint) i);
          if (row->kind == MW_ROW_FOLD)
            g_assert_cmpuint (row->n_tasks, >, 1);
        }
      if (i + 1 == rows->rows->len || mw_rows_get (rows, i + 1)->kind == MW_ROW_HEADER)
        g_assert_cmpuint (next, ==, mw_history_get_n_tasks (view->entrants[row->entrant].history) + 1);
    }
  g_assert_cmpfloat (rows->legend_y, >=, y - 1e-6);
  g_assert_cmpfloat (rows->height, >=, rows->legend_y + rows->legend_height - 1e-6);
}

static void
test_random_sizes (void)
{
  MwRandom random;

  mw_random_init (&random, 444, 3);
  for (guint round = 0; round < 150; round++)
    {
      guint n = (guint) mw_random_uniform (&random, 1, 4);
      MwEntrant entrants[3] = { 0 };
      MwRaceView view = { entrants, n, G_MAXINT64 };

      for (guint i = 0; i < n; i++)
        entrants[i] = (MwEntrant) { mw_fixture_random (&random, (guint) mw_random_uniform (&random, 1, 60), 100, MW_NS_PER_MS), NULL, -1 };
      for (guint size = 0; size < 6; size++)
        {
          gboolean cells = mw_random_uniform (&random, 0, 4) == 0;
          MwRowsOptions options = {
            .width = (double) mw_random_uniform (&random, 280, 3840),
            .height = (double) mw_random_uniform (&random, 0, 4) == 0 ? 0 : (double) mw_random_uniform (&random, 294, 2160),
            .text = cells ? 10 : (double) mw_random_uniform (&random, 11, 97),
            .max_lanes = mw_random_uniform (&random, 0, 2) == 0 ? 0 : (guint) mw_random_uniform (&random, 1, 20),
            .flags = (MwRowsFlags) mw_random_uniform (&random, 0, 64) & ~(guint) MW_ROWS_CELLS,
          };
          g_autoptr (MwRows) rows = NULL;

          if (cells)
            options.flags |= MW_ROWS_CELLS;
          rows = mw_rows_new (&view, &options);
          assert_sound (&view, rows);
          if (options.flags & MW_ROWS_CELLS)
            for (guint i = 0; i < rows->rows->len; i++)
              g_assert_cmpfloat (mw_rows_get (rows, i)->y / 10, ==, (int) (mw_rows_get (rows, i)->y / 10 + 0.5));
        }
      for (guint i = 0; i < n; i++)
        mw_history_free (entrants[i].history);
    }
}

/* Room is used, and what cannot fit is folded and said. */
static void
test_folding (void)
{
  g_autoptr (MwHistory) stories = mw_fixture_stories (100, 10, MW_NS_PER_MS);
  MwEntrant entrant = { stories, NULL, -1 };
  MwRaceView view = { &entrant, 1, G_MAXINT64 };
  MwRowsOptions options = { .width = 1280, .height = 600, .text = 14 };
  g_autoptr (MwRows) rows = mw_rows_new (&view, &options);
  const MwRow *fold = NULL;
  g_autofree char *label = NULL;
  guint32 first, covered = 0;

  assert_sound (&view, rows);
  g_assert_cmpfloat (rows->height, <=, 600);
  for (guint i = 0; i < rows->rows->len; i++)
    if (mw_rows_get (rows, i)->kind == MW_ROW_FOLD)
      fold = mw_rows_get (rows, i);
  g_assert_nonnull (fold);
  label = mw_rows_dup_label (&view, fold);
  g_assert_cmpuint (g_ascii_strtoull (label + 2, NULL, 10), ==, fold->n_tasks);
  for (guint line = 0; line < mw_rows_get_n_lines (rows, fold); line++)
    {
      guint n = mw_rows_get_line (rows, fold, line, &first);

      g_assert_cmpuint (first, ==, fold->task + covered);
      g_assert_cmpuint (n, >, 0);
      covered += n;
    }
  g_assert_cmpuint (covered, ==, fold->n_tasks);
  g_assert_cmpuint (mw_rows_get_task (fold, 0), ==, fold->task);
  g_assert_cmpuint (mw_rows_get_task (fold, fold->n_tasks), ==, 0);

  /* The stage's limit. */
  g_clear_pointer (&rows, mw_rows_free);
  options.max_lanes = 8;
  options.height = 0;
  rows = mw_rows_new (&view, &options);
  g_assert_cmpint (mw_rows_find_task (rows, 0, 9), ==, mw_rows_find_task (rows, 0, 101));
  g_assert_cmpint (mw_rows_find_task (rows, 0, 8), !=, mw_rows_find_task (rows, 0, 9));

  /* Four tasks are never folded where they fit, not even on a stage. */
  {
    g_autoptr (MwHistory) greetings = mw_fixture_greetings (TRUE, 0);
    g_autoptr (MwHistory) alone = mw_fixture_greetings (FALSE, 0);
    MwEntrant both[] = { { alone, NULL, -1 }, { greetings, NULL, -1 } };
    MwRaceView race = { both, 2, G_MAXINT64 };
    MwRowsOptions stage = { .width = 1920, .height = 1080, .text = 56, .flags = MW_ROWS_FIGURES | MW_ROWS_LEGEND };
    g_autoptr (MwRows) on_stage = mw_rows_new (&race, &stage);

    assert_sound (&race, on_stage);
    g_assert_cmpfloat (on_stage->height, <=, 1080);
    for (guint i = 0; i < on_stage->rows->len; i++)
      {
        g_assert_cmpint (mw_rows_get (on_stage, i)->kind, !=, MW_ROW_FOLD);
        g_assert_cmpfloat (mw_rows_get (on_stage, i)->bar, >=, 32);
      }
  }
}

/* Scrubbing moves nothing. */
static void
test_independent_of_now (void)
{
  g_autoptr (MwHistory) stories = mw_fixture_stories (30, 5, MW_NS_PER_MS);
  MwEntrant entrant = { stories, NULL, -1 };
  MwRaceView early = { &entrant, 1, 10 * MW_NS_PER_MS }, late = { &entrant, 1, G_MAXINT64 };
  MwRowsOptions options = { .width = 900, .height = 500, .text = 14, .flags = MW_ROWS_LEGEND };
  g_autoptr (MwRows) one = mw_rows_new (&early, &options);
  g_autoptr (MwRows) other = mw_rows_new (&late, &options);

  g_assert_cmpuint (one->rows->len, ==, other->rows->len);
  for (guint i = 0; i < one->rows->len; i++)
    g_assert_cmpfloat (mw_rows_get (one, i)->y, ==, mw_rows_get (other, i)->y);
  g_assert_cmpfloat (one->plot_left, ==, other->plot_left);
  g_assert_cmpint (mw_race_view_get_extent (&early).end, ==, mw_race_view_get_extent (&late).end);
}

static void
test_columns (void)
{
  g_assert_cmpuint (mw_text_columns ("story 1"), ==, 7);
  g_assert_cmpuint (mw_text_columns ("e\u0301te\u0301"), ==, 3);
  g_assert_cmpuint (mw_text_columns ("日本"), ==, 4);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rows/random-sizes", test_random_sizes);
  g_test_add_func ("/rows/folding", test_folding);
  g_test_add_func ("/rows/independent-of-now", test_independent_of_now);
  g_test_add_func ("/rows/columns", test_columns);
  return g_test_run ();
}
