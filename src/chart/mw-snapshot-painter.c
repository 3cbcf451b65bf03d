/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The painter of the window.
 *
 * What there is much of (boxes, straight lines, texts) becomes render nodes, which every renderer draws
 * fast, and what there is very much of an image (mw-box-batch.c).  What there is little of and has a curve or a slant (patterns, marks, strips, dashes) becomes a cairo
 * node of just its own size and is drawn by the cairo painter itself: so it looks the same on the screen and
 * in an exported file because it is the same code.  Rejected: one cairo node for the whole picture (14 ms a
 * frame however little there is to draw), and tiles for the patterns (faster with thousands of hatched spans,
 * but their seams shift against the box with every zoom).
 */

#include "mw-snapshot-painter.h"

#include <math.h>

#include "mw-box-batch.h"
#include "mw-cairo-painter.h"

#define CACHE_MAX    4000
#define SMALL        6.0  /* px; rounding the corners of less cannot be seen and is dear */
#define DENSE_POINTS 600  /* of a strip: from here on it is boxes, a column each */

struct _MwTextCache
{
  PangoContext *context;
  GHashTable   *layouts;  /* "size weight figures text" → PangoLayout */
};

typedef struct
{
  MwPainter    base;
  GtkSnapshot *snapshot;  /* see get_snapshot */
  MwTextCache *cache;
  MwBoxBatch  *boxes;
} SnapshotPainter;

/* For all but boxes: with what was held back already on it. */
static GtkSnapshot *
get_snapshot (SnapshotPainter *self)
{
  mw_box_batch_flush (self->boxes, self->snapshot);
  return self->snapshot;
}

/* Transfer none; valid until the next call. */
static PangoLayout *
get_layout (MwTextCache *cache, const MwFont *font, const char *text)
{
  g_autofree char *key = g_strdup_printf ("%g %d%d %s", font->size, font->bold, font->tabular, text);
  PangoLayout *layout = g_hash_table_lookup (cache->layouts, key);
  PangoFontDescription *description;

  if (layout != NULL)
    return layout;
  if (g_hash_table_size (cache->layouts) >= CACHE_MAX)
    g_hash_table_remove_all (cache->layouts);
  layout = pango_layout_new (cache->context);
  description = pango_font_description_copy (pango_context_get_font_description (cache->context));
  pango_font_description_set_absolute_size (description, font->size * PANGO_SCALE);
  pango_font_description_set_weight (description, font->bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description (layout, description);
  pango_font_description_free (description);
  if (font->tabular)
    {
      PangoAttrList *attributes = pango_attr_list_new ();

      pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
      pango_layout_set_attributes (layout, attributes);
      pango_attr_list_unref (attributes);
    }
  pango_layout_set_text (layout, text, -1);
  g_hash_table_insert (cache->layouts, g_steal_pointer (&key), layout);
  return layout;
}

static GdkRGBA
get_rgba (MwPainter *painter, MwInk ink)
{
  MwColor color = painter->palette->colors[ink.role];

  return (GdkRGBA) { color.red / 255.0f, color.green / 255.0f, color.blue / 255.0f, (float) ink.alpha };
}

static graphene_rect_t
get_rect (const MwBox *box)
{
  return GRAPHENE_RECT_INIT ((float) box->x, (float) box->y, (float) box->width, (float) box->height);
}

/* A cairo painter on a node of BOX and MARGIN px around it; to be freed when the drawing is done. */
static MwPainter *
begin_cairo (MwPainter *painter, const MwBox *box, double margin)
{
  SnapshotPainter *self = (SnapshotPainter *) painter;
  graphene_rect_t bounds = GRAPHENE_RECT_INIT ((float) (box->x - margin), (float) (box->y - margin),
                                               (float) (box->width + 2 * margin), (float) (box->height + 2 * margin));
  cairo_t *cr = gtk_snapshot_append_cairo (get_snapshot (self), &bounds);
  MwPainter *cairo = mw_cairo_painter_new (cr, painter->palette);

  cairo_destroy (cr);
  return cairo;
}

static void
paint_box (MwPainter *painter, const MwBox *box, double radius, MwInk ink)
{
  SnapshotPainter *self = (SnapshotPainter *) painter;
  graphene_rect_t rect = get_rect (box);
  GdkRGBA color = get_rgba (painter, ink);
  double side = MIN (box->width, box->height), round = MIN (radius, side / 2);
  GskRoundedRect clip;

  if (round < 0.5 || side < SMALL)
    {
      mw_box_batch_add (self->boxes, self->snapshot, &rect, &color);
      return;
    }
  gsk_rounded_rect_init_from_rect (&clip, &rect, (float) round);
  gtk_snapshot_push_rounded_clip (get_snapshot (self), &clip);
  gtk_snapshot_append_color (self->snapshot, &color, &rect);
  gtk_snapshot_pop (self->snapshot);
}

static void
paint_outline (MwPainter *painter, const MwBox *box, double radius, double width, MwDash dash, MwInk ink)
{
  SnapshotPainter *self = (SnapshotPainter *) painter;
  graphene_rect_t rect = get_rect (box);
  GdkRGBA color = get_rgba (painter, ink);
  GskRoundedRect border;

  if (dash != MW_DASH_NONE)
    {
      MwPainter *cairo = begin_cairo (painter, box, width);

      mw_painter_outline (cairo, box, radius, width, dash, ink);
      mw_cairo_painter_free (cairo);
      return;
    }
  gsk_rounded_rect_init_from_rect (&border, &rect, (float) MIN (radius, MIN (box->width, box->height) / 2));
  gtk_snapshot_append_border (get_snapshot (self), &border, (float[4]) { (float) width, (float) width, (float) width, (float) width },
                              (GdkRGBA[4]) { color, color, color, color });
}

static void
paint_pattern (MwPainter *painter, const MwBox *box, MwPattern pattern, double origin, double period, double thickness, MwInk ink)
{
  MwPainter *cairo = begin_cairo (painter, box, 0);

  mw_painter_pattern (cairo, box, pattern, origin, period, thickness, ink);
  mw_cairo_painter_free (cairo);
}

static void
paint_mark (MwPainter *painter, MwShape shape, double x, double y, double size, MwInk ink)
{
  const MwPalette *palette = painter->palette;
  graphene_rect_t bounds = GRAPHENE_RECT_INIT ((float) (x - size), (float) (y - size), (float) (2 * size), (float) (2 * size));
  cairo_t *cr = gtk_snapshot_append_cairo (get_snapshot ((SnapshotPainter *) painter), &bounds);

  mw_cairo_shape (cr, shape, x, y, size, palette->colors[ink.role], ink.alpha, palette->colors[MW_ROLE_BACKGROUND]);
  cairo_destroy (cr);
}

static void
paint_line (MwPainter *painter, double x0, double y0, double x1, double y1, double width, MwDash dash, MwInk ink)
{
  MwBox box = { MIN (x0, x1), MIN (y0, y1), MAX (x0, x1) - MIN (x0, x1), MAX (y0, y1) - MIN (y0, y1) };
  MwPainter *cairo;

  if (dash == MW_DASH_NONE && box.width <= 0)
    paint_box (painter, &(MwBox) { x0 - width / 2, box.y, width, box.height }, 0, ink);
  else if (dash == MW_DASH_NONE && box.height <= 0)
    paint_box (painter, &(MwBox) { box.x, y0 - width / 2, box.width, width }, 0, ink);
  else
    {
      cairo = begin_cairo (painter, &box, width + 1);
      mw_painter_line (cairo, x0, y0, x1, y1, width, dash, ink);
      mw_cairo_painter_free (cairo);
    }
}

/* A strip that changes in nearly every column: a stroke would have thousands of corners.  Its columns begin on whole pixels,
 * so that the tints of neighbours meet. */
static void
paint_dense_strip (MwPainter *painter, const MwPoint *points, guint n_points, double foot, double width, MwInk ink, MwInk fill)
{
  for (guint i = 0; i < n_points;)
    {
      double x = floor (points[i].x), high = points[i].y, low = points[i].y, next;

      for (; i < n_points && floor (points[i].x) <= x; i++)
        {
          high = MIN (high, points[i].y);
          low = MAX (low, points[i].y);
        }
      next = i < n_points ? floor (points[i].x) : x + 1;
      paint_box (painter, &(MwBox) { x, points[i - 1].y, next - x, MAX (foot - points[i - 1].y, 0) }, 0, fill);
      paint_box (painter, &(MwBox) { x - width / 2, high - width / 2, width, low - high + width }, 0, ink);
      if (next > x + 1)
        paint_box (painter, &(MwBox) { x + 1, points[i - 1].y - width / 2, next - x - 1, width }, 0, ink);
    }
}

static void
paint_strip (MwPainter *painter, const MwPoint *points, guint n_points, double foot, double width, MwInk ink, MwInk fill)
{
  double left = G_MAXDOUBLE, right = -G_MAXDOUBLE, top = foot, bottom = foot;
  MwPainter *cairo;

  if (n_points >= DENSE_POINTS)
    {
      paint_dense_strip (painter, points, n_points, foot, width, ink, fill);
      return;
    }
  for (guint i = 0; i < n_points; i++)
    {
      left = MIN (left, points[i].x);
      right = MAX (right, points[i].x);
      top = MIN (top, points[i].y);
      bottom = MAX (bottom, points[i].y);
    }
  if (n_points == 0)
    return;
  cairo = begin_cairo (painter, &(MwBox) { left, top, right - left, bottom - top }, width + 1);
  mw_painter_strip (cairo, points, n_points, foot, width, ink, fill);
  mw_cairo_painter_free (cairo);
}

static double
measure_text (MwPainter *painter, const MwFont *font, const char *text)
{
  int width;

  pango_layout_get_size (get_layout (((SnapshotPainter *) painter)->cache, font, text), &width, NULL);
  return (double) width / PANGO_SCALE;
}

static void
paint_text (MwPainter *painter, double x, double y, MwAlign align, const MwFont *font, MwInk ink, const char *text)
{
  SnapshotPainter *self = (SnapshotPainter *) painter;
  PangoLayout *layout = get_layout (self->cache, font, text);
  double baseline = (double) pango_layout_get_baseline (layout) / PANGO_SCALE;
  GdkRGBA color = get_rgba (painter, ink);

  if (align != MW_ALIGN_START)
    x -= measure_text (painter, font, text) * (align == MW_ALIGN_CENTRE ? 0.5 : 1.0);
  gtk_snapshot_save (get_snapshot (self));
  gtk_snapshot_translate (self->snapshot, &GRAPHENE_POINT_INIT ((float) x, (float) (y - baseline)));
  gtk_snapshot_append_layout (self->snapshot, layout, &color);
  gtk_snapshot_restore (self->snapshot);
}

static void
push_clip (MwPainter *painter, const MwBox *box)
{
  graphene_rect_t rect = get_rect (box);

  gtk_snapshot_push_clip (get_snapshot ((SnapshotPainter *) painter), &rect);
}

static void
pop_clip (MwPainter *painter)
{
  gtk_snapshot_pop (get_snapshot ((SnapshotPainter *) painter));
}

static const MwPainterClass painter_class = {
  .box = paint_box,
  .outline = paint_outline,
  .pattern = paint_pattern,
  .mark = paint_mark,
  .line = paint_line,
  .strip = paint_strip,
  .text = paint_text,
  .measure = measure_text,
  .push_clip = push_clip,
  .pop_clip = pop_clip,
};

/* CONTEXT brings font family, resolution and antialiasing; a reference is kept. */
MwTextCache *
mw_text_cache_new (PangoContext *context)
{
  MwTextCache *self = g_new0 (MwTextCache, 1);

  self->context = g_object_ref (context);
  self->layouts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  return self;
}

void
mw_text_cache_free (MwTextCache *self)
{
  g_hash_table_unref (self->layouts);
  g_object_unref (self->context);
  g_free (self);
}

void
mw_text_cache_clear (MwTextCache *self)
{
  g_hash_table_remove_all (self->layouts);
}

MwPainter *
mw_snapshot_painter_new (GtkSnapshot *snapshot, MwTextCache *cache, const MwPalette *palette, double scale)
{
  SnapshotPainter *self = g_new0 (SnapshotPainter, 1);

  self->base.klass = &painter_class;
  self->base.palette = palette;
  self->snapshot = snapshot;
  self->cache = cache;
  self->boxes = mw_box_batch_new (scale);
  return &self->base;
}

void
mw_snapshot_painter_free (MwPainter *painter)
{
  SnapshotPainter *self = (SnapshotPainter *) painter;

  mw_box_batch_flush (self->boxes, self->snapshot);
  mw_box_batch_free (self->boxes);
  g_free (self);
}
