/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The picture from far to near: paper, grid, rows, veil, lines of time, ruler, outline.
 *
 * Rows scroll below the ruler, which stays; so the rows are drawn into a clip, moved up by the viewport's scroll.  A
 * moved canvas is a copy of the rows with other y (there are at most a few hundred) rather than a translation in the painter's
 * vtable: every painter stays simpler by two entries, and no coordinate has two meanings.
 */

#include "mw-config.h"

#include <glib/gi18n-lib.h>

#include "mw-describe.h"
#include "mw-picture-private.h"

MwPicture
mw_picture_fit (const MwRaceView *view, const MwRows *rows)
{
  return (MwPicture) {
    .view = view,
    .rows = rows,
    .viewport = mw_viewport_fit (mw_race_view_get_extent (view), rows->plot_left, rows->plot_right),
    .cursor = -1,
    .now_line = -1,
  };
}

static void
draw_row (MwCanvas *self, const MwRow *row)
{
  static void (*const draws[MW_N_ROWS]) (MwCanvas *, const MwRow *) = {
    [MW_ROW_HEADER] = mw_picture_draw_header, [MW_ROW_LANE] = mw_picture_draw_lane, [MW_ROW_FOLD] = mw_picture_draw_fold,
    [MW_ROW_LOOP] = mw_picture_draw_loop, [MW_ROW_THREAD] = mw_picture_draw_loop, [MW_ROW_STRIP] = mw_picture_draw_strip,
    [MW_ROW_CONNECTION] = mw_picture_draw_connection,
  };

  draws[row->kind] (self, row);
  if (row->kind != MW_ROW_HEADER)
    mw_picture_draw_label (self, row);
}

static gboolean
is_visible (const MwCanvas *self, const MwRow *row)
{
  double top = row->y - self->picture->viewport.scroll;

  return top < self->rows->body_y + self->rows->body_height + self->text && top + row->height > self->rows->body_y - self->text;
}

/* The row as it stands now that the body is scrolled. */
static MwRow
moved (const MwCanvas *self, guint index)
{
  MwRow row = *mw_rows_get (self->rows, index);

  row.y -= self->picture->viewport.scroll;
  row.foot -= self->picture->viewport.scroll;
  return row;
}

static void
draw_selection (MwCanvas *self)
{
  const MwPicture *picture = self->picture;
  gint index = picture->selected_task > 0 ? mw_rows_find_task (self->rows, picture->selected_entrant, picture->selected_task) : -1;
  double inset = self->rows->margin / 3;
  MwRow row;
  MwBox box;

  if (index < 0 || self->cells)
    return;
  row = moved (self, (guint) index);
  box = (MwBox) { inset, row.y, self->rows->width - 2 * inset, row.height };
  mw_painter_box (self->painter, &box, self->text * 0.3, MW_INK_ALPHA (MW_ROLE_SELECTION, 0.07));
  mw_painter_outline (self->painter, &box, self->text * 0.3, picture->focus ? MAX (2.0, self->text * 0.14) : 1.0, MW_DASH_NONE, MW_INK (MW_ROLE_SELECTION));
}

static void
dim_unlit (MwCanvas *self)
{
  const gboolean *lit = self->picture->spotlight;

  for (guint i = 0; lit != NULL && i < self->rows->rows->len; i++)
    {
      MwRow row = moved (self, i);
      MwBox box = { 0, row.y, self->rows->width, row.height };

      if (!lit[i])
        mw_painter_box (self->painter, &box, 0, MW_INK_ALPHA (MW_ROLE_BACKGROUND, 0.75));
    }
}

static void
draw_body (MwCanvas *self)
{
  const MwRows *rows = self->rows;
  double foot = rows->legend_height > 0 ? rows->legend_y : MAX (rows->height, rows->options.height);
  MwBox body = { 0, rows->body_y, rows->width, MAX (foot - rows->body_y, 0) };

  mw_painter_push_clip (self->painter, &body);
  mw_picture_draw_grid (self);
  for (guint i = 0; i < rows->rows->len; i++)
    {
      MwRow row = moved (self, i);

      if (is_visible (self, mw_rows_get (rows, i)))
        draw_row (self, &row);
    }
  for (guint i = 0; i < self->picture->view->n_entrants; i++)
    {
      mw_picture_draw_marks (self, i);
      mw_picture_draw_veil (self, i);
    }
  for (guint i = 0; i < rows->rows->len; i++)
    {
      MwRow row = moved (self, i);

      if (row.kind == MW_ROW_HEADER)
        mw_picture_draw_ghost (self, &row);
    }
  dim_unlit (self);
  draw_selection (self);
  mw_painter_pop_clip (self->painter);
}

/* A line through all rows at TIME, with a mark on the ruler. */
static void
draw_instant (MwCanvas *self, gint64 time, gboolean now)
{
  const MwRows *rows = self->rows;
  const MwViewport *viewport = &self->picture->viewport;
  double x = mw_viewport_x (viewport, time);
  double foot = rows->legend_height > 0 ? rows->legend_y : rows->body_y + rows->body_height;

  if (time < 0 || x < viewport->x0 - 0.5 || x > viewport->x1 + 0.5)
    return;
  mw_painter_line (self->painter, x, rows->body_y, x, foot, MAX (1.0, self->text * (now ? 0.1 : 0.06)), MW_DASH_NONE,
                   MW_INK_ALPHA (MW_ROLE_NOW, now ? 0.9 : 0.6));
  if (!self->cells)
    mw_painter_mark (self->painter, MW_SHAPE_NOW, x, rows->body_y - self->text * 0.2, self->text * (now ? 0.8 : 0.5), MW_INK (MW_ROLE_NOW));
}

void
mw_picture_draw (MwPainter *painter, const MwPicture *picture)
{
  const MwRows *rows = picture->rows;
  g_autoptr (GArray) pieces = mw_pieces_new ();
  MwCanvas canvas = {
    .painter = painter,
    .picture = picture,
    .rows = rows,
    .text = rows->options.text,
    .cells = (rows->options.flags & MW_ROWS_CELLS) != 0,
    .right = rows->width - rows->margin,
    .pieces = pieces,
  };
  MwBox paper = { 0, 0, rows->width, MAX (rows->height, rows->options.height) };

  mw_painter_box (painter, &paper, 0, MW_INK (MW_ROLE_BACKGROUND));
  mw_picture_draw_figures (&canvas);
  draw_body (&canvas);
  mw_picture_draw_ruler (&canvas);
  draw_instant (&canvas, picture->cursor, FALSE);
  draw_instant (&canvas, picture->now_line, TRUE);
  mw_picture_draw_legend (&canvas);
}

char *
mw_picture_dup_description (const MwPicture *picture)
{
  const MwRaceView *view = picture->view;
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *figures = mw_describe_figures (view);

  for (guint i = 0; i < view->n_entrants; i++)
    {
      g_autofree char *end = mw_describe_end (view, i);
      g_autofree char *now = mw_describe_now (view->entrants[i].history, mw_race_view_shown_until (view, i));

      /* TRANSLATORS: variant, its time, its tasks: "all at once: 2.00 s; 4 done. " */
      g_string_append_printf (text, _("%s: %s; %s. "), mw_race_view_get_title (view, i), end, now);
    }
  if (figures != NULL)
    g_string_append (text, figures);
  return g_strchomp (g_string_free (g_steal_pointer (&text), FALSE));
}
