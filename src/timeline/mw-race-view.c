/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "mw-race-view.h"

/* The ruler of a run that has just begun. */
#define SHORTEST_LIVE (200 * MW_NS_PER_MS)

static MwHistory *
history_of (const MwRaceView *self, guint index)
{
  g_assert (index < self->n_entrants);
  return self->entrants[index].history;
}

gint64
mw_race_view_shown_until (const MwRaceView *self, guint index)
{
  MwHistory *history = history_of (self, index);
  gint64 end = mw_history_get_end (history);

  if (mw_history_is_finished (history) || self->now == G_MAXINT64)
    return MIN (self->now, end);
  return self->now;
}

gboolean
mw_race_view_is_finished (const MwRaceView *self, guint index)
{
  MwHistory *history = history_of (self, index);

  return mw_history_is_finished (history) && mw_history_get_end (history) <= self->now;
}

/* The smallest round number of ns that is not below TIME. */
static gint64
round_up (gint64 time)
{
  static const gint64 tenths[] = { 10, 15, 20, 30, 50, 70 };

  for (gint64 decade = MW_NS_PER_MS; decade < G_MAXINT64 / 100; decade *= 10)
    for (guint i = 0; i < G_N_ELEMENTS (tenths); i++)
      if (decade / 10 * tenths[i] >= time)
        return decade / 10 * tenths[i];
  return time;
}

MwRange
mw_race_view_get_extent (const MwRaceView *self)
{
  gint64 end = 0, live = 0;
  gboolean lasting = FALSE;

  for (guint i = 0; i < self->n_entrants; i++)
    {
      gint64 recorded = mw_history_get_end (history_of (self, i));

      end = MAX (end, MAX (recorded, self->entrants[i].ghost));
      if (mw_history_is_finished (history_of (self, i)))
        continue;
      lasting = TRUE;
      live = MAX (live, self->now == G_MAXINT64 ? recorded : MAX (recorded, self->now));
    }
  if (lasting && live >= end)
    end = round_up (MAX (live, SHORTEST_LIVE));
  return (MwRange) { 0, MAX (end, MW_NS_PER_US) };
}

const char *
mw_race_view_get_title (const MwRaceView *self, guint index)
{
  const char *title = self->entrants[index].title;

  if (title == NULL)
    title = mw_trace_get_header (mw_history_get_trace (history_of (self, index)))->title;
  if (title == NULL)
    title = mw_trace_get_header (mw_history_get_trace (history_of (self, index)))->variant;
  return title != NULL ? title : "";
}

gboolean
mw_race_view_get_figures (const MwRaceView *self, MwVerdictFigures *figures)
{
  MwHistory *last;

  if (self->n_entrants < 2)
    return FALSE;
  for (guint i = 0; i < self->n_entrants; i++)
    if (!mw_race_view_is_finished (self, i) || mw_history_get_run_end (history_of (self, i), NULL) != MW_RUN_COMPLETE)
      return FALSE;
  last = history_of (self, self->n_entrants - 1);
  figures->first = mw_history_get_end (history_of (self, 0));
  figures->last = mw_history_get_end (last);
  if (figures->last <= 0 || figures->first <= 0)
    return FALSE;
  figures->speed_up = (double) figures->first / (double) figures->last;
  figures->saved = figures->first - figures->last;
  figures->idle = -1;
  if (g_strcmp0 (mw_trace_get_header (mw_history_get_trace (last))->executor, "loop") == 0)
    figures->idle = CLAMP (1.0 - (double) mw_history_get_loop_busy (last) / (double) figures->last, 0.0, 1.0);
  return TRUE;
}
