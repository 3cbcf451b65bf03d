/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The window's painter and the files' painter draw the same picture.  No display: render nodes are drawn on a
 * cairo image, beside what the cairo painter draws. */

#include <gtk/gtk.h>
#include <pango/pangocairo.h>

#include "mw-cairo-painter.h"
#include "mw-fixture.h"
#include "mw-picture.h"
#include "mw-snapshot-painter.h"

#define WIDTH  900
#define HEIGHT 600

/* Both painters' text in one form: same family, same rendering. */
static PangoContext *
new_context (void)
{
  PangoContext *context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  PangoFontDescription *font = pango_font_description_from_string ("Adwaita Sans,Cantarell,Inter,Noto Sans,DejaVu Sans,sans");
  cairo_font_options_t *options = cairo_font_options_create ();

  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_antialias (options, CAIRO_ANTIALIAS_GRAY);
  pango_cairo_context_set_font_options (context, options);
  pango_context_set_font_description (context, font);
  cairo_font_options_destroy (options);
  pango_font_description_free (font);
  return context;
}

static cairo_surface_t *
new_surface (void)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
  cairo_t *cr = cairo_create (surface);

  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_destroy (cr);
  return surface;
}

typedef void (*DrawFunc) (MwPainter *painter, gconstpointer data);

static cairo_surface_t *
draw_cairo (DrawFunc draw, gconstpointer data, const MwPalette *palette)
{
  cairo_surface_t *surface = new_surface ();
  cairo_t *cr = cairo_create (surface);
  MwPainter *painter = mw_cairo_painter_new (cr, palette);

  draw (painter, data);
  mw_cairo_painter_free (painter);
  cairo_destroy (cr);
  return surface;
}

static cairo_surface_t *
draw_nodes (DrawFunc draw, gconstpointer data, const MwPalette *palette)
{
  cairo_surface_t *surface = new_surface ();
  cairo_t *cr = cairo_create (surface);
  PangoContext *context = new_context ();
  g_autoptr (MwTextCache) texts = mw_text_cache_new (context);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  MwPainter *painter = mw_snapshot_painter_new (snapshot, texts, palette, 1);
  g_autoptr (GskRenderNode) node = NULL;

  draw (painter, data);
  mw_snapshot_painter_free (painter);
  node = gtk_snapshot_free_to_node (snapshot);
  g_assert_nonnull (node);
  gsk_render_node_draw (node, cr);
  g_object_unref (context);
  cairo_destroy (cr);
  return surface;
}

/* The share of pixels that differ by more than TOLERANCE in any channel. */
static double
compare (cairo_surface_t *a, cairo_surface_t *b, int tolerance)
{
  guint different = 0;
  int stride = cairo_image_surface_get_stride (a);

  cairo_surface_flush (a);
  cairo_surface_flush (b);
  for (int y = 0; y < HEIGHT; y++)
    {
      const guint8 *p = cairo_image_surface_get_data (a) + y * stride;
      const guint8 *q = cairo_image_surface_get_data (b) + y * stride;

      for (int x = 0; x < WIDTH; x++)
        for (int c = 0; c < 3; c++)
          if (ABS (p[x * 4 + c] - q[x * 4 + c]) > tolerance)
            {
              different++;
              break;
            }
    }
  return (double) different / (WIDTH * HEIGHT);
}

/* How much of the picture is not background, so that two empty pictures are not called equal. */
static double
measure_ink (cairo_surface_t *surface)
{
  cairo_surface_t *empty = new_surface ();
  double ink = compare (surface, empty, 8);

  cairo_surface_destroy (empty);
  return ink;
}

static void
keep (cairo_surface_t *surface, const char *test, const char *painter)
{
  g_autofree char *name = g_strdup_printf ("%s-%s.png", test, painter);
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), name, NULL);

  cairo_surface_write_to_png (surface, path);
  g_test_message ("kept %s", path);
}

static void
assert_same (const char *test, DrawFunc draw, gconstpointer data, MwScheme scheme, double allowed)
{
  const MwPalette *palette = mw_palette_get (scheme);
  cairo_surface_t *expected = draw_cairo (draw, data, palette);
  cairo_surface_t *found = draw_nodes (draw, data, palette);
  double share = compare (expected, found, 24);

  g_test_message ("%s: %.4f %% of the pixels differ", test, share * 100);
  if (share > allowed)
    {
      keep (expected, test, "cairo");
      keep (found, test, "nodes");
    }
  g_assert_cmpfloat (measure_ink (expected), >, 0.001);
  g_assert_cmpfloat (share, <=, allowed);
  cairo_surface_destroy (expected);
  cairo_surface_destroy (found);
}

static void
draw_boxes (MwPainter *painter, gconstpointer data)
{
  for (guint i = 0; i < 12; i++)
    {
      MwBox box = { 20 + i * 70.25, 20.5, 40.5, 30.25 + i };

      mw_painter_box (painter, &box, i, MW_INK (MW_STATE_RUNNING));
      box.y = 120;
      mw_painter_outline (painter, &box, i / 2.0, 1.5, (MwDash) (i % 3), MW_INK (MW_STATE_BLOCKING));
      box.y = 220;
      mw_painter_box (painter, &box, 0, MW_INK_ALPHA (MW_ROLE_VEIL, 0.4));
      mw_painter_pattern (painter, &box, (MwPattern) (i % MW_N_PATTERNS), 7.5, 6, 1.5, MW_INK (MW_STATE_WAITING));
    }
}

static void
draw_lines (MwPainter *painter, gconstpointer data)
{
  static const MwPoint points[] = { { 20, 300 }, { 120, 300 }, { 120, 260.5 }, { 300, 260.5 }, { 300, 290 }, { 500, 290 } };

  for (guint i = 0; i < 12; i++)
    {
      mw_painter_line (painter, 20.5, 20 + i * 9, 400, 20 + i * 9, 1 + i / 4.0, (MwDash) (i % 3), MW_INK (MW_ROLE_GRID));
      mw_painter_line (painter, 420 + i * 12, 20, 420 + i * 12, 150, 1.5, (MwDash) (i % 3), MW_INK (MW_ROLE_RULE));
      mw_painter_line (painter, 600, 20 + i * 5, 800, 150 - i * 5, 1.5, (MwDash) (i % 3), MW_INK (MW_ROLE_TEXT));
    }
  mw_painter_strip (painter, points, G_N_ELEMENTS (points), 340, 2, MW_INK (MW_ROLE_STRIP), MW_INK_ALPHA (MW_ROLE_STRIP, 0.3));
  for (guint i = 0; i < MW_N_SHAPES; i++)
    mw_painter_mark (painter, (MwShape) i, 40 + i * 60, 420, 24, MW_INK (MW_STATE_DONE));
}

static void
draw_texts (MwPainter *painter, gconstpointer data)
{
  static const char *const texts[] = { "one by one", "story 7", "×3.0 faster", "waits for a permit of gate", "0.5 s", "été" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      MwFont font = { 11 + i * 4, i % 2, i % 3 == 0 };
      double width = mw_painter_measure (painter, &font, texts[i]);

      painter->klass->text (painter, 450, 60 + i * 60, (MwAlign) (i % 3), &font, MW_INK (MW_ROLE_TEXT), texts[i]);
      mw_painter_box (painter, &(MwBox) { 450, 70 + i * 60, width, 2 }, 0, MW_INK (MW_ROLE_DIM));
    }
  mw_painter_push_clip (painter, &(MwBox) { 40, 40, 60.5, 300.5 });
  mw_painter_box (painter, &(MwBox) { 20, 20, 200, 500 }, 0, MW_INK (MW_STATE_IO));
  mw_painter_pop_clip (painter);
}

static void
draw_picture (MwPainter *painter, gconstpointer data)
{
  mw_picture_draw (painter, data);
}

static void
test_primitives (void)
{
  assert_same ("boxes", draw_boxes, NULL, MW_SCHEME_LIGHT, 0.002);
  assert_same ("lines", draw_lines, NULL, MW_SCHEME_LIGHT, 0.002);
  assert_same ("texts", draw_texts, NULL, MW_SCHEME_LIGHT, 0.005);
}

static void
check_race (const char *name, MwHistory *first, MwHistory *second, gint64 now)
{
  MwEntrant entrants[] = { { first, NULL, 6 * MW_NS_PER_SEC }, { second, NULL, -1 } };
  MwRaceView view = { entrants, second != NULL ? 2 : 1, now };
  MwRowsOptions options = { .width = WIDTH, .height = HEIGHT, .text = 14, .flags = MW_ROWS_FIGURES | MW_ROWS_LEGEND };
  g_autoptr (MwRows) rows = mw_rows_new (&view, &options);
  MwPicture picture = mw_picture_fit (&view, rows);

  picture.selected_task = 2;
  for (guint scheme = 0; scheme < MW_N_SCHEMES; scheme++)
    assert_same (name, draw_picture, &picture, (MwScheme) scheme, 0.004);
  mw_history_free (first);
  g_clear_pointer (&second, mw_history_free);
}

static void
test_races (void)
{
  check_race ("greetings", mw_fixture_greetings (FALSE, 0), mw_fixture_greetings (TRUE, 0), G_MAXINT64);
  check_race ("greetings-midway", mw_fixture_greetings (FALSE, 0), mw_fixture_greetings (TRUE, 0), 1500 * MW_NS_PER_MS);
  check_race ("stories", mw_fixture_stories (30, 5, 0), NULL, G_MAXINT64);
  check_race ("blocked", mw_fixture_blocked (TRUE), mw_fixture_blocked (FALSE), G_MAXINT64);
  check_race ("retries", mw_fixture_retries (0), NULL, G_MAXINT64);
  check_race ("threads", mw_fixture_threads (), NULL, G_MAXINT64);
}

/* The cache gives back what it was given, and does not grow without end. */
static void
test_cache (void)
{
  PangoContext *context = new_context ();
  g_autoptr (MwTextCache) texts = mw_text_cache_new (context);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  MwPainter *painter = mw_snapshot_painter_new (snapshot, texts, mw_palette_get (MW_SCHEME_DARK), 1);
  MwFont plain = { 14, FALSE, FALSE }, bold = { 14, TRUE, FALSE };
  double width = mw_painter_measure (painter, &plain, "meanwhile");

  g_assert_cmpfloat (width, >, 30);
  g_assert_cmpfloat (mw_painter_measure (painter, &bold, "meanwhile"), >, width);
  for (guint i = 0; i < 10000; i++)
    {
      char text[16];

      g_snprintf (text, sizeof text, "%u", i);
      mw_painter_measure (painter, &plain, text);
    }
  g_assert_cmpfloat (mw_painter_measure (painter, &plain, "meanwhile"), ==, width);
  mw_text_cache_clear (texts);
  g_assert_cmpfloat (mw_painter_measure (painter, &plain, "meanwhile"), ==, width);
  mw_snapshot_painter_free (painter);
  g_object_unref (snapshot);
  g_object_unref (context);
}

/* Narrow boxes with broken edges, opaque and not, over each other: so many that they become an image. */
static void
draw_crowd (MwPainter *painter, gconstpointer data)
{
  MwRandom random;

  mw_random_init (&random, 444, 9);
  for (guint i = 0; i < 3000; i++)
    {
      MwBox box = { 10 + mw_random_uniform (&random, 0, 80000) / 100.0, 100.3, 1 + mw_random_uniform (&random, 0, 300) / 100.0,
                    20 + mw_random_uniform (&random, 0, 500) / 100.0 };

      mw_painter_box (painter, &box, 0, MW_INK_ALPHA (MW_STATE_CREATED + i % 9, i % 3 == 0 ? 0.4 : 1));
    }
  mw_painter_box (painter, &(MwBox) { 100, 90, 60, 60 }, 0, MW_INK_ALPHA (MW_ROLE_VEIL, 0.5));
}

/* A strip that changes in every column. */
static void
draw_dense_strip (MwPainter *painter, gconstpointer data)
{
  MwPoint points[1600];
  MwRandom random;

  mw_random_init (&random, 444, 10);
  for (guint i = 0; i < G_N_ELEMENTS (points); i += 2)
    {
      points[i] = (MwPoint) { 20 + i / 2, i > 0 ? points[i - 1].y : 300 };
      points[i + 1] = (MwPoint) { 20 + i / 2, 250 + (double) mw_random_uniform (&random, 0, 50) };
    }
  mw_painter_strip (painter, points, G_N_ELEMENTS (points), 300, 2, MW_INK (MW_ROLE_STRIP), MW_INK_ALPHA (MW_ROLE_STRIP, 0.28));
}

static void
test_crowds (void)
{
  assert_same ("crowd", draw_crowd, NULL, MW_SCHEME_LIGHT, 0.002);
  assert_same ("dense-strip", draw_dense_strip, NULL, MW_SCHEME_LIGHT, 0.02);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gtk_init_check ();
  g_test_add_func ("/snapshot-painter/primitives", test_primitives);
  g_test_add_func ("/snapshot-painter/races", test_races);
  g_test_add_func ("/snapshot-painter/cache", test_cache);
  g_test_add_func ("/snapshot-painter/crowds", test_crowds);
  return g_test_run ();
}
