/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mw-backend.h"

G_BEGIN_DECLS

/* The WebSocket rooms of one run: who is connected, and which operation waits for what.  One thread's. */
typedef struct _MwRooms MwRooms;
typedef struct _MwSeat  MwSeat;
typedef struct _MwCall  MwCall;

/* Our end of the connection of one client. */
struct _MwSeat
{
  MwRooms *rooms;
  guint32  room;       /* resource id */
  guint32  client;
  enum { MW_SEAT_OPENING, MW_SEAT_OPEN, MW_SEAT_CLOSING, MW_SEAT_GONE } state;
  MwCall  *waiting;    /* for the connection, for a message, or for the end; NULL */
  gboolean is_cued;    /* the client writes a message */
  guint    n_heard;    /* messages of the client that have come */
  guint    n_read;     /* and that were given to somebody */
  guint32  queued;     /* the letter of the queue that is under way; 0 */
  GQueue   queue;      /* of texts, not owned */
  GArray  *letters;    /* under way */
  gpointer wire;       /* the world's own */
};

/* What a world does, live or simulated.  Nothing of it calls back from within. */
typedef struct
{
  /* mw_seat_opened() or mw_seat_lost() will be called */
  void     (*open)  (MwSeat *seat);
  /* the client shall write: mw_seat_heard() or mw_seat_lost() */
  void     (*cue)   (MwSeat *seat);
  /* mw_seat_took() or mw_seat_lost() */
  void     (*put)   (MwSeat *seat, guint32 letter, const char *text);
  /* farewell: mw_seat_lost() */
  void     (*close) (MwSeat *seat);
  /* at once, and the wire is no more */
  void     (*cut)   (MwSeat *seat);
  /* FUNC once after DELAY (ns); the alarm is over when it calls */
  gpointer (*set_alarm)   (MwRooms *rooms, gint64 delay, void (*func) (gpointer data), gpointer data);
  void     (*clear_alarm) (MwRooms *rooms, gpointer alarm);
  /* OPERATION has its results; BLOCKED: where to tell the caller that blocks; NULL: it does not */
  void     (*done)  (MwRooms *rooms, MwOperation *operation, gboolean *blocked);
} MwRoomWorld;

struct _MwRooms
{
  const MwRoomWorld *world;
  GHashTable        *seats;    /* of MwSeat, by room and client */
  GHashTable        *calls;    /* of MwCall: the set of those under way */
  guint32            n_letters;
};

void     mw_rooms_init     (MwRooms *self, const MwRoomWorld *world);
void     mw_rooms_clear    (MwRooms *self);
void     mw_rooms_begin    (MwRooms *self, MwOperation *operation, gboolean *blocked);
void     mw_rooms_perform  (MwRooms *self, MwOperation *operation);
void     mw_rooms_cancel   (MwRooms *self, MwOperation *operation);

void     mw_seat_opened    (MwSeat *self);
void     mw_seat_heard     (MwSeat *self);
void     mw_seat_took      (MwSeat *self, guint32 letter);
void     mw_seat_lost      (MwSeat *self, int status);

static inline gboolean
mw_socket_is_immediate (MwSocketVerb verb)
{
  return verb == MW_SOCKET_QUEUE || verb == MW_SOCKET_DROP;
}

G_END_DECLS
