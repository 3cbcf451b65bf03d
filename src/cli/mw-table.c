/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "mw-rows.h"
#include "mw-table.h"

#define GAP 2

struct _MwTable
{
  const char *alignment;
  guint       n_columns;
  GPtrArray  *cells;     /* row by row */
};

MwTable *
mw_table_new (const char *alignment)
{
  MwTable *self = g_new0 (MwTable, 1);

  self->alignment = alignment;
  self->n_columns = (guint) strlen (alignment);
  self->cells = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
mw_table_free (MwTable *self)
{
  g_ptr_array_unref (self->cells);
  g_free (self);
}

void
mw_table_add (MwTable *self, const char *text)
{
  g_ptr_array_add (self->cells, g_strdup (text));
}

void
mw_table_add_row (MwTable *self, ...)
{
  va_list args;

  va_start (args, self);
  for (guint i = 0; i < self->n_columns; i++)
    mw_table_add (self, va_arg (args, const char *));
  va_end (args);
}

static guint
column_width (MwTable *self, guint column)
{
  guint width = 0;

  for (guint i = column; i < self->cells->len; i += self->n_columns)
    width = MAX (width, mw_text_columns (g_ptr_array_index (self->cells, i)));
  return width;
}

static void
append_blanks (GString *text, guint n)
{
  g_string_append_printf (text, "%*s", (int) n, "");
}

char *
mw_table_print (MwTable *self, guint indent)
{
  g_autofree guint *widths = g_new (guint, self->n_columns);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint column = 0; column < self->n_columns; column++)
    widths[column] = column_width (self, column);
  for (guint i = 0; i < self->cells->len; i++)
    {
      const char *cell = g_ptr_array_index (self->cells, i);
      guint column = i % self->n_columns;
      guint room = widths[column] - mw_text_columns (cell);

      append_blanks (text, column == 0 ? indent : GAP);
      if (self->alignment[column] == 'r')
        append_blanks (text, room);
      g_string_append (text, cell);
      if (column + 1 == self->n_columns)
        g_string_append_c (text, '\n');
      else if (self->alignment[column] == 'l')
        append_blanks (text, room);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}
