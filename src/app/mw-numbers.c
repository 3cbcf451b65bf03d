/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "mw-numbers.h"

static int
compare_times (const void *a, const void *b)
{
  gint64 first = *(const gint64 *) a, second = *(const gint64 *) b;

  return first < second ? -1 : first > second;
}

static void
collect (const MwTaskHistory *task, gint64 now, GArray *lengths[MW_N_STATES])
{
  for (guint i = 0; i < task->spans->len; i++)
    {
      const MwSpan *span = &g_array_index (task->spans, MwSpan, i);
      gint64 length = MIN (span->end, now) - span->begin;

      if (span->begin > now)
        return;
      g_array_append_val (lengths[span->state], length);
    }
}

static MwNumbers
summarise (GArray *lengths)
{
  MwNumbers numbers = { .n = lengths->len };

  if (lengths->len == 0)
    return numbers;
  qsort (lengths->data, lengths->len, sizeof (gint64), compare_times);
  for (guint i = 0; i < lengths->len; i++)
    numbers.total += g_array_index (lengths, gint64, i);
  numbers.median = g_array_index (lengths, gint64, (lengths->len - 1) / 2);
  numbers.p95 = g_array_index (lengths, gint64, (lengths->len - 1) * 95 / 100);
  numbers.longest = g_array_index (lengths, gint64, lengths->len - 1);
  return numbers;
}

void
mw_numbers_compute (MwHistory *history, gint64 now, MwNumbers numbers[MW_N_STATES])
{
  GArray *lengths[MW_N_STATES];

  for (guint i = 0; i < MW_N_STATES; i++)
    lengths[i] = g_array_new (FALSE, FALSE, sizeof (gint64));
  for (guint32 id = 1; id <= mw_history_get_n_tasks (history); id++)
    {
      const MwTaskHistory *task = mw_history_get_task (history, id);

      if (task != NULL)
        collect (task, now, lengths);
    }
  for (guint i = 0; i < MW_N_STATES; i++)
    {
      numbers[i] = summarise (lengths[i]);
      g_array_unref (lengths[i]);
    }
}
