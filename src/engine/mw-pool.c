/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Worker threads as the engine counts them: lanes that are free or taken, and a FIFO of those who want one.  The
 * threads themselves are the backend's.  Two kinds of guest come here: a task of the loop that offloads one job,
 * and, with the executor "threads", a task that lives on its worker from its first step to its end. */

#include "mw-task.h"

struct _MwPool
{
  MwEngine *engine;
  guint32   resource;    /* 0: the default pool */
  guint     size;
  guint     in_use;
  MwQueue   waiters;     /* of MwTask.link */
  struct
  {
    gboolean taken;
    guint    lane;       /* numbered when it is used for the first time, so that no lane is idle for ever; 0: not yet */
  } workers[];
};

MwPool *
mw_pool_new (MwEngine *engine, guint32 resource, guint size)
{
  MwPool *self = g_malloc0 (sizeof (MwPool) + size * sizeof self->workers[0]);

  self->engine = engine;
  self->resource = resource;
  self->size = size;
  return self;
}

void
mw_pool_free (MwPool *self)
{
  g_free (self);
}

static void
record_in_use (MwPool *self, MwTask *task)
{
  if (self->resource > 0)
    mw_engine_record (self->engine, MW_EVENT_RESOURCE, task, MW_REASON_POOL, self->resource, self->in_use);
}

/* A free lane, now taken; 0 when there is none. */
static guint
take_lane (MwPool *self, MwTask *task)
{
  for (guint i = 0; i < self->size && self->in_use < self->size; i++)
    if (!self->workers[i].taken)
      {
        self->workers[i].taken = TRUE;
        if (self->workers[i].lane == 0)
          self->workers[i].lane = ++self->engine->n_lanes;
        self->in_use++;
        record_in_use (self, task);
        return self->workers[i].lane;
      }
  return 0;
}

/* Which worker of the pool, 0, 1 …, has LANE. */
static guint
worker_of (MwPool *self, guint lane)
{
  guint i = 0;

  while (self->workers[i].lane != lane)
    i++;
  return i;
}

/* What a worker does, by its job. */
static const guint8 reasons[] = {
  [MW_JOB_BLOCK] = MW_REASON_CALL,
  [MW_JOB_COMPUTE] = MW_REASON_CPU,
  [MW_JOB_REQUEST] = MW_REASON_REQUEST,
  [MW_JOB_FILE] = MW_REASON_FILE,
  [MW_JOB_STATEMENT] = MW_REASON_QUERY,
};

static void
start_job (MwPool *self, MwTask *task, guint lane)
{
  MwTaskOperation *operation = task->operation;
  MwReason reason = reasons[operation->operation.job.kind];

  operation->pool = self;
  operation->lane = (guint16) lane;
  if (operation->operation.job.kind == MW_JOB_STATEMENT)
    operation->operation.job.statement.connection = worker_of (self, lane);
  task->wait = MW_WAIT_THREAD;
  self->engine->n_operations++;
  mw_engine_record_lane (self->engine, MW_EVENT_THREAD_BEGIN, task, reason, self->resource, lane);
  self->engine->backend->offload (self->engine->backend, &operation->operation, lane);
  mw_engine_expire (self->engine);
}

/* The task, which runs, waits for its operation to be done by a worker. */
void
mw_pool_run (MwPool *self, MwTask *task)
{
  guint lane;

  mw_engine_record (self->engine, MW_EVENT_THREAD_QUEUED, task, MW_REASON_POOL, self->resource, 0);
  task->wait = MW_WAIT_POOL;
  task->awaited = self;
  lane = take_lane (self, task);
  if (lane > 0)
    start_job (self, task, lane);
  else
    mw_queue_push (&self->waiters, &task->link);
}

/* A new task gets a worker for its whole life, as soon as there is one. */
void
mw_pool_admit (MwPool *self, MwTask *task)
{
  guint lane = take_lane (self, task);

  if (lane > 0)
    {
      task->lane = (guint16) lane;
      mw_engine_queue (self->engine, &task->handle);
    }
  else
    {
      mw_queue_push (&self->waiters, &task->link);
    }
}

/* LANE is free again and goes to the next who waits.  TASK held it (NULL: nobody waits for its job any more). */
void
mw_pool_leave (MwPool *self, MwTask *task, guint lane)
{
  self->workers[worker_of (self, lane)].taken = FALSE;
  self->in_use--;
  record_in_use (self, task);
  if (self->waiters.first == NULL)
    return;
  task = mw_task_of_link (self->waiters.first);
  mw_queue_remove (&self->waiters, &task->link);
  lane = take_lane (self, task);
  if (task->started)
    {
      start_job (self, task, lane);
    }
  else
    {
      task->lane = (guint16) lane;
      mw_engine_queue (self->engine, &task->handle);
    }
}

/* WAITER waits no more. */
void
mw_pool_forget (MwPool *self, MwTask *waiter)
{
  mw_queue_remove (&self->waiters, &waiter->link);
}
