/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* room: nothing is sent to a client who is not connected, nothing comes from one; a number has one connection at a time;
 * the room's value is how many are connected, and at the end of a complete run it is nobody. */

#include "mw-judge.h"

typedef struct
{
  GHashTable *connected;  /* the set of room and client */
  GArray     *n_clients;  /* gint64 per room */
} Rooms;

static gpointer
key_of (const MwEvent *event)
{
  return GSIZE_TO_POINTER (((guint64) event->object << 32) ^ (guint64) event->value);
}

static const char *
name_room (MwJudge *judge, const MwEvent *event)
{
  return mw_trace_get_resource (judge->trace, event->object)->name;
}

static void
read_message (MwJudge *judge, Rooms *self, const MwEvent *event)
{
  gboolean is_there = g_hash_table_contains (self->connected, key_of (event));
  gint64 *n = mw_judge_of_task (&self->n_clients, sizeof (gint64), event->object);

  if (event->reason == MW_MESSAGE_JOINED && is_there)
    mw_judge_find (judge, "client %" G_GINT64_FORMAT " joins %s twice", event->value, name_room (judge, event));
  else if (event->reason != MW_MESSAGE_JOINED && !is_there)
    mw_judge_find (judge, "%s, though client %" G_GINT64_FORMAT " is not in %s", mw_message_name (event->reason),
                   event->value, name_room (judge, event));
  else if (event->reason == MW_MESSAGE_JOINED)
    *n += g_hash_table_add (self->connected, key_of (event));
  else if (event->reason == MW_MESSAGE_LEFT)
    *n -= g_hash_table_remove (self->connected, key_of (event));
}

static void
read_room (MwJudge *judge, gpointer state, const MwEvent *event)
{
  Rooms *self = state;
  const MwTraceResource *resource = mw_trace_get_resource (judge->trace, event->object);

  if (self->connected == NULL)
    self->connected = g_hash_table_new (NULL, NULL);
  if (event->kind == MW_EVENT_MESSAGE && resource != NULL)
    read_message (judge, self, event);
  if (event->kind == MW_EVENT_RESOURCE && resource != NULL && resource->kind == MW_RESOURCE_ROOM)
    {
      gint64 n = *(gint64 *) mw_judge_of_task (&self->n_clients, sizeof (gint64), event->object);

      if (event->value != n)
        mw_judge_find (judge, "%s is at %" G_GINT64_FORMAT ", but %" G_GINT64_FORMAT " clients are connected",
                       resource->name, event->value, n);
    }
}

static void
end_room (MwJudge *judge, gpointer state)
{
  Rooms *self = state;

  for (guint32 id = 1; self->n_clients && judge->has_end && judge->run_end == MW_RUN_COMPLETE && id < self->n_clients->len; id++)
    if (g_array_index (self->n_clients, gint64, id) != 0)
      mw_judge_find (judge, "%" G_GINT64_FORMAT " clients of %s are still connected at the end",
                     g_array_index (self->n_clients, gint64, id), mw_trace_get_resource (judge->trace, id)->name);
}

static void
clear_room (gpointer state)
{
  Rooms *self = state;

  g_clear_pointer (&self->connected, g_hash_table_unref);
  g_clear_pointer (&self->n_clients, g_array_unref);
}

const MwRule mw_rule_room = { "room", sizeof (Rooms), read_room, end_room, clear_room };
