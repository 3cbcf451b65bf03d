/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "mw-config.h"

#include <glib/gi18n.h>

#include "mw-error.h"
#include "mw-file.h"
#include "mw-screenshot.h"

typedef struct
{
  GtkWidget       *widget;
  char            *path;
  MwScreenshotFunc done;
  gpointer         user_data;
} Shot;

static GdkTexture *
draw (GtkWidget *widget)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (widget);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  GskRenderer *renderer = gtk_native_get_renderer (gtk_widget_get_native (widget));
  g_autoptr (GskRenderNode) node = NULL;

  gdk_paintable_snapshot (paintable, snapshot, width, height);
  node = gtk_snapshot_free_to_node (snapshot);
  if (node == NULL || renderer == NULL)
    return NULL;
  return gsk_renderer_render_texture (renderer, node, &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
}

static void
write_texture (GdkTexture *texture, const char *path, GError **error)
{
  g_autoptr (GBytes) png = NULL;

  if (texture == NULL)
    {
      g_set_error (error, MW_ERROR, MW_ERROR_FILE, _("“%s” cannot be written: %s"), path, _("the window is not drawn"));
      return;
    }
  png = gdk_texture_save_to_png_bytes (texture);
  mw_file_write (path, png, error);
}

static void
after_paint_cb (GdkFrameClock *clock, Shot *shot)
{
  g_autoptr (GdkTexture) texture = draw (shot->widget);
  g_autoptr (GError) error = NULL;

  write_texture (texture, shot->path, &error);
  if (shot->done != NULL)
    shot->done (shot->path, error, shot->user_data);
  g_signal_handlers_disconnect_by_data (clock, shot);
  g_object_unref (shot->widget);
  g_free (shot->path);
  g_free (shot);
}

void
mw_screenshot_take (GtkWidget *widget, const char *path, MwScreenshotFunc done, gpointer user_data)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (widget);
  g_autoptr (GError) error = NULL;
  Shot *shot;

  if (clock == NULL)
    {
      write_texture (NULL, path, &error);
      if (done != NULL)
        done (path, error, user_data);
      return;
    }
  shot = g_new0 (Shot, 1);
  shot->widget = g_object_ref (widget);
  shot->path = g_strdup (path);
  shot->done = done;
  shot->user_data = user_data;
  g_signal_connect (clock, "after-paint", G_CALLBACK (after_paint_cb), shot);
  gtk_widget_queue_draw (widget);
  gdk_frame_clock_request_phase (clock, GDK_FRAME_CLOCK_PHASE_AFTER_PAINT);
}
