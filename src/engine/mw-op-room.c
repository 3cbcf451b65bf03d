/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* WebSocket steps: connect, receive, send, broadcast.
 *
 * The tasks are the handlers of a server: each holds the connection of one client, and any of them may send to all.
 * A broadcast "together" is one operation that is done when everybody has the message, and not a task for each: the
 * lanes stay those of the handlers.  Without a loop nothing can be sent together, so that it is one by one there, as
 * it would be in Python. */

#include "mw-task.h"
#include "mw-time.h"

static MwRoom *
room_of (MwTask *task, const MwStep *step)
{
  return task->engine->shared[step->ref - 1];
}

/* The operation VERB with the clients at CLIENTS (transfer full), which the task will wait for. */
static MwSocketJob *
prepare (MwTask *task, const MwStep *step, MwSocketVerb verb, MwAddressee *clients, guint n_clients)
{
  MwTaskOperation *operation = mw_task_operation_new (task, MW_JOB_SOCKET, mw_op_time_left (task));
  MwSocketJob *job = &operation->operation.job.socket;

  operation->addressees = clients;
  operation->n_addressees = n_clients;
  *job = (MwSocketJob) { step->ref, verb, clients, n_clients, NULL, MW_TIME_OPEN };
  return job;
}

static MwSocketJob *
prepare_one (MwTask *task, const MwStep *step, MwSocketVerb verb, guint32 client)
{
  MwAddressee *addressee = g_new0 (MwAddressee, 1);

  addressee->client = client;
  return prepare (task, step, verb, addressee, 1);
}

/* Waits for what was prepared, and then goes on with RESUME. */
static MwFlow
wait (MwTask *task, const MwStep *step, MwFlow (*resume) (MwTask *task, const MwStep *step))
{
  MwFlow flow;

  if (task->engine->program->executor == MW_EXECUTOR_LOOP)
    return mw_task_begin_operation (task, MW_REASON_SOCKET, step->ref);
  flow = mw_task_block (task, MW_REASON_SOCKET, step->ref);
  return flow == MW_FLOW_NEXT ? resume (task, step) : flow;
}

/* An operation that takes no time, with those whom it may find gone. */
static void
perform (MwTask *task, const MwStep *step)
{
  MwBackend *backend = task->engine->backend;

  backend->block (backend, &task->operation->operation);
}

/* The client that OPERAND names, or 0 and a fault where it is not in the room. */
static guint32
get_client (MwTask *task, const MwStep *step, guint operand)
{
  gint64 client = mw_task_number (task, &step->operand[operand], 0);
  g_autofree char *message = NULL;

  if (mw_room_has (room_of (task, step), client))
    return (guint32) client;
  message = g_strdup_printf ("client %" G_GINT64_FORMAT " is not in %s", client,
                             task->engine->program->resources[step->ref - 1].name);
  mw_task_raise (task, MW_FAULT_CONNECTION,
                 mw_trace_get_string (task->engine->trace, mw_trace_intern (task->engine->trace, message)));
  return 0;
}

/* connect: registered while the block runs; at its end, however it ends, the client is out of the room first and the
 * connection closed then. */

typedef struct
{
  MwFrame  frame;
  guint32  client;
  gboolean is_closing;
  MwRaised pending;   /* goes on when the connection is closed */
} MwConnectFrame;

MwFlow
mw_op_connect (MwTask *task, const MwStep *step)
{
  gint64 client = CLAMP (mw_task_number (task, &step->operand[0], 0), 0, G_MAXUINT32);

  prepare_one (task, step, MW_SOCKET_CONNECT, (guint32) client);
  return wait (task, step, mw_op_connect_resume);
}

/* A cancellation that comes with the connection finds it open: it is closed on its way. */
static void
opened (MwTask *task, const MwStep *step)
{
  MwOperation *operation = task->operation ? &task->operation->operation : NULL;
  MwConnectFrame *frame;
  guint32 client;

  if (operation == NULL || (task->raised.code == 0 && mw_task_raise_fault_of (task, operation)) || operation->fault != 0)
    return;
  client = operation->job.socket.clients[0].client;
  frame = mw_task_push (task, sizeof *frame, step, MW_OP_CONNECT);
  frame->client = client;
  mw_room_join (room_of (task, step), task, client);
}

static void
closed (MwTask *task, MwConnectFrame *frame)
{
  if (task->raised.code == 0)
    task->raised = frame->pending;
  mw_task_pop (task);
}

MwFlow
mw_op_connect_resume (MwTask *task, const MwStep *step)
{
  MwConnectFrame *frame = (MwConnectFrame *) task->frame;

  if (task->frame->op == MW_OP_CONNECT && task->frame->step == step && frame->is_closing)
    closed (task, frame);
  else
    opened (task, step);
  mw_task_operation_drop (task);
  return MW_FLOW_NEXT;
}

MwFlow
mw_op_connect_leave (MwTask *task, MwFrame *base)
{
  MwConnectFrame *frame = (MwConnectFrame *) base;
  const MwStep *step = base->step;

  frame->is_closing = TRUE;
  frame->pending = task->raised;
  mw_task_raise (task, MW_FAULT_NONE, NULL);
  mw_room_leave (room_of (task, step), task, frame->client);
  prepare_one (task, step, MW_SOCKET_CLOSE, frame->client);
  return wait (task, step, mw_op_connect_resume);
}

/* receive */

MwFlow
mw_op_receive (MwTask *task, const MwStep *step)
{
  guint32 client = get_client (task, step, 0);

  if (client == 0)
    return MW_FLOW_NEXT;
  prepare_one (task, step, MW_SOCKET_RECEIVE, client);
  return wait (task, step, mw_op_receive_resume);
}

MwFlow
mw_op_receive_resume (MwTask *task, const MwStep *step)
{
  MwOperation *operation = task->operation ? &task->operation->operation : NULL;
  MwRoom *room = room_of (task, step);

  if (operation != NULL && task->raised.code == 0)
    {
      guint32 client = operation->job.socket.clients[0].client;

      if (operation->job.socket.clients[0].lost)
        mw_room_leave (room, task, client);
      if (!mw_task_raise_fault_of (task, operation))
        {
          mw_room_record (room, task, MW_MESSAGE_RECEIVED, client);
          if (step->slot != MW_NO_SLOT)
            mw_task_assign (task, step->slot, mw_value_number (operation->status));
        }
    }
  mw_task_operation_drop (task);
  return MW_FLOW_NEXT;
}

/* Those who turned out to be gone leave the room; how many they are. */
static guint
remove_lost (MwTask *task, const MwStep *step)
{
  const MwSocketJob *job = &task->operation->operation.job.socket;
  guint n_lost = 0;

  for (guint i = 0; i < job->n_clients; i++)
    if (job->clients[i].lost)
      {
        mw_room_leave (room_of (task, step), task, job->clients[i].client);
        n_lost++;
      }
  return n_lost;
}

static void
record_sent (MwTask *task, const MwStep *step)
{
  const MwSocketJob *job = &task->operation->operation.job.socket;

  for (guint i = 0; i < job->n_clients; i++)
    mw_room_record (room_of (task, step), task, MW_MESSAGE_SENT, job->clients[i].client);
}

/* send */

MwFlow
mw_op_send (MwTask *task, const MwStep *step)
{
  guint32 client = get_client (task, step, 1);

  if (client == 0)
    return MW_FLOW_NEXT;
  prepare_one (task, step, MW_SOCKET_SEND, client)->text = mw_task_text (task, &step->operand[0]);
  record_sent (task, step);
  return wait (task, step, mw_op_send_resume);
}

MwFlow
mw_op_send_resume (MwTask *task, const MwStep *step)
{
  if (task->operation != NULL && remove_lost (task, step) > 0 && task->raised.code == 0)
    mw_task_raise (task, MW_FAULT_CONNECTION, "the client has gone");
  mw_task_operation_drop (task);
  return MW_FLOW_NEXT;
}

/* broadcast */

static gboolean
is_one_by_one (MwTask *task, const MwStep *step)
{
  gint64 how = mw_task_number (task, &step->operand[1], MW_BROADCAST_TOGETHER);

  return how == MW_BROADCAST_ONE_BY_ONE ||
         (how == MW_BROADCAST_TOGETHER && task->engine->program->executor != MW_EXECUTOR_LOOP);
}

/* The message TEXT to N of CLIENTS (transfer full), of whom there are N_CLIENTS. */
static MwFlow
send_to (MwTask *task, const MwStep *step, const char *text, MwAddressee *clients, guint n_clients, guint first, guint n)
{
  gint64 patience = mw_task_number (task, &step->operand[2], 0);
  MwSocketJob *job = prepare (task, step, MW_SOCKET_SEND, clients, n_clients);

  job->clients = clients + first;
  job->n_clients = n;
  job->text = text;
  job->patience = patience > 0 ? mw_engine_scale (task->engine, patience) : MW_TIME_OPEN;
  record_sent (task, step);
  return wait (task, step, mw_op_broadcast_resume);
}

static MwFlow
queue (MwTask *task, const MwStep *step, const char *text, MwAddressee *clients, guint n_clients)
{
  prepare (task, step, MW_SOCKET_QUEUE, clients, n_clients)->text = text;
  record_sent (task, step);
  perform (task, step);
  remove_lost (task, step);
  mw_task_operation_drop (task);
  return MW_FLOW_NEXT;
}

MwFlow
mw_op_broadcast (MwTask *task, const MwStep *step)
{
  MwRoom *room = room_of (task, step);
  guint n_clients = mw_room_get_size (room);
  const char *text = mw_task_text (task, &step->operand[0]);
  MwAddressee *clients;

  if (n_clients == 0)
    return MW_FLOW_NEXT;
  clients = g_new0 (MwAddressee, n_clients);
  for (guint i = 0; i < n_clients; i++)
    clients[i].client = mw_room_get_client (room, i);
  if (mw_task_number (task, &step->operand[1], MW_BROADCAST_TOGETHER) == MW_BROADCAST_QUEUED)
    return queue (task, step, text, clients, n_clients);
  return send_to (task, step, text, clients, n_clients, 0, is_one_by_one (task, step) ? 1 : n_clients);
}

/* One by one: the next of those who are still there. */
MwFlow
mw_op_broadcast_resume (MwTask *task, const MwStep *step)
{
  MwTaskOperation *operation = task->operation;
  MwSocketJob job;
  guint next, n_clients;
  MwAddressee *clients;

  if (operation == NULL || task->raised.code != 0)
    {
      mw_task_operation_drop (task);
      return MW_FLOW_NEXT;
    }
  remove_lost (task, step);
  job = operation->operation.job.socket;
  clients = g_steal_pointer (&operation->addressees);
  n_clients = operation->n_addressees;
  mw_task_operation_drop (task);
  next = (guint) (job.clients - clients) + job.n_clients;
  while (next < n_clients && !mw_room_has (room_of (task, step), clients[next].client))
    next++;
  if (next < n_clients)
    return send_to (task, step, job.text, clients, n_clients, next, 1);
  g_free (clients);
  return MW_FLOW_NEXT;
}
