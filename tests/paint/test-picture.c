/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The picture through a recording painter: what is drawn is what is hit, words do not touch, the future is not drawn. */

#include <math.h>
#include <string.h>

#include "mw-fixture.h"
#include "mw-hit.h"
#include "mw-picture.h"
#include "mw-recorder.h"

#define MS MW_NS_PER_MS

static MwRecorder *
record (const MwPicture *picture)
{
  MwRecorder *recorder = mw_recorder_new ();

  mw_picture_draw (&recorder->parent, picture);
  return recorder;
}

static gboolean
holds (const MwBox *box, double x, double y)
{
  return x >= box->x && x < box->x + box->width && y >= box->y && y < box->y + box->height;
}

/* The span drawn on top at X in the row whose bars stand on FOOT. */
static const Record *
span_at (MwRecorder *recorder, double x, double foot)
{
  for (guint i = recorder->records->len; i > 0; i--)
    {
      const Record *one = g_ptr_array_index (recorder->records, i - 1);

      if (one->kind == RECORD_SPAN && fabs (one->box.y + one->box.height - foot) < 0.01 && x >= one->box.x && x < one->box.x + one->box.width)
        return one;
    }
  return NULL;
}

static void
check_hits (const MwPicture *picture, MwRandom *random)
{
  g_autoptr (MwRecorder) recorder = record (picture);
  const MwRows *rows = picture->rows;
  guint n_spans = 0;

  for (guint i = 0; i < 400; i++)
    {
      double x = (double) mw_random_uniform (random, (gint64) (picture->viewport.x0 * 100), (gint64) (picture->viewport.x1 * 100)) / 100;
      double y = (double) mw_random_uniform (random, (gint64) (rows->body_y * 100), (gint64) ((rows->body_y + rows->body_height) * 100)) / 100;
      MwHit hit = mw_hit_test (picture->view, rows, &picture->viewport, x, y);
      const Record *drawn;
      const MwRow *row;

      if (hit.row < 0)
        continue;
      row = mw_rows_get (rows, (guint) hit.row);
      if (row->kind != MW_ROW_LANE)
        continue;
      drawn = span_at (recorder, x, row->foot - picture->viewport.scroll);
      if (drawn != NULL)
        {
          const MwTaskHistory *task = mw_history_get_task (picture->view->entrants[hit.entrant].history, hit.task);

          g_assert_cmpint (hit.kind, ==, MW_HIT_SPAN);
          g_assert_cmpint (g_array_index (task->spans, MwSpan, hit.span).state, ==, drawn->state);
          g_assert_cmpstr (drawn->group, ==, task->name);
          n_spans++;
        }
      else if (hit.kind == MW_HIT_SPAN)
        {
          /* Only the gap of 2 px belongs to a span without being painted. */
          g_assert_nonnull (span_at (recorder, x - 2, row->foot - picture->viewport.scroll));
        }
    }
  g_test_message ("%u spans hit", n_spans);
}

static void
test_hits (void)
{
  MwRandom random;

  mw_random_init (&random, 444, 8);
  for (guint round = 0; round < 40; round++)
    {
      g_autoptr (MwHistory) history = mw_fixture_random (&random, (guint) mw_random_uniform (&random, 1, 12), 400, MS << mw_random_uniform (&random, 0, 8));
      MwEntrant entrant = { history, NULL, -1 };
      gint64 end = mw_history_get_end (history);
      MwRaceView view = { &entrant, 1, mw_random_uniform (&random, 0, 2) == 0 ? G_MAXINT64 : mw_random_uniform (&random, 0, end + 1) };
      MwRowsOptions options = { .width = (double) mw_random_uniform (&random, 280, 2000), .height = 700, .text = (double) mw_random_uniform (&random, 11, 40) };
      g_autoptr (MwRows) rows = mw_rows_new (&view, &options);
      MwPicture picture = mw_picture_fit (&view, rows);
      MwRange content = mw_race_view_get_extent (&view);

      check_hits (&picture, &random);
      picture.viewport = mw_viewport_zoom (&picture.viewport, (double) mw_random_uniform (&random, 1, 60), picture.viewport.x0 + 100, content);
      picture.viewport.scroll = (double) mw_random_uniform (&random, 0, 50);
      check_hits (&picture, &random);
    }
}

static void
test_hit_parts (void)
{
  g_autoptr (MwHistory) stories = mw_fixture_stories (30, 5, 2 * MS);
  MwEntrant entrant = { stories, NULL, -1 };
  MwRaceView view = { &entrant, 1, G_MAXINT64 };
  MwRowsOptions options = { .width = 1000, .height = 500, .text = 14, .flags = MW_ROWS_LEGEND };
  g_autoptr (MwRows) rows = mw_rows_new (&view, &options);
  MwPicture picture = mw_picture_fit (&view, rows);
  double middle = (picture.viewport.x0 + picture.viewport.x1) / 2;

  for (guint i = 0; i < rows->rows->len; i++)
    {
      const MwRow *row = mw_rows_get (rows, i);
      MwHit hit = mw_hit_test (&view, rows, &picture.viewport, middle, row->foot - row->bar / 2), name;

      name = mw_hit_test (&view, rows, &picture.viewport, 5, row->foot - row->bar / 2);
      g_assert_cmpint (name.kind, ==, MW_HIT_ROW);
      g_assert_cmpint (hit.row, ==, (gint) i);
      if (row->kind == MW_ROW_STRIP)
        {
          g_assert_cmpint (hit.kind, ==, MW_HIT_STRIP);
          g_assert_true (mw_range_contains (hit.range, hit.time));
          g_assert_cmpint (hit.value, >, 0);
        }
      else if (row->kind == MW_ROW_LOOP)
        {
          g_assert_cmpint (hit.kind, ==, MW_HIT_LOOP);
          g_assert_cmpint (hit.range.begin, <=, hit.range.end);
        }
      else if (row->kind == MW_ROW_FOLD)
        {
          g_assert_cmpint (hit.kind, ==, MW_HIT_SPAN);
          g_assert_cmpuint (hit.task, >=, row->task);
          g_assert_true (mw_range_contains (hit.range, hit.time));
        }
    }
  g_assert_cmpint (mw_hit_test (&view, rows, &picture.viewport, middle, rows->ruler_y + 2).kind, ==, MW_HIT_RULER);
  g_assert_cmpint (mw_hit_test (&view, rows, &picture.viewport, middle, rows->legend_y + 2).kind, ==, MW_HIT_NOTHING);
  g_assert_cmpint (mw_hit_test (&view, rows, &picture.viewport, middle, 1e6).kind, ==, MW_HIT_NOTHING);
}

static gboolean
overlap (const MwBox *a, const MwBox *b)
{
  double slack = 0.5;

  return a->x + slack < b->x + b->width && b->x + slack < a->x + a->width && a->y + slack < b->y + b->height && b->y + slack < a->y + a->height;
}

/* What of a text is seen. */
static MwBox
visible (const Record *one)
{
  double x0 = MAX (one->box.x, one->clip.x), y0 = MAX (one->box.y, one->clip.y);
  double x1 = MIN (one->box.x + one->box.width, one->clip.x + one->clip.width), y1 = MIN (one->box.y + one->box.height, one->clip.y + one->clip.height);

  return (MwBox) { x0, y0, MAX (x1 - x0, 0), MAX (y1 - y0, 0) };
}

static void
check_words (const MwPicture *picture)
{
  g_autoptr (MwRecorder) recorder = record (picture);

  for (guint i = 0; i < recorder->records->len; i++)
    {
      const Record *one = g_ptr_array_index (recorder->records, i);
      MwBox box;

      if (one->kind != RECORD_TEXT)
        continue;
      box = visible (one);
      if (picture->viewport.scroll <= 0)
        {
          g_assert_cmpfloat (box.width, >, one->box.width - 0.5);
          g_assert_cmpfloat (one->box.x, >=, -0.5);
          g_assert_cmpfloat (one->box.x + one->box.width, <=, picture->rows->width + 0.5);
        }
      for (guint j = 0; j < i; j++)
        {
          const Record *other = g_ptr_array_index (recorder->records, j);
          MwBox second = visible (other);

          if (other->kind == RECORD_TEXT && overlap (&box, &second))
            g_error ("“%s” and “%s” overlap at width %.0f, height %.0f, text %.0f", one->text, other->text, picture->rows->width,
                     picture->rows->options.height, picture->rows->options.text);
        }
    }
}

static void
test_words_keep_clear (void)
{
  static const struct { double width, height, text; } sizes[] = {
    { 280, 294, 13 }, { 360, 640, 13 }, { 480, 360, 14 }, { 800, 600, 14 }, { 1280, 800, 14 }, { 1280, 0, 14 }, { 1920, 1080, 56 },
    { 1920, 1080, 36 }, { 1920, 1080, 96 }, { 3840, 2160, 28 }, { 640, 400, 28 },
  };
  g_autoptr (MwHistory) await = mw_fixture_greetings (FALSE, 0);
  g_autoptr (MwHistory) gather = mw_fixture_greetings (TRUE, 0);
  g_autoptr (MwHistory) stories = mw_fixture_stories (30, 5, 2 * MS);
  g_autoptr (MwHistory) blocked = mw_fixture_blocked (TRUE);
  g_autoptr (MwHistory) retries = mw_fixture_retries (240 * MS);
  g_autoptr (MwHistory) threads = mw_fixture_threads ();
  g_autoptr (MwHistory) at_once = mw_fixture_retries (0);
  MwEntrant races[][2] = {
    { { await, NULL, 6010 * MS }, { gather, NULL, 2000 * MS } },
    { { stories, NULL, 1500 * MS }, { blocked, "a very long title of a variant that goes on and on, and then on", 700 * MS } },
    { { retries, "مرحبا", 3000 * MS }, { threads, NULL, -1 } },
    { { at_once, NULL, -1 }, { retries, NULL, -1 } },
  };

  for (guint race = 0; race < G_N_ELEMENTS (races); race++)
    for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
      for (guint now = 0; now < 3; now++)
        {
          MwRaceView view = { races[race], 2, now == 2 ? G_MAXINT64 : (gint64) now * 900 * MS };
          MwRowsOptions options = { sizes[i].width, sizes[i].height, sizes[i].text, 0, MW_ROWS_FIGURES | MW_ROWS_LEGEND | (now ? MW_ROWS_TITLE : 0) };
          g_autoptr (MwRows) rows = mw_rows_new (&view, &options);
          MwPicture picture = mw_picture_fit (&view, rows);

          picture.title = "A title as long as titles sometimes are";
          picture.now_line = view.now;
          picture.selected_task = 1;
          check_words (&picture);
        }
}

/* Nothing that happens after now is drawn. */
static void
test_no_future (void)
{
  g_autoptr (MwHistory) retries = mw_fixture_retries (240 * MS);
  MwEntrant entrant = { retries, NULL, -1 };
  MwRaceView view = { &entrant, 1, 1000 * MS };
  MwRowsOptions options = { .width = 1000, .text = 14 };
  g_autoptr (MwRows) rows = mw_rows_new (&view, &options);
  MwPicture picture = mw_picture_fit (&view, rows);
  g_autoptr (MwRecorder) recorder = record (&picture);
  double now = mw_viewport_x (&picture.viewport, view.now);
  guint n_marks = 0;

  for (guint i = 0; i < recorder->records->len; i++)
    {
      const Record *one = g_ptr_array_index (recorder->records, i);

      if (one->kind == RECORD_SPAN || one->kind == RECORD_STRIP)
        g_assert_cmpfloat (one->box.x + one->box.width, <=, now + 2.1);
      n_marks += one->kind == RECORD_MARK;
    }

  /* One end, and the deadline that is already known. */
  g_assert_cmpuint (n_marks, ==, 2);
}

/* A blocked loop lays a veil over all other lanes of its variant, and over nothing else. */
static void
test_veil (void)
{
  g_autoptr (MwHistory) blocked = mw_fixture_blocked (TRUE);
  g_autoptr (MwHistory) fine = mw_fixture_blocked (FALSE);
  MwEntrant both[] = { { blocked, NULL, -1 }, { fine, NULL, -1 } };
  MwRaceView view = { both, 2, G_MAXINT64 };
  MwRowsOptions options = { .width = 1000, .text = 14 };
  g_autoptr (MwRows) rows = mw_rows_new (&view, &options);
  MwPicture picture = mw_picture_fit (&view, rows);
  g_autoptr (MwRecorder) recorder = record (&picture);
  gboolean veiled[3] = { FALSE };

  for (guint i = 0; i < recorder->records->len; i++)
    {
      const Record *one = g_ptr_array_index (recorder->records, i);
      gint index;

      if (one->kind != RECORD_BOX || one->role != MW_ROLE_VEIL)
        continue;
      index = mw_rows_find_y (rows, one->box.y + one->box.height / 2);
      g_assert_cmpuint (mw_rows_get (rows, (guint) index)->entrant, ==, 0);
      veiled[mw_rows_get (rows, (guint) index)->task - 1] = TRUE;
      g_assert_cmpfloat_with_epsilon (one->box.x, mw_viewport_x (&picture.viewport, 112 * MS), 1.5);
      g_assert_cmpfloat_with_epsilon (one->box.x + one->box.width, mw_viewport_x (&picture.viewport, 510 * MS), 3);
    }
  g_assert_true (veiled[0] && veiled[1]);
  g_assert_false (veiled[2]);
}

static void
test_spotlight_and_selection (void)
{
  g_autoptr (MwHistory) gather = mw_fixture_greetings (TRUE, 0);
  MwEntrant entrant = { gather, NULL, -1 };
  MwRaceView view = { &entrant, 1, G_MAXINT64 };
  MwRowsOptions options = { .width = 800, .text = 14 };
  g_autoptr (MwRows) rows = mw_rows_new (&view, &options);
  g_autofree gboolean *lit = g_new0 (gboolean, rows->rows->len);
  MwPicture picture = mw_picture_fit (&view, rows);
  guint dimmed = 0, selected = 0;

  lit[2] = TRUE;
  picture.spotlight = lit;
  picture.selected_task = 2;
  {
    g_autoptr (MwRecorder) recorder = record (&picture);

    for (guint i = 0; i < recorder->records->len; i++)
      {
        const Record *one = g_ptr_array_index (recorder->records, i);

        if (one->kind != RECORD_BOX || one->box.width < 700)
          continue;
        dimmed += one->role == MW_ROLE_BACKGROUND && !holds (&one->box, 1, 1);
        if (one->role == MW_ROLE_SELECTION && ++selected > 0)
          g_assert_cmpint (mw_rows_find_y (rows, one->box.y + 2), ==, mw_rows_find_task (rows, 0, 2));
      }
  }
  g_assert_cmpuint (dimmed, ==, rows->rows->len - 1);
  g_assert_cmpuint (selected, ==, 1);
}

static void
test_description (void)
{
  g_autoptr (MwHistory) await = mw_fixture_greetings (FALSE, 0);
  g_autoptr (MwHistory) gather = mw_fixture_greetings (TRUE, 0);
  MwEntrant both[] = { { await, NULL, -1 }, { gather, NULL, -1 } };
  MwRaceView view = { both, 2, G_MAXINT64 };
  MwPicture picture = { .view = &view };
  g_autofree char *text = mw_picture_dup_description (&picture);

  g_assert_nonnull (strstr (text, "all together: gather: 2.00\u00a0s; 4 done."));
  g_assert_nonnull (strstr (text, "×3.0 faster"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/picture/hits", test_hits);
  g_test_add_func ("/picture/hit-parts", test_hit_parts);
  g_test_add_func ("/picture/words-keep-clear", test_words_keep_clear);
  g_test_add_func ("/picture/no-future", test_no_future);
  g_test_add_func ("/picture/veil", test_veil);
  g_test_add_func ("/picture/spotlight-and-selection", test_spotlight_and_selection);
  g_test_add_func ("/picture/description", test_description);
  return g_test_run ();
}
