/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mw-engine.h"
#include "mw-queue.h"
#include "mw-timers.h"

G_BEGIN_DECLS

/* Private to the engine: what a task is made of. */

typedef struct _MwTask   MwTask;
typedef struct _MwFrame  MwFrame;
typedef struct _MwHandle MwHandle;
typedef struct _MwWaiter MwWaiter;
typedef struct _MwGate   MwGate;
typedef struct _MwPool   MwPool;
typedef struct _MwRoom   MwRoom;
typedef struct _MwGather MwGather;
typedef struct _MwTaskOperation MwTaskOperation;

/* One entry of the ready queue: asyncio's Handle, embedded in what it is about. */
struct _MwHandle
{
  MwHandle *next;  /* NULL: not queued; itself: the last */
  void    (*run) (MwEngine *engine, MwHandle *self);
};

static inline gboolean
mw_handle_is_queued (const MwHandle *self)
{
  return self->next != NULL;
}

/* A deadline with what happens then; every timer of the engine's heap is the first member of one. */
typedef struct
{
  MwTimer  timer;
  MwHandle handle;
} MwAlarm;

/* Somebody who is told when a task ends, in the order in which they began to wait. */
struct _MwWaiter
{
  MwWaiter *next;
  void    (*ended) (MwWaiter *self, MwTask *task); /* TASK: NULL when the engine is freed before its end */
};

/* What a fault is while it travels up the frames. */
typedef struct
{
  int         code;     /* MwFault, an HTTP status, or MW_FAULT_RETURN; 0: none */
  const char *message;  /* interned in the trace or static; NULL */
} MwRaised;

#define MW_FAULT_RETURN (-1)   /* a return on its way to the coroutine's frame */
#define MW_FAULT_CLOSE  (-2)   /* Python's GeneratorExit, on its way to the generator's frame */

/* What waits until a finally block, a group or a generator is through. */
typedef struct
{
  MwRaised raised;
  MwValue  result;   /* of a return */
} MwPending;

/* The block that a task is in, within the block that led there. */
struct _MwFrame
{
  MwFrame      *outer;
  const MwStep *step;    /* the compound step; NULL for the frame of the task's own coroutine */
  guint32       next;    /* index of the step that comes next */
  guint8        op;      /* MwOp, MW_OP_CALL for a coroutine */
  guint8        stage;   /* of a compound step: which of its blocks */
};

/* A coroutine with its variables. */
typedef struct
{
  MwFrame frame;
  guint32 coroutine;   /* index */
  guint32 n_draws;
  MwTask *kept;        /* coroutine objects in its variables, which nobody awaits */
  MwValue slots[];
} MwCallFrame;

typedef enum
{
  MW_WAIT_NONE,
  MW_WAIT_TIMER,
  MW_WAIT_GATE,       /* in the gate's queue */
  MW_WAIT_TASK,
  MW_WAIT_GATHER,
  MW_WAIT_SHIELD,
  MW_WAIT_COMPLETED,  /* for the next of its children */
  MW_WAIT_GROUP,
  MW_WAIT_OPERATION,
  MW_WAIT_POOL,       /* in the pool's queue */
  MW_WAIT_THREAD,     /* the operation runs on a worker */
  MW_WAIT_LOCK,       /* in the lock's line, where it stays until it runs */
  MW_WAIT_TOKENS,     /* in a line, as all that follow */
  MW_WAIT_PUT,
  MW_WAIT_TAKE,
  MW_WAIT_JOIN,
  MW_WAIT_EVENT,
  MW_N_WAITS
} MwWait;

/* The operation of a task; it outlives the wait of a task that was cancelled while a thread works for it. */
struct _MwTaskOperation
{
  MwOperation operation;
  MwHandle    handle;
  MwEngine   *engine;
  MwTask     *task;      /* NULL: nobody waits any more */
  MwPool     *pool;      /* whose slot it holds; NULL */
  MwValue    *values;    /* of a statement; g_malloc */
  MwAddressee *addressees; /* of a socket's; g_malloc */
  guint       n_addressees;
  guint32     request;   /* number of the HTTP request, from 1 */
  guint16     lane;
  gboolean    is_connected; /* it has, or is opening, a connection of its session */
};

/* The frame of its own coroutine lies behind it. */
struct _MwTask
{
  MwHandle   handle;        /* its next step */
  union                     /* a task waits at one place at a time */
  {
    MwAlarm  alarm;         /* of a sleep or back-off; its handle outlives the wait and is shared with nobody */
    MwWaiter waiter;        /* of another task's end */
    MwLink   link;          /* in the line of a gate, pool, lock, queue … */
  };
  MwEngine  *engine;
  MwFrame   *frame;         /* innermost */
  MwWaiter  *waiters;
  MwWaiter **last_waiter;
  MwRaised   raised;
  MwValue    result;
  union
  {
    gpointer awaited;       /* MwGate, MwTask, MwGather, MwGroup, MwPool, MwLock or the MwQueue of a line, as WAIT says */
    MwTask  *next_kept;     /* of a forgotten one: the next in MwCallFrame.kept */
  };
  MwGather  *gather;        /* the one it is in */
  MwTaskOperation *operation; /* under way, or done and not yet read */
  const MwStep *step;       /* the one that is being executed */
  guint32    id;
  guint16    lane;
  guint16    n_cancels;     /* requests that have not been taken back (asyncio's cancelling ()) */
  guint8     wait;          /* MwWait */
  guint8     outcome;       /* MwOutcome */
  guint      must_cancel : 1; /* cancellation is due at the next step */
  guint      granted : 1;   /* what it waited for was handed to it, or it was woken for it, and it has not run yet */
  guint      started : 1;
  guint      in_thread : 1; /* blocked on its own lane (executor "threads") */
  guint      resuming : 1;  /* the step was begun and suspended */
  guint      swept : 1;     /* was asked in the sweep under way */
};

G_STATIC_ASSERT (sizeof (MwWaiter) <= sizeof (MwTimer) && sizeof (MwLink) <= sizeof (MwTimer));

static inline MwTask *
mw_task_of_link (MwLink *link)
{
  return (MwTask *) ((char *) link - G_STRUCT_OFFSET (MwTask, link));
}

typedef enum
{
  MW_FLOW_NEXT,      /* go on with the next step, or the fault that was raised */
  MW_FLOW_SUSPEND,   /* the task waits */
} MwFlow;

/* What an op does.  BEGIN executes its step; RESUME goes on when the task that it suspended runs again.
 * A compound op pushes a frame: LEAVE runs when the frame's block has come to its end, UNWIND when a fault
 * passes (task->raised); both pop the frame or point it at another block. */
typedef struct
{
  MwFlow (*begin)  (MwTask *task, const MwStep *step);
  MwFlow (*resume) (MwTask *task, const MwStep *step);
  MwFlow (*leave)  (MwTask *task, MwFrame *frame);
  MwFlow (*unwind) (MwTask *task, MwFrame *frame);
  void   (*drop)   (MwTask *task);  /* frees the innermost frame without executing anything; NULL: mw_task_pop does */
} MwOpClass;

extern const MwOpClass mw_op_classes[MW_N_OPS];

struct _MwEngine
{
  MwProgram *program;
  MwBackend *backend;
  MwTrace   *trace;

  MwHandle  *ready_head;
  MwHandle  *ready_tail;
  guint      n_ready;
  MwTimers   timers;

  GPtrArray *tasks;         /* of MwTask; index = id - 1 */
  GPtrArray *blocks;        /* the memory that they lie in */
  guint8    *free_memory;   /* of the last block */
  gsize      n_free;
  GPtrArray *lists;         /* of MwList */
  GPtrArray *asked;         /* of MwTask: to be cancelled, the next of them last; see mw_task_cancel */
  gpointer  *shared;        /* per resource; see mw-shared.h */
  guint     *connections;   /* per resource: those of a session that are in use */
  MwPool    *default_pool;  /* of offload; the workers of the executor "threads" */
  guint      n_lanes;
  guint      n_alive;
  guint      n_operations;
  guint32    n_requests;
  guint32    n_groups;
  guint      n_forgotten;
  guint64    n_steps;
  guint64    max_steps;
  guint64    max_events;
  guint      max_tasks;
  gint64     max_time;
  MwRunEnd   why;
  const char *message;
  gint64     last_time;     /* when the clock was last read */
  guint      n_since_reading; /* small things that happened since; see mw-record.c */
  MwWaiter   close_waiter;  /* of the entry task */
  MwHandle   close_handle;
  gboolean   closing;
  gboolean   stopping;
  gboolean   sweeping;      /* everybody is being cancelled, each once */
  gboolean   ended;
};

/* recording */
void      mw_engine_record        (MwEngine *self, MwEventKind kind, MwTask *task, guint reason, guint32 object, gint64 value);
void      mw_engine_record_lane   (MwEngine *self, MwEventKind kind, MwTask *task, guint reason, guint32 object, guint lane);
gint64    mw_engine_now           (MwEngine *self);
gint64    mw_engine_recently      (MwEngine *self);
void      mw_engine_expire        (MwEngine *self);
gint64    mw_engine_scale         (MwEngine *self, gint64 duration);
void      mw_engine_queue         (MwEngine *self, MwHandle *handle);
gpointer  mw_engine_alloc         (MwEngine *self, gsize size);
void      mw_engine_interrupted   (MwEngine *self, MwTask *task);
void      mw_engine_overrun       (MwEngine *self);
const char *mw_engine_describe_waits (MwEngine *self);
gboolean  mw_engine_has_room      (MwEngine *self, gint64 n_tasks);

/* tasks */
MwTask   *mw_task_make            (MwEngine *engine, MwTask *parent, guint coroutine, const MwValue *arguments);
MwTask   *mw_task_new             (MwEngine *engine, MwTask *parent, guint coroutine, const MwValue *arguments);
MwTask   *mw_task_spawn           (MwTask *self, const MwSpawn *spawn);
MwValue  *mw_task_arguments       (MwTask *self, const MwSpawn *spawn);
MwFlow    mw_task_sleep           (MwTask *self, gint64 duration);
void      mw_task_free            (MwTask *self);
void      mw_task_suspend         (MwTask *self, MwWait wait, gpointer awaited, MwReason reason, guint32 object, gint64 deadline);
void      mw_task_suspend_timer   (MwTask *self, MwReason reason, guint32 object, gint64 duration);
void      mw_task_wake            (MwTask *self, MwTask *by);
gboolean  mw_task_cancel          (MwTask *self, MwTask *by);
void      mw_task_deliver_cancel  (MwTask *self);
void      mw_task_await           (MwTask *self, MwTask *other, MwReason reason);
void      mw_task_add_waiter      (MwTask *self, MwWaiter *waiter);
void      mw_task_forget_waiters  (MwTask *self);
void      mw_task_put_aside       (MwTask *self, MwPending *pending);
void      mw_task_take_up         (MwTask *self, const MwPending *pending);
void      mw_task_raise           (MwTask *self, int code, const char *message);
void      mw_task_raise_outcome_of (MwTask *self, MwTask *other);
void      mw_task_end             (MwTask *self);
gboolean  mw_task_is_ended        (MwTask *self);

/* the interpreter */
void      mw_task_run_handle      (MwEngine *engine, MwHandle *handle);
gpointer  mw_task_push            (MwTask *self, gsize size, const MwStep *step, MwOp op);
void      mw_task_pop             (MwTask *self);
MwCallFrame *mw_task_get_call     (MwTask *self);
void      mw_task_push_call       (MwTask *self, const MwStep *step, guint coroutine, const MwValue *arguments);
gsize     mw_task_call_size       (const MwCoroutine *coroutine);

/* values */
MwValue     mw_task_evaluate      (MwTask *self, const MwOperand *operand);
gint64      mw_task_number        (MwTask *self, const MwOperand *operand, gint64 fallback);
const char *mw_task_text          (MwTask *self, const MwOperand *operand);
void        mw_task_assign        (MwTask *self, guint slot, MwValue value);
MwValue     mw_value_number       (gint64 number);
MwList     *mw_engine_new_list    (MwEngine *self, guint n_values);
gint64      mw_task_draw          (MwTask *self, guint32 site, gint64 low, gint64 high);

/* gate: a semaphore */
MwGate   *mw_gate_new             (guint32 resource, gint64 permits);
void      mw_gate_free            (MwGate *self);
MwFlow    mw_gate_acquire         (MwGate *self, MwTask *task);
void      mw_gate_release         (MwGate *self, MwTask *by);
void      mw_gate_settle          (MwGate *self, MwTask *task, gboolean keep);
void      mw_gate_forget          (MwGate *self, MwTask *waiter);

/* pool: worker threads */
MwPool   *mw_pool_new             (MwEngine *engine, guint32 resource, guint size);
void      mw_pool_free            (MwPool *self);
void      mw_pool_run             (MwPool *self, MwTask *task);
void      mw_pool_admit           (MwPool *self, MwTask *task);
void      mw_pool_leave           (MwPool *self, MwTask *task, guint lane);
void      mw_pool_forget          (MwPool *self, MwTask *waiter);

/* room: who is connected */
MwRoom   *mw_room_new             (guint32 resource);
void      mw_room_free            (MwRoom *self);
guint     mw_room_get_size        (MwRoom *self);
guint32   mw_room_get_client      (MwRoom *self, guint index);
gboolean  mw_room_has             (MwRoom *self, gint64 client);
void      mw_room_join            (MwRoom *self, MwTask *task, guint32 client);
void      mw_room_leave           (MwRoom *self, MwTask *task, guint32 client);
void      mw_room_record          (MwRoom *self, MwTask *task, MwMessage what, guint32 client);

/* operations */
MwTaskOperation *mw_task_operation_new (MwTask *task, MwJobKind kind, gint64 duration);
void      mw_task_operation_drop   (MwTask *self);
void      mw_task_operation_abandon (MwTask *self);
gboolean  mw_task_raise_fault_of   (MwTask *self, const MwOperation *operation);
MwFlow    mw_task_begin_operation  (MwTask *self, MwReason reason, guint32 object);
MwFlow    mw_task_block            (MwTask *self, MwReason reason, guint32 object);
gboolean  mw_task_check_deadline   (MwTask *self);
gint64    mw_task_get_deadline     (MwTask *self);
MwFlow    mw_task_pause            (MwTask *self, gint64 duration);

/* ops, by file */
#define MW_DECLARE_OP(name) MwFlow mw_op_##name (MwTask *task, const MwStep *step)
#define MW_DECLARE_FRAME(name) MwFlow mw_op_##name (MwTask *task, MwFrame *frame)
MW_DECLARE_OP (sleep);   MW_DECLARE_OP (block);        MW_DECLARE_OP (compute);       MW_DECLARE_OP (print);
MW_DECLARE_OP (raise);   MW_DECLARE_OP (return);       MW_DECLARE_OP (set);
MW_DECLARE_OP (call);    MW_DECLARE_OP (start);        MW_DECLARE_OP (start_resume);  MW_DECLARE_OP (await);
MW_DECLARE_OP (await_resume); MW_DECLARE_OP (cancel);  MW_DECLARE_OP (gather);        MW_DECLARE_OP (gather_resume);
MW_DECLARE_OP (with);    MW_DECLARE_OP (with_resume);  MW_DECLARE_FRAME (with_leave);
MW_DECLARE_OP (timeout); MW_DECLARE_FRAME (timeout_leave); MW_DECLARE_FRAME (call_leave); MW_DECLARE_FRAME (call_unwind);
MW_DECLARE_OP (retry);   MW_DECLARE_OP (retry_resume); MW_DECLARE_FRAME (retry_leave); MW_DECLARE_FRAME (retry_unwind);
MW_DECLARE_OP (try);     MW_DECLARE_FRAME (try_leave); MW_DECLARE_FRAME (try_unwind);
MW_DECLARE_OP (repeat);  MW_DECLARE_OP (for_each);     MW_DECLARE_FRAME (loop_leave); MW_DECLARE_FRAME (plain_unwind);
MW_DECLARE_OP (batches); MW_DECLARE_OP (arrivals);     MW_DECLARE_OP (arrivals_resume); MW_DECLARE_OP (forget);
MW_DECLARE_OP (completed); MW_DECLARE_OP (completed_resume); MW_DECLARE_FRAME (completed_leave); MW_DECLARE_FRAME (completed_unwind);
MW_DECLARE_OP (group);   MW_DECLARE_OP (group_resume); MW_DECLARE_FRAME (group_leave);
MW_DECLARE_OP (emit);    MW_DECLARE_OP (stream);       MW_DECLARE_FRAME (stream_leave); MW_DECLARE_FRAME (stream_unwind);
MW_DECLARE_OP (request); MW_DECLARE_OP (request_resume);   MW_DECLARE_OP (offload);       MW_DECLARE_OP (done_resume);
MW_DECLARE_OP (write_file); MW_DECLARE_OP (read_file); MW_DECLARE_OP (file_resume);
MW_DECLARE_OP (execute); MW_DECLARE_OP (execute_resume); MW_DECLARE_OP (query);      MW_DECLARE_OP (query_resume);
MW_DECLARE_FRAME (query_leave); MW_DECLARE_OP (commit);
MW_DECLARE_OP (connect); MW_DECLARE_OP (connect_resume); MW_DECLARE_FRAME (connect_leave);
MW_DECLARE_OP (receive); MW_DECLARE_OP (receive_resume);
MW_DECLARE_OP (send);    MW_DECLARE_OP (send_resume);  MW_DECLARE_OP (broadcast);     MW_DECLARE_OP (broadcast_resume);
MW_DECLARE_OP (open);    MW_DECLARE_OP (open_resume);  MW_DECLARE_OP (close);         MW_DECLARE_OP (close_resume);
MW_DECLARE_OP (put);     MW_DECLARE_OP (put_resume);   MW_DECLARE_OP (take);          MW_DECLARE_OP (take_resume);
MW_DECLARE_OP (consume); MW_DECLARE_OP (consume_resume); MW_DECLARE_FRAME (consume_leave);
MW_DECLARE_OP (task_done); MW_DECLARE_OP (join);       MW_DECLARE_OP (signal);        MW_DECLARE_OP (wait);
MW_DECLARE_OP (read);    MW_DECLARE_OP (write);        MW_DECLARE_OP (cached);        MW_DECLARE_OP (cached_resume);
MW_DECLARE_FRAME (cached_leave); MW_DECLARE_FRAME (cached_unwind);
#undef MW_DECLARE_OP
#undef MW_DECLARE_FRAME

gint64    mw_op_time_left         (MwTask *task);

/* free the innermost frame without executing anything */
void      mw_op_timeout_drop      (MwTask *task);
void      mw_op_completed_drop    (MwTask *task);
void      mw_op_group_drop        (MwTask *task);
void      mw_op_stream_drop       (MwTask *task);

/* what one op does to another */
gboolean  mw_gather_cancel        (MwGather *self, GPtrArray *asked);
void      mw_gather_let_go        (MwGather *self);
void      mw_gather_unref         (MwGather *self);
gboolean  mw_group_is_open        (MwTask *task, guint slot);
void      mw_group_add            (MwTask *task, guint slot, MwTask *child);
void      mw_stream_ended         (MwTask *task);
void      mw_forget_variables     (MwTask *task, MwCallFrame *call);

G_END_DECLS
