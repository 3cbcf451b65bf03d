/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Turns of the loop that asyncio's debug mode would report: a line above each, and who took the time. */

#include "mw-config.h"

#include <glib/gi18n-lib.h>

#include "mw-diagnosis.h"
#include "mw-picture-private.h"
#include "mw-turn.h"

/* "user 3 · 200 ms", or "12 callbacks · 140 ms" when none of them alone was long. */
static char *
dup_words (MwHistory *history, const MwIteration *iteration, gint64 until)
{
  MwTurn turn = mw_turn_read (history, iteration, until);
  gint64 length = MIN (iteration->end, until) - iteration->begin;
  g_autofree char *who = NULL;
  char time[MW_TIME_BUFFER];

  if (turn.held < MW_DIAGNOSIS_SLOW && turn.n > 1)
    who = g_strdup_printf (ngettext ("%u callback", "%u callbacks", turn.n), turn.n);
  else if (turn.task > 0)
    who = g_strdup (mw_history_get_task (history, turn.task)->name);
  mw_time_format (length, MW_TIME_AUTO, time);
  return who != NULL ? g_strdup_printf ("%s · %s", who, time) : g_strdup (time);
}

static void
draw_words (MwCanvas *self, const MwRow *row, double left, double right, const char *words)
{
  MwFont font = mw_canvas_figures (self, 0.82, FALSE);
  double width = mw_painter_measure (self->painter, &font, words), pad = self->text * 0.3, middle = row->foot - row->bar / 2;
  MwBox plate = { left + pad, middle - font.size * 0.62, width + 2 * pad, font.size * 1.24 };

  if (width + 4 * pad > right - left || row->bar < plate.height)
    return;
  mw_painter_box (self->painter, &plate, font.size * 0.3, MW_INK (MW_ROLE_BACKGROUND));
  mw_painter_text (self->painter, plate.x + pad, mw_canvas_baseline (middle, &font), MW_ALIGN_START, width + 1, &font, MW_INK (MW_ROLE_TEXT), words);
}

/* PIECES: of the loop's lane, as they were drawn. */
void
mw_picture_draw_turns (MwCanvas *self, const MwRow *row, const MwPieces *pieces, gint64 until)
{
  MwHistory *history = mw_canvas_history (self, row);
  const GArray *iterations = mw_history_get_iterations (history);
  const MwViewport *viewport = &self->picture->viewport;

  for (guint i = 0; i < pieces->len && iterations->len > 0 && !self->cells; i++)
    {
      const MwPiece *piece = &g_array_index (pieces, MwPiece, i);
      double left = MAX (piece->x0, viewport->x0), right = MIN (piece->x1, viewport->x1);
      double y = row->foot - row->bar, width = MAX (2.0, self->text * 0.16);
      g_autofree char *words = NULL;

      if (piece->merged || piece->end - piece->begin < MW_DIAGNOSIS_SLOW || right <= left)
        continue;
      mw_painter_line (self->painter, left, y - width / 2, right, y - width / 2, width, MW_DASH_NONE, MW_INK (MW_STATE_BLOCKING));
      if (right - left < 4 * self->text)
        continue;
      words = dup_words (history, &g_array_index (iterations, MwIteration, piece->first), until);
      draw_words (self, row, left, right, words);
    }
}
