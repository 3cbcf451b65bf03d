/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Pictures as files. */

#include "mw-config.h"

#include <cairo-pdf.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "mw-cairo-painter.h"
#include "mw-error.h"
#include "mw-export.h"
#include "mw-file.h"
#include "mw-picture.h"
#include "mw-svg-painter.h"

#define WIDTH        1280.0
#define TEXT         14.0
#define COLUMNS      80
#define LARGEST      16384.0  /* px, either way */

const char *
mw_export_format_name (MwExportFormat format)
{
  static const char *const names[MW_N_EXPORTS] = { "svg", "png", "pdf", "txt" };

  g_assert (format < MW_N_EXPORTS);
  return names[format];
}

gboolean
mw_export_format_of_path (const char *path, MwExportFormat *format)
{
  const char *dot = strrchr (path, '.');

  for (guint i = 0; dot != NULL && i < MW_N_EXPORTS; i++)
    if (g_ascii_strcasecmp (dot + 1, mw_export_format_name (i)) == 0)
      {
        *format = i;
        return TRUE;
      }
  return FALSE;
}

static MwRows *
layout (const MwRaceView *view, const MwExportOptions *options)
{
  MwRowsOptions rows = {
    .width = options->width > 0 ? options->width : WIDTH,
    .height = options->height,
    .text = options->text > 0 ? options->text : TEXT,
    .flags = MW_ROWS_FIGURES | MW_ROWS_LEGEND | (options->title != NULL ? MW_ROWS_TITLE : 0),
  };

  return mw_rows_new (view, &rows);
}

static MwPicture
compose (const MwRaceView *view, const MwRows *rows, const MwExportOptions *options)
{
  MwPicture picture = mw_picture_fit (view, rows);

  picture.title = options->title;
  picture.badge = options->badge;
  return picture;
}

static GBytes *
export_svg (const MwPicture *picture, double width, double height, const MwExportOptions *options, GError **error)
{
  g_autofree char *description = mw_picture_dup_description (picture);
  MwPainter *painter = mw_svg_painter_new (width, height, options->title, description, mw_palette_get (options->scheme));

  mw_picture_draw (painter, picture);
  return mw_svg_painter_finish (painter);
}

static cairo_status_t
collect_cb (void *data, const unsigned char *bytes, unsigned int length)
{
  g_byte_array_append (data, bytes, length);
  return CAIRO_STATUS_SUCCESS;
}

static void
draw_on_surface (cairo_surface_t *surface, const MwPicture *picture, double scale, const MwExportOptions *options)
{
  cairo_t *cr = cairo_create (surface);
  MwPainter *painter;

  cairo_scale (cr, scale, scale);
  painter = mw_cairo_painter_new (cr, mw_palette_get (options->scheme));
  mw_picture_draw (painter, picture);
  mw_cairo_painter_free (painter);
  cairo_destroy (cr);
}

/* Takes SURFACE; the bytes, or NULL and ERROR when cairo failed. */
static GBytes *
take_bytes (cairo_surface_t *surface, cairo_status_t status, GByteArray *bytes, GError **error)
{
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    return g_byte_array_free_to_bytes (bytes);
  g_byte_array_unref (bytes);
  g_set_error (error, MW_ERROR, MW_ERROR_FILE, _("The picture could not be drawn: %s"), cairo_status_to_string (status));
  return NULL;
}

static GBytes *
export_png (const MwPicture *picture, double width, double height, const MwExportOptions *options, GError **error)
{
  double scale = options->scale > 0 ? options->scale : 1;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) ceil (width * scale), (int) ceil (height * scale));
  GByteArray *bytes = g_byte_array_new ();

  draw_on_surface (surface, picture, scale, options);
  return take_bytes (surface, cairo_surface_write_to_png_stream (surface, collect_cb, bytes), bytes, error);
}

static GBytes *
export_pdf (const MwPicture *picture, double width, double height, const MwExportOptions *options, GError **error)
{
  GByteArray *bytes = g_byte_array_new ();
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream (collect_cb, bytes, width, height);

  if (options->title != NULL)
    cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, options->title);
  draw_on_surface (surface, picture, 1, options);
  cairo_surface_finish (surface);
  return take_bytes (surface, cairo_surface_status (surface), bytes, error);
}

char *
mw_export_text (const MwRaceView *view, const MwExportOptions *options)
{
  guint columns = MAX (options->columns > 0 ? options->columns : COLUMNS, 24);
  MwRowsOptions rows_options = {
    .width = columns * MW_CELL_WIDTH,
    .height = options->lines * MW_CELL_HEIGHT,
    .text = MW_CELL_HEIGHT,
    .flags = MW_ROWS_CELLS | MW_ROWS_FIGURES | MW_ROWS_LEGEND | (options->title != NULL ? MW_ROWS_TITLE : 0),
  };
  g_autoptr (MwRows) rows = mw_rows_new (view, &rows_options);
  MwPicture picture = compose (view, rows, options);
  MwPainter *painter = mw_text_painter_new (columns, (guint) (rows->height / MW_CELL_HEIGHT + 0.5), options->text_flags, mw_palette_get (options->scheme));

  mw_picture_draw (painter, &picture);
  return mw_text_painter_finish (painter);
}

GBytes *
mw_export_bytes (const MwRaceView *view, MwExportFormat format, const MwExportOptions *options, GError **error)
{
  static GBytes *(*const exports[MW_N_EXPORTS]) (const MwPicture *, double, double, const MwExportOptions *, GError **) = {
    [MW_EXPORT_SVG] = export_svg, [MW_EXPORT_PNG] = export_png, [MW_EXPORT_PDF] = export_pdf,
  };
  double scale = format == MW_EXPORT_PNG && options->scale > 0 ? options->scale : 1;
  g_autoptr (MwRows) rows = NULL;
  MwPicture picture;
  double height;

  if (format == MW_EXPORT_TEXT)
    {
      char *text = mw_export_text (view, options);

      return g_bytes_new_take (text, strlen (text));
    }
  rows = layout (view, options);
  height = ceil (MAX (rows->height, options->height));
  if (rows->width * scale > LARGEST || height * scale > LARGEST)
    {
      g_set_error (error, MW_ERROR, MW_ERROR_LIMIT, _("The picture would be %.0f × %.0f px; the largest is %.0f either way"),
                   rows->width * scale, height * scale, LARGEST);
      return NULL;
    }
  picture = compose (view, rows, options);
  return exports[format] (&picture, rows->width, height, options, error);
}

gboolean
mw_export_write (const MwRaceView *view, MwExportFormat format, const MwExportOptions *options, const char *path, GError **error)
{
  g_autoptr (GBytes) bytes = mw_export_bytes (view, format, options, error);

  return bytes != NULL && mw_file_write (path, bytes, error);
}
