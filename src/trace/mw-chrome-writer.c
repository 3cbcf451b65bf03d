/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Writes the trace format of Chrome.
 *
 * Tasks are written as threads with complete slices (X) and not as asynchronous slices: viewers draw threads as lanes with
 * names and an order of their own, and asynchronous ids are global in some of them.  A flow arrow begins and ends at the
 * instant at which the one made the other ready, on whatever slice lies there.
 */

#include "mw-chrome-file.h"
#include "mw-chrome-shape.h"
#include "mw-json-put.h"

typedef struct
{
  GString   *out;
  MwHistory *history;
  MwTrace   *trace;
  guint      process;   /* 1, 2 … */
  guint64    n_flows;
} Writer;

/* Begins an event; the caller adds keys and calls close_event. */
static void
open_event (Writer *self, const char *phase, const char *name, guint32 thread)
{
  mw_json_put (self->out, self->out->str[self->out->len - 1] == '[' ? "\n{\"ph\":\"" : ",\n{\"ph\":\"");
  mw_json_put (self->out, phase);
  g_string_append_c (self->out, '"');
  mw_json_put_text (self->out, "name", name);
  mw_json_put_number (self->out, "pid", self->process);
  if (thread > 0)
    mw_json_put_number (self->out, "tid", thread);
}

static void
close_event (Writer *self)
{
  g_string_append_c (self->out, '}');
}

/* µs, with three decimals */
static void
put_time (Writer *self, const char *key, gint64 time)
{
  char decimals[] = { '.', (char) ('0' + time / 100 % 10), (char) ('0' + time / 10 % 10), (char) ('0' + time % 10), '\0' };

  mw_json_put_number (self->out, key, time / 1000);
  mw_json_put (self->out, decimals);
}

static void
open_arguments (Writer *self)
{
  mw_json_put (self->out, ",\"args\":{\"");
}

static void
write_name (Writer *self, const char *kind, const char *name, guint32 thread)
{
  open_event (self, "M", kind, thread);
  open_arguments (self);
  mw_json_put (self->out, "name\":");
  mw_json_put_string (self->out, name);
  g_string_append_c (self->out, '}');
  close_event (self);
}

static void
write_order (Writer *self, const char *kind, guint32 thread, guint order)
{
  open_event (self, "M", kind, thread);
  open_arguments (self);
  mw_json_put (self->out, "sort_index\":");
  mw_json_put_unsigned (self->out, order);
  g_string_append_c (self->out, '}');
  close_event (self);
}

/* What only we read: the header of the run. */
static void
write_run (Writer *self)
{
  const MwTraceHeader *header = mw_trace_get_header (self->trace);
  char seed[24];

  g_snprintf (seed, sizeof seed, "%" G_GUINT64_FORMAT, header->seed);
  open_event (self, "M", MW_CHROME_RUN, 0);
  open_arguments (self);
  mw_json_put (self->out, "scenario\":");
  mw_json_put_string (self->out, header->scenario);
  mw_json_put_text (self->out, "variant", header->variant);
  mw_json_put_text (self->out, "title", header->title);
  mw_json_put_text (self->out, "executor", header->executor);
  mw_json_put_text (self->out, "clock", header->clock);
  mw_json_put_text (self->out, "seed", seed);
  g_string_append_c (self->out, '}');
  close_event (self);
}

static void
write_span (Writer *self, guint32 task, const MwSpan *span, gint64 end)
{
  open_event (self, "X", mw_state_name ((MwState) span->state), MW_CHROME_TASK + task);
  put_time (self, "ts", span->begin);
  put_time (self, "dur", MIN (span->end, end) - span->begin);
  if (span->reason != MW_REASON_NONE || span->lane > 0)
    {
      open_arguments (self);
      mw_json_put (self->out, "why\":");
      mw_json_put_string (self->out, mw_reason_name ((MwReason) span->reason));
      if (span->lane > 0)
        mw_json_put_number (self->out, "lane", span->lane);
      g_string_append_c (self->out, '}');
    }
  close_event (self);
}

static void
write_instant (Writer *self, const char *category, const char *name, guint32 task, gint64 time)
{
  open_event (self, "i", name, MW_CHROME_TASK + task);
  mw_json_put_text (self->out, "cat", category);
  mw_json_put_text (self->out, "s", "t");
  put_time (self, "ts", time);
  close_event (self);
}

static void
write_flow_end (Writer *self, const char *phase, const char *name, guint32 task, gint64 time)
{
  open_event (self, phase, name, MW_CHROME_TASK + task);
  mw_json_put_text (self->out, "cat", "flow");
  mw_json_put_number (self->out, "id", (gint64) self->n_flows);
  mw_json_put_text (self->out, "bp", "e");
  put_time (self, "ts", time);
  close_event (self);
}

static void
write_flow (Writer *self, const char *name, guint32 from, guint32 to, gint64 time)
{
  self->n_flows++;
  write_flow_end (self, "s", name, from, time);
  write_flow_end (self, "f", name, to, time);
}

static gboolean
is_handed_over (MwReason reason)
{
  return reason == MW_REASON_PERMIT || reason == MW_REASON_LOCK || reason == MW_REASON_QUEUE_GET || reason == MW_REASON_QUEUE_PUT;
}

static void
write_arrows (Writer *self, const MwTaskHistory *task)
{
  if (task->parent > 0)
    write_flow (self, "start", task->parent, task->id, task->created);
  for (guint i = 1; i < task->spans->len; i++)
    {
      const MwSpan *span = &g_array_index (task->spans, MwSpan, i);
      const MwEvent *event = mw_trace_get_event (self->trace, span->event);

      if (event->kind == MW_EVENT_READY && event->object > 0)
        write_flow (self, is_handed_over ((MwReason) (span - 1)->reason) ? "hand over" : "wake", event->object, task->id, span->begin);
    }
}

static void
write_task (Writer *self, guint32 id)
{
  const MwTaskHistory *task = mw_history_get_task (self->history, id);
  gint64 end = mw_history_get_end (self->history);

  write_name (self, "thread_name", task->name, MW_CHROME_TASK + id);
  write_order (self, "thread_sort_index", MW_CHROME_TASK + id, MW_CHROME_TASK + id);
  for (guint i = 0; i < task->spans->len; i++)
    write_span (self, id, &g_array_index (task->spans, MwSpan, i), end);
  if (task->outcome != MW_OUTCOME_NONE)
    write_instant (self, MW_CHROME_END, mw_outcome_name ((MwOutcome) task->outcome), id, task->ended);
  write_arrows (self, task);
}

static void
write_loop (Writer *self)
{
  const GArray *iterations = mw_history_get_iterations (self->history);
  gint64 end = mw_history_get_end (self->history);

  if (iterations->len == 0)
    return;
  write_name (self, "thread_name", "loop", MW_CHROME_LOOP);
  write_order (self, "thread_sort_index", MW_CHROME_LOOP, MW_CHROME_LOOP);
  for (guint i = 0; i < iterations->len; i++)
    {
      const MwIteration *iteration = &g_array_index (iterations, MwIteration, i);

      open_event (self, "X", "iteration", MW_CHROME_LOOP);
      put_time (self, "ts", iteration->begin);
      put_time (self, "dur", MIN (iteration->end, end) - iteration->begin);
      open_arguments (self);
      mw_json_put (self->out, "handles\":");
      mw_json_put_unsigned (self->out, iteration->handles);
      g_string_append_c (self->out, '}');
      close_event (self);
    }
}

static void
write_counter (Writer *self, const char *name, const MwStrip *strip)
{
  for (guint i = 0; i < strip->points->len; i++)
    {
      const MwStripPoint *point = &g_array_index (strip->points, MwStripPoint, i);

      open_event (self, "C", name, 0);
      mw_json_put_text (self->out, "cat", mw_resource_kind_name (strip->kind));
      put_time (self, "ts", point->time);
      open_arguments (self);
      mw_json_put (self->out, "value\":");
      mw_json_put_integer (self->out, point->value);
      if (i == 0 && strip->limit > 0)
        mw_json_put_number (self->out, "limit", strip->limit);
      g_string_append_c (self->out, '}');
      close_event (self);
    }
}

static void
write_process (Writer *self)
{
  const MwTraceHeader *header = mw_trace_get_header (self->trace);
  const GArray *lines = mw_history_get_lines (self->history);
  const char *title = header->title && *header->title ? header->title : header->variant;

  write_name (self, "process_name", title ? title : "", 0);
  write_order (self, "process_sort_index", 0, self->process);
  write_run (self);
  write_loop (self);
  for (guint32 id = 1; id <= mw_history_get_n_tasks (self->history); id++)
    write_task (self, id);
  for (guint i = 0; i < lines->len; i++)
    {
      const MwLine *line = &g_array_index (lines, MwLine, i);

      write_instant (self, MW_CHROME_LINE, line->text, line->task, line->time);
    }
  for (guint i = 0; i < mw_history_get_n_strips (self->history); i++)
    write_counter (self, mw_history_get_strip (self->history, i)->name, mw_history_get_strip (self->history, i));
  write_counter (self, MW_CHROME_IN_FLIGHT, mw_history_get_in_flight (self->history));
}

GBytes *
mw_chrome_write (MwHistory *const *histories, guint n_histories)
{
  Writer self = { .out = g_string_new ("{\"displayTimeUnit\":\"ms\",\"traceEvents\":[") };

  for (guint i = 0; i < n_histories; i++)
    {
      self.history = histories[i];
      self.trace = mw_history_get_trace (histories[i]);
      self.process = i + 1;
      write_process (&self);
    }
  mw_json_put (self.out, "\n]}\n");
  return g_string_free_to_bytes (self.out);
}
