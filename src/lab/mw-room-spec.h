/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mw-program.h"

G_BEGIN_DECLS

/* Transfer full; with lists of its own. */
MwRoomSpec *mw_room_spec_copy  (const MwRoomSpec *spec);
void        mw_room_spec_free  (MwRoomSpec *self);

/* How the clients of a room behave.  Pure functions. */
gboolean    mw_room_refuses    (const MwRoomSpec *spec, guint32 client);
gint64      mw_room_send_time  (const MwRoomSpec *spec, guint32 client);
gboolean    mw_room_is_cut     (const MwRoomSpec *spec, guint32 client, guint n_said);

G_END_DECLS
