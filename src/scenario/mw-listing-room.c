/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* WebSockets in Python, with the library websockets: a room is a dictionary of sockets by client. */

#include "mw-listing.h"

static const char *
room_of (MwListing *self, const MwNode *node, const char *key)
{
  guint room = mw_node_get_cell (node, key)->ref - 1;

  self->resources[room] = TRUE;
  return self->scenario->shared[room].name;
}

void
mw_listing_write_connect (MwListing *self, const MwNode *node)
{
  const char *room = room_of (self, node, "connect");
  g_autofree char *client = mw_listing_value_of (self, node, "client");
  gboolean is_constant = mw_node_get_cell (node, "client")->expression->kind == MW_EXPRESSION_NUMBER;
  gboolean is_async = mw_listing_is_async (self);

  self->modules |= MW_MODULE_WEBSOCKETS;
  mw_listing_add (self, node->id, is_constant ? "%swith %s.connect(\"ws://%s.example/%s\") as socket:" : "%swith %s.connect(f\"ws://%s.example/{%s}\") as socket:",
                  is_async ? "async " : "", is_async ? "websockets" : "websockets.sync.client", room, client);
  self->indent++;
  mw_listing_add (self, node->id, "%s[%s] = socket", room, client);
  mw_listing_add (self, node->id, "try:");
  mw_listing_add_inner (self, node, "steps");
  mw_listing_add (self, node->id, "finally:");
  mw_listing_add (self, node->id, "    del %s[%s]", room, client);
  self->indent--;
}

void
mw_listing_write_receive (MwListing *self, const MwNode *node)
{
  const char *room = room_of (self, node, "receive");
  g_autofree char *client = mw_listing_value_of (self, node, "client");
  g_autofree char *as = mw_listing_assignment_of (node);

  mw_listing_add (self, node->id, "%s%s%s[%s].recv()", as, mw_listing_await_of (self), room, client);
}

void
mw_listing_write_send (MwListing *self, const MwNode *node)
{
  const char *room = room_of (self, node, "room");
  g_autofree char *client = mw_listing_value_of (self, node, "client");
  g_autofree char *text = mw_listing_value_of (self, node, "send");

  mw_listing_add (self, node->id, "%s%s[%s].send(%s)", mw_listing_await_of (self), room, client, text);
}

/* "socket.send(TEXT)" to one of them, or with a limit of time; transfer full. */
static char *
sending_of (MwListing *self, const MwNode *node)
{
  const MwCell *limit = mw_node_get_cell (node, "drop-after");
  g_autofree char *text = mw_listing_value_of (self, node, "broadcast");
  g_autofree char *patience = NULL;

  if (!limit->given)
    return g_strdup_printf ("socket.send(%s)", text);
  self->drops = TRUE;
  patience = mw_listing_value_of (self, node, "drop-after");
  return g_strdup_printf ("send_or_drop(socket, %s, %s)", text, patience);
}

void
mw_listing_write_broadcast (MwListing *self, const MwNode *node)
{
  const char *room = room_of (self, node, "room");
  gint64 how = mw_listing_word_of (self, node, "how");
  g_autofree char *text = mw_listing_value_of (self, node, "broadcast");
  g_autofree char *sending = sending_of (self, node);

  if (how == MW_BROADCAST_QUEUED && mw_listing_is_async (self))
    {
      self->modules |= MW_MODULE_WEBSOCKETS;
      mw_listing_add (self, node->id, "websockets.broadcast(%s.values(), %s)", room, text);
    }
  else if (how == MW_BROADCAST_TOGETHER && mw_listing_is_async (self))
    mw_listing_add (self, node->id, "await asyncio.gather(*(%s for socket in %s.values()))", sending, room);
  else
    {
      mw_listing_add (self, node->id, "for socket in list(%s.values()):", room);
      mw_listing_add (self, node->id, "    %s%s", mw_listing_await_of (self), sending);
    }
}

const char *
mw_listing_connection_error (MwListing *self)
{
  gboolean has_rooms = FALSE;

  for (guint i = 0; i < self->scenario->n_shared; i++)
    {
      if (self->scenario->shared[i].format->code == MW_RESOURCE_SESSION)
        return "httpx.TransportError";
      has_rooms = has_rooms || self->scenario->shared[i].format->code == MW_RESOURCE_ROOM;
    }
  return has_rooms ? "websockets.ConnectionClosed" : "httpx.TransportError";
}
