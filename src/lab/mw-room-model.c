/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Wires on the virtual clock: what a client will do is scheduled, and unscheduled when the wire is cut.  To connect and
 * to part take no time. */

#include "mw-room-model.h"
#include "mw-room-spec.h"
#include "mw-rooms.h"
#include "mw-simulated.h"

struct _MwRoomModel
{
  MwRooms          rooms;
  MwBackend       *backend;
  const MwProgram *program;
};

/* What a client will do. */
typedef struct
{
  MwSeat *seat;
  guint64 event;
  guint32 letter;  /* that it will have */
  void  (*happen) (MwSeat *seat, guint32 letter);
} Deed;

typedef struct
{
  MwRoomModel *model;
  guint64      event;
  void       (*func) (gpointer data);
  gpointer     data;
} Alarm;

static const MwRoomSpec *
spec_of (MwSeat *seat)
{
  return &((MwRoomModel *) seat->rooms)->program->resources[seat->room - 1].room;
}

static void
deed_cb (gpointer data)
{
  Deed *self = data;
  MwSeat *seat = self->seat;
  guint32 letter = self->letter;
  void (*happen) (MwSeat *seat, guint32 letter) = self->happen;

  g_ptr_array_remove (seat->wire, self); /* and frees it */
  happen (seat, letter);
}

static void
plan (MwSeat *seat, gint64 delay, void (*happen) (MwSeat *seat, guint32 letter), guint32 letter)
{
  MwBackend *backend = ((MwRoomModel *) seat->rooms)->backend;
  Deed *deed = g_new (Deed, 1);

  *deed = (Deed) { seat, 0, letter, happen };
  deed->event = mw_simulated_schedule (backend, mw_simulated_now (backend) + delay, deed_cb, deed);
  g_ptr_array_add (seat->wire, deed);
}

static void
cut (MwSeat *seat)
{
  GPtrArray *deeds = g_steal_pointer (&seat->wire);

  for (guint i = 0; i < deeds->len; i++)
    mw_simulated_unschedule (((MwRoomModel *) seat->rooms)->backend, ((Deed *) g_ptr_array_index (deeds, i))->event);
  g_ptr_array_unref (deeds);
}

static void
happen_open (MwSeat *seat, guint32 letter)
{
  mw_seat_opened (seat);
}

static void
happen_lost (MwSeat *seat, guint32 letter)
{
  cut (seat);
  mw_seat_lost (seat, 0);
}

static void
happen_refuse (MwSeat *seat, guint32 letter)
{
  cut (seat);
  mw_seat_lost (seat, 403);
}

static void
happen_say (MwSeat *seat, guint32 letter)
{
  mw_seat_heard (seat);
}

static void
model_open (MwSeat *seat)
{
  seat->wire = g_ptr_array_new_with_free_func (g_free);
  plan (seat, 0, mw_room_refuses (spec_of (seat), seat->client) ? happen_refuse : happen_open, 0);
}

static void
model_cue (MwSeat *seat)
{
  const MwRoomSpec *spec = spec_of (seat);

  plan (seat, spec->latency, mw_room_is_cut (spec, seat->client, seat->n_heard) ? happen_lost : happen_say, 0);
}

static void
model_put (MwSeat *seat, guint32 letter, const char *text)
{
  plan (seat, mw_room_send_time (spec_of (seat), seat->client), mw_seat_took, letter);
}

static void
model_close (MwSeat *seat)
{
  plan (seat, 0, happen_lost, 0);
}

static void
alarm_cb (gpointer data)
{
  Alarm self = *(Alarm *) data;

  g_free (data);
  self.func (self.data);
}

static gpointer
set_alarm (MwRooms *rooms, gint64 delay, void (*func) (gpointer data), gpointer data)
{
  MwRoomModel *model = (MwRoomModel *) rooms;
  Alarm *self = g_new (Alarm, 1);

  *self = (Alarm) { model, 0, func, data };
  self->event = mw_simulated_schedule (model->backend, mw_simulated_now (model->backend) + delay, alarm_cb, self);
  return self;
}

static void
clear_alarm (MwRooms *rooms, gpointer alarm)
{
  mw_simulated_unschedule (((MwRoomModel *) rooms)->backend, ((Alarm *) alarm)->event);
  g_free (alarm);
}

static void
done (MwRooms *rooms, MwOperation *operation, gboolean *blocked)
{
  if (blocked != NULL)
    *blocked = TRUE;
  else
    operation->done (operation);
}

static const MwRoomWorld world = {
  model_open, model_cue, model_put, model_close, cut, set_alarm, clear_alarm, done,
};

/* PROGRAM and BACKEND (simulated) outlive it. */
MwRoomModel *
mw_room_model_new (const MwProgram *program, MwBackend *backend)
{
  MwRoomModel *self = g_new0 (MwRoomModel, 1);

  mw_rooms_init (&self->rooms, &world);
  self->program = program;
  self->backend = backend;
  return self;
}

void
mw_room_model_free (MwRoomModel *self)
{
  mw_rooms_clear (&self->rooms);
  g_free (self);
}

void
mw_room_model_begin (MwRoomModel *self, MwOperation *operation)
{
  mw_rooms_begin (&self->rooms, operation, NULL);
}

void
mw_room_model_block (MwRoomModel *self, MwOperation *operation)
{
  gboolean is_done = FALSE;

  if (mw_socket_is_immediate (operation->job.socket.verb))
    {
      mw_rooms_perform (&self->rooms, operation);
      return;
    }
  mw_rooms_begin (&self->rooms, operation, &is_done);
  mw_simulated_run_until (self->backend, &is_done); /* a client may be slow, but none waits for ever */
}

void
mw_room_model_cancel (MwRoomModel *self, MwOperation *operation)
{
  mw_rooms_cancel (&self->rooms, operation);
}
