/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* How the clients of a room behave, for the lab server and the model alike. */

#include "mw-room-spec.h"

static gint64 *
copy_clients (const gint64 *clients, guint n_clients)
{
  return g_memdup2 (clients, n_clients * sizeof (gint64));
}

MwRoomSpec *
mw_room_spec_copy (const MwRoomSpec *spec)
{
  MwRoomSpec *self = g_memdup2 (spec, sizeof *spec);

  self->slow_clients = copy_clients (spec->slow_clients, spec->n_slow_clients);
  self->refused_clients = copy_clients (spec->refused_clients, spec->n_refused_clients);
  self->cut_clients = copy_clients (spec->cut_clients, spec->n_cut_clients);
  return self;
}

void
mw_room_spec_free (MwRoomSpec *self)
{
  g_free ((gint64 *) self->slow_clients);
  g_free ((gint64 *) self->refused_clients);
  g_free ((gint64 *) self->cut_clients);
  g_free (self);
}

static gboolean
contains (const gint64 *clients, guint n_clients, guint32 client)
{
  for (guint i = 0; i < n_clients; i++)
    if (clients[i] == client)
      return TRUE;
  return FALSE;
}

gboolean
mw_room_refuses (const MwRoomSpec *spec, guint32 client)
{
  return contains (spec->refused_clients, spec->n_refused_clients, client);
}

/* ns from sending a message until CLIENT has it */
gint64
mw_room_send_time (const MwRoomSpec *spec, guint32 client)
{
  return contains (spec->slow_clients, spec->n_slow_clients, client) ? spec->slow_send : spec->send;
}

/* Whether CLIENT, who has said N_SAID messages, is gone instead of saying another. */
gboolean
mw_room_is_cut (const MwRoomSpec *spec, guint32 client, guint n_said)
{
  return n_said >= spec->cut_after && contains (spec->cut_clients, spec->n_cut_clients, client);
}
