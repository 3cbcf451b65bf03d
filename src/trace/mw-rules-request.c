/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Rules of HTTP requests and the connections that carry them. */

#include "mw-judge.h"

typedef struct
{
  guint32  task;
  guint8   phase;      /* the last one */
  gboolean over;
  gboolean cancelled;  /* nobody waits for it any more; its connection may go to another */
} Request;

typedef struct
{
  GHashTable *requests;  /* number → Request */
  GArray     *current;   /* guint32 number of the open request per task */
} Requests;

static Request *
find_request (Requests *self, guint32 number)
{
  return self->requests ? g_hash_table_lookup (self->requests, GUINT_TO_POINTER (number)) : NULL;
}

static guint32 *
current_of (Requests *self, guint32 task)
{
  return mw_judge_of_task (&self->current, sizeof (guint32), task);
}

static Request *
open_request (Requests *self, const MwEvent *event)
{
  Request *request = g_new0 (Request, 1);

  if (self->requests == NULL)
    self->requests = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  request->task = event->task;
  g_hash_table_insert (self->requests, GUINT_TO_POINTER (event->object), request);
  *current_of (self, event->task) = event->object;
  return request;
}

/* The request of EVENT's task is over when the task goes on, however far it came. */
static void
follow_task (Requests *self, const MwEvent *event)
{
  guint32 *number = current_of (self, event->task);
  Request *request = find_request (self, *number);

  if (request == NULL)
    return;
  if (event->kind == MW_EVENT_CANCEL_REQUESTED || event->kind == MW_EVENT_DEADLINE_FIRED)
    request->cancelled = TRUE;
  if (event->kind == MW_EVENT_READY || event->kind == MW_EVENT_BLOCKING_END || event->kind == MW_EVENT_ENDED)
    {
      request->over = TRUE;
      *number = 0;
    }
}

static void
clear_requests (gpointer state)
{
  Requests *self = state;

  g_clear_pointer (&self->requests, g_hash_table_unref);
  g_clear_pointer (&self->current, g_array_unref);
}

/* phase: those of one request come in order, none twice, from a beginning to an end, while its task waits. */

static void
read_phase (MwJudge *judge, gpointer state, const MwEvent *event)
{
  Requests *self = state;
  Request *request;

  if (event->task == 0)
    return;
  if (event->kind != MW_EVENT_PHASE || event->reason >= MW_N_PHASES)
    {
      follow_task (self, event);
      return;
    }
  request = find_request (self, event->object);
  if (request == NULL)
    {
      guint32 other = *current_of (self, event->task);

      if (other != 0)
        mw_judge_find (judge, "request %u of task %u begins before its request %u is over", event->object, event->task,
                       other);
      if (event->reason > MW_PHASE_SEND)
        mw_judge_find (judge, "request %u begins with its phase %s", event->object, mw_phase_name (event->reason));
      if (!mw_state_is_in_flight (judge->before))
        mw_judge_find (judge, "request %u begins while its task %u is %s", event->object, event->task,
                       mw_state_name (judge->before));
      request = open_request (self, event);
    }
  else if (request->over || request->task != event->task)
    {
      mw_judge_find (judge, "phase %s of request %u of task %u, %s", mw_phase_name (event->reason), event->object,
                     event->task, request->over ? "which is over" : "which belongs to another task");
    }
  else if (event->reason <= request->phase)
    {
      mw_judge_find (judge, "phase %s of request %u comes after %s", mw_phase_name (event->reason), event->object,
                     mw_phase_name (request->phase));
    }
  request->phase = event->reason;
  if (event->reason == MW_PHASE_END)
    {
      request->over = TRUE;
      *current_of (self, event->task) = 0;
    }
}

const MwRule mw_rule_phase = { "phase", sizeof (Requests), read_phase, NULL, clear_requests };

/* connection: it carries one request at a time (HTTP/1.1), and a request keeps the one it got. */

typedef struct
{
  Requests    requests;
  GHashTable *carried;     /* connection → number of the request that it carried last */
  GHashTable *connections; /* number of a request → its connection */
} Connections;

static void
check_connection (MwJudge *judge, Connections *self, const MwEvent *event)
{
  gpointer number = GUINT_TO_POINTER (event->object), id = GSIZE_TO_POINTER ((gsize) event->value);
  gpointer kept = g_hash_table_lookup (self->connections, number);
  guint32 last = GPOINTER_TO_UINT (g_hash_table_lookup (self->carried, id));
  Request *other = last != event->object ? find_request (&self->requests, last) : NULL;

  if (kept != NULL && kept != id)
    mw_judge_find (judge, "request %u goes from connection %" G_GSIZE_FORMAT " to %" G_GINT64_FORMAT, event->object,
                   GPOINTER_TO_SIZE (kept), event->value);
  if (other != NULL && !other->over && !other->cancelled)
    mw_judge_find (judge, "connection %" G_GINT64_FORMAT " carries request %u while it carries request %u", event->value,
                   event->object, last);
  g_hash_table_insert (self->connections, number, id);
  g_hash_table_insert (self->carried, id, number);
}

static void
read_connection (MwJudge *judge, gpointer state, const MwEvent *event)
{
  Connections *self = state;
  Request *request;

  if (event->task == 0)
    return;
  if (event->kind != MW_EVENT_PHASE || event->reason >= MW_N_PHASES)
    {
      follow_task (&self->requests, event);
      return;
    }
  request = find_request (&self->requests, event->object);
  if (request == NULL)
    request = open_request (&self->requests, event);
  if (self->carried == NULL)
    {
      self->carried = g_hash_table_new (NULL, NULL);
      self->connections = g_hash_table_new (NULL, NULL);
    }
  if (event->value != 0 && !request->over)
    check_connection (judge, self, event);
  request->over = request->over || event->reason == MW_PHASE_END;
}

static void
clear_connection (gpointer state)
{
  Connections *self = state;

  clear_requests (&self->requests);
  g_clear_pointer (&self->carried, g_hash_table_unref);
  g_clear_pointer (&self->connections, g_hash_table_unref);
}

const MwRule mw_rule_connection = { "connection", sizeof (Connections), read_connection, NULL, clear_connection };
