/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Requests and the connections that carry them.
 *
 * A phase lies in the lane of the task that waits for it, and once more on the connection that carries it.  The task owns
 * it; a connection refers to it by index, since a phase that lasts is closed in one place only.
 */

#include "mw-history-private.h"

static MwPhaseSpan *
last_phase (MwTaskHistory *task)
{
  return task->phases != NULL && task->phases->len > 0 ? &g_array_index (task->phases, MwPhaseSpan, task->phases->len - 1) : NULL;
}

/* Whatever phase of TASK's request lasts ends at TIME: the next one begins, or nobody waits for the request any more. */
void
mw_history_close_phase (MwTaskHistory *task, gint64 time)
{
  MwPhaseSpan *phase = last_phase (task);

  if (phase != NULL && phase->end == MW_TIME_OPEN)
    phase->end = time;
}

static void
refer (MwHistory *self, const MwTaskHistory *task, guint32 connection)
{
  MwPhaseRef ref = { task->id, task->phases->len - 1 };

  /* Numbers are given out one by one; a file that skips many of them is not worth a row for each. */
  if (connection == 0 || connection > self->connections->len + 1)
    return;
  if (connection > self->connections->len)
    g_ptr_array_add (self->connections, g_array_new (FALSE, FALSE, sizeof (MwPhaseRef)));
  g_array_append_val ((GArray *) g_ptr_array_index (self->connections, connection - 1), ref);
}

static gboolean
is_first_on (MwHistory *self, const MwEvent *event)
{
  const GArray *refs = event->value > 0 && event->value <= (gint64) self->connections->len
                         ? g_ptr_array_index (self->connections, event->value - 1) : NULL;
  const MwPhaseSpan *first = refs != NULL && refs->len > 0 ? mw_history_get_phase (self, &g_array_index (refs, MwPhaseRef, 0)) : NULL;

  return first == NULL || first->request == event->object;
}

void
mw_history_add_phase (MwHistory *self, MwTaskHistory *task, const MwEvent *event)
{
  MwPhaseSpan phase = {
    .begin = event->time, .end = MW_TIME_OPEN, .request = event->object, .connection = (guint32) CLAMP (event->value, 0, (gint64) G_MAXUINT32),
    .phase = event->reason, .reused = event->value > 0 && !is_first_on (self, event),
  };

  mw_history_close_phase (task, event->time);
  if (event->reason >= MW_PHASE_END)
    return;
  if (task->phases == NULL)
    task->phases = g_array_new (FALSE, FALSE, sizeof (MwPhaseSpan));
  g_array_append_val (task->phases, phase);
  refer (self, task, phase.connection);
}

/* Connections 1 … that carried a request. */
guint
mw_history_get_n_connections (MwHistory *self)
{
  return self->connections->len;
}

/* What CONNECTION carried, in time order (of MwPhaseRef). */
const GArray *
mw_history_get_connection (MwHistory *self, guint connection)
{
  g_return_val_if_fail (connection >= 1 && connection <= self->connections->len, NULL);
  return g_ptr_array_index (self->connections, connection - 1);
}

const MwPhaseSpan *
mw_history_get_phase (MwHistory *self, const MwPhaseRef *ref)
{
  return &g_array_index (mw_history_get_task (self, ref->task)->phases, MwPhaseSpan, ref->index);
}

/* The phase of TASK's request that holds TIME, also one of no length that begins there; NULL. */
const MwPhaseSpan *
mw_task_history_find_phase (const MwTaskHistory *task, gint64 time)
{
  guint low = 0, high = task->phases != NULL ? task->phases->len : 0;
  const MwPhaseSpan *phase;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (task->phases, MwPhaseSpan, middle).begin <= time)
        low = middle + 1;
      else
        high = middle;
    }
  phase = low > 0 ? &g_array_index (task->phases, MwPhaseSpan, low - 1) : NULL;
  return phase != NULL && (phase->end > time || phase->begin == time) ? phase : NULL;
}
