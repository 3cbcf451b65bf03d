/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "mw-config.h"

#include <glib/gi18n-lib.h>

#include "mw-rows.h"

guint
mw_text_columns (const char *text)
{
  guint columns = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (!g_unichar_iszerowidth (c))
        columns += g_unichar_iswide (c) ? 2 : 1;
    }
  return columns;
}

void
mw_rows_free (MwRows *self)
{
  g_array_unref (self->rows);
  g_array_unref (self->legend);
  g_free (self);
}

const MwRow *
mw_rows_get (const MwRows *self, guint index)
{
  g_assert (index < self->rows->len);
  return &g_array_index (self->rows, MwRow, index);
}

gint
mw_rows_find_y (const MwRows *self, double y)
{
  guint low = 0, high = self->rows->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      const MwRow *row = mw_rows_get (self, middle);

      if (y < row->y)
        high = middle;
      else if (y >= row->y + row->height)
        low = middle + 1;
      else
        return (gint) middle;
    }
  return -1;
}

gint
mw_rows_find_task (const MwRows *self, guint entrant, guint32 task)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      const MwRow *row = mw_rows_get (self, i);

      if (row->entrant == entrant && (row->kind == MW_ROW_LANE || row->kind == MW_ROW_FOLD) &&
          task >= row->task && task < row->task + row->n_tasks)
        return (gint) i;
    }
  return -1;
}

guint32
mw_rows_get_task (const MwRow *row, guint i)
{
  return (row->kind == MW_ROW_LANE || row->kind == MW_ROW_FOLD) && i < row->n_tasks ? row->task + i : 0;
}

guint
mw_rows_get_n_lines (const MwRows *self, const MwRow *row)
{
  double thinnest = MAX (3.0, self->options.text * 0.2);

  if (row->kind != MW_ROW_FOLD)
    return 1;
  if (self->options.flags & MW_ROWS_CELLS)
    return 1;
  return CLAMP ((guint) (row->bar / thinnest), 1, row->n_tasks);
}

guint
mw_rows_get_line (const MwRows *self, const MwRow *row, guint line, guint32 *first)
{
  guint n_lines = mw_rows_get_n_lines (self, row);
  guint from = (guint) ((guint64) row->n_tasks * line / n_lines);
  guint to = (guint) ((guint64) row->n_tasks * (line + 1) / n_lines);

  *first = row->task + from;
  return to - from;
}

char *
mw_rows_dup_label (const MwRaceView *view, const MwRow *row)
{
  MwHistory *history = view->entrants[row->entrant].history;
  const MwTraceHeader *header = mw_trace_get_header (mw_history_get_trace (history));
  const MwTaskHistory *task;

  switch (row->kind)
    {
    case MW_ROW_HEADER:
      return g_strdup (mw_race_view_get_title (view, row->entrant));
    case MW_ROW_LANE:
      task = mw_history_get_task (history, row->task);
      return g_strdup (task->name != NULL ? task->name : "");
    case MW_ROW_FOLD:
      /* TRANSLATORS: the tasks that found no lane of their own */
      return g_strdup_printf (_("+ %u more"), row->n_tasks);
    case MW_ROW_LOOP:
      return g_strdup (g_strcmp0 (header->executor, "blocking") == 0 ? _("thread") : _("loop"));
    case MW_ROW_THREAD:
      return g_strdup_printf (_("thread %u"), row->lane);
    case MW_ROW_CONNECTION:
      if (row->n_tasks > 1)
        /* TRANSLATORS: the TCP connections that found no lane of their own */
        return g_strdup_printf (_("+ %u connections"), row->n_tasks);
      return g_strdup_printf (_("connection %u"), row->lane);
    case MW_ROW_STRIP:
      if (row->strip == MW_ROW_IN_FLIGHT)
        return g_strdup (_("in flight"));
      return g_strdup (mw_history_get_strip (history, row->strip)->name);
    case MW_N_ROWS:
    default:
      g_assert_not_reached ();
    }
}
