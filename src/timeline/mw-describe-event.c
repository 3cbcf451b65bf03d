/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One event in words, for whoever steps from event to event. */

#include "mw-config.h"

#include <inttypes.h>
#include <glib/gi18n-lib.h>

#include "mw-describe.h"

typedef struct
{
  MwHistory     *history;  /* read up to this event */
  const MwEvent *event;
  gsize          index;
  const char    *name;     /* of the task */
  const char    *other;    /* of the task OBJECT */
} Told;

/* TRANSLATORS: events of an HTTP request; %s is the task */
static const char *const phases[MW_N_PHASES] = {
  [MW_PHASE_QUEUED] = N_("%s: the request waits for a free connection"),
  [MW_PHASE_DNS] = N_("%s: the request looks up the server’s address"),
  [MW_PHASE_CONNECT] = N_("%s: the request opens a connection"),
  [MW_PHASE_TLS] = N_("%s: the connection is being encrypted"),
  [MW_PHASE_SEND] = N_("%s: the request is sent"),
  [MW_PHASE_WAIT] = N_("%s: the request has been sent, the server works"),
  [MW_PHASE_READ] = N_("%s: the answer arrives"),
  [MW_PHASE_END] = N_("%s: the request has ended"),
};

/* TRANSLATORS: what a server says of one client of a room; %s is the room */
static const char *const messages[] = {
  [MW_MESSAGE_JOINED] = N_("%s: a client is connected"),
  [MW_MESSAGE_SENT] = N_("%s: a message goes to a client"),
  [MW_MESSAGE_RECEIVED] = N_("%s: a message comes from a client"),
  [MW_MESSAGE_LEFT] = N_("%s: a client is gone"),
};

static const char *const ends[MW_N_RUN_ENDS] = {
  [MW_RUN_COMPLETE] = N_("the run is over"),
  [MW_RUN_STOPPED] = N_("the run is stopped"),
  [MW_RUN_DEADLOCK] = N_("the run ends in a deadlock"),
  [MW_RUN_OVERRUN] = N_("the run has reached a limit"),
  [MW_RUN_FAILED] = N_("the run fails"),
};

static const char *
name_of (MwHistory *history, guint32 id)
{
  const MwTaskHistory *task = mw_history_get_task (history, id);

  return task != NULL ? task->name : "?";
}

/* One name stands in FORM, whatever the form. */
static char *
fill (const char *form, const char *name)
{
  g_auto (GStrv) parts = g_strsplit (form, "%s", 2);

  return g_strjoinv (name, parts);
}

/* The span of the task's last state but N; NULL: it had fewer. */
static const MwSpan *
span_before (const Told *told, guint n)
{
  const MwTaskHistory *task = mw_history_get_task (told->history, told->event->task);

  return task != NULL && task->spans->len > n ? &g_array_index (task->spans, MwSpan, task->spans->len - 1 - n) : NULL;
}

/* What the task does from now on, or how it ended, in the words of its lane. */
static char *
tell_state (const Told *told)
{
  const MwTaskHistory *task = mw_history_get_task (told->history, told->event->task);
  const MwSpan *last = span_before (told, 0);
  MwSpan span = { .event = (guint32) told->index, .state = task != NULL ? task->state : MW_STATE_NONE };
  g_autofree char *state = NULL;

  if (last != NULL && last->event == told->index)
    span = *last;
  state = mw_describe_state (told->history, &span);
  return g_strdup_printf ("%s %s", told->name, state);
}

static char *
tell_created (const Told *told)
{
  if (told->event->object == 0)
    return g_strdup_printf (_("%s is created"), told->name);
  /* TRANSLATORS: task, and the task that starts it */
  return g_strdup_printf (_("%s is created by %s"), told->name, told->other);
}

static char *
tell_ready (const Told *told)
{
  const MwSpan *before = span_before (told, 1);

  if (before == NULL || before->state == MW_STATE_CREATED)
    return g_strdup_printf (_("%s is ready for its first turn"), told->name);
  if (told->event->object != 0)
    /* TRANSLATORS: task, and the task that woke it */
    return g_strdup_printf (_("%s is ready again, woken by %s"), told->name, told->other);
  if (before->state == MW_STATE_SLEEPING || before->state == MW_STATE_BACKOFF)
    return g_strdup_printf (before->reason == MW_REASON_YIELD ? _("%s is ready again at once") : _("%s is ready again, woken by the clock"), told->name);
  return g_strdup_printf (_("%s is ready again, woken from outside"), told->name);
}

static char *
tell_running (const Told *told)
{
  const MwSpan *begin = span_before (told, 2);
  const char *executor = mw_trace_get_header (mw_history_get_trace (told->history))->executor;

  if (g_strcmp0 (executor, "loop") != 0)
    return tell_state (told);
  if (begin != NULL && begin->state != MW_STATE_CREATED)
    return g_strdup_printf (_("%s resumes on the loop"), told->name);
  return g_strdup_printf (_("%s begins to run on the loop"), told->name);
}

static char *
tell_attempt (const Told *told)
{
  /* TRANSLATORS: task, number */
  return g_strdup_printf (_("%s begins attempt %" PRId64), told->name, told->event->value);
}

static char *
tell_armed (const Told *told)
{
  char time[MW_TIME_BUFFER];

  /* TRANSLATORS: task, moment */
  return g_strdup_printf (_("%s has until %s"), told->name, mw_time_format (told->event->value, MW_TIME_SECONDS, time));
}

static char *
tell_cancel (const Told *told)
{
  if (told->event->object == 0)
    return g_strdup_printf (_("%s is asked to stop"), told->name);
  /* TRANSLATORS: task, and the task that asks */
  return g_strdup_printf (_("%s is asked to stop by %s"), told->name, told->other);
}

/* NULL: there is none. */
static const MwTraceResource *
find_resource (const Told *told)
{
  MwTrace *trace = mw_history_get_trace (told->history);
  guint32 id = told->event->object;

  return id > 0 && id <= mw_trace_get_header (trace)->resources->len ? mw_trace_get_resource (trace, id) : NULL;
}

static char *
tell_resource (const Told *told)
{
  const MwTraceResource *resource = find_resource (told);

  if (resource != NULL && resource->limit > 0)
    /* TRANSLATORS: resource, value, limit: "gate is now at 3 of 5" */
    return g_strdup_printf (_("%s is now at %" PRId64 " of %" PRId64), resource->name, told->event->value, resource->limit);
  /* TRANSLATORS: resource, value */
  return g_strdup_printf (_("%s is now at %" PRId64), resource != NULL ? resource->name : "?", told->event->value);
}

static char *
tell_phase (const Told *told)
{
  return told->event->reason < MW_N_PHASES ? fill (_(phases[told->event->reason]), told->name) : NULL;
}

static char *
tell_message (const Told *told)
{
  const MwTraceResource *room = find_resource (told);

  return room != NULL && told->event->reason < G_N_ELEMENTS (messages) ? fill (_(messages[told->event->reason]), room->name) : NULL;
}

static char *
tell_iteration (const Told *told)
{
  guint n = (guint) CLAMP (told->event->value, 0, (gint64) G_MAXUINT);

  return g_strdup_printf (ngettext ("the loop begins a turn with %u callback", "the loop begins a turn with %u callbacks", n), n);
}

static char *
tell_line (const Told *told)
{
  const char *text = mw_trace_get_string (mw_history_get_trace (told->history), told->event->object);

  /* TRANSLATORS: task, its line */
  return g_strdup_printf (_("%s prints “%s”"), told->name, text != NULL ? text : "");
}

static char *
tell_run_ended (const Told *told)
{
  return g_strdup (told->event->reason < MW_N_RUN_ENDS ? _(ends[told->event->reason]) : "");
}

static char *
tell_joined (const Told *told)
{
  /* TRANSLATORS: task, and the task that opened the group */
  return g_strdup_printf (_("%s joins the group of %s"), told->name, told->other);
}

static char *
tell_answered (const Told *told)
{
  /* TRANSLATORS: task, HTTP status */
  return g_strdup_printf (_("%s gets the answer %" PRId64), told->name, told->event->value);
}

/* A kind has a teller, or a form with the task's name for %s. */
static const struct
{
  char       *(*tell) (const Told *told);
  const char *form;
} tellers[MW_N_EVENTS] = {
  [MW_EVENT_CREATED] = { .tell = tell_created },
  [MW_EVENT_READY] = { .tell = tell_ready },
  [MW_EVENT_RUNNING] = { .tell = tell_running },
  [MW_EVENT_SUSPENDED] = { .tell = tell_state },
  [MW_EVENT_BLOCKING_BEGIN] = { .tell = tell_state },
  [MW_EVENT_BLOCKING_END] = { .form = N_("%s no longer blocks") },
  [MW_EVENT_THREAD_QUEUED] = { .tell = tell_state },
  [MW_EVENT_THREAD_BEGIN] = { .tell = tell_state },
  [MW_EVENT_THREAD_END] = { .form = N_("%s is through with its thread") },
  [MW_EVENT_ATTEMPT] = { .tell = tell_attempt },
  [MW_EVENT_DEADLINE_ARMED] = { .tell = tell_armed },
  [MW_EVENT_DEADLINE_FIRED] = { .form = N_("the time of %s is up") },
  [MW_EVENT_DEADLINE_DISARMED] = { .form = N_("%s no longer has a deadline") },
  [MW_EVENT_CANCEL_REQUESTED] = { .tell = tell_cancel },
  [MW_EVENT_ENDED] = { .tell = tell_state },
  [MW_EVENT_RESOURCE] = { .tell = tell_resource },
  [MW_EVENT_PHASE] = { .tell = tell_phase },
  [MW_EVENT_ITERATION_BEGIN] = { .tell = tell_iteration },
  [MW_EVENT_ITERATION_END] = { .form = N_("the loop ends its turn") },
  [MW_EVENT_LINE] = { .tell = tell_line },
  [MW_EVENT_RUN_ENDED] = { .tell = tell_run_ended },
  [MW_EVENT_GROUP_JOINED] = { .tell = tell_joined },
  [MW_EVENT_GROUP_LEFT] = { .form = N_("%s leaves its group") },
  [MW_EVENT_ANSWERED] = { .tell = tell_answered },
  [MW_EVENT_MESSAGE] = { .tell = tell_message },
};

char *
mw_describe_event (MwHistory *history, gsize index)
{
  const MwEvent *event = mw_trace_get_event (mw_history_get_trace (history), index);
  Told told = { history, event, index, name_of (history, event->task), name_of (history, event->object) };
  char *text = NULL;

  if (event->kind >= MW_N_EVENTS)
    return g_strdup ("");
  if (tellers[event->kind].tell != NULL)
    text = tellers[event->kind].tell (&told);
  else if (tellers[event->kind].form != NULL)
    text = fill (_(tellers[event->kind].form), told.name);
  return text != NULL ? text : g_strdup (mw_event_kind_name (event->kind));
}
