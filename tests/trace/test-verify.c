/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Each rule of the judge against a small trace that keeps it and the same trace with one fault planted. */

#include <string.h>

#include "mw-verify.h"
#include "trace-fixture.h"

#define KIND(name)       .kind = MW_EVENT_##name
#define MAX_EVENTS       24
#define KEEPS_THE_LAWS   NULL

typedef struct
{
  const char  *title;
  const char  *rule;       /* that must be found first; NULL: none */
  gsize        event;      /* where */
  FixtureEvent events[MAX_EVENTS];
} Case;

/* Task N is created, ready and runs. */
#define BORN(n, t)                                        \
  { { .time = t, KIND (CREATED), .task = n }, "task" },   \
  { { .time = t, KIND (READY), .task = n } },             \
  { { .time = t, KIND (RUNNING), .task = n } }
#define DONE(n, t)       { { .time = t, KIND (ENDED), .task = n, .reason = MW_OUTCOME_DONE } }
#define COMPLETE(t)      { { .time = t, KIND (RUN_ENDED), .reason = MW_RUN_COMPLETE } }
#define STOPPED(t)       { { .time = t, KIND (RUN_ENDED), .reason = MW_RUN_STOPPED } }
#define SLEEP(n, t)      { { .time = t, KIND (SUSPENDED), .task = n, .reason = MW_REASON_TIMER } }
#define WAIT(n, t)       { { .time = t, KIND (SUSPENDED), .task = n, .reason = MW_REASON_PERMIT, .object = 1 } }
#define REQUEST(n, t)    { { .time = t, KIND (SUSPENDED), .task = n, .reason = MW_REASON_REQUEST, .object = 4 } }
#define PAUSE(n, t, a)   { { .time = t, KIND (SUSPENDED), .task = n, .reason = MW_REASON_BACKOFF, .object = a } }
#define READY(n, t)      { { .time = t, KIND (READY), .task = n } }
#define RUNS(n, t)       { { .time = t, KIND (RUNNING), .task = n } }
#define USE(n, t, v)     { { .time = t, KIND (RESOURCE), .task = n, .object = 1, .value = v } }
#define LOCK(n, t, v)    { { .time = t, KIND (RESOURCE), .task = n, .object = 2, .value = v } }
#define QUEUE(n, t, why, v) { { .time = t, KIND (RESOURCE), .task = n, .reason = MW_REASON_##why, .object = 3, .value = v } }
#define LINE_UP(n, t, why, o) { { .time = t, KIND (SUSPENDED), .task = n, .reason = MW_REASON_##why, .object = o } }
#define TOKENS(n, t, v)  { { .time = t, KIND (RESOURCE), .task = n, .reason = MW_REASON_TOKENS, .object = 9, .value = v } }
#define CANCEL(n, t)     { { .time = t, KIND (CANCEL_REQUESTED), .task = n } }
#define ATTEMPT(n, t, v) { { .time = t, KIND (ATTEMPT), .task = n, .value = v } }
#define FORGOTTEN(n, t)  { { .time = t, KIND (ENDED), .task = n, .reason = MW_OUTCOME_FORGOTTEN } }
#define JOINS(n, t, o, g) { { .time = t, KIND (GROUP_JOINED), .task = n, .object = o, .value = g } }
#define LEAVES(n, t, g)  { { .time = t, KIND (GROUP_LEFT), .task = n, .value = g } }
#define MEMBER(n, t)     { { .time = t, KIND (CREATED), .task = n }, "member" }, READY (n, t), JOINS (n, t, 1, 1)
#define PHASE(n, t, p, r, c) { { .time = t, KIND (PHASE), .task = n, .reason = MW_PHASE_##p, .object = r, .value = c } }
#define QUEUED(n, t)     { { .time = t, KIND (THREAD_QUEUED), .task = n, .object = 7 } }
#define WORKS(n, t, l)   { { .time = t, KIND (THREAD_BEGIN), .task = n, .reason = MW_REASON_CPU, .object = 7, .lane = l } }
#define WORKED(n, t, l)  { { .time = t, KIND (THREAD_END), .task = n, .lane = l } }
#define IN_USE(n, t, v)  { { .time = t, KIND (RESOURCE), .task = n, .object = 7, .value = v } }
#define MESSAGE(n, t, what, c) { { .time = t, KIND (MESSAGE), .task = n, .reason = MW_MESSAGE_##what, .object = 8, .value = c } }
#define INSIDE(n, t, v)  { { .time = t, KIND (RESOURCE), .task = n, .object = 8, .value = v } }

static const Case cases[] = {
  /* form */
  { "the time goes back", "time", 2,
    { { { .time = 5, KIND (CREATED), .task = 1 }, "a" }, READY (1, 5), RUNS (1, 4), DONE (1, 6), COMPLETE (6) } },
  { "a time before the run", "time", 0, { { { .time = -1, KIND (CREATED), .task = 1 }, "a" }, STOPPED (0) } },
  { "an id twice", "reference", 3, { BORN (1, 0), { { KIND (CREATED), .task = 1 }, "b" }, STOPPED (0) } },
  { "an id left out", "reference", 3, { BORN (1, 0), { { KIND (CREATED), .task = 3 }, "b" }, STOPPED (0) } },
  { "a parent that comes later", "reference", 0, { { { KIND (CREATED), .task = 1, .object = 2 }, "a" }, STOPPED (0) } },
  { "an event of a task that is not there", "reference", 3, { BORN (1, 0), READY (2, 0), STOPPED (0) } },
  { "woken by a task that is not there", "reference", 1,
    { { { KIND (CREATED), .task = 1 }, "a" }, { { KIND (READY), .task = 1, .object = 9 } }, STOPPED (0) } },
  { "a resource that is not in the header", "reference", 0, { { { KIND (RESOURCE), .object = 99 } }, STOPPED (0) } },
  { "a line of no task", "reference", 0, { { { KIND (LINE) }, "x" }, STOPPED (0) } },
  { "a kind that does not exist", "reference", 0, { { { .kind = MW_N_EVENTS } }, STOPPED (0) } },
  { "runs without being ready", "transition", 1,
    { { { KIND (CREATED), .task = 1 }, "a" }, RUNS (1, 0), STOPPED (0) } },
  { "something after an end", "transition", 4, { BORN (1, 0), DONE (1, 1), READY (1, 1), COMPLETE (1) } },
  { "ends twice", "transition", 4, { BORN (1, 0), DONE (1, 1), DONE (1, 1), COMPLETE (1) } },
  { "no end of the run", "run-end", 4, { BORN (1, 0), DONE (1, 1) } },
  { "something after the end of the run", "run-end", 5,
    { BORN (1, 0), DONE (1, 1), COMPLETE (1), { { .time = 1, KIND (ITERATION_BEGIN) } } } },
  { "a task that never ends", "ending", 5, { BORN (1, 0), SLEEP (1, 0), COMPLETE (1) } },
  { "a stopped run leaves tasks", KEEPS_THE_LAWS, 0, { BORN (1, 0), SLEEP (1, 0), STOPPED (1) } },

  /* rooms */
  { "two clients of a room", KEEPS_THE_LAWS, 0,
    { BORN (1, 0), MESSAGE (1, 0, JOINED, 3), INSIDE (1, 0, 1), MESSAGE (1, 0, JOINED, 5), INSIDE (1, 0, 2), MESSAGE (1, 1, RECEIVED, 3),
      MESSAGE (1, 1, SENT, 5), MESSAGE (1, 1, LEFT, 5), INSIDE (1, 1, 1), MESSAGE (1, 1, LEFT, 3), INSIDE (1, 1, 0), DONE (1, 1), COMPLETE (1) } },
  { "sent to who is not there", "room", 3, { BORN (1, 0), MESSAGE (1, 0, SENT, 3), DONE (1, 1), COMPLETE (1) } },
  { "sent to who has left", "room", 5,
    { BORN (1, 0), MESSAGE (1, 0, JOINED, 3), MESSAGE (1, 0, LEFT, 3), MESSAGE (1, 0, SENT, 3), DONE (1, 1), COMPLETE (1) } },
  { "heard from who is not there", "room", 3, { BORN (1, 0), MESSAGE (1, 0, RECEIVED, 3), DONE (1, 1), COMPLETE (1) } },
  { "joins twice", "room", 4, { BORN (1, 0), MESSAGE (1, 0, JOINED, 3), MESSAGE (1, 0, JOINED, 3), STOPPED (1) } },
  { "more in the room than came", "room", 4, { BORN (1, 0), MESSAGE (1, 0, JOINED, 3), INSIDE (1, 0, 0), STOPPED (1) } },
  { "never leaves", "room", 6, { BORN (1, 0), MESSAGE (1, 0, JOINED, 3), DONE (1, 1), COMPLETE (1) } },
  { "never leaves a run that is stopped", KEEPS_THE_LAWS, 0, { BORN (1, 0), MESSAGE (1, 0, JOINED, 3), STOPPED (1) } },

  /* lanes */
  { "two tasks on the loop", "lane", 5, { BORN (1, 0), BORN (2, 0), DONE (1, 0), DONE (2, 0), COMPLETE (0) } },
  { "two tasks in one thread", "lane", 9,
    { BORN (1, 0), SLEEP (1, 0),
      { { KIND (CREATED), .task = 2 }, "b" }, READY (2, 0), { { KIND (RUNNING), .task = 2, .lane = 1 } },
      { { KIND (CREATED), .task = 3 }, "c" }, READY (3, 0), { { KIND (RUNNING), .task = 3, .lane = 1 } }, STOPPED (0) } },
  { "two tasks in two threads", KEEPS_THE_LAWS, 0,
    { { { KIND (CREATED), .task = 1 }, "b" }, READY (1, 0), { { KIND (RUNNING), .task = 1, .lane = 1 } },
      { { KIND (CREATED), .task = 2 }, "c" }, READY (2, 0), { { KIND (RUNNING), .task = 2, .lane = 2 } },
      DONE (1, 3), DONE (2, 3), COMPLETE (3) } },
  { "blocks another lane than its own", "lane", 3,
    { { { KIND (CREATED), .task = 1 }, "a" }, READY (1, 0), { { KIND (RUNNING), .task = 1, .lane = 1 } },
      { { KIND (BLOCKING_BEGIN), .task = 1, .lane = 2 } }, STOPPED (0) } },
  { "an iteration inside another", "iteration", 1,
    { { { KIND (ITERATION_BEGIN) } }, { { KIND (ITERATION_BEGIN) } }, STOPPED (0) } },
  { "an iteration that never began", "iteration", 0, { { { KIND (ITERATION_END) } }, STOPPED (0) } },

  /* shared */
  { "a permit taken and given back", KEEPS_THE_LAWS, 0,
    { BORN (1, 0), USE (1, 0, 1), USE (1, 1, 0), DONE (1, 1), COMPLETE (1) } },
  { "more permits than there are", "value", 5,
    { BORN (1, 0), USE (1, 0, 1), USE (1, 0, 2), USE (1, 0, 3), STOPPED (1) } },
  { "less than none in use", "value", 3, { BORN (1, 0), USE (1, 0, -1), STOPPED (1) } },
  { "two permits at once", "value", 3, { BORN (1, 0), USE (1, 0, 2), STOPPED (1) } },
  { "a permit kept for ever", "value", 6, { BORN (1, 0), USE (1, 0, 1), DONE (1, 1), COMPLETE (1) } },
  { "a lock with two owners", "value", 4,
    { BORN (1, 0), { { KIND (RESOURCE), .task = 1, .object = 2, .value = 1 } },
      { { KIND (RESOURCE), .task = 1, .object = 2, .value = 2 } }, STOPPED (1) } },
  { "a queue beyond its bound", "value", 6,
    { BORN (1, 0), { { KIND (RESOURCE), .task = 1, .object = 3, .reason = MW_REASON_QUEUE_PUT, .value = 1 } },
      { { KIND (RESOURCE), .task = 1, .object = 3, .reason = MW_REASON_QUEUE_PUT, .value = 2 } }, { { KIND (RESOURCE), .task = 1, .object = 3, .reason = MW_REASON_QUEUE_PUT, .value = 3 } },
      { { KIND (RESOURCE), .task = 1, .object = 3, .reason = MW_REASON_QUEUE_PUT, .value = 4 } }, STOPPED (1) } },
  { "a lock is given back by another", "owner", 8, { BORN (1, 0), LOCK (1, 0, 1), SLEEP (1, 0), BORN (2, 0), LOCK (2, 0, 0), STOPPED (1) } },
  { "a queue in use", KEEPS_THE_LAWS, 0,
    { BORN (1, 0), LINE_UP (1, 0, QUEUE_GET, 3), BORN (2, 0), QUEUE (2, 0, QUEUE_PUT, 1), READY (1, 0), LINE_UP (2, 0, JOIN, 3), RUNS (1, 0),
      QUEUE (1, 0, QUEUE_GET, 0), QUEUE (1, 0, JOIN, 0), READY (2, 0), STOPPED (1) } },
  { "an item out of nowhere", "line", 4, { BORN (1, 0), QUEUE (1, 0, QUEUE_PUT, 1), QUEUE (1, 0, QUEUE_GET, 1), STOPPED (1) } },
  { "done with what was never put", "line", 3, { BORN (1, 0), QUEUE (1, 0, JOIN, 0), STOPPED (1) } },
  { "woken to take nothing", "line", 4, { BORN (1, 0), LINE_UP (1, 0, QUEUE_GET, 3), READY (1, 0), STOPPED (1) } },
  { "woken to put where there is no room", "line", 7,
    { BORN (1, 0), QUEUE (1, 0, QUEUE_PUT, 1), QUEUE (1, 0, QUEUE_PUT, 2), QUEUE (1, 0, QUEUE_PUT, 3), LINE_UP (1, 0, QUEUE_PUT, 3), READY (1, 0), STOPPED (1) } },
  { "cancelled, not woken", KEEPS_THE_LAWS, 0, { BORN (1, 0), LINE_UP (1, 0, QUEUE_GET, 3), CANCEL (1, 0), READY (1, 0), STOPPED (1) } },
  { "a join that does not wait", "line", 5, { BORN (1, 0), QUEUE (1, 0, QUEUE_PUT, 1), LINE_UP (1, 0, JOIN, 3), READY (1, 0), STOPPED (1) } },
  { "the second who waits for an item is woken", "line", 12,
    { BORN (1, 0), LINE_UP (1, 0, QUEUE_GET, 3), BORN (2, 0), LINE_UP (2, 0, QUEUE_GET, 3), BORN (3, 0), QUEUE (3, 0, QUEUE_PUT, 1),
      READY (2, 0), STOPPED (1) } },
  { "an event that nobody set", "line", 4, { BORN (1, 0), LINE_UP (1, 0, EVENT, 10), READY (1, 0), STOPPED (1) } },
  { "a bucket in use", KEEPS_THE_LAWS, 0,
    { BORN (1, 0), TOKENS (1, 0, 1), TOKENS (1, 0, 0), LINE_UP (1, 0, TOKENS, 9), TOKENS (1, 500, 0), READY (1, 500), TOKENS (0, 1000, 1),
      TOKENS (0, 1500, 2), STOPPED (1500) } },
  { "a token too early", "tokens", 4, { BORN (1, 0), TOKENS (1, 0, 1), TOKENS (0, 499, 2), STOPPED (499) } },
  { "a token that was handed over too early", "tokens", 6,
    { BORN (1, 0), TOKENS (1, 0, 1), TOKENS (1, 0, 0), LINE_UP (1, 0, TOKENS, 9), TOKENS (1, 499, 0), READY (1, 499), STOPPED (499) } },
  { "two tokens at once", "tokens", 3, { BORN (1, 0), TOKENS (1, 0, 0), STOPPED (1) } },
  { "an event set twice", "value", 3, { BORN (1, 0), { { KIND (RESOURCE), .task = 1, .object = 10, .value = 2 } }, STOPPED (1) } },
  { "a scope closed before it was opened", "value", 3, { BORN (1, 0), { { KIND (RESOURCE), .task = 1, .object = 11, .value = -1 } }, STOPPED (1) } },
  { "a hand-over to the first", KEEPS_THE_LAWS, 0,
    { BORN (1, 0), USE (1, 0, 1), SLEEP (1, 0), BORN (2, 0), WAIT (2, 0), BORN (3, 0), WAIT (3, 0), READY (1, 1),
      RUNS (1, 1), USE (2, 1, 1), READY (2, 1), STOPPED (1) } },
  { "a free permit is given to the first", KEEPS_THE_LAWS, 0,
    { BORN (1, 0), WAIT (1, 0), BORN (2, 0), WAIT (2, 0), USE (1, 1, 1), READY (1, 1), STOPPED (1) } },
  { "a free permit is given to the second", "hand-over", 8,
    { BORN (1, 0), WAIT (1, 0), BORN (2, 0), WAIT (2, 0), USE (2, 1, 1), READY (2, 1), STOPPED (1) } },
  { "the second waiter is served first", "hand-over", 15,
    { BORN (1, 0), USE (1, 0, 1), SLEEP (1, 0), BORN (2, 0), WAIT (2, 0), BORN (3, 0), WAIT (3, 0), READY (1, 1),
      RUNS (1, 1), USE (3, 1, 1), READY (3, 1), STOPPED (1) } },
  { "a permit handed to nobody", "hand-over", 4, { BORN (1, 0), USE (1, 0, 1), USE (1, 0, 1), STOPPED (1) } },
  { "the first was cancelled, the second is served", KEEPS_THE_LAWS, 0,
    { BORN (1, 0), USE (1, 0, 1), SLEEP (1, 0), BORN (2, 0), WAIT (2, 0), BORN (3, 0), WAIT (3, 0), READY (1, 1),
      RUNS (1, 1), CANCEL (2, 1), USE (3, 1, 1), READY (3, 1), READY (2, 1), STOPPED (1) } },
  { "was cancelled before it waited", KEEPS_THE_LAWS, 0, { BORN (1, 0), CANCEL (1, 0), WAIT (1, 0), READY (1, 0), STOPPED (1) } },
  { "was cancelled one wait before", "hand-over", 8,
    { BORN (1, 0), CANCEL (1, 0), SLEEP (1, 0), READY (1, 0), RUNS (1, 0), WAIT (1, 0), READY (1, 0), STOPPED (1) } },
  { "goes on without a permit", "hand-over", 4, { BORN (1, 0), WAIT (1, 0), READY (1, 1), STOPPED (1) } },
  { "overtakes a waiter", "hand-over", 7, { BORN (1, 0), WAIT (1, 0), BORN (2, 0), USE (2, 0, 1), STOPPED (1) } },

  /* timeouts and retries */
  { "a deadline fires in time", KEEPS_THE_LAWS, 0,
    { BORN (1, 0), { { KIND (DEADLINE_ARMED), .task = 1, .value = 9 } }, SLEEP (1, 0),
      { { .time = 9, KIND (DEADLINE_FIRED), .task = 1, .value = 9 } }, STOPPED (9) } },
  { "a deadline fires early", "deadline", 5,
    { BORN (1, 0), { { KIND (DEADLINE_ARMED), .task = 1, .value = 9 } }, SLEEP (1, 0),
      { { .time = 8, KIND (DEADLINE_FIRED), .task = 1, .value = 9 } }, STOPPED (9) } },
  { "a deadline that was never armed", "deadline", 3,
    { BORN (1, 0), { { .time = 9, KIND (DEADLINE_DISARMED), .task = 1, .value = 9 } }, STOPPED (9) } },
  { "a deadline fires twice", "deadline", 6,
    { BORN (1, 0), { { KIND (DEADLINE_ARMED), .task = 1, .value = 9 } }, SLEEP (1, 0),
      { { .time = 9, KIND (DEADLINE_FIRED), .task = 1, .value = 9 } },
      { { .time = 9, KIND (DEADLINE_FIRED), .task = 1, .value = 9 } }, STOPPED (9) } },
  { "ends inside a timeout", "deadline", 4,
    { BORN (1, 0), { { KIND (DEADLINE_ARMED), .task = 1, .value = 9 } }, DONE (1, 1), COMPLETE (1) } },
  { "two retry scopes, one inside the other", KEEPS_THE_LAWS, 0,
    { BORN (1, 0), ATTEMPT (1, 0, 1), ATTEMPT (1, 0, 1), PAUSE (1, 0, 2), READY (1, 1), RUNS (1, 1), ATTEMPT (1, 1, 2),
      ATTEMPT (1, 1, 2), ATTEMPT (1, 1, 1), DONE (1, 1), COMPLETE (1) } },
  { "an attempt in a scope that the outer attempt closed", "attempt", 7,
    { BORN (1, 0), ATTEMPT (1, 0, 1), ATTEMPT (1, 0, 1), ATTEMPT (1, 0, 2), ATTEMPT (1, 0, 2), ATTEMPT (1, 0, 2),
      STOPPED (1) } },
  { "an attempt left out", "attempt", 4, { BORN (1, 0), ATTEMPT (1, 0, 1), ATTEMPT (1, 0, 3), STOPPED (1) } },
  { "attempts that begin with 2", "attempt", 3, { BORN (1, 0), ATTEMPT (1, 0, 2), STOPPED (1) } },
  { "a back-off before the first attempt", "attempt", 3, { BORN (1, 0), PAUSE (1, 0, 1), STOPPED (1) } },
  { "a back-off after the wrong attempt", "attempt", 4,
    { BORN (1, 0), ATTEMPT (1, 0, 1), PAUSE (1, 0, 3), STOPPED (1) } },
  { "another attempt than the back-off said", "attempt", 7,
    { BORN (1, 0), ATTEMPT (1, 0, 1), PAUSE (1, 0, 2), READY (1, 1), RUNS (1, 1), ATTEMPT (1, 1, 1), STOPPED (1) } },
  { "a back-off and then the end", "attempt", 7,
    { BORN (1, 0), ATTEMPT (1, 0, 1), PAUSE (1, 0, 2), READY (1, 1), RUNS (1, 1), DONE (1, 1), COMPLETE (1) } },
  { "a back-off that is cancelled", KEEPS_THE_LAWS, 0,
    { BORN (1, 0), ATTEMPT (1, 0, 1), PAUSE (1, 0, 2), CANCEL (1, 1), READY (1, 1), RUNS (1, 1), DONE (1, 1), COMPLETE (1) } },

  /* groups, and what never starts */
  { "a group that waits for its member", KEEPS_THE_LAWS, 0,
    { BORN (1, 0), MEMBER (2, 0), SLEEP (1, 0), RUNS (2, 0), DONE (2, 1), READY (1, 1), RUNS (1, 1), LEAVES (1, 1, 1), DONE (1, 1),
      COMPLETE (1) } },
  { "a group that is left too early", "group", 6,
    { BORN (1, 0), MEMBER (2, 0), LEAVES (1, 0, 1), SLEEP (1, 0), RUNS (2, 0), DONE (2, 1), READY (1, 1), RUNS (1, 1), DONE (1, 1),
      COMPLETE (1) } },
  { "a group that is left twice", "group", 4, { BORN (1, 0), LEAVES (1, 0, 1), LEAVES (1, 0, 1), STOPPED (1) } },
  { "a group that another task leaves", "group", 8,
    { BORN (1, 0), MEMBER (2, 0), SLEEP (1, 0), RUNS (2, 0), LEAVES (2, 0, 1), STOPPED (1) } },
  { "a group that nobody leaves", "group", 13,
    { BORN (1, 0), MEMBER (2, 0), SLEEP (1, 0), RUNS (2, 0), DONE (2, 1), READY (1, 1), RUNS (1, 1), DONE (1, 1), COMPLETE (1) } },
  { "joins a group that was left", "group", 6, { BORN (1, 0), LEAVES (1, 0, 1), { { KIND (CREATED), .task = 2 }, "b" }, READY (2, 0),
      JOINS (2, 0, 1, 1), STOPPED (1) } },
  { "a group that there cannot be", "group", 3, { BORN (1, 0), LEAVES (1, 0, 99), STOPPED (1) } },
  { "a coroutine that is forgotten", KEEPS_THE_LAWS, 0,
    { BORN (1, 0), { { KIND (CREATED), .task = 2, .object = 1 }, "b" }, DONE (1, 1), FORGOTTEN (2, 1), COMPLETE (1) } },
  { "a task that ran and says it was forgotten", "transition", 3, { BORN (1, 0), FORGOTTEN (1, 1), COMPLETE (1) } },
  { "a coroutine that ends well and never ran", "transition", 4,
    { BORN (1, 0), { { KIND (CREATED), .task = 2, .object = 1 }, "b" }, DONE (2, 1), STOPPED (1) } },

  /* requests */
  { "a request on a new connection, one on the same", KEEPS_THE_LAWS, 0,
    { BORN (1, 0), REQUEST (1, 0), PHASE (1, 0, QUEUED, 1, 0), PHASE (1, 0, CONNECT, 1, 0), PHASE (1, 1, SEND, 1, 7),
      PHASE (1, 1, WAIT, 1, 7), PHASE (1, 2, END, 1, 7), READY (1, 2), RUNS (1, 2), REQUEST (1, 2), PHASE (1, 2, SEND, 2, 7),
      PHASE (1, 3, END, 2, 7), READY (1, 3), STOPPED (3) } },
  { "phases in the wrong order", "phase", 5,
    { BORN (1, 0), REQUEST (1, 0), PHASE (1, 0, SEND, 1, 0), PHASE (1, 0, CONNECT, 1, 0), STOPPED (1) } },
  { "a phase twice", "phase", 5,
    { BORN (1, 0), REQUEST (1, 0), PHASE (1, 0, SEND, 1, 0), PHASE (1, 0, SEND, 1, 0), STOPPED (1) } },
  { "a request without a beginning", "phase", 4, { BORN (1, 0), REQUEST (1, 0), PHASE (1, 0, READ, 1, 0), STOPPED (1) } },
  { "a request that nobody waits for", "phase", 3, { BORN (1, 0), PHASE (1, 0, SEND, 1, 0), STOPPED (1) } },
  { "a phase after the end", "phase", 6,
    { BORN (1, 0), REQUEST (1, 0), PHASE (1, 0, SEND, 1, 0), PHASE (1, 0, END, 1, 0), PHASE (1, 0, READ, 1, 0), STOPPED (1) } },
  { "a phase after the task went on", "phase", 6,
    { BORN (1, 0), REQUEST (1, 0), PHASE (1, 0, SEND, 1, 0), READY (1, 1), PHASE (1, 1, READ, 1, 0), STOPPED (1) } },
  { "two requests of one task at once", "phase", 5,
    { BORN (1, 0), REQUEST (1, 0), PHASE (1, 0, SEND, 1, 0), PHASE (1, 0, SEND, 2, 0), STOPPED (1) } },
  { "two requests on one connection", "connection", 9,
    { BORN (1, 0), REQUEST (1, 0), PHASE (1, 0, SEND, 1, 7), BORN (2, 0), REQUEST (2, 0), PHASE (2, 0, SEND, 2, 7),
      STOPPED (1) } },
  { "workers in turn", KEEPS_THE_LAWS, 0,
    { BORN (1, 0), QUEUED (1, 0), IN_USE (1, 0, 1), WORKS (1, 0, 1), BORN (2, 0), QUEUED (2, 0), CANCEL (2, 1), READY (2, 1),
      WORKED (1, 2, 1), IN_USE (1, 2, 0), READY (1, 2), STOPPED (2) } },
  { "a job that overtakes another", "worker", 9,
    { BORN (1, 0), QUEUED (1, 0), BORN (2, 0), QUEUED (2, 0), IN_USE (2, 0, 1), WORKS (2, 0, 1), STOPPED (1) } },
  { "a job that was never queued there", "worker", 5,
    { BORN (1, 0), QUEUED (1, 0), IN_USE (1, 0, 1), { { KIND (THREAD_BEGIN), .task = 1, .object = 0, .lane = 1 } }, STOPPED (1) } },
  { "a worker that the pool does not know of", "worker", 4,
    { BORN (1, 0), QUEUED (1, 0), WORKS (1, 0, 1), STOPPED (1) } },
  { "goes on without its worker", "worker", 4, { BORN (1, 0), QUEUED (1, 0), READY (1, 1), STOPPED (1) } },
  { "a request that changes its connection", "connection", 5,
    { BORN (1, 0), REQUEST (1, 0), PHASE (1, 0, SEND, 1, 7), PHASE (1, 0, WAIT, 1, 8), STOPPED (1) } },
};

static guint
count_events (const Case *c)
{
  guint n = MAX_EVENTS;

  while (n > 0 && memcmp (&c->events[n - 1], &(FixtureEvent) { .text = NULL }, sizeof (FixtureEvent)) == 0)
    n--;
  return n;
}

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (MwTrace) trace = fixture_trace_new_sharing ();
  g_autoptr (GPtrArray) findings = NULL;

  fixture_trace_fill (trace, c->events, count_events (c), FALSE);
  findings = mw_verify_trace (trace, 10);
  for (guint i = 0; i < findings->len; i++)
    {
      MwFinding *finding = g_ptr_array_index (findings, i);

      g_test_message ("%s at event %" G_GSIZE_FORMAT ": %s", finding->rule, finding->event, finding->text);
    }
  if (c->rule == KEEPS_THE_LAWS)
    {
      g_assert_cmpuint (findings->len, ==, 0);
      return;
    }
  g_assert_cmpuint (findings->len, >, 0);
  g_assert_cmpstr (((MwFinding *) g_ptr_array_index (findings, 0))->rule, ==, c->rule);
  g_assert_cmpuint (((MwFinding *) g_ptr_array_index (findings, 0))->event, ==, c->event);
}

static gboolean
has_finding (GPtrArray *findings, const char *rule)
{
  for (guint i = 0; i < findings->len; i++)
    if (strcmp (((MwFinding *) g_ptr_array_index (findings, i))->rule, rule) == 0)
      return TRUE;
  return FALSE;
}

/* The sums that a faulty trace cannot hold are found too, behind the fault that spoils them. */
static void
test_sums (void)
{
  static const FixtureEvent back[] = {
    BORN (1, 0), SLEEP (1, 0), { { .time = 9, KIND (RESOURCE), .object = 6 } }, READY (1, 5), RUNS (1, 6), DONE (1, 7),
    COMPLETE (8),
  };
  static const FixtureEvent life[] = {
    { { .time = 5, KIND (CREATED), .task = 1 }, "a" }, READY (1, 3), RUNS (1, 8), DONE (1, 9), COMPLETE (9),
  };
  static const FixtureEvent both[] = { BORN (1, 0), BORN (2, 0), DONE (1, 5), DONE (2, 5), COMPLETE (5) };
  g_autoptr (MwTrace) trace_back = fixture_trace_of (back, G_N_ELEMENTS (back), FALSE);
  g_autoptr (MwTrace) trace_life = fixture_trace_of (life, G_N_ELEMENTS (life), FALSE);
  g_autoptr (MwTrace) trace_both = fixture_trace_of (both, G_N_ELEMENTS (both), FALSE);
  g_autoptr (GPtrArray) of_back = mw_verify_trace (trace_back, 10);
  g_autoptr (GPtrArray) of_life = mw_verify_trace (trace_life, 10);
  g_autoptr (GPtrArray) of_both = mw_verify_trace (trace_both, 10);

  g_assert_true (has_finding (of_back, "in-flight"));
  g_assert_true (has_finding (of_life, "state-times"));
  g_assert_true (has_finding (of_both, "loop-time"));
}

static void
test_greetings (void)
{
  g_autoptr (MwTrace) trace = fixture_trace_greetings ();
  g_autoptr (GPtrArray) findings = mw_verify_trace (trace, 10);

  g_assert_cmpuint (findings->len, ==, 0);
}

static void
test_limit (void)
{
  g_autoptr (MwTrace) trace = fixture_trace_random (3, 2000);
  g_autoptr (GPtrArray) findings = mw_verify_trace (trace, 7);

  g_assert_cmpuint (findings->len, ==, 7);
}

/* Anything may stand in a trace; the judge names it and never falls over it. */
static void
test_garbage (void)
{
  for (guint64 seed = 0; seed < 30; seed++)
    {
      g_autoptr (MwTrace) trace = fixture_trace_new ();
      g_autoptr (GPtrArray) findings = NULL;
      MwRandom random;

      mw_random_init (&random, seed, 4);
      for (guint i = 0; i < 1000; i++)
        {
          gboolean wild = mw_random_uniform (&random, 0, 5) == 0;
          MwEvent event = {
            .time = wild ? (gint64) ((guint64) mw_random_next (&random) << 32 | mw_random_next (&random)) : i,
            .value = wild ? (gint64) ((guint64) mw_random_next (&random) << 32 | mw_random_next (&random)) : i % 4,
            .task = wild ? mw_random_next (&random) : i % 9,
            .object = wild ? mw_random_next (&random) : i % 5,
            .kind = (guint8) mw_random_uniform (&random, 0, MW_N_EVENTS + 2),
            .reason = (guint8) mw_random_uniform (&random, 0, wild ? 256 : MW_N_REASONS),
            .lane = (guint16) mw_random_next (&random),
          };

          g_assert_true (mw_trace_push (trace, &event));
        }
      findings = mw_verify_trace (trace, G_MAXUINT);
      g_assert_cmpuint (findings->len, >, 100);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/verify/", cases[i].title, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/verify/sums", test_sums);
  g_test_add_func ("/verify/greetings", test_greetings);
  g_test_add_func ("/verify/limit", test_limit);
  g_test_add_func ("/verify/garbage", test_garbage);
  return g_test_run ();
}
