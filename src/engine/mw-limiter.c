/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The rate limiter: a token bucket.
 *
 * It is full at first and holds *burst* tokens; while it is not full, *rate* tokens come in every *per*, evenly spaced, and
 * who finds it empty stands in line for the next one.  That is aiolimiter's AsyncLimiter seen from the other side: there
 * water leaks out of a bucket at that rate, and who would make it overflow waits; as much may go through at any time.
 * Tokens are counted in whole ones, the times of their arrival without rounding errors from the moment at which the
 * bucket was last full.  A token that was spent does not come back, not even when its task is cancelled.
 *
 * Every token that arrives replaces one that was taken, so a bucket that nobody uses makes no events.
 */

#include "mw-shared.h"
#include "mw-time.h"

struct _MwLimiter
{
  MwAlarm   alarm;      /* at the next token; first, for the engine's heap */
  MwEngine *engine;
  guint32   resource;
  gint64    burst;
  gint64    rate;       /* tokens … */
  gint64    per;        /* … in so many ns */
  gint64    tokens;
  gint64    since;      /* when it ceased to be full */
  gint64    n_arrived;  /* since then */
  MwQueue   waiters;    /* of MwTask.link */
};

static gint64
next_arrival (const MwLimiter *self)
{
  MwWide time = (MwWide) (self->n_arrived + 1) * self->per;

  return self->since + (gint64) MIN ((time + self->rate - 1) / self->rate, (MwWide) MW_DURATION_MAX);
}

static void
arm (MwLimiter *self)
{
  if (self->tokens < self->burst && !mw_timer_is_armed (&self->alarm.timer) && !mw_handle_is_queued (&self->alarm.handle))
    mw_timers_add (&self->engine->timers, &self->alarm.timer, next_arrival (self));
}

static void
record (MwLimiter *self, MwTask *task)
{
  mw_engine_record (self->engine, MW_EVENT_RESOURCE, task, MW_REASON_TOKENS, self->resource, self->tokens);
}

/* One token comes in: for the first in line, or for the bucket. */
static void
arrive (MwLimiter *self)
{
  MwTask *first = self->waiters.first != NULL ? mw_task_of_link (self->waiters.first) : NULL;

  self->n_arrived++;
  if (first != NULL)
    {
      mw_queue_remove (&self->waiters, &first->link);
      record (self, first);
      mw_task_wake (first, NULL);
      return;
    }
  self->tokens++;
  record (self, NULL);
}

static void
alarm_cb (MwEngine *engine, MwHandle *handle)
{
  MwLimiter *self = (MwLimiter *) ((char *) handle - G_STRUCT_OFFSET (MwLimiter, alarm.handle));
  gint64 now = mw_engine_recently (engine);

  if (engine->ended)
    return;
  while (self->tokens < self->burst && next_arrival (self) <= now)
    arrive (self);
  arm (self);
}

MwLimiter *
mw_limiter_new (MwEngine *engine, guint32 resource)
{
  const MwProgramResource *spec = mw_shared_resource (engine, resource);
  MwLimiter *self = g_new0 (MwLimiter, 1);

  self->alarm.handle.run = alarm_cb;
  self->engine = engine;
  self->resource = resource;
  self->burst = self->tokens = spec->limit;
  self->rate = spec->rate;
  self->per = MAX (1, mw_engine_scale (engine, spec->per));
  return self;
}

void
mw_limiter_free (MwLimiter *self)
{
  if (mw_timer_is_armed (&self->alarm.timer))
    mw_timers_remove (&self->engine->timers, &self->alarm.timer);
  g_free (self);
}

/* A token for TASK: at once, or it is suspended until one comes in. */
MwFlow
mw_limiter_acquire (MwLimiter *self, MwTask *task)
{
  if (self->tokens == 0)
    {
      mw_queue_push (&self->waiters, &task->link);
      mw_task_suspend (task, MW_WAIT_TOKENS, &self->waiters, MW_REASON_TOKENS, self->resource, -1);
      return MW_FLOW_SUSPEND;
    }
  if (self->tokens == self->burst)
    {
      self->since = mw_engine_recently (self->engine);
      self->n_arrived = 0;
    }
  self->tokens--;
  record (self, task);
  arm (self);
  return MW_FLOW_NEXT;
}
