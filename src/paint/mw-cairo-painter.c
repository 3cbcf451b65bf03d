/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>
#include <pango/pangocairo.h>

#include "mw-cairo-painter.h"
#include "mw-shape.h"

typedef struct
{
  MwPainter             parent;
  cairo_t              *cr;
  PangoLayout          *layout;
  PangoFontDescription *description;
  PangoAttrList        *tabular;
} MwCairoPainter;

#define FAMILIES "Adwaita Sans,Cantarell,Inter,Noto Sans,DejaVu Sans,sans"

static void
set_ink (MwCairoPainter *self, MwInk ink)
{
  MwColor color = self->parent.palette->colors[ink.role];

  cairo_set_source_rgba (self->cr, color.red / 255.0, color.green / 255.0, color.blue / 255.0, ink.alpha);
}

static void
add_box (cairo_t *cr, const MwBox *box, double radius)
{
  double r = MIN (radius, MIN (box->width, box->height) / 2);

  if (r < 0.5)
    {
      cairo_rectangle (cr, box->x, box->y, box->width, box->height);
      return;
    }
  cairo_new_sub_path (cr);
  cairo_arc (cr, box->x + box->width - r, box->y + r, r, -G_PI_2, 0);
  cairo_arc (cr, box->x + box->width - r, box->y + box->height - r, r, 0, G_PI_2);
  cairo_arc (cr, box->x + r, box->y + box->height - r, r, G_PI_2, G_PI);
  cairo_arc (cr, box->x + r, box->y + r, r, G_PI, 3 * G_PI_2);
  cairo_close_path (cr);
}

static void
set_dash (cairo_t *cr, MwDash dash, double width)
{
  double lengths[] = { MW_DASH_ON (dash) * width, MW_DASH_OFF (dash) * width };

  cairo_set_dash (cr, lengths, dash == MW_DASH_NONE ? 0 : 2, 0);
}

static void
cairo_painter_box (MwPainter *painter, const MwBox *box, double radius, MwInk ink)
{
  MwCairoPainter *self = (MwCairoPainter *) painter;

  set_ink (self, ink);
  add_box (self->cr, box, radius);
  cairo_fill (self->cr);
}

static void
cairo_painter_outline (MwPainter *painter, const MwBox *box, double radius, double width, MwDash dash, MwInk ink)
{
  MwCairoPainter *self = (MwCairoPainter *) painter;
  MwBox inner = { box->x + width / 2, box->y + width / 2, MAX (box->width - width, 0), MAX (box->height - width, 0) };

  set_ink (self, ink);
  set_dash (self->cr, dash, width);
  cairo_set_line_width (self->cr, width);
  add_box (self->cr, &inner, radius);
  cairo_stroke (self->cr);
  set_dash (self->cr, MW_DASH_NONE, 0);
}

/* 45° lines through BOX; SLOPE 1: /, −1: \ */
static void
add_diagonals (cairo_t *cr, const MwBox *box, double origin, double period, double slope)
{
  double foot = box->y + box->height, reach = box->height;
  double step = period * G_SQRT2;
  double left = slope > 0 ? box->x - reach : box->x, right = slope > 0 ? box->x + box->width : box->x + box->width + reach;

  for (double x = origin + floor ((left - origin) / step) * step; x <= right; x += step)
    {
      cairo_move_to (cr, x, foot);
      cairo_line_to (cr, x + slope * reach, foot - reach);
    }
}

static void
add_dots (cairo_t *cr, const MwBox *box, double origin, double period, double size)
{
  guint row = 0;

  for (double y = box->y + box->height - period * 0.6; y > box->y; y -= period * 0.75, row++)
    for (double x = origin + floor ((box->x - origin) / period) * period + (row % 2 ? period / 2 : 0); x < box->x + box->width + size; x += period)
      {
        cairo_new_sub_path (cr);
        cairo_arc (cr, x, y, size / 2, 0, 2 * G_PI);
      }
}

static void
cairo_painter_pattern (MwPainter *painter, const MwBox *box, MwPattern pattern, double origin, double period, double thickness, MwInk ink)
{
  MwCairoPainter *self = (MwCairoPainter *) painter;
  cairo_t *cr = self->cr;

  cairo_save (cr);
  cairo_rectangle (cr, box->x, box->y, box->width, box->height);
  cairo_clip (cr);
  set_ink (self, ink);
  cairo_set_line_width (cr, thickness);
  switch (pattern)
    {
    case MW_PATTERN_TICKS:
      for (double x = origin + floor ((box->x - origin) / period) * period + period / 2; x < box->x + box->width + thickness; x += period)
        {
          cairo_move_to (cr, x, box->y);
          cairo_line_to (cr, x, box->y + box->height);
        }
      break;
    case MW_PATTERN_CROSS:
      add_diagonals (cr, box, origin, period * 1.3, -1);
      add_diagonals (cr, box, origin, period * 1.3, 1);
      break;
    case MW_PATTERN_HATCH:
      add_diagonals (cr, box, origin, period, 1);
      break;
    case MW_PATTERN_STRIPES:
      for (double y = box->y + box->height - period / 2; y > box->y - thickness; y -= period)
        {
          cairo_move_to (cr, box->x, y);
          cairo_line_to (cr, box->x + box->width, y);
        }
      break;
    case MW_PATTERN_DOTS:
      add_dots (cr, box, origin, period, thickness);
      cairo_fill (cr);
      break;
    case MW_PATTERN_NONE:
    case MW_N_PATTERNS:
    default:
      break;
    }
  cairo_stroke (cr);
  cairo_restore (cr);
}

static void
draw_part (cairo_t *cr, const MwPart *part)
{
  cairo_new_path (cr);
  if (part->kind == MW_PART_DISC || part->kind == MW_PART_RING)
    {
      cairo_arc (cr, 0, 0, part->radius, 0, 2 * G_PI);
    }
  for (guint i = 0; i < part->n_points; i++)
    cairo_line_to (cr, part->points[i].x, part->points[i].y);
  if (part->kind == MW_PART_FILL || part->kind == MW_PART_DISC)
    {
      cairo_fill (cr);
      return;
    }
  cairo_set_line_width (cr, part->width);
  cairo_stroke (cr);
}

void
mw_cairo_shape (cairo_t *cr, MwShape shape, double x, double y, double size, MwColor ink, double alpha, MwColor paper)
{
  guint n_parts;
  const MwPart *parts = mw_shape_get_parts (shape, &n_parts);

  cairo_save (cr);
  cairo_translate (cr, x, y);
  cairo_scale (cr, size, size);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  for (guint i = 0; i < n_parts; i++)
    {
      MwColor color = parts[i].paper ? paper : ink;

      cairo_set_source_rgba (cr, color.red / 255.0, color.green / 255.0, color.blue / 255.0, alpha);
      draw_part (cr, &parts[i]);
    }
  cairo_restore (cr);
}

static void
cairo_painter_mark (MwPainter *painter, MwShape shape, double x, double y, double size, MwInk ink)
{
  MwCairoPainter *self = (MwCairoPainter *) painter;
  const MwPalette *palette = painter->palette;

  mw_cairo_shape (self->cr, shape, x, y, size, palette->colors[ink.role], ink.alpha, palette->colors[MW_ROLE_BACKGROUND]);
}

static void
cairo_painter_line (MwPainter *painter, double x0, double y0, double x1, double y1, double width, MwDash dash, MwInk ink)
{
  MwCairoPainter *self = (MwCairoPainter *) painter;

  set_ink (self, ink);
  set_dash (self->cr, dash, width);
  cairo_set_line_width (self->cr, width);
  cairo_move_to (self->cr, x0, y0);
  cairo_line_to (self->cr, x1, y1);
  cairo_stroke (self->cr);
  set_dash (self->cr, MW_DASH_NONE, 0);
}

static void
cairo_painter_strip (MwPainter *painter, const MwPoint *points, guint n_points, double foot, double width, MwInk ink, MwInk fill)
{
  MwCairoPainter *self = (MwCairoPainter *) painter;

  if (n_points < 2)
    return;
  if (fill.alpha > 0)
    {
      set_ink (self, fill);
      cairo_move_to (self->cr, points[0].x, foot);
      for (guint i = 0; i < n_points; i++)
        cairo_line_to (self->cr, points[i].x, points[i].y);
      cairo_line_to (self->cr, points[n_points - 1].x, foot);
      cairo_close_path (self->cr);
      cairo_fill (self->cr);
    }
  set_ink (self, ink);
  cairo_set_line_width (self->cr, width);
  cairo_new_path (self->cr);
  for (guint i = 0; i < n_points; i++)
    cairo_line_to (self->cr, points[i].x, points[i].y);
  cairo_stroke (self->cr);
}

static void
set_text (MwCairoPainter *self, const MwFont *font, const char *text)
{
  pango_font_description_set_absolute_size (self->description, font->size * PANGO_SCALE);
  pango_font_description_set_weight (self->description, font->bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description (self->layout, self->description);
  pango_layout_set_attributes (self->layout, font->tabular ? self->tabular : NULL);
  pango_layout_set_text (self->layout, text, -1);
}

static double
cairo_painter_measure (MwPainter *painter, const MwFont *font, const char *text)
{
  MwCairoPainter *self = (MwCairoPainter *) painter;
  int width;

  set_text (self, font, text);
  pango_layout_get_size (self->layout, &width, NULL);
  return (double) width / PANGO_SCALE;
}

static void
cairo_painter_text (MwPainter *painter, double x, double y, MwAlign align, const MwFont *font, MwInk ink, const char *text)
{
  MwCairoPainter *self = (MwCairoPainter *) painter;
  double width = cairo_painter_measure (painter, font, text);

  if (align == MW_ALIGN_CENTRE)
    x -= width / 2;
  else if (align == MW_ALIGN_END)
    x -= width;
  set_ink (self, ink);
  cairo_move_to (self->cr, x, y - (double) pango_layout_get_baseline (self->layout) / PANGO_SCALE);
  pango_cairo_show_layout (self->cr, self->layout);
  cairo_new_path (self->cr);
}

static void
cairo_painter_push_clip (MwPainter *painter, const MwBox *box)
{
  MwCairoPainter *self = (MwCairoPainter *) painter;

  cairo_save (self->cr);
  cairo_rectangle (self->cr, box->x, box->y, box->width, box->height);
  cairo_clip (self->cr);
}

static void
cairo_painter_pop_clip (MwPainter *painter)
{
  cairo_restore (((MwCairoPainter *) painter)->cr);
}

static const MwPainterClass cairo_painter_class = {
  .box = cairo_painter_box,
  .outline = cairo_painter_outline,
  .pattern = cairo_painter_pattern,
  .mark = cairo_painter_mark,
  .line = cairo_painter_line,
  .strip = cairo_painter_strip,
  .text = cairo_painter_text,
  .measure = cairo_painter_measure,
  .push_clip = cairo_painter_push_clip,
  .pop_clip = cairo_painter_pop_clip,
};

MwPainter *
mw_cairo_painter_new (cairo_t *cr, const MwPalette *palette)
{
  MwCairoPainter *self = g_new0 (MwCairoPainter, 1);
  cairo_font_options_t *options = cairo_font_options_create ();

  self->parent = (MwPainter) { &cairo_painter_class, palette };
  self->cr = cairo_reference (cr);

  /* Unhinted, so that text is as wide at every scale as it was measured. */
  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_antialias (options, CAIRO_ANTIALIAS_GRAY);
  self->layout = pango_cairo_create_layout (cr);
  pango_cairo_context_set_font_options (pango_layout_get_context (self->layout), options);
  pango_layout_context_changed (self->layout);
  pango_layout_set_single_paragraph_mode (self->layout, TRUE);
  cairo_font_options_destroy (options);

  self->description = pango_font_description_from_string (FAMILIES);
  self->tabular = pango_attr_list_new ();
  pango_attr_list_insert (self->tabular, pango_attr_font_features_new ("tnum=1"));
  return &self->parent;
}

void
mw_cairo_painter_free (MwPainter *painter)
{
  MwCairoPainter *self = (MwCairoPainter *) painter;

  pango_attr_list_unref (self->tabular);
  pango_font_description_free (self->description);
  g_object_unref (self->layout);
  cairo_destroy (self->cr);
  g_free (self);
}
