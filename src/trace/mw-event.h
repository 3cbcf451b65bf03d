/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The event is the only thing that an engine says and the only thing that a
 * picture knows.  It is fixed size and never changes once it is published. */

typedef enum
{
  MW_EVENT_CREATED,          /* object: parent task (0: none), value: string id of the task's name */
  MW_EVENT_READY,            /* object: task that woke it (0: the clock or the outside world) */
  MW_EVENT_RUNNING,          /* lane: 0 the loop, n the thread n */
  MW_EVENT_SUSPENDED,        /* reason: what it waits for, object: resource, task or attempt, value: deadline or -1 */
  MW_EVENT_BLOCKING_BEGIN,   /* reason: what the thread is blocked on, object: resource */
  MW_EVENT_BLOCKING_END,
  MW_EVENT_THREAD_QUEUED,    /* object: pool resource (0: the default pool) */
  MW_EVENT_THREAD_BEGIN,     /* reason: what the worker does, lane: worker */
  MW_EVENT_THREAD_END,       /* lane: worker */
  MW_EVENT_ATTEMPT,          /* value: 1, 2, 3 … */
  MW_EVENT_DEADLINE_ARMED,   /* value: the deadline of a timeout scope */
  MW_EVENT_DEADLINE_FIRED,   /* value: that deadline */
  MW_EVENT_DEADLINE_DISARMED,/* value: that deadline */
  MW_EVENT_CANCEL_REQUESTED, /* object: task that asked (0: the clock or the closing loop) */
  MW_EVENT_ENDED,            /* reason: MwOutcome, object: string id of the error message (0: none) */
  MW_EVENT_RESOURCE,         /* object: resource, value: its new value, task: by whom */
  MW_EVENT_PHASE,            /* reason: MwPhase, object: request (1, 2 …), value: connection id (0: not known yet) */
  MW_EVENT_ITERATION_BEGIN,  /* value: number of handles that will run */
  MW_EVENT_ITERATION_END,
  MW_EVENT_LINE,             /* object: string id of the printed line */
  MW_EVENT_RUN_ENDED,        /* reason: MwRunEnd, object: string id of a message (0: none) */
  MW_EVENT_GROUP_JOINED,     /* the task belongs to a group; object: the task that opened it, value: group (1, 2 …) */
  MW_EVENT_GROUP_LEFT,       /* by the task that opened it; value: group */
  MW_EVENT_ANSWERED,         /* object: request, value: its HTTP status */
  MW_EVENT_MESSAGE,          /* reason: MwMessage, object: room resource, value: number of the client */
  MW_N_EVENTS
} MwEventKind;

typedef enum
{
  MW_REASON_NONE,
  MW_REASON_TIMER,    /* a sleep */
  MW_REASON_YIELD,    /* sleep (0) */
  MW_REASON_PERMIT,   /* a permit of the semaphore *object* */
  MW_REASON_LOCK,
  MW_REASON_QUEUE_PUT,
  MW_REASON_QUEUE_GET,
  MW_REASON_TOKENS,   /* a rate limiter */
  MW_REASON_EVENT,
  MW_REASON_TASK,     /* the end of task *object* */
  MW_REASON_CHILDREN, /* the end of a gather or group */
  MW_REASON_REQUEST,  /* HTTP through the session *object* */
  MW_REASON_SOCKET,   /* WebSocket */
  MW_REASON_FILE,
  MW_REASON_QUERY,
  MW_REASON_BACKOFF,  /* the pause before attempt *object* */
  MW_REASON_POOL,     /* a free worker thread */
  MW_REASON_CALL,     /* a blocking call (time.sleep and its like) */
  MW_REASON_CPU,      /* computing */
  MW_REASON_UNKNOWN,  /* a foreign trace does not say */
  MW_REASON_JOIN,     /* every item of the queue *object* to be done with; of its value: one is */
  MW_REASON_CACHE,    /* somebody else who loads the same key */
  MW_REASON_READ,     /* only of a resource's value: it was looked at */
  MW_REASON_WRITE,    /* only of a resource's value: it was set */
  MW_N_REASONS
} MwReason;

typedef enum
{
  MW_STATE_NONE,
  MW_STATE_CREATED,
  MW_STATE_READY,
  MW_STATE_RUNNING,
  MW_STATE_SLEEPING, /* suspended, waits for time */
  MW_STATE_IO,       /* suspended, waits for the outside world */
  MW_STATE_WAITING,  /* suspended, waits for a permit, lock, queue, tokens or a worker */
  MW_STATE_AWAITING, /* suspended, waits for other tasks */
  MW_STATE_BACKOFF,
  MW_STATE_BLOCKING, /* holds the loop and does nothing for it */
  MW_STATE_THREAD,   /* in a worker thread */
  MW_STATE_DONE,
  MW_STATE_FAILED,
  MW_STATE_TIMED_OUT,
  MW_STATE_CANCELLED,
  MW_STATE_FORGOTTEN, /* a coroutine that nobody awaited: it never started */
  MW_N_STATES
} MwState;

typedef enum
{
  MW_OUTCOME_NONE,
  MW_OUTCOME_DONE,
  MW_OUTCOME_FAILED,
  MW_OUTCOME_TIMED_OUT,
  MW_OUTCOME_CANCELLED,
  MW_OUTCOME_FORGOTTEN, /* it never started */
  MW_N_OUTCOMES
} MwOutcome;

typedef enum
{
  MW_RUN_COMPLETE,  /* the entry coroutine ended */
  MW_RUN_STOPPED,   /* by the user */
  MW_RUN_DEADLOCK,  /* everybody waits for somebody; the message says who for what */
  MW_RUN_OVERRUN,   /* a limit on steps, tasks or time was reached */
  MW_RUN_FAILED,    /* the entry coroutine raised */
  MW_N_RUN_ENDS
} MwRunEnd;

typedef enum
{
  MW_PHASE_QUEUED,  /* waits for a free connection of the session */
  MW_PHASE_DNS,
  MW_PHASE_CONNECT,
  MW_PHASE_TLS,
  MW_PHASE_SEND,
  MW_PHASE_WAIT,    /* for the first byte */
  MW_PHASE_READ,
  MW_PHASE_END,
  MW_N_PHASES
} MwPhase;

/* What happens in a room of WebSocket clients. */
typedef enum
{
  MW_MESSAGE_JOINED,   /* the client is connected */
  MW_MESSAGE_SENT,     /* to the client */
  MW_MESSAGE_RECEIVED, /* from the client */
  MW_MESSAGE_LEFT,     /* the connection is closed or lost */
  MW_N_MESSAGES
} MwMessage;

/* 32 bytes. */
typedef struct
{
  gint64  time;   /* ns since the run began */
  gint64  value;
  guint32 task;   /* 1, 2 …; 0: the run itself */
  guint32 object;
  guint32 step;   /* MwStep.id of the lit line; 0: none */
  guint8  kind;   /* MwEventKind */
  guint8  reason; /* MwReason, MwOutcome, MwPhase, MwRunEnd or MwMessage, as the kind says */
  guint16 lane;   /* 0: the loop; n: thread n */
} MwEvent;

G_STATIC_ASSERT (sizeof (MwEvent) == 32);

/* Names as they stand in run files: lower case, dashes; static strings. */
const char *mw_event_kind_name (MwEventKind kind);
const char *mw_reason_name     (MwReason reason);
const char *mw_state_name      (MwState state);
const char *mw_outcome_name    (MwOutcome outcome);
const char *mw_run_end_name    (MwRunEnd end);
const char *mw_phase_name      (MwPhase phase);
const char *mw_message_name    (MwMessage message);

/* The table of legal transitions: the state of a task after EVENT, when it was FROM.
 * An event that does not change states returns FROM; an illegal one MW_STATE_NONE. */
MwState     mw_state_after     (MwState from, const MwEvent *event);

/* An operation of the task is under way: it sleeps, waits for I/O, blocks, or is in a thread.
 * What *in flight* counts. */
static inline gboolean
mw_state_is_in_flight (MwState state)
{
  return state == MW_STATE_SLEEPING || state == MW_STATE_IO ||
         state == MW_STATE_BLOCKING || state == MW_STATE_THREAD;
}

static inline gboolean
mw_state_is_end (MwState state)
{
  return state >= MW_STATE_DONE;
}

G_END_DECLS
