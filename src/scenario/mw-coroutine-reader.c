/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Reading coroutines: what they are called with, and what they do. */

#include "mw-config.h"

#include <glib/gi18n-lib.h>

#include "mw-scenario-private.h"

/* Names and types of the arguments: known before any step is read. */
static gboolean
read_signature (MwScenario *self, const MwPlace *place, MwRoutine *routine)
{
  MwPlace arguments = mw_place_member (place, "arguments");
  g_autoptr (GList) names = NULL;

  if (arguments.node == NULL)
    return TRUE;
  if (!mw_place_get_object (&arguments))
    return FALSE;
  if (json_object_get_size (json_node_get_object (arguments.node)) > MW_MAX_ARGUMENTS)
    return mw_place_fail (&arguments, NULL, _("fewer arguments"));
  names = json_object_get_members (json_node_get_object (arguments.node));
  for (GList *l = names; l != NULL; l = l->next)
    {
      MwPlace type = mw_place_member (&arguments, l->data);
      MwVariable *variable;
      guint index;

      if (!mw_read_name (self, &type, l->data) || !mw_place_get_word (&type, mw_format_types, &index))
        return FALSE;
      variable = mw_scenario_alloc (self, 1, sizeof (MwVariable));
      variable->name = mw_scenario_intern (self, l->data);
      variable->type = (MwType) (index + 1);
      variable->slot = routine->n_slots++;
      routine->n_arguments++;
      g_ptr_array_add (routine->variables, variable);
    }
  return TRUE;
}

static gboolean
read_body (MwScenario *self, const MwPlace *place, MwRoutine *routine)
{
  MwPlace steps = mw_place_member (place, "steps"), task_name = mw_place_member (place, "task-name");
  MwScope scope = { self, routine };
  MwCell cell = { 0 };

  if (task_name.node != NULL)
    {
      routine->task_name = mw_read_expression (&scope, &task_name, mw_format_find_field (&mw_format_coroutine, "task-name"));
      if (routine->task_name == NULL)
        return FALSE;
    }
  if (!mw_read_steps (&scope, &steps, mw_format_find_field (&mw_format_coroutine, "steps"), &cell))
    return FALSE;
  routine->nodes = cell.nodes;
  routine->n_nodes = cell.n_nodes;
  return TRUE;
}

/* $.coroutines: first all names, so that each may call any other, then the steps. */
gboolean
mw_read_coroutines (MwScenario *self, const MwPlace *place)
{
  g_autoptr (GList) names = json_object_get_members (json_node_get_object (place->node));

  self->routines = mw_scenario_alloc (self, g_list_length (names), sizeof (MwRoutine));
  for (GList *l = names; l != NULL; l = l->next)
    {
      MwPlace coroutine = mw_place_member (place, l->data);
      MwRoutine *routine = &self->routines[self->n_routines];

      if (!mw_read_name (self, &coroutine, l->data) || !mw_place_get_object (&coroutine) ||
          !mw_read_keys (&coroutine, &mw_format_coroutine))
        return FALSE;
      routine->name = mw_scenario_intern (self, l->data);
      routine->variables = g_ptr_array_new ();
      self->n_routines++;
    }
  for (GList *l = names, *last = NULL; l != last; l = l->next)
    {
      MwPlace coroutine = mw_place_member (place, l->data);

      if (!read_signature (self, &coroutine, &self->routines[g_list_position (names, l)]))
        return FALSE;
    }
  for (GList *l = names; l != NULL; l = l->next)
    {
      MwPlace coroutine = mw_place_member (place, l->data);

      if (!read_body (self, &coroutine, &self->routines[g_list_position (names, l)]))
        return FALSE;
    }
  return TRUE;
}
