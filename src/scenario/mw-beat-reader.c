/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Reading beats.  A beat says where it stands by what happens there, so that it is right whatever the learner sets;
 * when that was is found out from the trace (session, mw-beat-times.c). */

#include "mw-config.h"

#include <glib/gi18n-lib.h>

#include "mw-scenario-private.h"
#include "mw-time.h"

/* "at" or "event", of which there is exactly one. */
static gboolean
read_moment (const MwPlace *place, MwBeat *beat)
{
  MwPlace at = mw_place_member (place, "at"), event = mw_place_member (place, "event");
  guint index;

  if ((at.node == NULL) == (event.node == NULL))
    return mw_place_fail (place, at.node == NULL ? _("neither \"at\" nor \"event\"") : _("\"at\" and \"event\""), _("one of them"));
  if (at.node == NULL)
    {
      if (!mw_place_get_word (&event, mw_format_find_field (&mw_format_beat, "event")->words, &index))
        return FALSE;
      beat->event = (MwBeatEvent) (MW_BEAT_AT + 1 + index);
      return TRUE;
    }
  beat->event = MW_BEAT_AT;
  if (mw_place_is_text (&at) && mw_time_parse (json_node_get_string (at.node), &beat->at) && beat->at <= MW_DURATION_MAX)
    return TRUE;
  return mw_place_fail (&at, NULL, _("a duration such as \"6s\""));
}

/* Whose event it is and which: nothing of it where the beat stands at a time. */
static gboolean
read_subject (MwScenario *self, const MwPlace *place, MwBeat *beat, const char *tasks[MW_N_LANGUAGES])
{
  MwPlace task = mw_place_member (place, "task"), which = mw_place_member (place, "index");
  const MwField *field = mw_format_find_field (&mw_format_beat, "index");
  gint64 index = 1;

  if (!mw_format_get_beat (beat->event)->task)
    {
      if (task.node != NULL)
        return mw_place_fail (&task, NULL, _("nothing: it does not happen to a task"));
    }
  else if (!mw_read_localised (self, &task, tasks))
    return FALSE;
  if (beat->event == MW_BEAT_AT && which.node != NULL)
    return mw_place_fail (&which, NULL, _("nothing: a time comes once"));
  if (which.node != NULL && !mw_place_get_integer (&which, field->min, field->max, &index))
    return FALSE;
  beat->index = (guint) index;
  return TRUE;
}

static gboolean
read_beat (MwScenario *self, const MwPlace *place, guint position)
{
  MwPlace caption, variant;
  const char *captions[MW_N_LANGUAGES], *tasks[MW_N_LANGUAGES] = { NULL };
  MwBeat beat = { 0 };

  if (!mw_place_get_object (place) || !mw_read_keys (place, &mw_format_beat))
    return FALSE;
  caption = mw_place_member (place, "caption");
  variant = mw_place_member (place, "variant");
  if (!mw_read_localised (self, &caption, captions) ||
      (variant.node != NULL && !mw_read_variant_id (self, &variant, &beat.variant)) ||
      !read_moment (place, &beat) || !read_subject (self, place, &beat, tasks))
    return FALSE;
  for (guint lang = 0; lang < MW_N_LANGUAGES; lang++)
    {
      beat.caption = captions[lang];
      beat.task = tasks[lang];
      self->beats[lang][position] = beat;
    }
  return TRUE;
}

/* $.beats */
gboolean
mw_read_beats (MwScenario *self, const MwPlace *place)
{
  guint n;

  if (!mw_place_get_list (place, 0, MW_MAX_BEATS, &n))
    return FALSE;
  for (guint lang = 0; lang < MW_N_LANGUAGES; lang++)
    self->beats[lang] = mw_scenario_alloc (self, n, sizeof (MwBeat));
  for (guint i = 0; i < n; i++)
    {
      MwPlace beat = mw_place_element (place, i);

      if (!read_beat (self, &beat, i))
        return FALSE;
    }
  self->n_beats = n;
  return TRUE;
}
