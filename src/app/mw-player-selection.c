/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The task that everything speaks of, and the findings that lead to one. */

#include "mw-config.h"

#include "mw-diagnosis.h"
#include "mw-player-private.h"

typedef struct
{
  MwDiagnosis diagnosis;
  guint       entrant;
} Finding;

/* Outlines TASK of ENTRANT everywhere; 0: nothing. */
void
mw_player_select (MwPlayer *self, guint entrant, guint32 task)
{
  if (self->selected_task == task && (task == 0 || self->selected_entrant == entrant))
    return;
  self->selected_entrant = entrant;
  self->selected_task = task;
  mw_player_emit (self, MW_PLAYER_SELECTED);
}

/* The task, 0: none; of the run ENTRANT. */
guint32
mw_player_get_selected (MwPlayer *self, guint *entrant)
{
  *entrant = self->selected_entrant;
  return self->selected_task;
}

static gint
compare_findings (gconstpointer a, gconstpointer b)
{
  const Finding *first = a, *second = b;

  if (first->diagnosis.time != second->diagnosis.time)
    return first->diagnosis.time < second->diagnosis.time ? -1 : 1;
  return first->entrant < second->entrant ? -1 : first->entrant > second->entrant;
}

/* Of all runs, by time. */
static GArray *
find_all (MwPlayer *self)
{
  GArray *all = g_array_new (FALSE, FALSE, sizeof (Finding));

  for (guint i = 0; i < self->histories->len; i++)
    {
      g_autoptr (GArray) found = mw_diagnose (g_ptr_array_index (self->histories, i));

      for (guint k = 0; k < found->len; k++)
        {
          Finding finding = { g_array_index (found, MwDiagnosis, k), i };

          g_array_append_val (all, finding);
        }
    }
  g_array_sort (all, compare_findings);
  return all;
}

/* Index of the finding that comes after (DIRECTION > 0) or before what is shown; −1 or beyond the last: none.  Several
 * may belong to one instant: the one that was gone to tells them apart. */
static gint
find_next (MwPlayer *self, const GArray *all, gint direction)
{
  gint64 now = self->playhead.time;
  gint i = direction > 0 ? 0 : (gint) all->len - 1;

  if (self->finding >= 0 && self->finding < (gint) all->len && g_array_index (all, Finding, self->finding).diagnosis.time == now)
    return self->finding + (direction > 0 ? 1 : -1);
  if (direction > 0)
    while (i < (gint) all->len && g_array_index (all, Finding, i).diagnosis.time <= now)
      i++;
  else
    while (i >= 0 && g_array_index (all, Finding, i).diagnosis.time >= now)
      i--;
  return i;
}

/* Pauses at the next (DIRECTION > 0) or the previous finding and selects its task; FALSE, and all stays, when there is
 * none. */
gboolean
mw_player_step_finding (MwPlayer *self, gint direction)
{
  g_autoptr (GArray) all = find_all (self);
  gint next = find_next (self, all, direction);
  const Finding *finding;

  if (next < 0 || next >= (gint) all->len)
    return FALSE;
  finding = &g_array_index (all, Finding, next);
  mw_playhead_set_paused (&self->playhead, TRUE);
  mw_player_select (self, finding->entrant, finding->diagnosis.task);
  mw_player_seek (self, finding->diagnosis.time);
  self->finding = next;
  return TRUE;
}
