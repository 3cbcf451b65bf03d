/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Rules of lines in which nothing is handed over: queues, rate limiters, events.
 *
 * Who waits there is woken and must see for itself.  So the rules are about the waking: in the order in which they came,
 * and not without a reason. */

#include "mw-judge.h"

typedef enum { LINE_PUT, LINE_TAKE, LINE_JOIN, LINE_TOKENS, LINE_EVENT, N_LINES } Line;

typedef struct
{
  GQueue lines[N_LINES];   /* of task ids */
  gint64 depth;            /* of a queue; of an event 1 when it is set */
  gint64 unfinished;       /* items that were put and not done with */
} Shared;

typedef struct
{
  guint32  resource;       /* 0: it waits for none */
  Line     line;
  GList   *link;           /* NULL: it was cancelled */
  gboolean doomed;         /* was cancelled while it ran: its next wait ends at once */
} Waiter;

typedef struct
{
  GArray *shared;          /* of Shared per resource */
  GArray *waiters;         /* of Waiter per task */
} Fold;

static gboolean
find_line (guint reason, Line *line)
{
  static const struct { guint reason; Line line; } rows[] = {
    { MW_REASON_QUEUE_PUT, LINE_PUT }, { MW_REASON_QUEUE_GET, LINE_TAKE }, { MW_REASON_JOIN, LINE_JOIN },
    { MW_REASON_TOKENS, LINE_TOKENS }, { MW_REASON_EVENT, LINE_EVENT },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (rows[i].reason == reason)
      {
        *line = rows[i].line;
        return TRUE;
      }
  return FALSE;
}

static Shared *
get_shared (Fold *self, guint32 resource)
{
  return mw_judge_of_task (&self->shared, sizeof (Shared), resource);
}

static Waiter *
get_waiter (Fold *self, guint32 task)
{
  return mw_judge_of_task (&self->waiters, sizeof (Waiter), task);
}

static void
leave (Fold *self, Waiter *waiter)
{
  if (waiter->link != NULL)
    g_queue_delete_link (&get_shared (self, waiter->resource)->lines[waiter->line], waiter->link);
  waiter->link = NULL;
}

static void
begin_wait (MwJudge *judge, Fold *self, const MwEvent *event)
{
  Waiter *waiter = get_waiter (self, event->task);
  gboolean doomed = waiter->doomed;
  Line line;
  GQueue *queue;

  leave (self, waiter);
  *waiter = (Waiter) { 0 };
  if (doomed || !judge->legal || !find_line (event->reason, &line) || mw_trace_get_resource (judge->trace, event->object) == NULL)
    return;
  queue = &get_shared (self, event->object)->lines[line];
  g_queue_push_tail (queue, GUINT_TO_POINTER (event->task));
  *waiter = (Waiter) { event->object, line, queue->tail, FALSE };
}

static void
cancel_wait (MwJudge *judge, Fold *self, const MwEvent *event)
{
  Waiter *waiter = get_waiter (self, event->task);

  leave (self, waiter);
  waiter->doomed = judge->before == MW_STATE_RUNNING;
}

/* Why somebody of a line was woken although there was no reason to; NULL: there was one. */
static const char *
find_fault (const Shared *shared, Line line, gint64 limit)
{
  switch (line)
    {
    case LINE_PUT:
      return limit > 0 && shared->depth >= limit ? "is woken to put into “%s”, which is full" : NULL;
    case LINE_TAKE:
      return shared->depth <= 0 ? "is woken to take from “%s”, which is empty" : NULL;
    case LINE_JOIN:
      return shared->unfinished > 0 ? "goes on although items of “%s” are not done with" : NULL;
    case LINE_EVENT:
      return shared->depth == 0 ? "goes on although the event “%s” is not set" : NULL;
    case LINE_TOKENS:
    case N_LINES:
    default:
      return NULL;
    }
}

static void
judge_wake (MwJudge *judge, Shared *shared, const Waiter *waiter, guint32 task)
{
  const MwTraceResource *resource = mw_trace_get_resource (judge->trace, waiter->resource);
  guint32 first = GPOINTER_TO_UINT (shared->lines[waiter->line].head->data);
  const char *fault = find_fault (shared, waiter->line, resource->limit);
  g_autofree char *name = mw_judge_name_task (judge, task);
  g_autofree char *other = first != task ? mw_judge_name_task (judge, first) : NULL;

  if (other != NULL)
    mw_judge_find (judge, "%s is woken at “%s” before %s, who has waited longer", name, resource->name, other);
  if (fault != NULL)
    {
      g_auto (GStrv) parts = g_strsplit (fault, "%s", 2);

      mw_judge_find (judge, "%s %s%s%s", name, parts[0], resource->name, parts[1]);
    }
}

static void
end_wait (MwJudge *judge, Fold *self, const MwEvent *event)
{
  Waiter *waiter = get_waiter (self, event->task);

  if (waiter->resource == 0)
    return;
  if (waiter->link != NULL)
    judge_wake (judge, get_shared (self, waiter->resource), waiter, event->task);
  leave (self, waiter);
  *waiter = (Waiter) { 0 };
}

/* depth = puts − gets */
static void
change_depth (MwJudge *judge, Shared *shared, const MwTraceResource *resource, const MwEvent *event)
{
  gint64 expected = shared->depth;

  if (event->reason == MW_REASON_QUEUE_PUT)
    expected++;
  else if (event->reason == MW_REASON_QUEUE_GET)
    expected--;
  if (event->value != expected)
    mw_judge_find (judge, "queue “%s” is at %" G_GINT64_FORMAT "; puts and gets make %" G_GINT64_FORMAT, resource->name,
                   event->value, expected);
  shared->unfinished += (event->reason == MW_REASON_QUEUE_PUT) - (event->reason == MW_REASON_JOIN);
  if (shared->unfinished < 0)
    mw_judge_find (judge, "more items of “%s” are done with than were put", resource->name);
  shared->unfinished = MAX (shared->unfinished, 0);
}

static void
change_value (MwJudge *judge, Fold *self, const MwEvent *event)
{
  const MwTraceResource *resource = mw_trace_get_resource (judge->trace, event->object);
  Shared *shared;

  if (resource == NULL)
    return;
  shared = get_shared (self, event->object);
  if (resource->kind == MW_RESOURCE_QUEUE)
    change_depth (judge, shared, resource, event);
  shared->depth = event->value;
}

static void
read_line (MwJudge *judge, gpointer state, const MwEvent *event)
{
  static void (*const readers[MW_N_EVENTS]) (MwJudge *, Fold *, const MwEvent *) = {
    [MW_EVENT_SUSPENDED] = begin_wait,
    [MW_EVENT_READY] = end_wait,
    [MW_EVENT_CANCEL_REQUESTED] = cancel_wait,
    [MW_EVENT_RESOURCE] = change_value,
  };

  if (event->kind < MW_N_EVENTS && readers[event->kind])
    readers[event->kind] (judge, state, event);
}

static void
clear_fold (gpointer state)
{
  Fold *self = state;

  for (guint i = 0; self->shared && i < self->shared->len; i++)
    for (guint line = 0; line < N_LINES; line++)
      g_queue_clear (&g_array_index (self->shared, Shared, i).lines[line]);
  g_clear_pointer (&self->shared, g_array_unref);
  g_clear_pointer (&self->waiters, g_array_unref);
}

const MwRule mw_rule_line = { "line", sizeof (Fold), read_line, NULL, clear_fold };

/* tokens: taken one by one, and since the bucket was last full no more came in than its rate allows. */

typedef struct
{
  gint64   missing;    /* from a full bucket */
  gint64   since;      /* when it ceased to be full */
  gint64   n_arrived;  /* since then */
} Bucket;

static void
arrive (MwJudge *judge, Bucket *bucket, const MwTraceResource *limiter, const MwEvent *event)
{
  bucket->n_arrived++;
  if (bucket->missing == 0)
    mw_judge_find (judge, "a token comes into “%s”, which is full", limiter->name);
  else if ((MwWide) bucket->n_arrived * limiter->per > (MwWide) (event->time - bucket->since) * limiter->rate)
    mw_judge_find (judge, "token %" G_GINT64_FORMAT " comes into “%s” too early", bucket->n_arrived, limiter->name);
}

static void
read_tokens (MwJudge *judge, gpointer state, const MwEvent *event)
{
  GArray **buckets = state;
  const MwTraceResource *limiter = mw_trace_get_resource (judge->trace, event->object);
  Bucket *bucket;
  gint64 tokens;

  if (event->kind != MW_EVENT_RESOURCE || limiter == NULL || limiter->kind != MW_RESOURCE_LIMITER)
    return;
  bucket = mw_judge_of_task (buckets, sizeof (Bucket), event->object);
  tokens = limiter->limit - bucket->missing;
  if (event->task > 0 && event->value == tokens - 1)
    {
      if (bucket->missing == 0)
        *bucket = (Bucket) { .since = event->time };
    }
  else if ((event->task == 0 && event->value == tokens + 1) || (event->task > 0 && tokens == 0 && event->value == 0))
    arrive (judge, bucket, limiter, event);
  else
    mw_judge_find (judge, "limiter “%s” goes from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT, limiter->name, tokens, event->value);
  bucket->missing = limiter->limit - CLAMP (event->value, 0, limiter->limit);
}

static void
clear_buckets (gpointer state)
{
  GArray **buckets = state;

  g_clear_pointer (buckets, g_array_unref);
}

const MwRule mw_rule_tokens = { "tokens", sizeof (GArray *), read_tokens, NULL, clear_buckets };
