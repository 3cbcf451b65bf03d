/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a reader holds and asks; the fold itself is in mw-history-fold.c. */

#include "mw-history-private.h"

static void
task_free (gpointer data)
{
  MwTaskHistory *task = data;

  g_array_unref (task->spans);
  g_clear_pointer (&task->phases, g_array_unref);
  g_free (task);
}

/**
 * mw_history_new:
 *
 * The history of TRACE (a reference is taken), with nothing read yet.
 */
MwHistory *
mw_history_new (MwTrace *trace)
{
  MwHistory *self = g_new0 (MwHistory, 1);
  GArray *resources = mw_trace_get_header (trace)->resources;

  self->trace = mw_trace_ref (trace);
  self->tasks = g_ptr_array_new_with_free_func (task_free);
  self->strips = g_ptr_array_new_with_free_func ((GDestroyNotify) mw_strip_free);
  self->shown = g_ptr_array_new ();
  self->in_flight = mw_strip_new ("", MW_RESOURCE_VALUE, 0, 0);
  self->iterations = g_array_new (FALSE, FALSE, sizeof (MwIteration));
  self->n_changes = 1;
  self->lines = g_array_new (FALSE, FALSE, sizeof (MwLine));
  self->marks = g_array_new (FALSE, FALSE, sizeof (MwMark));
  self->answers = g_array_new (FALSE, FALSE, sizeof (MwAnswer));
  self->seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  self->connections = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  for (guint i = 0; i < resources->len; i++)
    {
      MwTraceResource *resource = &g_array_index (resources, MwTraceResource, i);

      g_ptr_array_add (self->strips, mw_strip_new (resource->name, resource->kind, i + 1, resource->limit));
    }
  mw_history_show_strips (self);
  return self;
}

void
mw_history_free (MwHistory *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->tasks);
  g_ptr_array_unref (self->shown);
  g_ptr_array_unref (self->strips);
  mw_strip_free (self->in_flight);
  mw_history_clear_stretches (self);
  g_array_unref (self->iterations);
  g_array_unref (self->lines);
  g_array_unref (self->marks);
  g_array_unref (self->answers);
  g_hash_table_unref (self->seen);
  g_ptr_array_unref (self->connections);
  mw_trace_unref (self->trace);
  g_free (self);
}

MwTrace *
mw_history_get_trace (MwHistory *self)
{
  return self->trace;
}

/**
 * mw_history_update:
 * @max_events: the most that are read now; G_MAXSIZE for all there are
 *
 * Returns: whether anything was new.
 */
gboolean
mw_history_update (MwHistory *self, gsize max_events)
{
  gsize n_events = mw_trace_get_n_events (self->trace);
  gsize stop = self->n_read + MIN (max_events, n_events - self->n_read);

  if (stop == self->n_read)
    return FALSE;
  for (gsize i = self->n_read; i < stop; i++)
    mw_history_read (self, mw_trace_get_event (self->trace, i), i);
  self->n_read = stop;
  return TRUE;
}

gsize
mw_history_get_n_read (MwHistory *self)
{
  return self->n_read;
}

/* Whether the event that ends the run has been read. */
gboolean
mw_history_is_finished (MwHistory *self)
{
  return self->finished;
}

/**
 * mw_history_get_run_end:
 * @message: (out) (optional) (nullable): what the run said about its end
 *
 * Means nothing before the history is finished.
 */
MwRunEnd
mw_history_get_run_end (MwHistory *self, const char **message)
{
  if (message)
    *message = self->message;
  return self->run_end;
}

gint64
mw_history_get_end (MwHistory *self)
{
  return self->end;
}

guint
mw_history_get_n_tasks (MwHistory *self)
{
  return self->tasks->len;
}

/**
 * mw_history_get_task:
 *
 * Returns: (nullable): the task ID; the pointer stays, its contents grow with each update.
 */
const MwTaskHistory *
mw_history_get_task (MwHistory *self, guint32 id)
{
  return mw_history_find_task (self, id);
}

/**
 * mw_task_history_find:
 *
 * Of several spans that touch TIME the last is meant, the one that holds after that instant.
 */
gint
mw_task_history_find (const MwTaskHistory *task, gint64 time)
{
  const MwSpan *spans = (const MwSpan *) (gpointer) task->spans->data;
  guint low = 0, high = task->spans->len;

  if (time < task->created || time >= task->ended)
    return -1;
  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (spans[middle].begin <= time)
        low = middle + 1;
      else
        high = middle;
    }
  return (gint) low - 1;
}

guint
mw_history_get_n_strips (MwHistory *self)
{
  return self->shown->len;
}

const MwStrip *
mw_history_get_strip (MwHistory *self, guint index)
{
  return index < self->shown->len ? g_ptr_array_index (self->shown, index) : NULL;
}

const MwStrip *
mw_history_get_in_flight (MwHistory *self)
{
  return self->in_flight;
}

const GArray *
mw_history_get_iterations (MwHistory *self)
{
  return self->iterations;
}

const GArray *
mw_history_get_lines (MwHistory *self)
{
  return self->lines;
}

const GArray *
mw_history_get_marks (MwHistory *self)
{
  return self->marks;
}

const GArray *
mw_history_get_answers (MwHistory *self)
{
  return self->answers;
}

gint64
mw_history_get_loop_busy (MwHistory *self)
{
  return self->held + (self->n_holders > 0 ? self->end - self->held_since : 0);
}

guint
mw_history_count_outcome (MwHistory *self, MwOutcome outcome)
{
  return (guint) outcome < MW_N_OUTCOMES ? self->outcomes[outcome] : 0;
}
