/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The picture in a terminal: what px are elsewhere are parts of a cell here, and a shape is a letter.  A cell that a
 * tick shares with its neighbours shows the tick: a switch that takes no time must not get lost. */

#include <math.h>

#include "mw-lod.h"
#include "mw-text-painter.h"

#define CONTINUED ((gunichar) -1)  /* the second half of a wide letter */

typedef struct
{
  gunichar letter;
  gint16   role;   /* -1: the terminal's own colour */
  gboolean bold;
  guint    weight; /* of the state that it shows */
} Cell;

typedef struct
{
  MwPainter   parent;
  guint       columns, rows;
  MwTextFlags flags;
  Cell       *cells;
} MwTextPainter;

static Cell *
cell_at (MwTextPainter *self, double column, double row)
{
  if (column < 0 || row < 0 || column >= self->columns || row >= self->rows)
    return NULL;
  return &self->cells[(guint) row * self->columns + (guint) column];
}

static void
put (MwTextPainter *self, double column, double row, gunichar letter, MwRole role, gboolean bold)
{
  Cell *cell = cell_at (self, column, row);

  if (cell != NULL)
    *cell = (Cell) { letter, (gint16) role, bold, cell->weight };
}

static gunichar
pick (MwTextPainter *self, gunichar letter, char ascii)
{
  return self->flags & MW_TEXT_ASCII ? (gunichar) ascii : letter;
}

/* The row of cells in which Y lies; a foot belongs to the row above it. */
static double
row_of (double y)
{
  return floor (y / MW_CELL_HEIGHT);
}

static void
text_painter_box (MwPainter *painter, const MwBox *box, double radius, MwInk ink)
{
  /* Paper, bands and plates have no letter: the terminal's own background stays. */
}

static void
text_painter_outline (MwPainter *painter, const MwBox *box, double radius, double width, MwDash dash, MwInk ink)
{
}

static void
text_painter_pattern (MwPainter *painter, const MwBox *box, MwPattern pattern, double origin, double period, double thickness, MwInk ink)
{
}

static void
text_painter_span (MwPainter *painter, const MwBox *box, double origin, double text, MwState state, MwReason reason, gboolean merged)
{
  MwTextPainter *self = (MwTextPainter *) painter;
  const MwForm *form = mw_form_of_state (state);
  gboolean tick = box->width <= MAX (2.0, text * 0.15);
  double row = row_of (box->y + box->height / 2), from = floor (box->x / MW_CELL_WIDTH + 1e-6), to;
  guint weight = mw_lod_weight (state);

  to = MAX (from + 1, box->width < MW_CELL_WIDTH ? 0 : ceil ((box->x + box->width) / MW_CELL_WIDTH - 1e-6));
  if (mw_state_is_end (state))
    return;
  for (double column = from; column < to; column++)
    {
      Cell *cell = cell_at (self, column, row);

      if (cell == NULL || (cell->letter != ' ' && cell->weight > weight))
        continue;
      cell->weight = weight;
      cell->letter = tick && state == MW_STATE_RUNNING ? pick (self, 0x258c /* ▌ */, '|') : pick (self, form->cell, form->ascii);
      cell->role = (gint16) mw_role_of_state (state);
      cell->bold = FALSE;
    }
}

static void
text_painter_mark (MwPainter *painter, MwShape shape, double x, double y, double size, MwInk ink)
{
  static const struct { gunichar letter; char ascii; } marks[MW_N_SHAPES] = {
    [MW_SHAPE_DONE] = { 0x2713, '+' }, [MW_SHAPE_FAILED] = { 0x2715, 'X' }, [MW_SHAPE_TIMED_OUT] = { 0x29d7, 'O' },
    [MW_SHAPE_CANCELLED] = { 0x2298, '/' }, [MW_SHAPE_FORGOTTEN] = { 0x25cc, '?' }, [MW_SHAPE_FLAG] = { 0x2691, '*' }, [MW_SHAPE_DEADLINE] = { 0x22a3, ']' },
    [MW_SHAPE_CANCEL] = { 0xd7, 'x' }, [MW_SHAPE_LOST] = { 0x25c6, '!' }, [MW_SHAPE_GHOST] = { 0x25bd, 'v' }, [MW_SHAPE_NOW] = { 0x25bc, 'V' },
  };
  MwTextPainter *self = (MwTextPainter *) painter;

  put (self, floor (x / MW_CELL_WIDTH), row_of (y), pick (self, marks[shape].letter, marks[shape].ascii), ink.role, TRUE);
}

/* Lines fill what is empty: they stand behind everything else. */
static void
text_painter_line (MwPainter *painter, double x0, double y0, double x1, double y1, double width, MwDash dash, MwInk ink)
{
  MwTextPainter *self = (MwTextPainter *) painter;
  gboolean upright = fabs (x1 - x0) < fabs (y1 - y0);
  gunichar letter = upright ? pick (self, dash == MW_DASH_NONE ? 0x2502 : 0x250a, dash == MW_DASH_NONE ? '|' : ':')
                            : pick (self, dash == MW_DASH_NONE ? 0x2500 : 0x254c, '-');
  double column = floor (x0 / MW_CELL_WIDTH), row = row_of (y0);
  guint steps = (guint) (upright ? MAX (row_of (y1 - 0.01) - row, 0) : MAX (floor (x1 / MW_CELL_WIDTH) - column, 0));

  for (guint i = 0; i <= steps; i++)
    {
      Cell *cell = cell_at (self, upright ? column : column + i, upright ? row + i : row);

      if (cell != NULL && cell->letter == ' ')
        put (self, upright ? column : column + i, upright ? row + i : row, letter, ink.role, FALSE);
    }
}

/* The height of the line in the middle of each column, in eighths of a cell. */
static void
text_painter_strip (MwPainter *painter, const MwPoint *points, guint n_points, double foot, double width, MwInk ink, MwInk fill)
{
  static const char ascii[] = " .:-=+*#@";
  MwTextPainter *self = (MwTextPainter *) painter;
  guint p = 0;

  if (n_points < 2)
    return;
  for (double column = ceil (points[0].x / MW_CELL_WIDTH - 0.5); (column + 0.5) * MW_CELL_WIDTH <= points[n_points - 1].x; column++)
    {
      guint eighths;

      while (p + 1 < n_points && points[p + 1].x <= (column + 0.5) * MW_CELL_WIDTH)
        p++;
      eighths = (guint) CLAMP (ceil ((foot - points[p].y) / MW_CELL_HEIGHT * 8 - 1e-6), 0, 8);
      if (eighths > 0)
        put (self, column, row_of (foot - 0.01), pick (self, 0x2580 + eighths, ascii[eighths]), ink.role, FALSE);
    }
}

static double
text_painter_measure (MwPainter *painter, const MwFont *font, const char *text)
{
  double columns = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (!g_unichar_iszerowidth (g_utf8_get_char (p)))
      columns += g_unichar_iswide (g_utf8_get_char (p)) ? 2 : 1;
  return columns * MW_CELL_WIDTH;
}

/* What ASCII has for the signs that our own texts use. */
static gunichar
to_ascii (gunichar c)
{
  static const struct { gunichar from; char to; } signs[] = {
    { 0x2026, '.' }, { 0xd7, 'x' }, { 0xb7, '-' }, { 0xa0, ' ' }, { 0xb5, 'u' }, { 0x2212, '-' }, { 0x2019, '\'' },
  };

  for (guint i = 0; i < G_N_ELEMENTS (signs); i++)
    if (signs[i].from == c)
      return (gunichar) signs[i].to;
  return c < 0x80 ? c : '?';
}

static void
text_painter_text (MwPainter *painter, double x, double y, MwAlign align, const MwFont *font, MwInk ink, const char *text)
{
  MwTextPainter *self = (MwTextPainter *) painter;
  double width = text_painter_measure (painter, font, text);
  double column, row = row_of (y);

  if (align == MW_ALIGN_CENTRE)
    x -= width / 2;
  else if (align == MW_ALIGN_END)
    x -= width;
  column = round (x / MW_CELL_WIDTH);
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_iszerowidth (c) || g_unichar_iscntrl (c))
        continue;
      put (self, column++, row, self->flags & MW_TEXT_ASCII ? to_ascii (c) : c, ink.role, font->bold);
      if (g_unichar_iswide (c))
        put (self, column++, row, CONTINUED, ink.role, font->bold);
    }
}

static void
text_painter_push_clip (MwPainter *painter, const MwBox *box)
{
  /* With every row a row of cells nothing overlaps, and the grid's edges clip. */
}

static void
text_painter_pop_clip (MwPainter *painter)
{
}

static const MwPainterClass text_painter_class = {
  .box = text_painter_box,
  .outline = text_painter_outline,
  .pattern = text_painter_pattern,
  .mark = text_painter_mark,
  .line = text_painter_line,
  .strip = text_painter_strip,
  .text = text_painter_text,
  .measure = text_painter_measure,
  .push_clip = text_painter_push_clip,
  .pop_clip = text_painter_pop_clip,
  .span = text_painter_span,
};

MwPainter *
mw_text_painter_new (guint columns, guint rows, MwTextFlags flags, const MwPalette *palette)
{
  MwTextPainter *self = g_new0 (MwTextPainter, 1);

  self->parent = (MwPainter) { &text_painter_class, palette };
  self->columns = MAX (columns, 1);
  self->rows = MAX (rows, 1);
  self->flags = flags;
  self->cells = g_new (Cell, (gsize) self->columns * self->rows);
  for (gsize i = 0; i < (gsize) self->columns * self->rows; i++)
    self->cells[i] = (Cell) { ' ', -1, FALSE, 0 };
  return &self->parent;
}

/* The escape that turns the pen from BEFORE to CELL's colour. */
static void
turn_pen (MwTextPainter *self, GString *out, const Cell *before, const Cell *cell)
{
  MwColor color;

  if ((self->flags & MW_TEXT_COLOR) == 0 || (before->role == cell->role && before->bold == cell->bold))
    return;
  g_string_append (out, cell->bold ? "\033[0;1m" : "\033[0m");

  /* Words keep the terminal's own colour, which its owner can read. */
  if (cell->role < 0 || cell->role == MW_ROLE_TEXT || cell->role == MW_ROLE_DIM)
    return;
  color = self->parent.palette->colors[cell->role];
  g_string_append_printf (out, "\033[38;2;%u;%u;%um", color.red, color.green, color.blue);
}

char *
mw_text_painter_finish (MwPainter *painter)
{
  MwTextPainter *self = (MwTextPainter *) painter;
  g_autoptr (GString) out = g_string_new (NULL);
  const Cell plain = { ' ', -1, FALSE, 0 };

  for (guint row = 0; row < self->rows; row++)
    {
      const Cell *cells = &self->cells[(gsize) row * self->columns];
      const Cell *before = &plain;
      guint end = self->columns;

      while (end > 0 && cells[end - 1].letter == ' ')
        end--;
      for (guint column = 0; column < end; column++)
        {
          if (cells[column].letter == CONTINUED)
            continue;
          if (cells[column].letter != ' ')
            {
              turn_pen (self, out, before, &cells[column]);
              before = &cells[column];
            }
          g_string_append_unichar (out, cells[column].letter);
        }
      turn_pen (self, out, before, &plain);
      g_string_append_c (out, '\n');
    }
  g_free (self->cells);
  g_free (self);
  return g_string_free (g_steal_pointer (&out), FALSE);
}
