/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Steps of the picture, from one event to the next or the last.  Whoever steps stands between two events of one instant
 * (mw-cursor.c says how); the playhead has that instant's time, and any other movement shows whole instants again. */

#include "mw-config.h"

#include <glib/gi18n.h>

#include "mw-describe.h"
#include "mw-player-private.h"

typedef gboolean (*Wanted) (MwPlayer *self, const MwEventPlace *place);

/* Whole instants again. */
void
mw_player_leave_event (MwPlayer *self)
{
  g_clear_pointer (&self->cursor, mw_cursor_free);
  self->finding = -1;
}

/* The moment of the run INDEX: of its history, as much as has happened.  Transfer none, until the next "moved". */
MwHistory *
mw_player_get_shown (MwPlayer *self, guint index)
{
  return self->cursor != NULL ? mw_cursor_get_part (self->cursor, index) : mw_player_get_history (self, index);
}

static gboolean
is_any (MwPlayer *self, const MwEventPlace *place)
{
  return TRUE;
}

static gboolean
is_selected (MwPlayer *self, const MwEventPlace *place)
{
  return self->selected_task != 0 && place->run == self->selected_entrant &&
         mw_cursor_get_event (self->cursor, place)->task == self->selected_task;
}

/* A task gets the loop, or its thread, that another one had before. */
static gboolean
is_switch (MwPlayer *self, const MwEventPlace *place)
{
  const MwEvent *event = mw_cursor_get_event (self->cursor, place);

  if (event->kind != MW_EVENT_RUNNING)
    return FALSE;
  for (gsize i = place->index; i-- > 0;)
    {
      const MwEvent *before = mw_cursor_get_event (self->cursor, &(MwEventPlace) { place->run, i });

      if (before->kind == MW_EVENT_RUNNING && before->lane == event->lane)
        return before->task != event->task;
    }
  return TRUE;
}

static const Wanted wanted[MW_N_STRIDES] = {
  [MW_STRIDE_EVENT] = is_any,
  [MW_STRIDE_SWITCH] = is_switch,
  [MW_STRIDE_TASK] = is_selected,
};

static gboolean
go_forward (MwPlayer *self, Wanted is_wanted)
{
  MwEventPlace place;
  gsize n = 0;

  for (; mw_cursor_next (self->cursor, &place); n++)
    if (is_wanted (self, &place))
      return TRUE;
  while (n-- > 0)
    mw_cursor_previous (self->cursor, &place);
  return FALSE;
}

/* Behind the wanted event that happened before the last one; LAST_TOO: or behind that. */
static gboolean
go_back (MwPlayer *self, Wanted is_wanted, gboolean last_too)
{
  MwEventPlace place;
  gsize n = 0;

  if (last_too && mw_cursor_get_last (self->cursor, &place) && is_wanted (self, &place))
    return TRUE;
  while (mw_cursor_previous (self->cursor, &place))
    {
      n++;
      if (mw_cursor_get_last (self->cursor, &place) ? is_wanted (self, &place) : is_wanted == is_any)
        return TRUE;
    }
  while (n-- > 0)
    mw_cursor_next (self->cursor, &place);
  return FALSE;
}

/* The instant of the event that happened last. */
static gint64
find_time (MwPlayer *self)
{
  MwEventPlace place;

  return mw_cursor_get_last (self->cursor, &place) ? mw_cursor_get_event (self->cursor, &place)->time : 0;
}

/* Pauses behind the next (DIRECTION > 0) or the previous event of the kind STRIDE; before the first one, too.  FALSE when
 * there is none: then the picture pauses where it is. */
gboolean
mw_player_step (MwPlayer *self, MwStride stride, gint direction)
{
  gboolean fresh = self->cursor == NULL, found;

  if (self->histories->len == 0)
    return FALSE;
  mw_playhead_set_paused (&self->playhead, TRUE);
  if (fresh)
    {
      self->cursor = mw_cursor_new ((MwHistory *const *) self->histories->pdata, self->histories->len);
      mw_cursor_seek (self->cursor, self->playhead.time);
    }
  found = direction > 0 ? go_forward (self, wanted[stride])
                        : go_back (self, wanted[stride], fresh && find_time (self) < self->playhead.time);
  self->finding = -1;
  if (found)
    mw_playhead_seek (&self->playhead, find_time (self));
  else if (fresh && stride != MW_STRIDE_EVENT)
    mw_player_leave_event (self);
  mw_player_moved (self);
  return found;
}

/* "event 17 of 240 · story 7 is ready again, woken by the clock"; NULL while whole instants are shown. */
char *
mw_player_dup_event (MwPlayer *self)
{
  g_autofree char *text = NULL;
  MwEventPlace place;
  guint n;

  if (self->cursor == NULL)
    return NULL;
  n = (guint) mw_cursor_count_known (self->cursor);
  if (!mw_cursor_get_last (self->cursor, &place))
    return g_strdup_printf (ngettext ("before the only event", "before the first of %u events", n), n);
  text = mw_describe_event (mw_cursor_get_part (self->cursor, place.run), place.index);
  if (self->histories->len == 1)
    /* TRANSLATORS: number, of how many, what happens */
    return g_strdup_printf (_("event %u of %u · %s"), (guint) mw_cursor_count_passed (self->cursor), n, text);
  /* TRANSLATORS: number, of how many, variant, what happens */
  return g_strdup_printf (_("event %u of %u · %s: %s"), (guint) mw_cursor_count_passed (self->cursor), n,
                          mw_player_get_variant_title (self, place.run), text);
}
