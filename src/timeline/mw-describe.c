/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The text twin of the picture: whole sentences per reason and state, in tables, because a translator
 * needs the sentence and not its pieces. */

#include "mw-config.h"

#include <inttypes.h>
#include <glib/gi18n-lib.h>

#include "mw-describe.h"

/* TRANSLATORS: predicates; the task's name stands before them ("story 7 waits for a permit of gate"), %s is a resource's name */
static const char *const by_reason[MW_N_REASONS] = {
  [MW_REASON_TIMER] = N_("sleeps"),
  [MW_REASON_YIELD] = N_("lets the others go first"),
  [MW_REASON_PERMIT] = N_("waits for a permit of %s"),
  [MW_REASON_LOCK] = N_("waits for the lock %s"),
  [MW_REASON_QUEUE_PUT] = N_("waits for room in the queue %s"),
  [MW_REASON_QUEUE_GET] = N_("waits for an item from the queue %s"),
  [MW_REASON_TOKENS] = N_("waits for a token of %s"),
  [MW_REASON_EVENT] = N_("waits for the event %s"),
  [MW_REASON_TASK] = N_("waits for the task %s"),
  [MW_REASON_CHILDREN] = N_("waits for its tasks"),
  [MW_REASON_REQUEST] = N_("waits for an answer over HTTP"),
  [MW_REASON_SOCKET] = N_("waits for a client of %s"),
  [MW_REASON_FILE] = N_("waits for a file"),
  [MW_REASON_QUERY] = N_("waits for the database"),
  [MW_REASON_BACKOFF] = N_("backs off before attempt %s"),
  [MW_REASON_POOL] = N_("waits for a free thread"),
  [MW_REASON_UNKNOWN] = N_("does not run; nobody says why"),
  [MW_REASON_JOIN] = N_("waits for the last item of the queue %s"),
  [MW_REASON_CACHE] = N_("waits for who is loading the same into %s"),
};

static const char *const by_state[MW_N_STATES] = {
  [MW_STATE_CREATED] = N_("is created"),
  [MW_STATE_READY] = N_("is ready, waits for the loop"),
  [MW_STATE_RUNNING] = N_("runs on the loop"),
  [MW_STATE_SLEEPING] = N_("sleeps"),
  [MW_STATE_IO] = N_("waits for the outside world"),
  [MW_STATE_WAITING] = N_("waits"),
  [MW_STATE_AWAITING] = N_("waits for other tasks"),
  [MW_STATE_BACKOFF] = N_("backs off"),
  [MW_STATE_BLOCKING] = N_("blocks the loop"),
  [MW_STATE_THREAD] = N_("works in a thread"),
  [MW_STATE_DONE] = N_("is done"),
  [MW_STATE_FAILED] = N_("has failed"),
  [MW_STATE_TIMED_OUT] = N_("ran out of time"),
  [MW_STATE_CANCELLED] = N_("was cancelled"),
  [MW_STATE_FORGOTTEN] = N_("was never awaited"),
};

static const char *const legend[MW_N_STATES] = {
  [MW_STATE_CREATED] = N_("created"),
  [MW_STATE_READY] = N_("ready, waits for the loop"),
  [MW_STATE_RUNNING] = N_("running"),
  [MW_STATE_SLEEPING] = N_("sleeping"),
  [MW_STATE_IO] = N_("waiting for I/O"),
  [MW_STATE_WAITING] = N_("waiting for its turn"),
  [MW_STATE_AWAITING] = N_("waiting for tasks"),
  [MW_STATE_BACKOFF] = N_("backing off"),
  [MW_STATE_BLOCKING] = N_("blocking"),
  [MW_STATE_THREAD] = N_("in a thread"),
  [MW_STATE_DONE] = N_("done"),
  [MW_STATE_FAILED] = N_("failed"),
  [MW_STATE_TIMED_OUT] = N_("timed out"),
  [MW_STATE_CANCELLED] = N_("cancelled"),
  [MW_STATE_FORGOTTEN] = N_("never awaited, never started"),
};

const char *
mw_describe_legend (MwState state)
{
  return state < MW_N_STATES && legend[state] != NULL ? _(legend[state]) : "";
}

/* What stands for %s: the name of the resource or task, the number of the attempt. */
static char *
dup_object (MwHistory *history, const MwSpan *span)
{
  MwTrace *trace = mw_history_get_trace (history);
  guint32 object = mw_trace_get_event (trace, span->event)->object;

  if (span->reason == MW_REASON_BACKOFF)
    return g_strdup_printf ("%u", object);
  if (span->reason == MW_REASON_TASK && object >= 1 && object <= mw_history_get_n_tasks (history))
    return g_strdup (mw_history_get_task (history, object)->name);
  if (span->reason != MW_REASON_TASK && object > 0 && object <= mw_trace_get_header (trace)->resources->len)
    return g_strdup (mw_trace_get_resource (trace, object)->name);
  return g_strdup ("?");
}

static gboolean
is_suspension (MwState state)
{
  return state == MW_STATE_SLEEPING || state == MW_STATE_IO || state == MW_STATE_WAITING || state == MW_STATE_AWAITING ||
         state == MW_STATE_BACKOFF;
}

/* What lies in its lane until the end, when it is sure that nobody awaits it. */
static gboolean
is_forgotten (MwHistory *history, const MwSpan *span)
{
  guint32 task = mw_trace_get_event (mw_history_get_trace (history), span->event)->task;

  return span->state == MW_STATE_CREATED && mw_history_get_task (history, task)->outcome == MW_OUTCOME_FORGOTTEN;
}

char *
mw_describe_state (MwHistory *history, const MwSpan *span)
{
  const char *executor = mw_trace_get_header (mw_history_get_trace (history))->executor;
  const char *form = NULL;

  if (is_forgotten (history, span))
    return g_strdup (_("is never awaited and never starts"));
  if (is_suspension (span->state) && span->reason < MW_N_REASONS)
    form = by_reason[span->reason];
  if (span->state == MW_STATE_RUNNING && g_strcmp0 (executor, "blocking") == 0)
    return g_strdup (_("runs"));
  if (span->state == MW_STATE_BLOCKING && g_strcmp0 (executor, "blocking") == 0)
    return g_strdup (_("blocks the only thread"));
  if (form == NULL)
    return g_strdup (span->state < MW_N_STATES && by_state[span->state] != NULL ? _(by_state[span->state]) : "");
  if (strstr (form, "%s") != NULL)
    {
      g_autofree char *object = dup_object (history, span);
      g_auto (GStrv) parts = g_strsplit (_(form), "%s", 2);

      return g_strjoinv (object, parts);
    }
  return g_strdup (_(form));
}

char *
mw_describe_span (MwHistory *history, guint32 id, guint index, gint64 now)
{
  const MwTaskHistory *task = mw_history_get_task (history, id);
  const MwSpan *span = &g_array_index (task->spans, MwSpan, index);
  g_autofree char *state = mw_describe_state (history, span);
  char begin[MW_TIME_BUFFER], end[MW_TIME_BUFFER], length[MW_TIME_BUFFER];

  mw_time_format (span->begin, MW_TIME_SECONDS, begin);
  if (span->end > now)
    /* TRANSLATORS: name, predicate, begin, length: "story 7 sleeps, since 0.240 s (0.960 s so far)" */
    return g_strdup_printf (_("%s %s, since %s (%s so far)"), task->name, state, begin,
                            mw_time_format (MAX (now - span->begin, 0), MW_TIME_SECONDS, length));
  mw_time_format (span->end, MW_TIME_SECONDS, end);
  if (span->end == span->begin)
    /* TRANSLATORS: name, predicate, instant: "story 7 runs on the loop, at 0.240 s" */
    return g_strdup_printf (_("%s %s, at %s"), task->name, state, begin);
  mw_time_format (span->end - span->begin, span->end - span->begin < MW_NS_PER_MS ? MW_TIME_AUTO : MW_TIME_SECONDS, length);
  /* TRANSLATORS: name, predicate, begin, end, length: "story 7 waits for a permit of gate, 0.240 s to 1.200 s (0.960 s)" */
  return g_strdup_printf (_("%s %s, %s to %s (%s)"), task->name, state, begin, end, length);
}

/* "12 waiting for a permit": one phrase for N tasks in a state, in the order in which a reader wants them. */
static char *
dup_count (MwState state, guint n)
{
  switch (state)
    {
    case MW_STATE_RUNNING: return g_strdup_printf (ngettext ("%u running", "%u running", n), n);
    case MW_STATE_BLOCKING: return g_strdup_printf (ngettext ("%u blocking", "%u blocking", n), n);
    case MW_STATE_THREAD: return g_strdup_printf (ngettext ("%u in a thread", "%u in threads", n), n);
    case MW_STATE_READY: return g_strdup_printf (ngettext ("%u ready", "%u ready", n), n);
    case MW_STATE_SLEEPING: return g_strdup_printf (ngettext ("%u sleeping", "%u sleeping", n), n);
    case MW_STATE_IO: return g_strdup_printf (ngettext ("%u waiting for I/O", "%u waiting for I/O", n), n);
    case MW_STATE_WAITING: return g_strdup_printf (ngettext ("%u waiting for its turn", "%u waiting for their turn", n), n);
    case MW_STATE_AWAITING: return g_strdup_printf (ngettext ("%u waiting for tasks", "%u waiting for tasks", n), n);
    case MW_STATE_BACKOFF: return g_strdup_printf (ngettext ("%u backing off", "%u backing off", n), n);
    case MW_STATE_CREATED: return g_strdup_printf (ngettext ("%u created", "%u created", n), n);
    case MW_STATE_DONE: return g_strdup_printf (ngettext ("%u done", "%u done", n), n);
    case MW_STATE_FAILED: return g_strdup_printf (ngettext ("%u failed", "%u failed", n), n);
    case MW_STATE_TIMED_OUT: return g_strdup_printf (ngettext ("%u timed out", "%u timed out", n), n);
    case MW_STATE_CANCELLED: return g_strdup_printf (ngettext ("%u cancelled", "%u cancelled", n), n);
    case MW_STATE_FORGOTTEN: return g_strdup_printf (ngettext ("%u never awaited", "%u never awaited", n), n);
    case MW_STATE_NONE:
    case MW_N_STATES:
    default: return NULL;
    }
}

char *
mw_describe_now (MwHistory *history, gint64 now)
{
  static const guint8 order[] = {
    MW_STATE_RUNNING, MW_STATE_BLOCKING, MW_STATE_THREAD, MW_STATE_READY, MW_STATE_SLEEPING, MW_STATE_IO, MW_STATE_WAITING,
    MW_STATE_BACKOFF, MW_STATE_AWAITING, MW_STATE_CREATED, MW_STATE_DONE, MW_STATE_FAILED, MW_STATE_TIMED_OUT, MW_STATE_CANCELLED,
    MW_STATE_FORGOTTEN,
  };
  const guint *counts = mw_history_count_states (history, now);
  g_autoptr (GPtrArray) phrases = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    if (counts[order[i]] > 0)
      g_ptr_array_add (phrases, dup_count (order[i], counts[order[i]]));
  if (phrases->len == 0)
    return g_strdup (_("nothing has begun"));
  g_ptr_array_add (phrases, NULL);
  return g_strjoinv (", ", (char **) phrases->pdata);
}

static char *
describe_range (const char *what, MwRange range)
{
  char begin[MW_TIME_BUFFER], end[MW_TIME_BUFFER], length[MW_TIME_BUFFER];

  mw_time_format (range.begin, MW_TIME_SECONDS, begin);
  if (range.end == MW_TIME_OPEN)
    /* TRANSLATORS: what, begin: "gate: 3 of 5, since 0.240 s" */
    return g_strdup_printf (_("%s, since %s"), what, begin);
  mw_time_format (range.end, MW_TIME_SECONDS, end);
  mw_time_format (mw_range_length (range), mw_range_length (range) < MW_NS_PER_MS ? MW_TIME_AUTO : MW_TIME_SECONDS, length);
  /* TRANSLATORS: what, begin, end, length: "gate: 3 of 5, 0.240 s to 1.200 s (0.960 s)" */
  return g_strdup_printf (_("%s, %s to %s (%s)"), what, begin, end, length);
}

static char *
describe_strip (const MwRaceView *view, const MwRow *row, const MwHit *hit)
{
  MwHistory *history = view->entrants[row->entrant].history;
  const MwStrip *strip = row->strip == MW_ROW_IN_FLIGHT ? mw_history_get_in_flight (history) : mw_history_get_strip (history, row->strip);
  g_autofree char *name = mw_rows_dup_label (view, row);
  g_autofree char *what = NULL;

  if (strip->limit > 0)
    /* TRANSLATORS: resource, value, limit: "gate: 3 of 5" */
    what = g_strdup_printf (_("%s: %" PRId64 " of %" PRId64), name, hit->value, strip->limit);
  else
    what = g_strdup_printf ("%s: %" G_GINT64_FORMAT, name, hit->value);
  return describe_range (what, hit->range);
}

/* A span, and what its request goes through at that moment. */
static char *
describe_lane (MwHistory *history, const MwHit *hit, gint64 until)
{
  const MwTaskHistory *task = mw_history_get_task (history, hit->task);
  const MwPhaseSpan *phase = mw_task_history_find_phase (task, hit->time);
  const MwSpan *span = &g_array_index (task->spans, MwSpan, hit->span);
  g_autofree char *state = mw_describe_span (history, hit->task, (guint) hit->span, until), *request = NULL;

  if (phase == NULL || span->reason != MW_REASON_REQUEST)
    return g_steal_pointer (&state);
  request = mw_describe_phase_span (phase, until);
  return g_strdup_printf ("%s · %s", state, request);
}

static char *
describe_connection (MwHistory *history, const MwHit *hit, gint64 until)
{
  const MwTaskHistory *task = mw_history_get_task (history, hit->task);
  g_autofree char *request = mw_describe_phase_span (mw_task_history_find_phase (task, hit->range.begin), until);

  return g_strdup_printf ("%s: %s", task->name, request);
}

char *
mw_describe_hit (const MwRaceView *view, const MwRows *rows, const MwHit *hit)
{
  gint64 until = hit->row >= 0 ? mw_race_view_shown_until (view, hit->entrant) : 0;
  MwHistory *history = hit->row >= 0 ? view->entrants[hit->entrant].history : NULL;
  const MwRow *row = hit->row >= 0 ? mw_rows_get (rows, (guint) hit->row) : NULL;
  char time[MW_TIME_BUFFER];

  switch (hit->kind)
    {
    case MW_HIT_RULER:
      return g_strdup (mw_time_format (hit->time, MW_TIME_SECONDS, time));
    case MW_HIT_SPAN:
      return describe_lane (history, hit, until);
    case MW_HIT_CONNECTION:
      return describe_connection (history, hit, until);
    case MW_HIT_STRIP:
      return describe_strip (view, row, hit);
    case MW_HIT_LOOP:
      if (row->kind == MW_ROW_THREAD)
        return describe_range (hit->busy ? _("the thread works") : _("the thread is idle"), hit->range);
      return describe_range (hit->busy ? _("the loop is busy") : _("the loop is free"), hit->range);
    case MW_HIT_ROW:
      if (row->kind == MW_ROW_LANE)
        return g_strdup (mw_history_get_task (history, row->task)->name);
      return row->kind == MW_ROW_HEADER ? mw_describe_now (history, until) : NULL;
    case MW_HIT_NOTHING:
    default:
      return NULL;
    }
}

/* VALUE with one decimal under 100, in the locale's writing; 3.0049 is 3.0. */
static char *
dup_factor (double value)
{
  return g_strdup_printf (value < 99.95 ? "%.1f" : "%.0f", value);
}

char *
mw_describe_figures (const MwRaceView *view)
{
  MwVerdictFigures figures;
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *factor = NULL;
  char saved[MW_TIME_BUFFER];

  if (!mw_race_view_get_figures (view, &figures))
    return NULL;
  if (figures.speed_up >= 1.05)
    {
      factor = dup_factor (figures.speed_up);
      /* TRANSLATORS: "×3.0 faster · 4.01 s saved" */
      g_string_printf (text, _("×%s faster · %s saved"), factor, mw_time_format (figures.saved, MW_TIME_AUTO, saved));
    }
  else if (figures.speed_up > 1 / 1.05)
    g_string_assign (text, _("no faster"));
  else
    {
      factor = dup_factor (1 / figures.speed_up);
      /* TRANSLATORS: "×1.4 slower · 0.21 s lost" */
      g_string_printf (text, _("×%s slower · %s lost"), factor, mw_time_format (-figures.saved, MW_TIME_AUTO, saved));
    }
  if (figures.idle >= 0)
    {
      g_string_append (text, " · ");
      /* TRANSLATORS: in the last variant */
      g_string_append_printf (text, _("the loop was idle %d %%"), mw_describe_percent (figures.idle));
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

char *
mw_describe_end (const MwRaceView *view, guint entrant)
{
  static const char *const ends[MW_N_RUN_ENDS] = {
    [MW_RUN_STOPPED] = N_("stopped"),
    [MW_RUN_DEADLOCK] = N_("deadlock"),
    [MW_RUN_OVERRUN] = N_("limit reached"),
    [MW_RUN_FAILED] = N_("failed"),
  };
  char time[MW_TIME_BUFFER];
  MwRunEnd end;

  mw_time_format (mw_race_view_shown_until (view, entrant), MW_TIME_AUTO, time);
  if (!mw_race_view_is_finished (view, entrant))
    return g_strdup_printf ("%s …", time);
  end = mw_history_get_run_end (view->entrants[entrant].history, NULL);
  if (end < MW_N_RUN_ENDS && ends[end] != NULL)
    return g_strdup_printf ("%s · %s", time, _(ends[end]));
  return g_strdup (time);
}

static char *
dup_executor (const MwTraceHeader *header)
{
  if (g_strcmp0 (header->executor, "blocking") == 0)
    return g_strdup (_("one blocking thread"));
  if (header->executor != NULL && g_str_has_prefix (header->executor, "threads"))
    return g_strdup_printf (ngettext ("%u thread", "%u threads", header->threads), header->threads);
  return g_strdup (_("one event loop"));
}

char *
mw_describe_executor (MwHistory *history)
{
  const MwTraceHeader *header = mw_trace_get_header (mw_history_get_trace (history));
  g_autofree char *executor = dup_executor (header), *scale = mw_describe_time_scale (header->time_scale);

  return scale != NULL ? g_strdup_printf ("%s · %s", executor, scale) : g_steal_pointer (&executor);
}

/* "1 h lasts 10.0 s"; NULL where time is as it is. */
char *
mw_describe_time_scale (gint64 scale)
{
  char buffer[MW_TIME_BUFFER];

  if (scale <= 1)
    return NULL;
  /* TRANSLATORS: of a run in which every duration is divided by a number; how long an hour of it lasts */
  return g_strdup_printf (_("1 h lasts %s"), mw_time_format (MW_NS_PER_SEC * 3600 / scale, MW_TIME_AUTO, buffer));
}
