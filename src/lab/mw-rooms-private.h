/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mw-rooms.h"

G_BEGIN_DECLS

/* An operation under way. */
struct _MwCall
{
  MwRooms     *rooms;
  MwOperation *operation;
  gboolean    *blocked;
  guint        n_left;   /* letters that nobody has taken yet */
  gpointer     limit;    /* alarm: the caller would not wait longer */
  gpointer     patience; /* alarm: nor for those who have not taken their letters */
  gpointer     soon;     /* alarm: it is done already */
};

MwCall  *mw_call_new            (MwRooms *rooms, MwOperation *operation, gboolean *blocked);
void     mw_call_free           (MwCall *self);
void     mw_call_clear_alarms   (MwCall *self);
void     mw_call_finish         (MwCall *self);
void     mw_call_finish_soon    (MwCall *self);
void     mw_call_set_lost       (MwCall *self, int fault, const char *message);

MwSeat  *mw_seat_new            (MwRooms *rooms, guint32 room, guint32 client);
void     mw_seat_free           (MwSeat *self);
MwSeat  *mw_seat_find           (MwRooms *rooms, guint32 room, guint32 client);
void     mw_seat_remove         (MwSeat *self);
void     mw_seat_put            (MwSeat *self, MwCall *call, MwAddressee *addressee, const char *text);
void     mw_seat_queue          (MwSeat *self, const char *text);
void     mw_seat_say_farewell   (MwSeat *self);
void     mw_seat_lose           (MwSeat *self, int fault, const char *message);
gboolean mw_seat_has_letter_of  (MwSeat *self, const MwCall *call);
void     mw_seat_forget         (MwSeat *self, const MwCall *call);

G_END_DECLS
