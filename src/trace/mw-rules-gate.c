/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Rules of what is shared: how much of it is in use, and who comes next. */

#include "mw-judge.h"

/* What must hold for the value of a resource. */
static const struct
{
  gboolean bounded;    /* never below 0, never above the limit (where there is one) */
  gboolean by_one;     /* changes by one at a time */
  gboolean handed;     /* given to a waiter, or taken by who runs; 0 at the end */
} values[MW_N_RESOURCES] = {
  [MW_RESOURCE_SEMAPHORE] = { TRUE, TRUE, TRUE },
  [MW_RESOURCE_LOCK] = { TRUE, TRUE, TRUE },
  [MW_RESOURCE_LIMITER] = { TRUE, FALSE, FALSE },
  [MW_RESOURCE_QUEUE] = { TRUE, TRUE, FALSE },
  [MW_RESOURCE_POOL] = { TRUE, TRUE, FALSE },
  [MW_RESOURCE_PROCESSES] = { TRUE, TRUE, FALSE },
  [MW_RESOURCE_DATABASE] = { TRUE, TRUE, FALSE },
  [MW_RESOURCE_SESSION] = { TRUE, TRUE, FALSE },
  [MW_RESOURCE_ROOM] = { TRUE, TRUE, FALSE },
  [MW_RESOURCE_SCOPE] = { TRUE, TRUE, FALSE },
  [MW_RESOURCE_EVENT] = { TRUE, TRUE, FALSE },
  [MW_RESOURCE_CACHE] = { TRUE, TRUE, FALSE },
};

static gint64
limit_of (const MwTraceResource *resource)
{
  if (resource->kind == MW_RESOURCE_LOCK || resource->kind == MW_RESOURCE_EVENT)
    return 1;
  return resource->limit > 0 ? resource->limit : G_MAXINT64;
}

/* value: in use = acquired − released, within its bounds, and 0 at the end of a complete run. */

static void
read_value (MwJudge *judge, gpointer state, const MwEvent *event)
{
  GArray **array = state;
  const MwTraceResource *resource = mw_trace_get_resource (judge->trace, event->object);
  gint64 *value;

  if (event->kind != MW_EVENT_RESOURCE || resource == NULL || !values[resource->kind].bounded)
    return;
  value = mw_judge_of_task (array, sizeof (gint64), event->object);
  if (event->value < 0 || event->value > limit_of (resource))
    mw_judge_find (judge, "%s “%s” is at %" G_GINT64_FORMAT "; expected 0 to %" G_GINT64_FORMAT,
                   mw_resource_kind_name (resource->kind), resource->name, event->value, limit_of (resource));
  else if (values[resource->kind].by_one && ABS (event->value - *value) > 1)
    mw_judge_find (judge, "%s “%s” goes from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT " at once",
                   mw_resource_kind_name (resource->kind), resource->name, *value, event->value);
  *value = CLAMP (event->value, 0, limit_of (resource));
}

static void
end_value (MwJudge *judge, gpointer state)
{
  GArray **array = state;

  for (guint32 id = 1; *array && judge->has_end && judge->run_end == MW_RUN_COMPLETE && id < (*array)->len; id++)
    {
      const MwTraceResource *resource = mw_trace_get_resource (judge->trace, id);

      if (values[resource->kind].handed && g_array_index (*array, gint64, id) != 0)
        mw_judge_find (judge, "%s “%s” is still at %" G_GINT64_FORMAT " at the end", mw_resource_kind_name (resource->kind),
                       resource->name, g_array_index (*array, gint64, id));
    }
}

static void
clear_array (gpointer state)
{
  GArray **array = state;

  g_clear_pointer (array, g_array_unref);
}

const MwRule mw_rule_value = { "value", sizeof (GArray *), read_value, end_value, clear_array };

/* hand-over: waiters are served in the order in which they came; nobody overtakes them; a wait ends with a permit,
 * with a cancellation, or with the run. */

typedef struct
{
  GList    *link;       /* in the queue of its gate; NULL: in none */
  guint32   resource;   /* waits for it; 0: for none */
  gboolean  granted;
  gboolean  cancelled;
  gboolean  owed;       /* a cancellation that came while it ran: it comes with the next wait */
} Waiter;

typedef struct
{
  gint64 value;
  GQueue queue;         /* of task ids */
} Gate;

typedef struct
{
  GArray *waiters;      /* of Waiter per task */
  GArray *gates;        /* of Gate per resource */
} HandOver;

static Gate *
get_gate (HandOver *self, guint32 resource)
{
  return mw_judge_of_task (&self->gates, sizeof (Gate), resource);
}

static Waiter *
get_waiter (HandOver *self, guint32 task)
{
  return mw_judge_of_task (&self->waiters, sizeof (Waiter), task);
}

static void
leave_queue (HandOver *self, Waiter *waiter)
{
  if (waiter->link)
    g_queue_delete_link (&get_gate (self, waiter->resource)->queue, waiter->link);
  waiter->link = NULL;
}

static void
begin_wait (MwJudge *judge, HandOver *self, const MwEvent *event)
{
  const MwTraceResource *resource = mw_trace_get_resource (judge->trace, event->object);
  Waiter *waiter = get_waiter (self, event->task);
  gboolean owed = waiter->owed;
  Gate *gate;

  waiter->owed = FALSE;
  if (!judge->legal || (event->reason != MW_REASON_PERMIT && event->reason != MW_REASON_LOCK) || resource == NULL)
    return;
  leave_queue (self, waiter);
  gate = get_gate (self, event->object);
  g_queue_push_tail (&gate->queue, GUINT_TO_POINTER (event->task));
  *waiter = (Waiter) { .link = gate->queue.tail, .resource = event->object, .cancelled = owed };
  if (owed)
    leave_queue (self, waiter);
}

static void
end_wait (MwJudge *judge, HandOver *self, const MwEvent *event)
{
  Waiter *waiter = get_waiter (self, event->task);

  if (waiter->resource == 0)
    return;
  if (!waiter->granted && !waiter->cancelled)
    {
      g_autofree char *name = mw_judge_name_task (judge, event->task);

      mw_judge_find (judge, "%s goes on without the permit of “%s” for which it waited, and was not cancelled", name,
                     mw_trace_get_resource (judge->trace, waiter->resource)->name);
    }
  leave_queue (self, waiter);
  *waiter = (Waiter) { NULL };
}

static void
cancel_wait (MwJudge *judge, HandOver *self, const MwEvent *event)
{
  Waiter *waiter = get_waiter (self, event->task);

  waiter->owed = waiter->resource == 0 && judge->before == MW_STATE_RUNNING;
  if (waiter->resource == 0 || waiter->granted)
    return;
  waiter->cancelled = TRUE;
  leave_queue (self, waiter);
}

static void
hand_over (MwJudge *judge, HandOver *self, const MwEvent *event, Gate *gate, const char *resource)
{
  Waiter *waiter = get_waiter (self, event->task);
  g_autofree char *name = NULL;
  g_autofree char *first = NULL;

  if (gate->queue.head && GPOINTER_TO_UINT (gate->queue.head->data) == event->task)
    {
      leave_queue (self, waiter);
      waiter->granted = TRUE;
      return;
    }
  name = mw_judge_name_task (judge, event->task);
  if (gate->queue.head)
    first = mw_judge_name_task (judge, GPOINTER_TO_UINT (gate->queue.head->data));
  mw_judge_find (judge, "a permit of “%s” is handed to %s; expected %s, the first who waits", resource, name,
                 first ? first : "nobody");
  if (waiter->resource == event->object)
    {
      leave_queue (self, waiter);
      waiter->granted = TRUE;
    }
}

/* A permit goes from hand to hand (the value stays), or a free one goes to a waiter or to somebody who runs. */
static void
change_value (MwJudge *judge, HandOver *self, const MwEvent *event)
{
  const MwTraceResource *resource = mw_trace_get_resource (judge->trace, event->object);
  Gate *gate;
  gboolean waits;

  if (resource == NULL || !values[resource->kind].handed)
    return;
  gate = get_gate (self, event->object);
  waits = event->task > 0 && get_waiter (self, event->task)->resource == event->object;
  if (event->task > 0 && (event->value == gate->value || (event->value > gate->value && waits)))
    {
      hand_over (judge, self, event, gate, resource->name);
    }
  else if (event->value > gate->value && gate->queue.head)
    {
      g_autofree char *name = mw_judge_name_task (judge, event->task);
      g_autofree char *first = mw_judge_name_task (judge, GPOINTER_TO_UINT (gate->queue.head->data));

      mw_judge_find (judge, "%s takes a permit of “%s” before %s, who waits for it", name, resource->name, first);
    }
  gate->value = event->value;
}

static void
read_hand_over (MwJudge *judge, gpointer state, const MwEvent *event)
{
  static void (*const readers[MW_N_EVENTS]) (MwJudge *, HandOver *, const MwEvent *) = {
    [MW_EVENT_SUSPENDED] = begin_wait,
    [MW_EVENT_BLOCKING_BEGIN] = begin_wait,
    [MW_EVENT_READY] = end_wait,
    [MW_EVENT_BLOCKING_END] = end_wait,
    [MW_EVENT_CANCEL_REQUESTED] = cancel_wait,
    [MW_EVENT_DEADLINE_FIRED] = cancel_wait,
    [MW_EVENT_RESOURCE] = change_value,
  };

  if (readers[event->kind])
    readers[event->kind] (judge, state, event);
}

static void
clear_hand_over (gpointer state)
{
  HandOver *self = state;

  for (guint i = 0; self->gates && i < self->gates->len; i++)
    g_queue_clear (&g_array_index (self->gates, Gate, i).queue);
  g_clear_pointer (&self->gates, g_array_unref);
  g_clear_pointer (&self->waiters, g_array_unref);
}

const MwRule mw_rule_hand_over = { "hand-over", sizeof (HandOver), read_hand_over, NULL, clear_hand_over };

/* owner: a lock is given back by the task that has it. */

static void
read_owner (MwJudge *judge, gpointer state, const MwEvent *event)
{
  GArray **owners = state;
  const MwTraceResource *resource = mw_trace_get_resource (judge->trace, event->object);
  guint32 *owner;

  if (event->kind != MW_EVENT_RESOURCE || resource == NULL || resource->kind != MW_RESOURCE_LOCK)
    return;
  owner = mw_judge_of_task (owners, sizeof (guint32), event->object);
  if (event->value == 0 && event->task != *owner)
    {
      g_autofree char *name = mw_judge_name_task (judge, event->task);

      mw_judge_find (judge, "%s gives back the lock “%s”, which it does not have", name, resource->name);
    }
  *owner = event->value != 0 ? event->task : 0;
}

const MwRule mw_rule_owner = { "owner", sizeof (GArray *), read_owner, NULL, clear_array };
