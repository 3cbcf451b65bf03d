/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The words of a trace and the law of its states.
 *
 * Names and transitions are tables, so that the recorder, the importer, the judge and the picture cannot
 * disagree.  A transition is looked up by (state before, kind); where the state after depends on more than the
 * kind, the row says by what: the reason (a suspension), the lane (loop or thread) or the outcome.
 */

#include "mw-event.h"

static const char *const kind_names[MW_N_EVENTS] = {
  [MW_EVENT_CREATED] = "created",
  [MW_EVENT_READY] = "ready",
  [MW_EVENT_RUNNING] = "running",
  [MW_EVENT_SUSPENDED] = "suspended",
  [MW_EVENT_BLOCKING_BEGIN] = "blocking-begin",
  [MW_EVENT_BLOCKING_END] = "blocking-end",
  [MW_EVENT_THREAD_QUEUED] = "thread-queued",
  [MW_EVENT_THREAD_BEGIN] = "thread-begin",
  [MW_EVENT_THREAD_END] = "thread-end",
  [MW_EVENT_ATTEMPT] = "attempt",
  [MW_EVENT_DEADLINE_ARMED] = "deadline-armed",
  [MW_EVENT_DEADLINE_FIRED] = "deadline-fired",
  [MW_EVENT_DEADLINE_DISARMED] = "deadline-disarmed",
  [MW_EVENT_CANCEL_REQUESTED] = "cancel-requested",
  [MW_EVENT_ENDED] = "ended",
  [MW_EVENT_RESOURCE] = "resource",
  [MW_EVENT_PHASE] = "phase",
  [MW_EVENT_ITERATION_BEGIN] = "iteration-begin",
  [MW_EVENT_ITERATION_END] = "iteration-end",
  [MW_EVENT_LINE] = "line",
  [MW_EVENT_RUN_ENDED] = "run-ended",
  [MW_EVENT_GROUP_JOINED] = "group-joined",
  [MW_EVENT_GROUP_LEFT] = "group-left",
  [MW_EVENT_ANSWERED] = "answered",
  [MW_EVENT_MESSAGE] = "message",
};

static const char *const reason_names[MW_N_REASONS] = {
  [MW_REASON_NONE] = "none",
  [MW_REASON_TIMER] = "timer",
  [MW_REASON_YIELD] = "yield",
  [MW_REASON_PERMIT] = "permit",
  [MW_REASON_LOCK] = "lock",
  [MW_REASON_QUEUE_PUT] = "queue-put",
  [MW_REASON_QUEUE_GET] = "queue-get",
  [MW_REASON_TOKENS] = "tokens",
  [MW_REASON_EVENT] = "event",
  [MW_REASON_TASK] = "task",
  [MW_REASON_CHILDREN] = "children",
  [MW_REASON_REQUEST] = "request",
  [MW_REASON_SOCKET] = "socket",
  [MW_REASON_FILE] = "file",
  [MW_REASON_QUERY] = "query",
  [MW_REASON_BACKOFF] = "backoff",
  [MW_REASON_POOL] = "pool",
  [MW_REASON_CALL] = "call",
  [MW_REASON_CPU] = "cpu",
  [MW_REASON_UNKNOWN] = "unknown",
  [MW_REASON_JOIN] = "join",
  [MW_REASON_CACHE] = "cache",
  [MW_REASON_READ] = "read",
  [MW_REASON_WRITE] = "write",
};

/* The state of a task that is suspended for a reason. */
static const guint8 suspended_states[MW_N_REASONS] = {
  [MW_REASON_TIMER] = MW_STATE_SLEEPING,
  [MW_REASON_YIELD] = MW_STATE_SLEEPING,
  [MW_REASON_PERMIT] = MW_STATE_WAITING,
  [MW_REASON_LOCK] = MW_STATE_WAITING,
  [MW_REASON_QUEUE_PUT] = MW_STATE_WAITING,
  [MW_REASON_QUEUE_GET] = MW_STATE_WAITING,
  [MW_REASON_TOKENS] = MW_STATE_WAITING,
  [MW_REASON_EVENT] = MW_STATE_WAITING,
  [MW_REASON_TASK] = MW_STATE_AWAITING,
  [MW_REASON_CHILDREN] = MW_STATE_AWAITING,
  [MW_REASON_REQUEST] = MW_STATE_IO,
  [MW_REASON_SOCKET] = MW_STATE_IO,
  [MW_REASON_FILE] = MW_STATE_IO,
  [MW_REASON_QUERY] = MW_STATE_IO,
  [MW_REASON_BACKOFF] = MW_STATE_BACKOFF,
  [MW_REASON_POOL] = MW_STATE_WAITING,
  [MW_REASON_UNKNOWN] = MW_STATE_IO,
  [MW_REASON_JOIN] = MW_STATE_AWAITING,
  [MW_REASON_CACHE] = MW_STATE_WAITING,
};

static const char *const state_names[MW_N_STATES] = {
  [MW_STATE_NONE] = "none",
  [MW_STATE_CREATED] = "created",
  [MW_STATE_READY] = "ready",
  [MW_STATE_RUNNING] = "running",
  [MW_STATE_SLEEPING] = "sleeping",
  [MW_STATE_IO] = "io",
  [MW_STATE_WAITING] = "waiting",
  [MW_STATE_AWAITING] = "awaiting",
  [MW_STATE_BACKOFF] = "backoff",
  [MW_STATE_BLOCKING] = "blocking",
  [MW_STATE_THREAD] = "thread",
  [MW_STATE_DONE] = "done",
  [MW_STATE_FAILED] = "failed",
  [MW_STATE_TIMED_OUT] = "timed-out",
  [MW_STATE_CANCELLED] = "cancelled",
  [MW_STATE_FORGOTTEN] = "forgotten",
};

static const char *const outcome_names[MW_N_OUTCOMES] = {
  [MW_OUTCOME_NONE] = "none",
  [MW_OUTCOME_DONE] = "done",
  [MW_OUTCOME_FAILED] = "failed",
  [MW_OUTCOME_TIMED_OUT] = "timed-out",
  [MW_OUTCOME_CANCELLED] = "cancelled",
  [MW_OUTCOME_FORGOTTEN] = "forgotten",
};

static const char *const run_end_names[MW_N_RUN_ENDS] = {
  [MW_RUN_COMPLETE] = "complete",
  [MW_RUN_STOPPED] = "stopped",
  [MW_RUN_DEADLOCK] = "deadlock",
  [MW_RUN_OVERRUN] = "overrun",
  [MW_RUN_FAILED] = "failed",
};

static const char *const phase_names[MW_N_PHASES] = {
  [MW_PHASE_QUEUED] = "queued",
  [MW_PHASE_DNS] = "dns",
  [MW_PHASE_CONNECT] = "connect",
  [MW_PHASE_TLS] = "tls",
  [MW_PHASE_SEND] = "send",
  [MW_PHASE_WAIT] = "wait",
  [MW_PHASE_READ] = "read",
  [MW_PHASE_END] = "end",
};

static const char *const message_names[MW_N_MESSAGES] = {
  [MW_MESSAGE_JOINED] = "joined",
  [MW_MESSAGE_SENT] = "sent",
  [MW_MESSAGE_RECEIVED] = "received",
  [MW_MESSAGE_LEFT] = "left",
};

/* Sets of states, one bit each. */
#define S(name) (1u << MW_STATE_##name)
#define SUSPENDED (S (SLEEPING) | S (IO) | S (WAITING) | S (AWAITING) | S (BACKOFF))
#define ON_CPU    (S (RUNNING) | S (THREAD))
#define ALIVE     (S (CREATED) | S (READY) | S (RUNNING) | SUSPENDED | S (BLOCKING) | S (THREAD))
#define ANY       (~0u)

/* The state of a task that has ended, and in which it may end so: what was forgotten never ran, all others did. */
static const struct
{
  guint  from;
  guint8 state;
} outcomes[MW_N_OUTCOMES] = {
  [MW_OUTCOME_DONE] = { ON_CPU, MW_STATE_DONE },
  [MW_OUTCOME_FAILED] = { ON_CPU, MW_STATE_FAILED },
  [MW_OUTCOME_TIMED_OUT] = { ON_CPU, MW_STATE_TIMED_OUT },
  [MW_OUTCOME_CANCELLED] = { ON_CPU, MW_STATE_CANCELLED },
  [MW_OUTCOME_FORGOTTEN] = { S (CREATED), MW_STATE_FORGOTTEN },
};

typedef enum { SAME, FIXED, BY_REASON, BY_LANE, BLOCKED_BY_LANE, BY_OUTCOME } Result;

static const struct
{
  guint  from;  /* set of states in which the event is legal */
  Result result;
  guint8 state;
} transitions[MW_N_EVENTS] = {
  [MW_EVENT_CREATED] = { S (NONE), FIXED, MW_STATE_CREATED },
  [MW_EVENT_READY] = { S (CREATED) | SUSPENDED, FIXED, MW_STATE_READY },
  [MW_EVENT_RUNNING] = { S (READY), BY_LANE },
  [MW_EVENT_SUSPENDED] = { ON_CPU, BY_REASON },
  [MW_EVENT_BLOCKING_BEGIN] = { ON_CPU, BLOCKED_BY_LANE },
  [MW_EVENT_BLOCKING_END] = { S (BLOCKING) | S (THREAD), BY_LANE },
  [MW_EVENT_THREAD_QUEUED] = { S (RUNNING), FIXED, MW_STATE_WAITING },
  [MW_EVENT_THREAD_BEGIN] = { S (WAITING), FIXED, MW_STATE_THREAD },
  [MW_EVENT_THREAD_END] = { S (THREAD), FIXED, MW_STATE_WAITING },
  [MW_EVENT_ATTEMPT] = { ON_CPU, SAME },
  [MW_EVENT_DEADLINE_ARMED] = { ON_CPU, SAME },
  [MW_EVENT_DEADLINE_FIRED] = { ALIVE, SAME },
  [MW_EVENT_DEADLINE_DISARMED] = { ON_CPU, SAME },
  [MW_EVENT_CANCEL_REQUESTED] = { ALIVE, SAME },
  [MW_EVENT_ENDED] = { ALIVE, BY_OUTCOME },
  [MW_EVENT_RESOURCE] = { ANY, SAME },
  [MW_EVENT_PHASE] = { ALIVE, SAME },
  [MW_EVENT_ITERATION_BEGIN] = { ANY, SAME },
  [MW_EVENT_ITERATION_END] = { ANY, SAME },
  [MW_EVENT_LINE] = { ON_CPU, SAME },
  [MW_EVENT_RUN_ENDED] = { ANY, SAME },
  [MW_EVENT_GROUP_JOINED] = { S (READY), SAME },
  [MW_EVENT_GROUP_LEFT] = { ON_CPU, SAME },
  [MW_EVENT_ANSWERED] = { ALIVE, SAME },
  [MW_EVENT_MESSAGE] = { ON_CPU, SAME },
};

MwState
mw_state_after (MwState from, const MwEvent *event)
{
  if (event->kind >= MW_N_EVENTS || from >= MW_N_STATES)
    return MW_STATE_NONE;
  if ((transitions[event->kind].from & (1u << from)) == 0)
    return MW_STATE_NONE;
  switch (transitions[event->kind].result)
    {
    case SAME:
      return from;
    case FIXED:
      return transitions[event->kind].state;
    case BY_REASON:
      return event->reason < MW_N_REASONS ? suspended_states[event->reason] : MW_STATE_NONE;
    case BY_LANE:
      return event->lane == 0 ? MW_STATE_RUNNING : MW_STATE_THREAD;
    case BLOCKED_BY_LANE:
      return event->lane == 0 ? MW_STATE_BLOCKING : MW_STATE_THREAD;
    case BY_OUTCOME:
      if (event->reason >= MW_N_OUTCOMES || (outcomes[event->reason].from & (1u << from)) == 0)
        return MW_STATE_NONE;
      return outcomes[event->reason].state;
    default:
      g_assert_not_reached ();
    }
}

#define NAME(table, value) ((gsize) (value) < G_N_ELEMENTS (table) ? table[value] : "unknown")

const char *
mw_event_kind_name (MwEventKind kind)
{
  return NAME (kind_names, kind);
}

const char *
mw_reason_name (MwReason reason)
{
  return NAME (reason_names, reason);
}

const char *
mw_state_name (MwState state)
{
  return NAME (state_names, state);
}

const char *
mw_outcome_name (MwOutcome outcome)
{
  return NAME (outcome_names, outcome);
}

const char *
mw_run_end_name (MwRunEnd end)
{
  return NAME (run_end_names, end);
}

const char *
mw_phase_name (MwPhase phase)
{
  return NAME (phase_names, phase);
}

const char *
mw_message_name (MwMessage message)
{
  return NAME (message_names, message);
}
