/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the legend names, and where it stands. */

#include "mw-describe.h"
#include "mw-rows-private.h"

/* What occurs, as two sets.  Running always does, on the simulated clock without taking time. */
void
mw_rows_find_legend (MwRows *self, const MwRaceView *view)
{
  self->legend_states = 1u << MW_STATE_RUNNING;
  for (guint i = 0; i < view->n_entrants; i++)
    for (guint32 id = 1; id <= mw_history_get_n_tasks (view->entrants[i].history); id++)
      {
        const MwTaskHistory *task = mw_history_get_task (view->entrants[i].history, id);

        self->legend_states |= 1u << task->state;
        for (guint state = MW_STATE_CREATED; state < MW_N_STATES; state++)
          if (task->sums[state] > 0)
            self->legend_states |= 1u << state;
        for (guint p = 0; task->phases != NULL && p < task->phases->len; p++)
          {
            const MwPhaseSpan *phase = &g_array_index (task->phases, MwPhaseSpan, p);

            if (phase->phase != MW_PHASE_WAIT && phase->end > phase->begin)
              self->legend_phases |= 1u << phase->phase;
          }
      }
  self->legend_states &= ~(1u << MW_STATE_NONE);
}

static void
add_item (MwRows *self, MwLegendItem *item, const char *words, double line)
{
  double text = self->options.text;
  guint columns = mw_text_columns (words);
  gboolean cells = (self->options.flags & MW_ROWS_CELLS) != 0, is_end = item->phase < 0 && mw_state_is_end (item->state);

  item->width = (cells ? columns * MW_ROWS_CHARACTER + 2.4 : columns * 0.5 + (is_end ? 2.7 : 3.2)) * text;
  if (self->legend->len > 0)
    {
      const MwLegendItem *last = &g_array_index (self->legend, MwLegendItem, self->legend->len - 1);

      item->x = last->x + last->width;
      item->y = last->y;
    }
  else
    {
      item->x = self->margin;
      item->y = line / 2;
    }
  if (item->x > self->margin && item->x + item->width > self->width - self->margin)
    {
      item->x = self->margin;
      item->y += line;
    }
  g_array_append_val (self->legend, *item);
}

void
mw_rows_place_legend (MwRows *self, double line)
{
  g_array_set_size (self->legend, 0);
  for (guint state = MW_STATE_CREATED; state < MW_N_STATES; state++)
    if (self->legend_states & (1u << state))
      add_item (self, &(MwLegendItem) { .state = state, .phase = -1 }, mw_describe_legend (state), line);
  for (guint phase = 0; phase < MW_N_PHASES && (self->options.flags & MW_ROWS_CELLS) == 0; phase++)
    if (self->legend_phases & (1u << phase))
      add_item (self, &(MwLegendItem) { .phase = (gint) phase }, mw_describe_phase (phase), line);
  self->legend_height = line / 2 + (self->legend->len > 0 ? g_array_index (self->legend, MwLegendItem, self->legend->len - 1).y : line / 2);
}
