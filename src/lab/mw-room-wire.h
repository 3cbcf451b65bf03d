/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <libsoup/soup.h>

#include "mw-rooms.h"

G_BEGIN_DECLS

/* The connection of a seat over libsoup. */
void mw_room_wire_open  (MwSeat *seat, SoupSession *session, const char *address, guint *n_handshakes);
void mw_room_wire_cue   (MwSeat *seat);
void mw_room_wire_put   (MwSeat *seat, guint32 letter, const char *text);
void mw_room_wire_close (MwSeat *seat);
void mw_room_wire_cut   (MwSeat *seat);

G_END_DECLS
