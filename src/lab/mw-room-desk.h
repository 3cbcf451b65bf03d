/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mw-lab-private.h"

G_BEGIN_DECLS

/* The clients of all rooms, as the lab plays them; belongs to the server's thread. */
typedef struct _MwRoomDesk MwRoomDesk;

MwRoomDesk *mw_room_desk_new  (GMainContext *context, GError **error);
void        mw_room_desk_free (MwRoomDesk *self);
void        mw_room_desk_join (MwRoomDesk *self, SoupWebsocketConnection *connection, MwLabService *service, guint32 client);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MwRoomDesk, mw_room_desk_free)

G_END_DECLS
