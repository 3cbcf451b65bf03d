/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* An SVG writer of our own.
 *
 * cairo's SVG surface turns every letter into a path: no text to search, translate, read aloud or restyle, and ten times
 * the size.  This one writes what the picture says: groups named after tasks, rectangles, patterns, and text as <text>.
 * The price is that widths of text are guessed from a table (of a wide common font), since the reader's font is
 * unknown: a narrower font leaves a little more air, and nothing runs into its neighbour.  All numbers are written
 * with at most two decimals and a point, whatever the locale: the same picture is the same file everywhere.
 */

#include "mw-shape.h"
#include "mw-svg-painter.h"
#include "mw-svg-writer.h"

typedef struct
{
  MwPainter  parent;
  double     width, height;
  char      *title;
  char      *description;
  GString   *defs;
  GString   *body;
  GHashTable *known;   /* ids of patterns already defined */
  guint      n_clips;
} MwSvgPainter;

static void
add_ink (MwSvgPainter *self, GString *out, const char *name, MwInk ink)
{
  char hex[8];

  mw_color_to_hex (self->parent.palette->colors[ink.role], hex);
  g_string_append_printf (out, " %s=\"%s\"", name, hex);
  if (ink.alpha < 1)
    {
      g_string_append_printf (out, " %s-opacity=\"", name);
      mw_svg_add_number (out, ink.alpha);
      g_string_append_c (out, '"');
    }
}

static void
add_dash (GString *out, MwDash dash, double width)
{
  if (dash == MW_DASH_NONE)
    return;
  g_string_append (out, " stroke-dasharray=\"");
  mw_svg_add_number (out, MW_DASH_ON (dash) * width);
  g_string_append_c (out, ' ');
  mw_svg_add_number (out, MW_DASH_OFF (dash) * width);
  g_string_append_c (out, '"');
}

static void
add_rectangle (GString *out, const MwBox *box, double radius)
{
  g_string_append (out, "<rect");
  mw_svg_add_attribute (out, "x", box->x);
  mw_svg_add_attribute (out, "y", box->y);
  mw_svg_add_attribute (out, "width", MAX (box->width, 0));
  mw_svg_add_attribute (out, "height", MAX (box->height, 0));
  if (radius >= 0.5)
    mw_svg_add_attribute (out, "rx", MIN (radius, MIN (box->width, box->height) / 2));
}

static void
svg_painter_box (MwPainter *painter, const MwBox *box, double radius, MwInk ink)
{
  MwSvgPainter *self = (MwSvgPainter *) painter;

  add_rectangle (self->body, box, radius);
  add_ink (self, self->body, "fill", ink);
  g_string_append (self->body, "/>\n");
}

static void
svg_painter_outline (MwPainter *painter, const MwBox *box, double radius, double width, MwDash dash, MwInk ink)
{
  MwSvgPainter *self = (MwSvgPainter *) painter;
  MwBox inner = { box->x + width / 2, box->y + width / 2, box->width - width, box->height - width };

  add_rectangle (self->body, &inner, radius);
  g_string_append (self->body, " fill=\"none\"");
  add_ink (self, self->body, "stroke", ink);
  mw_svg_add_attribute (self->body, "stroke-width", width);
  add_dash (self->body, dash, width);
  g_string_append (self->body, "/>\n");
}

/* The tile of a pattern, in a square of PERIOD. */
static void
add_tile (GString *out, MwPattern pattern, double period, double thickness)
{
  static const struct { const char *path; gboolean dots; } tiles[MW_N_PATTERNS] = {
    [MW_PATTERN_TICKS] = { "M.5 0V1" },
    [MW_PATTERN_HATCH] = { "M.5 0V1" },
    [MW_PATTERN_CROSS] = { "M.5 0V1M0 .5H1" },
    [MW_PATTERN_STRIPES] = { "M0 .5H1" },
    [MW_PATTERN_DOTS] = { NULL, TRUE },
  };

  if (tiles[pattern].dots)
    {
      g_string_append (out, "<circle");
      mw_svg_add_attribute (out, "cx", period / 2);
      mw_svg_add_attribute (out, "cy", period / 2);
      mw_svg_add_attribute (out, "r", thickness / 2);
    }
  else
    {
      g_string_append_printf (out, "<path d=\"%s\" transform=\"scale(", tiles[pattern].path);
      mw_svg_add_number (out, period);
      g_string_append (out, ")\" fill=\"none\"");
      mw_svg_add_attribute (out, "stroke-width", thickness / period);
    }
}

/* Defines the pattern once per form, colour and size; ID names it. */
static void
define_pattern (MwSvgPainter *self, const char *id, MwPattern pattern, double period, double thickness, MwInk ink)
{
  gboolean turned = pattern == MW_PATTERN_HATCH || pattern == MW_PATTERN_CROSS;

  if (!g_hash_table_add (self->known, g_strdup (id)))
    return;
  g_string_append_printf (self->defs, "<pattern id=\"%s\" patternUnits=\"userSpaceOnUse\"", id);
  mw_svg_add_attribute (self->defs, "width", period);
  mw_svg_add_attribute (self->defs, "height", period);
  if (turned)
    g_string_append (self->defs, " patternTransform=\"rotate(45)\"");
  g_string_append (self->defs, ">");
  add_tile (self->defs, pattern, period, thickness);
  add_ink (self, self->defs, pattern == MW_PATTERN_DOTS ? "fill" : "stroke", ink);
  g_string_append (self->defs, "/></pattern>\n");
}

static void
svg_painter_pattern (MwPainter *painter, const MwBox *box, MwPattern pattern, double origin, double period, double thickness, MwInk ink)
{
  MwSvgPainter *self = (MwSvgPainter *) painter;
  double step = pattern == MW_PATTERN_CROSS ? period * 1.3 : period;
  g_autofree char *id = g_strdup_printf ("p%u-%u-%u-%u", pattern, ink.role, (guint) (step * 100), (guint) (thickness * 100));
  MwBox local = { box->x - origin, -box->height, box->width, box->height };

  define_pattern (self, id, pattern, step, thickness, ink);
  g_string_append (self->body, "<g transform=\"translate(");
  mw_svg_add_number (self->body, origin);
  g_string_append_c (self->body, ' ');
  mw_svg_add_number (self->body, box->y + box->height);
  g_string_append (self->body, ")\">");
  add_rectangle (self->body, &local, 0);
  g_string_append_printf (self->body, " fill=\"url(#%s)\"/></g>\n", id);
}

static void
add_part (MwSvgPainter *self, const MwPart *part, MwInk ink)
{
  MwInk own = { part->paper ? MW_ROLE_BACKGROUND : ink.role, ink.alpha };
  gboolean filled = part->kind == MW_PART_FILL || part->kind == MW_PART_DISC;

  if (part->kind == MW_PART_DISC || part->kind == MW_PART_RING)
    {
      g_string_append (self->body, "<circle");
      mw_svg_add_attribute (self->body, "r", part->radius);
    }
  else
    {
      g_string_append (self->body, "<path d=\"");
      for (guint i = 0; i < part->n_points; i++)
        {
          g_string_append_c (self->body, i == 0 ? 'M' : 'L');
          mw_svg_add_number (self->body, part->points[i].x);
          g_string_append_c (self->body, ' ');
          mw_svg_add_number (self->body, part->points[i].y);
        }
      g_string_append (self->body, part->kind == MW_PART_FILL ? "Z\"" : "\"");
    }
  if (filled)
    add_ink (self, self->body, "fill", own);
  else
    {
      g_string_append (self->body, " fill=\"none\"");
      add_ink (self, self->body, "stroke", own);
      mw_svg_add_attribute (self->body, "stroke-width", part->width);
    }
  g_string_append (self->body, "/>");
}

static void
svg_painter_mark (MwPainter *painter, MwShape shape, double x, double y, double size, MwInk ink)
{
  MwSvgPainter *self = (MwSvgPainter *) painter;
  guint n_parts;
  const MwPart *parts = mw_shape_get_parts (shape, &n_parts);

  g_string_append (self->body, "<g transform=\"translate(");
  mw_svg_add_number (self->body, x);
  g_string_append_c (self->body, ' ');
  mw_svg_add_number (self->body, y);
  g_string_append (self->body, ") scale(");
  mw_svg_add_number (self->body, size);
  g_string_append (self->body, ")\" stroke-linecap=\"round\" stroke-linejoin=\"round\">");
  for (guint i = 0; i < n_parts; i++)
    add_part (self, &parts[i], ink);
  g_string_append (self->body, "</g>\n");
}

static void
svg_painter_line (MwPainter *painter, double x0, double y0, double x1, double y1, double width, MwDash dash, MwInk ink)
{
  MwSvgPainter *self = (MwSvgPainter *) painter;

  g_string_append (self->body, "<line");
  mw_svg_add_attribute (self->body, "x1", x0);
  mw_svg_add_attribute (self->body, "y1", y0);
  mw_svg_add_attribute (self->body, "x2", x1);
  mw_svg_add_attribute (self->body, "y2", y1);
  add_ink (self, self->body, "stroke", ink);
  mw_svg_add_attribute (self->body, "stroke-width", width);
  add_dash (self->body, dash, width);
  g_string_append (self->body, "/>\n");
}

static void
add_path (GString *out, const MwPoint *points, guint n_points)
{
  for (guint i = 0; i < n_points; i++)
    {
      g_string_append_c (out, i == 0 ? 'M' : 'L');
      mw_svg_add_number (out, points[i].x);
      g_string_append_c (out, ' ');
      mw_svg_add_number (out, points[i].y);
    }
}

static void
svg_painter_strip (MwPainter *painter, const MwPoint *points, guint n_points, double foot, double width, MwInk ink, MwInk fill)
{
  MwSvgPainter *self = (MwSvgPainter *) painter;

  if (n_points < 2)
    return;
  if (fill.alpha > 0)
    {
      g_string_append (self->body, "<path d=\"");
      add_path (self->body, points, n_points);
      g_string_append_c (self->body, 'V');
      mw_svg_add_number (self->body, foot);
      g_string_append_c (self->body, 'H');
      mw_svg_add_number (self->body, points[0].x);
      g_string_append (self->body, "Z\"");
      add_ink (self, self->body, "fill", fill);
      g_string_append (self->body, "/>\n");
    }
  g_string_append (self->body, "<path d=\"");
  add_path (self->body, points, n_points);
  g_string_append (self->body, "\" fill=\"none\"");
  add_ink (self, self->body, "stroke", ink);
  mw_svg_add_attribute (self->body, "stroke-width", width);
  g_string_append (self->body, "/>\n");
}

static double
svg_painter_measure (MwPainter *painter, const MwFont *font, const char *text)
{
  return mw_svg_text_width (text) * font->size * (font->bold ? 1.15 : 1);
}

static void
svg_painter_text (MwPainter *painter, double x, double y, MwAlign align, const MwFont *font, MwInk ink, const char *text)
{
  static const char *const anchors[] = { [MW_ALIGN_START] = NULL, [MW_ALIGN_CENTRE] = "middle", [MW_ALIGN_END] = "end" };
  MwSvgPainter *self = (MwSvgPainter *) painter;

  g_string_append (self->body, "<text");
  mw_svg_add_attribute (self->body, "x", x);
  mw_svg_add_attribute (self->body, "y", y);
  mw_svg_add_attribute (self->body, "font-size", font->size);
  if (font->bold)
    g_string_append (self->body, " font-weight=\"700\"");
  if (font->tabular)
    g_string_append (self->body, " class=\"n\"");
  if (anchors[align] != NULL)
    g_string_append_printf (self->body, " text-anchor=\"%s\"", anchors[align]);
  add_ink (self, self->body, "fill", ink);
  g_string_append_c (self->body, '>');
  mw_svg_add_escaped (self->body, text);
  g_string_append (self->body, "</text>\n");
}

static void
svg_painter_push_clip (MwPainter *painter, const MwBox *box)
{
  MwSvgPainter *self = (MwSvgPainter *) painter;
  guint id = ++self->n_clips;

  g_string_append_printf (self->defs, "<clipPath id=\"c%u\">", id);
  add_rectangle (self->defs, box, 0);
  g_string_append (self->defs, "/></clipPath>\n");
  g_string_append_printf (self->body, "<g clip-path=\"url(#c%u)\">\n", id);
}

static void
svg_painter_pop_group (MwPainter *painter)
{
  g_string_append (((MwSvgPainter *) painter)->body, "</g>\n");
}

static void
svg_painter_push_group (MwPainter *painter, const char *kind, const char *title)
{
  MwSvgPainter *self = (MwSvgPainter *) painter;

  g_string_append_printf (self->body, "<g class=\"%s\">", kind);
  if (title != NULL)
    {
      g_string_append (self->body, "<title>");
      mw_svg_add_escaped (self->body, title);
      g_string_append (self->body, "</title>");
    }
  g_string_append_c (self->body, '\n');
}

static const MwPainterClass svg_painter_class = {
  .box = svg_painter_box,
  .outline = svg_painter_outline,
  .pattern = svg_painter_pattern,
  .mark = svg_painter_mark,
  .line = svg_painter_line,
  .strip = svg_painter_strip,
  .text = svg_painter_text,
  .measure = svg_painter_measure,
  .push_clip = svg_painter_push_clip,
  .pop_clip = svg_painter_pop_group,
  .push_group = svg_painter_push_group,
  .pop_group = svg_painter_pop_group,
};

MwPainter *
mw_svg_painter_new (double width, double height, const char *title, const char *description, const MwPalette *palette)
{
  MwSvgPainter *self = g_new0 (MwSvgPainter, 1);

  self->parent = (MwPainter) { &svg_painter_class, palette };
  self->width = width;
  self->height = height;
  self->title = g_strdup (title);
  self->description = g_strdup (description);
  self->defs = g_string_new (NULL);
  self->body = g_string_new (NULL);
  self->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return &self->parent;
}

GBytes *
mw_svg_painter_finish (MwPainter *painter)
{
  MwSvgPainter *self = (MwSvgPainter *) painter;
  g_autoptr (GString) out = g_string_new ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" version=\"1.1\"");

  mw_svg_add_attribute (out, "width", self->width);
  mw_svg_add_attribute (out, "height", self->height);
  g_string_append (out, " viewBox=\"0 0 ");
  mw_svg_add_number (out, self->width);
  g_string_append_c (out, ' ');
  mw_svg_add_number (out, self->height);
  g_string_append (out, "\" role=\"img\" font-family=\"'Adwaita Sans', Cantarell, Inter, 'DejaVu Sans', sans-serif\">\n");
  if (self->title != NULL)
    {
      g_string_append (out, "<title>");
      mw_svg_add_escaped (out, self->title);
      g_string_append (out, "</title>\n");
    }
  if (self->description != NULL)
    {
      g_string_append (out, "<desc>");
      mw_svg_add_escaped (out, self->description);
      g_string_append (out, "</desc>\n");
    }
  g_string_append_printf (out, "<defs>\n<style>.n{font-variant-numeric:tabular-nums}</style>\n%s</defs>\n%s</svg>\n", self->defs->str, self->body->str);
  g_string_free (self->defs, TRUE);
  g_string_free (self->body, TRUE);
  g_hash_table_unref (self->known);
  g_free (self->title);
  g_free (self->description);
  g_free (self);
  return g_string_free_to_bytes (g_steal_pointer (&out));
}
