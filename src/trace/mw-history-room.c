/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The history of a part of a run, made to measure for the whole of it. */

#include "mw-history-private.h"

static void
make_room_for_tasks (MwHistory *self, MwHistory *whole)
{
  for (guint32 id = self->tasks->len + 1; id <= whole->tasks->len; id++)
    {
      const MwTaskHistory *other = mw_history_find_task (whole, id);
      MwTaskHistory *task = mw_history_add_task (self, id);

      task->name = other->name;
      task->parent = other->parent;
      task->depth = other->depth;
      task->group_owner = other->group_owner;
    }
}

/* Connections that are not opened yet have carried nothing. */
static void
make_room_for_connections (MwHistory *self, MwHistory *whole)
{
  while (self->connections->len < whole->connections->len)
    g_ptr_array_add (self->connections, g_array_new (FALSE, FALSE, sizeof (MwPhaseRef)));
}

void
mw_history_make_room (MwHistory *self, MwHistory *whole)
{
  make_room_for_tasks (self, whole);
  make_room_for_connections (self, whole);
  self->in_flight->max = whole->in_flight->max;
  g_ptr_array_set_size (self->shown, 0);
  for (guint i = 0; i < self->strips->len; i++)
    {
      MwStrip *strip = g_ptr_array_index (self->strips, i);
      MwStrip *other = g_ptr_array_index (whole->strips, i);

      strip->max = other->max;
      if (g_ptr_array_find (whole->shown, other, NULL))
        g_ptr_array_add (self->shown, strip);
    }
  self->is_part = TRUE;
}
