/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* worker: jobs for the workers of a pool (threads, processes, the connections of a database) begin in the order in which
 * they were queued, each one does, unless it was cancelled, and there are never more under way than the pool says are in
 * use.  (It may say more: a worker whose task was cancelled still works.) */

#include "mw-judge.h"

typedef struct
{
  GList   *link;       /* in the queue of its pool; NULL: in none */
  guint32  pool;
  gboolean queued;     /* waits for a worker */
  gboolean cancelled;
  gboolean owed;       /* a cancellation that came while it ran: it comes with the next wait */
  gboolean inside;     /* a worker does its job */
} Job;

typedef struct
{
  GQueue queue;        /* of task ids */
  gint64 n_inside;
  gint64 in_use;       /* as the pool says */
} Pool;

typedef struct
{
  GArray *jobs;        /* of Job per task */
  GArray *pools;       /* of Pool per resource; 0: the default pool, which says nothing */
} Workers;

static Pool *
get_pool (Workers *self, guint32 resource)
{
  return mw_judge_of_task (&self->pools, sizeof (Pool), resource);
}

static Job *
get_job (Workers *self, guint32 task)
{
  return mw_judge_of_task (&self->jobs, sizeof (Job), task);
}

static void
leave_queue (Workers *self, Job *job)
{
  if (job->link != NULL)
    g_queue_delete_link (&get_pool (self, job->pool)->queue, job->link);
  job->link = NULL;
}

static const char *
name_pool (MwJudge *judge, guint32 pool)
{
  const MwTraceResource *resource = mw_trace_get_resource (judge->trace, pool);

  return resource != NULL ? resource->name : "the default pool";
}

static gboolean
is_known (MwJudge *judge, const MwEvent *event)
{
  return judge->legal && (event->object == 0 || mw_trace_get_resource (judge->trace, event->object) != NULL);
}

static void
queue_job (MwJudge *judge, Workers *self, const MwEvent *event)
{
  Pool *pool;
  Job *job;

  if (!is_known (judge, event))
    return;
  pool = get_pool (self, event->object);
  job = get_job (self, event->task);
  g_queue_push_tail (&pool->queue, GUINT_TO_POINTER (event->task));
  *job = (Job) { .link = pool->queue.tail, .pool = event->object, .queued = TRUE, .cancelled = job->owed };
}

/* The task of EVENT gets a worker: is it its turn? */
static void
check_turn (MwJudge *judge, const MwEvent *event, const Job *job, const Pool *pool)
{
  const GList *first = pool->queue.head;
  g_autofree char *name = NULL;
  g_autofree char *early = NULL;

  if (job->queued && job->pool == event->object && (first == NULL || first == job->link))
    return;
  name = mw_judge_name_task (judge, event->task); /* which looks through the trace */
  if (!job->queued || job->pool != event->object)
    {
      mw_judge_find (judge, "%s gets a worker of “%s”, for which it did not wait", name, name_pool (judge, event->object));
      return;
    }
  early = mw_judge_name_task (judge, GPOINTER_TO_UINT (first->data));
  mw_judge_find (judge, "%s gets a worker of “%s” before %s, who waits for longer", name, name_pool (judge, event->object), early);
}

static void
begin_job (MwJudge *judge, Workers *self, const MwEvent *event)
{
  Job *job = get_job (self, event->task);
  Pool *pool;

  if (!is_known (judge, event))
    return;
  pool = get_pool (self, event->object);
  check_turn (judge, event, job, pool);
  leave_queue (self, job);
  *job = (Job) { .pool = event->object, .inside = TRUE };
  if (++pool->n_inside > pool->in_use && event->object > 0)
    mw_judge_find (judge, "%" G_GINT64_FORMAT " jobs are under way in “%s”, which says that %" G_GINT64_FORMAT " of it is in use",
                   pool->n_inside, name_pool (judge, event->object), pool->in_use);
}

static void
end_job (MwJudge *judge, Workers *self, const MwEvent *event)
{
  Job *job = get_job (self, event->task);

  if (job->inside)
    get_pool (self, job->pool)->n_inside--;
  *job = (Job) { NULL };
}

static void
cancel_job (MwJudge *judge, Workers *self, const MwEvent *event)
{
  Job *job = get_job (self, event->task);

  job->owed = judge->before == MW_STATE_RUNNING;
  job->cancelled = TRUE;
  leave_queue (self, job);
}

static void
wake (MwJudge *judge, Workers *self, const MwEvent *event)
{
  Job *job = get_job (self, event->task);

  if (job->queued && !job->cancelled)
    {
      g_autofree char *name = mw_judge_name_task (judge, event->task);

      mw_judge_find (judge, "%s goes on without the worker of “%s” for which it waited, and was not cancelled", name,
                     name_pool (judge, job->pool));
    }
  leave_queue (self, job);
  *job = (Job) { NULL };
}

static void
change_value (MwJudge *judge, Workers *self, const MwEvent *event)
{
  if (mw_trace_get_resource (judge->trace, event->object) != NULL)
    get_pool (self, event->object)->in_use = event->value;
}

static void
read_worker (MwJudge *judge, gpointer state, const MwEvent *event)
{
  static void (*const readers[MW_N_EVENTS]) (MwJudge *, Workers *, const MwEvent *) = {
    [MW_EVENT_THREAD_QUEUED] = queue_job,
    [MW_EVENT_THREAD_BEGIN] = begin_job,
    [MW_EVENT_THREAD_END] = end_job,
    [MW_EVENT_CANCEL_REQUESTED] = cancel_job,
    [MW_EVENT_READY] = wake,
    [MW_EVENT_RESOURCE] = change_value,
  };

  if (readers[event->kind])
    readers[event->kind] (judge, state, event);
}

static void
clear_worker (gpointer state)
{
  Workers *self = state;

  for (guint i = 0; self->pools && i < self->pools->len; i++)
    g_queue_clear (&g_array_index (self->pools, Pool, i).queue);
  g_clear_pointer (&self->pools, g_array_unref);
  g_clear_pointer (&self->jobs, g_array_unref);
}

const MwRule mw_rule_worker = { "worker", sizeof (Workers), read_worker, NULL, clear_worker };
