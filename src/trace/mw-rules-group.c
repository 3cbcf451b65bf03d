/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* group: who opened it leaves it once, and not before all that joined it have ended. */

#include "mw-judge.h"

typedef struct
{
  guint32 owner;      /* 0: nobody has joined yet */
  guint32 n_alive;
  gboolean left;
} Group;

typedef struct
{
  GArray *groups;     /* of Group; index = number */
  GArray *of_tasks;   /* gint64: the group that the task joined; 0: none */
} Groups;

static gboolean
is_number (MwJudge *judge, const MwEvent *event)
{
  if (event->value >= 1 && event->value <= (gint64) judge->index + 1)
    return TRUE;
  mw_judge_find (judge, "%s names group %" G_GINT64_FORMAT ", which does not exist", mw_event_kind_name (event->kind), event->value);
  return FALSE;
}

static void
read_joined (MwJudge *judge, Groups *self, const MwEvent *event)
{
  Group *group;
  gint64 *joined;

  if (!is_number (judge, event))
    return;
  group = mw_judge_of_task (&self->groups, sizeof (Group), (guint32) event->value);
  joined = mw_judge_of_task (&self->of_tasks, sizeof (gint64), event->task);
  if (group->left)
    mw_judge_find (judge, "task %u joins group %" G_GINT64_FORMAT ", which was left", event->task, event->value);
  else if (*joined != 0)
    mw_judge_find (judge, "task %u joins a second group", event->task);
  else if (group->owner != 0 && group->owner != event->object)
    mw_judge_find (judge, "task %u says that group %" G_GINT64_FORMAT " is of task %u; it is of task %u", event->task, event->value,
                   event->object, group->owner);
  group->owner = event->object;
  group->n_alive += *joined == 0;
  *joined = event->value;
}

static void
read_ended (MwJudge *judge, Groups *self, const MwEvent *event)
{
  gint64 *joined = mw_judge_of_task (&self->of_tasks, sizeof (gint64), event->task);

  if (judge->legal && *joined != 0)
    ((Group *) mw_judge_of_task (&self->groups, sizeof (Group), (guint32) *joined))->n_alive--;
}

static void
read_left (MwJudge *judge, Groups *self, const MwEvent *event)
{
  Group *group;

  if (!is_number (judge, event))
    return;
  group = mw_judge_of_task (&self->groups, sizeof (Group), (guint32) event->value);
  if (group->left)
    mw_judge_find (judge, "group %" G_GINT64_FORMAT " is left twice", event->value);
  else if (group->owner != 0 && group->owner != event->task)
    mw_judge_find (judge, "task %u leaves group %" G_GINT64_FORMAT ", which is of task %u", event->task, event->value, group->owner);
  else if (group->n_alive > 0)
    mw_judge_find (judge, "group %" G_GINT64_FORMAT " is left while %u of its tasks live", event->value, group->n_alive);
  group->left = TRUE;
}

static void
read_group (MwJudge *judge, gpointer state, const MwEvent *event)
{
  static void (*const readers[MW_N_EVENTS]) (MwJudge *, Groups *, const MwEvent *) = {
    [MW_EVENT_GROUP_JOINED] = read_joined,
    [MW_EVENT_GROUP_LEFT] = read_left,
    [MW_EVENT_ENDED] = read_ended,
  };

  if (readers[event->kind] != NULL)
    readers[event->kind] (judge, state, event);
}

static void
end_group (MwJudge *judge, gpointer state)
{
  Groups *self = state;

  if (!judge->has_end || (judge->run_end != MW_RUN_COMPLETE && judge->run_end != MW_RUN_FAILED))
    return;
  for (guint i = 1; self->groups != NULL && i < self->groups->len; i++)
    if (!g_array_index (self->groups, Group, i).left)
      mw_judge_find (judge, "group %u was never left in a run that calls itself %s", i, mw_run_end_name (judge->run_end));
}

static void
clear_group (gpointer state)
{
  Groups *self = state;

  g_clear_pointer (&self->groups, g_array_unref);
  g_clear_pointer (&self->of_tasks, g_array_unref);
}

const MwRule mw_rule_group = { "group", sizeof (Groups), read_group, end_group, clear_group };
