/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A port of its own at which new connections wait before they are let in: the door of one service. */
typedef struct _MwDoor MwDoor;

/* STREAM: what is read from and written to: CONNECTION, or TLS over it. */
typedef void (*MwDoorFunc) (GIOStream *stream, GSocketConnection *connection, gpointer data);

MwDoor *mw_door_new      (GMainContext *context, GTlsCertificate *certificate, gint64 handshake, MwDoorFunc func,
                          gpointer data, GError **error);
guint16 mw_door_get_port (MwDoor *self);
void    mw_door_free     (MwDoor *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MwDoor, mw_door_free)

G_END_DECLS
