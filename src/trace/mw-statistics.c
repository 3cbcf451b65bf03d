/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Numbers about a history.
 *
 * Quantiles are nearest rank, so that each of them is a duration that really occurred, and exact integers in every
 * locale.  Open spans are left out: how long they last is not known yet.
 */

#include <string.h>

#include "mw-statistics.h"

static int
compare_times (gconstpointer a, gconstpointer b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return (x > y) - (x < y);
}

gint64
mw_statistics_quantile (const gint64 *values, gsize n_values, guint percent)
{
  gsize rank;

  if (n_values == 0)
    return 0;
  rank = (n_values * MIN (percent, 100) + 99) / 100;
  return values[MAX (rank, 1) - 1];
}

/* VALUES is sorted in place. */
static void
summarise (MwDurations *self, GArray *values)
{
  const gint64 *sorted = (const gint64 *) (gpointer) values->data;
  guint n = values->len;

  if (n == 0)
    return;
  g_array_sort (values, compare_times);
  self->count = n;
  for (guint i = 0; i < n; i++)
    if (__builtin_add_overflow (self->total, sorted[i], &self->total))
      self->total = G_MAXINT64;
  self->min = sorted[0];
  self->median = mw_statistics_quantile (sorted, n, 50);
  self->p95 = mw_statistics_quantile (sorted, n, 95);
  self->max = sorted[n - 1];
}

static void
collect_task (const MwTaskHistory *task, GArray *states[MW_N_STATES], GArray *lives)
{
  for (guint i = 0; i < task->spans->len; i++)
    {
      const MwSpan *span = &g_array_index (task->spans, MwSpan, i);
      gint64 duration = span->end - span->begin;

      if (span->end != MW_TIME_OPEN)
        g_array_append_val (states[span->state], duration);
    }
  if (task->ended != MW_TIME_OPEN)
    {
      gint64 life = task->ended - task->created;

      g_array_append_val (lives, life);
    }
}

static gint64
find_longest_iteration (MwHistory *history)
{
  const GArray *iterations = mw_history_get_iterations (history);
  gint64 longest = 0;

  for (guint i = 0; i < iterations->len; i++)
    {
      const MwIteration *iteration = &g_array_index (iterations, MwIteration, i);
      gint64 end = iteration->end == MW_TIME_OPEN ? mw_history_get_end (history) : iteration->end;

      longest = MAX (longest, end - iteration->begin);
    }
  return longest;
}

static gint64
find_longest_silence (MwHistory *history, guint32 only)
{
  const GArray *lines = mw_history_get_lines (history);
  g_autofree gint64 *last = g_new (gint64, mw_history_get_n_tasks (history) + 1);
  gint64 longest = 0;

  memset (last, 0xff, sizeof (gint64) * (mw_history_get_n_tasks (history) + 1));
  for (guint i = 0; i < lines->len; i++)
    {
      const MwLine *line = &g_array_index (lines, MwLine, i);

      if (only != 0 && line->task != only)
        continue;
      if (last[line->task] >= 0)
        longest = MAX (longest, line->time - last[line->task]);
      last[line->task] = line->time;
    }
  return longest;
}

/**
 * mw_statistics_init:
 *
 * Sorts every duration: O(n log n) in the number of spans; for a panel that is looked at, not for each frame.
 */
void
mw_statistics_init (MwStatistics *self, MwHistory *history, guint32 task)
{
  guint32 first = task ? task : 1, last = task ? task : mw_history_get_n_tasks (history);
  GArray *states[MW_N_STATES];
  g_autoptr (GArray) lives = g_array_new (FALSE, FALSE, sizeof (gint64));

  memset (self, 0, sizeof *self);
  for (guint i = 0; i < MW_N_STATES; i++)
    states[i] = g_array_new (FALSE, FALSE, sizeof (gint64));
  for (guint32 id = first; id <= last && mw_history_get_task (history, id); id++)
    {
      self->n_tasks++;
      collect_task (mw_history_get_task (history, id), states, lives);
    }
  for (guint i = 0; i < MW_N_STATES; i++)
    {
      summarise (&self->states[i], states[i]);
      g_array_unref (states[i]);
    }
  summarise (&self->lives, lives);
  self->n_ended = lives->len;
  self->makespan = mw_history_get_end (history);
  if (self->makespan > 0)
    self->throughput = self->n_ended * (double) MW_NS_PER_SEC / (double) self->makespan;
  self->longest_iteration = find_longest_iteration (history);
  self->longest_silence = find_longest_silence (history, task);
}
