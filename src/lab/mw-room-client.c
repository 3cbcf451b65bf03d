/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The rooms of a live run.
 *
 * A SoupWebsocketConnection belongs to one context.  With a loop that is the run's own, and every word is a source on
 * it.  Without one the calling threads block, and any of them may send to any client; so the wires belong to a thread
 * of ours, which stands where the kernel stands for a blocking socket, and a call is handed to it and waited for.
 */

#include "mw-room-client.h"
#include "mw-room-wire.h"
#include "mw-rooms.h"
#include "mw-time.h"

struct _MwRoomClient
{
  MwRooms       rooms;
  MwLab        *lab;
  char        **tokens;      /* by resource; NULL: no room */
  guint         n_resources;
  GMainContext *context;     /* of the wires */
  SoupSession  *session;
  guint         n_handshakes; /* that libsoup is at */

  GThread      *thread;      /* without a loop: of the context; NULL */
  gint          quit;        /* atomic */
  GMutex        mutex;       /* of what threads that block wait for */
  GCond         cond;
  gboolean      interrupted;
};

static void
client_open (MwSeat *seat)
{
  MwRoomClient *self = (MwRoomClient *) seat->rooms;
  g_autofree char *address = g_strdup_printf ("ws://127.0.0.1:%u/room/%s/%u", mw_lab_get_port (self->lab),
                                              self->tokens[seat->room - 1], seat->client);

  mw_room_wire_open (seat, self->session, address, &self->n_handshakes);
}

typedef struct
{
  void   (*func) (gpointer data);
  gpointer data;
} Alarm;

static gboolean
alarm_cb (gpointer data)
{
  Alarm *self = data;

  self->func (self->data);
  return G_SOURCE_REMOVE;
}

/* Whole milliseconds, never early. */
static gpointer
set_alarm (MwRooms *rooms, gint64 delay, void (*func) (gpointer data), gpointer data)
{
  GSource *source = g_timeout_source_new ((guint) ((delay + MW_NS_PER_MS - 1) / MW_NS_PER_MS));
  Alarm *self = g_new (Alarm, 1);

  *self = (Alarm) { func, data };
  g_source_set_callback (source, alarm_cb, self, g_free);
  g_source_attach (source, ((MwRoomClient *) rooms)->context);
  g_source_unref (source); /* the context keeps it until it is over */
  return source;
}

static void
clear_alarm (MwRooms *rooms, gpointer alarm)
{
  g_source_destroy (alarm);
}

static void
done (MwRooms *rooms, MwOperation *operation, gboolean *blocked)
{
  MwRoomClient *self = (MwRoomClient *) rooms;

  if (blocked == NULL)
    {
      operation->done (operation);
      return;
    }
  g_mutex_lock (&self->mutex);
  *blocked = TRUE;
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->mutex);
}

static const MwRoomWorld world = {
  client_open, mw_room_wire_cue, mw_room_wire_put, mw_room_wire_close, mw_room_wire_cut, set_alarm, clear_alarm, done,
};

void
mw_room_client_begin (MwRoomClient *self, MwOperation *operation)
{
  mw_rooms_begin (&self->rooms, operation, NULL);
}

void
mw_room_client_cancel (MwRoomClient *self, MwOperation *operation)
{
  mw_rooms_cancel (&self->rooms, operation);
}

/* A call that is handed to the thread of the wires, and lies on the stack of the one that waits for it. */
typedef struct
{
  MwRoomClient *client;
  MwOperation  *operation;
  gboolean      is_done;     /* both are set on the thread of the wires, under the mutex */
  gboolean      is_given_up;
} Handed;

static gboolean
handed_cb (gpointer data)
{
  Handed *self = data;

  if (!mw_socket_is_immediate (self->operation->job.socket.verb))
    mw_rooms_begin (&self->client->rooms, self->operation, &self->is_done);
  else
    {
      mw_rooms_perform (&self->client->rooms, self->operation);
      done (&self->client->rooms, self->operation, &self->is_done);
    }
  return G_SOURCE_REMOVE;
}

/* The call is given up, unless it has been done meanwhile.  Whoever asked for this waits until it has been so, done or
 * not: what has been asked for cannot be called back, and would find SELF gone. */
static gboolean
give_up_cb (gpointer data)
{
  Handed *self = data;

  if (!self->is_done)
    {
      mw_rooms_cancel (&self->client->rooms, self->operation);
      self->operation->fault = MW_FAULT_CONNECTION;
    }
  done (&self->client->rooms, self->operation, &self->is_given_up);
  return G_SOURCE_REMOVE;
}

/* Any thread but that of the wires; with a loop only what is immediate. */
void
mw_room_client_block (MwRoomClient *self, MwOperation *operation)
{
  Handed handed = { self, operation, FALSE, FALSE };
  gboolean *is_over = &handed.is_done;

  if (self->thread == NULL)
    {
      mw_rooms_perform (&self->rooms, operation);
      return;
    }
  g_main_context_invoke (self->context, handed_cb, &handed);
  g_mutex_lock (&self->mutex);
  while (!*is_over)
    if (self->interrupted && is_over == &handed.is_done)
      {
        is_over = &handed.is_given_up;
        g_mutex_unlock (&self->mutex);
        g_main_context_invoke (self->context, give_up_cb, &handed);
        g_mutex_lock (&self->mutex);
      }
    else
      g_cond_wait (&self->cond, &self->mutex);
  g_mutex_unlock (&self->mutex);
}

/* Any thread: ends the calls that block, those under way and those to come. */
void
mw_room_client_interrupt (MwRoomClient *self)
{
  g_mutex_lock (&self->mutex);
  self->interrupted = TRUE;
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->mutex);
}

/* What is being connected ends with its cancellation, for which libsoup needs the context. */
static void
clear (MwRoomClient *self)
{
  mw_rooms_clear (&self->rooms);
  while (self->n_handshakes > 0)
    g_main_context_iteration (self->context, TRUE);
  g_clear_object (&self->session);
}

static void
make_session (MwRoomClient *self)
{
  self->session = soup_session_new_with_options ("proxy-resolver", NULL, "max-conns", MW_LAB_MAX_CONNS,
                                                 "max-conns-per-host", MW_LAB_MAX_CONNS, NULL);
}

static gpointer
wires_thread (gpointer data)
{
  MwRoomClient *self = data;

  g_main_context_push_thread_default (self->context);
  make_session (self);
  while (!g_atomic_int_get (&self->quit))
    g_main_context_iteration (self->context, TRUE);
  clear (self);
  g_main_context_pop_thread_default (self->context);
  return NULL;
}

/**
 * mw_room_client_new:
 * @lab: outlives it
 * @program: whose rooms are opened
 * @run: what counts for them
 *
 * Returns: (transfer full) (nullable): %NULL where the program has no room
 */
MwRoomClient *
mw_room_client_new (MwLab *lab, const MwProgram *program, MwLabRun *run)
{
  MwRoomClient *self = NULL;

  for (guint i = 0; i < program->n_resources; i++)
    {
      if (program->resources[i].kind != MW_RESOURCE_ROOM)
        continue;
      if (self == NULL)
        {
          self = g_new0 (MwRoomClient, 1);
          self->tokens = g_new0 (char *, program->n_resources);
        }
      self->tokens[i] = mw_lab_open_room (lab, &program->resources[i].room, run);
    }
  if (self == NULL)
    return NULL;
  self->lab = lab;
  self->n_resources = program->n_resources;
  mw_rooms_init (&self->rooms, &world);
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  if (program->executor == MW_EXECUTOR_LOOP)
    {
      self->context = g_main_context_ref_thread_default ();
      make_session (self);
      return self;
    }
  self->context = g_main_context_new ();
  self->thread = g_thread_new ("mw-wires", wires_thread, self);
  return self;
}

void
mw_room_client_free (MwRoomClient *self)
{
  if (self->thread != NULL)
    {
      g_atomic_int_set (&self->quit, TRUE);
      g_main_context_wakeup (self->context);
      g_thread_join (self->thread);
    }
  else
    clear (self);
  for (guint i = 0; i < self->n_resources; i++)
    if (self->tokens[i] != NULL)
      mw_lab_close_service (self->lab, self->tokens[i]);
  for (guint i = 0; i < self->n_resources; i++)
    g_free (self->tokens[i]);
  g_free (self->tokens);
  g_main_context_unref (self->context);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  g_free (self);
}
