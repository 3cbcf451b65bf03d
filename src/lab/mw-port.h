/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A listening port on the loopback interface. */
typedef struct _MwPort MwPort;

typedef void (*MwPortFunc) (GSocketConnection *connection, gpointer data);

MwPort *mw_port_new        (GMainContext *context, guint16 number, MwPortFunc func, gpointer data, GError **error);
void    mw_port_free       (MwPort *self);
guint16 mw_port_get_number (MwPort *self);
GSocket *mw_port_get_socket (MwPort *self);
GSocket *mw_port_reserve    (guint16 *number, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MwPort, mw_port_free)

G_END_DECLS
