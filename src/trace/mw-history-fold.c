/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The fold of a trace into what a picture draws.
 *
 * A reader owns one history and asks it once a frame to read what is new; no signal, no lock, and work in
 * proportion to the new events only.  A task's life is a row of spans without gaps:
 *
 *   event    created   ready   running      suspended          ready  running  ended
 *   span     ├─created─┼─ready─┼──running───┼─────sleeping─────┼─ready┼─running┤
 *
 * Every event that sets a state begins a span, also when the state is the same or the span before has lasted no time:
 * on the simulated clock most of what a task does takes 0 ns, and the code view wants those steps although no picture
 * can show them.
 *
 * Events that make no sense (a time that goes back, a transition that is not legal) cannot stand in a trace that
 * was appended lawfully; should one stand there, it is passed over.
 */

#include "mw-history-private.h"

/* Resources that have a strip before anything happened to them; the others get one with their first value. */
static const gboolean has_strip[MW_N_RESOURCES] = {
  [MW_RESOURCE_SEMAPHORE] = TRUE, [MW_RESOURCE_LOCK] = TRUE, [MW_RESOURCE_LIMITER] = TRUE,
  [MW_RESOURCE_QUEUE] = TRUE, [MW_RESOURCE_POOL] = TRUE, [MW_RESOURCE_SCOPE] = TRUE, [MW_RESOURCE_VALUE] = TRUE,
  [MW_RESOURCE_PROCESSES] = TRUE, [MW_RESOURCE_DATABASE] = TRUE,
  [MW_RESOURCE_ROOM] = TRUE,
  [MW_RESOURCE_CACHE] = TRUE,
};

MwTaskHistory *
mw_history_find_task (MwHistory *self, guint32 id)
{
  return id > 0 && id <= self->tasks->len ? g_ptr_array_index (self->tasks, id - 1) : NULL;
}

MwTaskHistory *
mw_history_add_task (MwHistory *self, guint32 id)
{
  MwTaskHistory *task = g_new0 (MwTaskHistory, 1);

  task->id = id;
  task->name = "";
  task->created = task->ended = MW_TIME_OPEN;
  task->spans = g_array_new (FALSE, FALSE, sizeof (MwSpan));
  g_ptr_array_add (self->tasks, task);
  return task;
}

static MwSpan *
last_span (MwTaskHistory *task)
{
  return task->spans->len > 0 ? &g_array_index (task->spans, MwSpan, task->spans->len - 1) : NULL;
}

static gboolean
holds_loop (MwState state)
{
  return state == MW_STATE_RUNNING || state == MW_STATE_BLOCKING;
}

static void
close_span (MwHistory *self, MwTaskHistory *task, gint64 time)
{
  MwSpan *span = last_span (task);

  self->n_changes++;
  if (span == NULL || span->end != MW_TIME_OPEN)
    return;
  span->end = time;
  task->sums[span->state] += span->end - span->begin;
  mw_history_end_stretch (self, span->state, span->lane, task->id, time);
}

/* The deadline of the sleep that SPAN shows; MW_TIME_OPEN when it shows none. */
static gint64
deadline_of (MwHistory *self, const MwSpan *span)
{
  gint64 deadline;

  if (span == NULL || (span->reason != MW_REASON_TIMER && span->reason != MW_REASON_BACKOFF))
    return MW_TIME_OPEN;
  deadline = mw_trace_get_event (self->trace, span->event)->value;
  return deadline > span->begin ? deadline : MW_TIME_OPEN;
}

/* When the task, which EVENT makes ready, began to be ready.  A loop that is blocked notices a deadline late: from
 * the deadline on the sleeper was ready and starved, and that is what its lane must show.
 *
 *   loop     ├──────────────blocking──────────────┤
 *   task     ├─sleeping─┤deadline─────ready────────┼─running┤
 */
static gint64
ready_since (MwHistory *self, MwTaskHistory *task, const MwEvent *event)
{
  return event->kind == MW_EVENT_READY ? MIN (deadline_of (self, last_span (task)), event->time) : event->time;
}

/* While the loop is held nobody says that a deadline has passed: a live picture at NOW (ns) says it ahead of the
 * event, which then finds the span begun. */
void
mw_history_anticipate (MwHistory *self, gint64 now)
{
  if (self->n_holders == 0)
    return;
  for (guint i = 0; i < self->tasks->len; i++)
    {
      MwTaskHistory *task = g_ptr_array_index (self->tasks, i);
      MwSpan span = { .end = MW_TIME_OPEN, .state = MW_STATE_READY };
      MwSpan *last = last_span (task);

      span.begin = deadline_of (self, last);
      if (last == NULL || last->end != MW_TIME_OPEN || span.begin >= now)
        continue;
      span.event = last->event;
      close_span (self, task, span.begin);
      g_array_append_val (task->spans, span);
    }
}

static void
open_span (MwHistory *self, MwTaskHistory *task, const MwEvent *event, gsize index)
{
  MwSpan span = {
    .begin = ready_since (self, task, event),
    .end = MW_TIME_OPEN,
    .event = (guint32) index,
    .state = task->state,
    .reason = event->reason < MW_N_REASONS ? event->reason : MW_REASON_NONE,
    .lane = event->lane,
  };

  if (event->kind == MW_EVENT_READY && task->spans->len > 0 && last_span (task)->state == MW_STATE_READY)
    {
      last_span (task)->event = span.event; /* it was anticipated */
      return;
    }
  close_span (self, task, span.begin);
  g_array_append_val (task->spans, span);
  mw_history_begin_stretch (self, span.state, span.lane, task->id, span.begin);
}

/* What the change of one task's state means to the whole: the loop's holder, the operations in flight. */
static void
count_state (MwHistory *self, MwState before, MwState after, gint64 time)
{
  gint change = mw_state_is_in_flight (after) - mw_state_is_in_flight (before);

  if (change != 0)
    mw_strip_add (self->in_flight, time, self->n_in_flight += change, 0);
  if (holds_loop (after) && !holds_loop (before) && self->n_holders++ == 0)
    self->held_since = time;
  if (holds_loop (before) && !holds_loop (after) && --self->n_holders == 0)
    self->held += time - self->held_since;
}

static void
read_created (MwHistory *self, const MwEvent *event, gsize index)
{
  MwTaskHistory *task;
  MwTaskHistory *parent = event->object <= self->n_created ? mw_history_find_task (self, event->object) : NULL;
  const char *name;

  if (event->task != self->n_created + 1)
    return;
  name = event->value > 0 && event->value <= G_MAXUINT32
           ? mw_trace_get_string (self->trace, (guint32) event->value) : NULL;
  self->n_created++;
  task = event->task <= self->tasks->len ? mw_history_find_task (self, event->task) : mw_history_add_task (self, event->task);
  task->parent = parent ? parent->id : 0;
  task->name = name ? name : "";
  task->created = event->time;
  task->state = MW_STATE_CREATED;
  task->depth = parent ? (guint16) MIN (parent->depth + 1, G_MAXUINT16) : 0;
  open_span (self, task, event, index);
}

/* Every kind that sets a state, but the first and the last. */
static void
read_state (MwHistory *self, const MwEvent *event, gsize index)
{
  MwTaskHistory *task = mw_history_find_task (self, event->task);
  MwState before, after;

  if (task == NULL)
    return;
  before = task->state;
  after = mw_state_after (before, event);
  if (after == MW_STATE_NONE)
    return;
  task->state = after;
  if (event->kind != MW_EVENT_SUSPENDED && event->kind != MW_EVENT_BLOCKING_BEGIN)
    mw_history_close_phase (task, event->time);
  open_span (self, task, event, index);
  count_state (self, before, after, event->time);
}

static void
read_ended (MwHistory *self, const MwEvent *event, gsize index)
{
  MwTaskHistory *task = mw_history_find_task (self, event->task);
  MwState before;

  if (task == NULL || mw_state_after (task->state, event) == MW_STATE_NONE)
    return;
  before = task->state;
  close_span (self, task, event->time);
  mw_history_close_phase (task, event->time);
  task->state = mw_state_after (before, event);
  task->ended = event->time;
  task->outcome = event->reason;
  self->outcomes[event->reason]++;
  count_state (self, before, task->state, event->time);
}

static void
add_mark (MwHistory *self, MwMarkKind kind, const MwEvent *event, gsize index, gint64 time, gint64 value)
{
  MwMark mark = { .time = time, .value = value, .task = event->task, .event = (guint32) index, .kind = kind };

  if (mw_history_find_task (self, event->task))
    g_array_append_val (self->marks, mark);
}

static void
read_attempt (MwHistory *self, const MwEvent *event, gsize index)
{
  MwTaskHistory *task = mw_history_find_task (self, event->task);

  if (task == NULL)
    return;
  task->attempts++;
  add_mark (self, MW_MARK_ATTEMPT, event, index, event->time, event->value);
}

static void
read_deadline (MwHistory *self, const MwEvent *event, gsize index)
{
  add_mark (self, MW_MARK_DEADLINE, event, index, event->value, 0);
}

static void
read_cancel (MwHistory *self, const MwEvent *event, gsize index)
{
  add_mark (self, MW_MARK_CANCEL, event, index, event->time, event->object);
}

static void
read_group_joined (MwHistory *self, const MwEvent *event, gsize index)
{
  MwTaskHistory *task = mw_history_find_task (self, event->task);

  if (task != NULL)
    task->group_owner = event->object;
}

void
mw_history_show_strips (MwHistory *self)
{
  g_ptr_array_set_size (self->shown, 0);
  for (guint i = 0; i < self->strips->len; i++)
    {
      MwStrip *strip = g_ptr_array_index (self->strips, i);

      if (has_strip[strip->kind] || strip->points->len > 0)
        g_ptr_array_add (self->shown, strip);
    }
}

static void
read_resource (MwHistory *self, const MwEvent *event, gsize index)
{
  MwStrip *strip;
  gboolean is_new;

  if (event->object == 0 || event->object > self->strips->len)
    return;
  strip = g_ptr_array_index (self->strips, event->object - 1);
  is_new = strip->points->len == 0;
  if (is_new && strip->kind == MW_RESOURCE_LIMITER && event->time > 0)
    mw_strip_add (strip, 0, strip->limit, 0); /* a bucket is full at first */
  mw_strip_add (strip, event->time, event->value, strip->kind == MW_RESOURCE_LOCK && event->value != 0 ? event->task : 0);
  if (strip->kind == MW_RESOURCE_VALUE && mw_history_loses_write (self, strip, event))
    add_mark (self, MW_MARK_LOST, event, index, event->time, event->object);
  if (is_new && !self->is_part && !has_strip[strip->kind])
    mw_history_show_strips (self);
}

/* The session through which TASK makes its request; NULL. */
static MwStrip *
session_of (MwHistory *self, MwTaskHistory *task)
{
  const MwSpan *span = last_span (task);
  guint32 resource = span != NULL && span->reason == MW_REASON_REQUEST ? mw_trace_get_event (self->trace, span->event)->object : 0;

  return resource > 0 && resource <= self->strips->len ? g_ptr_array_index (self->strips, resource - 1) : NULL;
}

static void
read_phase (MwHistory *self, const MwEvent *event, gsize index)
{
  MwTaskHistory *task = mw_history_find_task (self, event->task);
  MwStrip *session = task != NULL ? session_of (self, task) : NULL;

  if (session != NULL && event->reason == MW_PHASE_CONNECT)
    session->opened++;
  if (task != NULL)
    mw_history_add_phase (self, task, event);
}

static void
read_answered (MwHistory *self, const MwEvent *event, gsize index)
{
  MwAnswer answer = { .time = event->time, .task = event->task, .request = event->object, .status = (guint) event->value };

  if (mw_history_find_task (self, event->task))
    g_array_append_val (self->answers, answer);
}

static void
read_iteration_begin (MwHistory *self, const MwEvent *event, gsize index)
{
  MwIteration iteration = {
    .begin = event->time,
    .end = MW_TIME_OPEN,
    .handles = (guint32) CLAMP (event->value, 0, (gint64) G_MAXUINT32),
    .event = (guint32) index,
  };

  g_array_append_val (self->iterations, iteration);
}

static void
read_iteration_end (MwHistory *self, const MwEvent *event, gsize index)
{
  MwIteration *iteration;

  if (self->iterations->len == 0)
    return;
  iteration = &g_array_index (self->iterations, MwIteration, self->iterations->len - 1);
  if (iteration->end == MW_TIME_OPEN)
    iteration->end = event->time;
}

static void
read_line (MwHistory *self, const MwEvent *event, gsize index)
{
  const char *text = mw_trace_get_string (self->trace, event->object);
  MwLine line = { .time = event->time, .task = event->task, .event = (guint32) index, .text = text ? text : "" };

  if (mw_history_find_task (self, event->task))
    g_array_append_val (self->lines, line);
}

static void
read_run_ended (MwHistory *self, const MwEvent *event, gsize index)
{
  if (event->reason >= MW_N_RUN_ENDS)
    return;
  self->finished = TRUE;
  self->run_end = event->reason;
  self->message = mw_trace_get_string (self->trace, event->object);
}

static void (*const readers[MW_N_EVENTS]) (MwHistory *self, const MwEvent *event, gsize index) = {
  [MW_EVENT_CREATED] = read_created,
  [MW_EVENT_READY] = read_state,
  [MW_EVENT_RUNNING] = read_state,
  [MW_EVENT_SUSPENDED] = read_state,
  [MW_EVENT_BLOCKING_BEGIN] = read_state,
  [MW_EVENT_BLOCKING_END] = read_state,
  [MW_EVENT_THREAD_QUEUED] = read_state,
  [MW_EVENT_THREAD_BEGIN] = read_state,
  [MW_EVENT_THREAD_END] = read_state,
  [MW_EVENT_ATTEMPT] = read_attempt,
  [MW_EVENT_DEADLINE_ARMED] = read_deadline,
  [MW_EVENT_CANCEL_REQUESTED] = read_cancel,
  [MW_EVENT_ENDED] = read_ended,
  [MW_EVENT_RESOURCE] = read_resource,
  [MW_EVENT_ITERATION_BEGIN] = read_iteration_begin,
  [MW_EVENT_ITERATION_END] = read_iteration_end,
  [MW_EVENT_LINE] = read_line,
  [MW_EVENT_RUN_ENDED] = read_run_ended,
  [MW_EVENT_GROUP_JOINED] = read_group_joined,
  [MW_EVENT_PHASE] = read_phase,
  [MW_EVENT_ANSWERED] = read_answered,
};

void
mw_history_read (MwHistory *self, const MwEvent *event, gsize index)
{
  if (event->kind >= MW_N_EVENTS || event->time < self->end || event->time > MW_TRACE_TIME_MAX)
    return;
  self->end = event->time;
  if (readers[event->kind])
    readers[event->kind] (self, event, index);
}
