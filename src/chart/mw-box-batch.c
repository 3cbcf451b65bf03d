/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Many narrow boxes as one texture.
 *
 * A lane that was zoomed out far has a box in every second pixel, and a window has thirty such lanes: as render nodes
 * they cost about a microsecond each.  So narrow boxes that follow one another at one height are held back;
 * few of them become nodes as ever, many are painted into a small image by hand, edges blended as cairo blends them,
 * and that is one node.  It is decided here and not in the picture, which goes on to speak of boxes: neither files
 * nor tests know of it.  Rejected: a cairo node for each lane (a recording first), and an image of all lanes
 * (its pixels have to be copied twice, and most of them are empty). */

#include "mw-box-batch.h"

#include <math.h>

#define MANY      24     /* fewer are never worth an image … */
#define AREA      250    /* … nor are more when so many pixels of it come to one of them: a node costs as much as these */
#define NARROW    48.0f  /* px; wider boxes are few */
#define LARGEST   4096   /* px, of an image's side */

typedef struct
{
  float   x0, y0, x1, y1;  /* px of the device */
  GdkRGBA color;
} Item;

struct _MwBoxBatch
{
  float   scale;
  GArray *items;
  float   x0, y0, x1, y1;  /* what they cover */
};

typedef struct
{
  guint8 *pixels;   /* premultiplied, in the order of GDK_MEMORY_DEFAULT */
  int     x, y, width, height;
} Image;

/* SCALE: pixels of the device per px. */
MwBoxBatch *
mw_box_batch_new (double scale)
{
  MwBoxBatch *self = g_new0 (MwBoxBatch, 1);

  self->scale = (float) scale;
  self->items = g_array_new (FALSE, FALSE, sizeof (Item));
  return self;
}

void
mw_box_batch_free (MwBoxBatch *self)
{
  g_array_unref (self->items);
  g_free (self);
}

/* ALPHA of 0 … 255 is what of COLOR comes over the pixel. */
static inline void
blend (guint32 *pixel, const guint32 color[3], guint32 alpha)
{
  guint32 old = *pixel, rest = 255 - alpha;
  guint32 a = alpha + ((old >> 24) * rest + 127) / 255;
  guint32 r = (color[0] * alpha + ((old >> 16) & 0xff) * rest + 127) / 255;
  guint32 g = (color[1] * alpha + ((old >> 8) & 0xff) * rest + 127) / 255;
  guint32 b = (color[2] * alpha + (old & 0xff) * rest + 127) / 255;

  *pixel = a << 24 | r << 16 | g << 8 | b;
}

/* The part of the pixel at AT that lies within FROM … TO. */
static inline float
covered (float from, float to, int at)
{
  return MIN (to, (float) (at + 1)) - MAX (from, (float) at);
}

static void
paint_item (Image *image, const Item *item)
{
  const guint32 color[3] = { (guint32) lroundf (item->color.red * 255), (guint32) lroundf (item->color.green * 255), (guint32) lroundf (item->color.blue * 255) };
  guint32 solid = 0xff000000u | color[0] << 16 | color[1] << 8 | color[2];
  int left = MAX ((int) floorf (item->x0), image->x), right = MIN ((int) ceilf (item->x1), image->x + image->width);
  int top = MAX ((int) floorf (item->y0), image->y), bottom = MIN ((int) ceilf (item->y1), image->y + image->height);

  for (int y = top; y < bottom; y++)
    {
      guint32 *row = (guint32 *) (gpointer) image->pixels + (gsize) (y - image->y) * (gsize) image->width;
      float line = covered (item->y0, item->y1, y) * item->color.alpha * 255;

      for (int x = left; x < right; x++)
        {
          guint32 alpha = (guint32) (line * covered (item->x0, item->x1, x) + 0.5f);

          if (alpha >= 255)
            row[x - image->x] = solid;
          else
            blend (&row[x - image->x], color, alpha);
        }
    }
}

static void
append_image (MwBoxBatch *self, GtkSnapshot *snapshot)
{
  Image image = { .x = (int) floorf (self->x0), .y = (int) floorf (self->y0) };
  gsize size;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GdkTexture) texture = NULL;

  image.width = (int) ceilf (self->x1) - image.x;
  image.height = (int) ceilf (self->y1) - image.y;
  size = (gsize) image.width * (gsize) image.height * 4;
  image.pixels = g_malloc0 (size);
  for (guint i = 0; i < self->items->len; i++)
    paint_item (&image, &g_array_index (self->items, Item, i));
  bytes = g_bytes_new_take (image.pixels, size);
  texture = gdk_memory_texture_new (image.width, image.height, GDK_MEMORY_DEFAULT, bytes, (gsize) image.width * 4);
  gtk_snapshot_append_texture (snapshot, texture,
                               &GRAPHENE_RECT_INIT ((float) image.x / self->scale, (float) image.y / self->scale,
                                                    (float) image.width / self->scale, (float) image.height / self->scale));
}

static void
append_nodes (MwBoxBatch *self, GtkSnapshot *snapshot)
{
  for (guint i = 0; i < self->items->len; i++)
    {
      const Item *item = &g_array_index (self->items, Item, i);

      gtk_snapshot_append_color (snapshot, &item->color,
                                 &GRAPHENE_RECT_INIT (item->x0 / self->scale, item->y0 / self->scale,
                                                      (item->x1 - item->x0) / self->scale, (item->y1 - item->y0) / self->scale));
    }
}

static gboolean
is_worth_image (const MwBoxBatch *self)
{
  float width = self->x1 - self->x0, height = self->y1 - self->y0;

  return self->items->len >= MANY && width < LARGEST && height < LARGEST && (float) self->items->len * AREA > width * height;
}

void
mw_box_batch_flush (MwBoxBatch *self, GtkSnapshot *snapshot)
{
  if (self->items->len == 0)
    return;
  if (is_worth_image (self))
    append_image (self, snapshot);
  else
    append_nodes (self, snapshot);
  g_array_set_size (self->items, 0);
}

void
mw_box_batch_add (MwBoxBatch *self, GtkSnapshot *snapshot, const graphene_rect_t *box, const GdkRGBA *color)
{
  float x = box->origin.x * self->scale, y = box->origin.y * self->scale;
  Item item = { x, y, x + box->size.width * self->scale, y + box->size.height * self->scale, *color };

  if (box->size.width > NARROW || (self->items->len > 0 && (item.y0 >= self->y1 || item.y1 <= self->y0)))
    mw_box_batch_flush (self, snapshot);
  if (box->size.width > NARROW)
    {
      gtk_snapshot_append_color (snapshot, color, box);
      return;
    }
  if (self->items->len == 0)
    {
      self->x0 = self->y0 = G_MAXFLOAT;
      self->x1 = self->y1 = -G_MAXFLOAT;
    }
  self->x0 = MIN (self->x0, item.x0);
  self->y0 = MIN (self->y0, item.y0);
  self->x1 = MAX (self->x1, item.x1);
  self->y1 = MAX (self->y1, item.y1);
  g_array_append_val (self->items, item);
}
