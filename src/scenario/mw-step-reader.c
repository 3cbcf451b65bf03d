/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One reader for all steps, led by the rows of mw-format-steps.c. */

#include "mw-config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "mw-error.h"
#include "mw-scenario-private.h"

static gboolean read_fields (MwScope *scope, const MwPlace *place, const MwFormat *format, MwNode *node);

/* A variable that holds a value of TYPE from here on; PLACE holds its name.  A name may be set again as long as its
 * type stays the same: then it is the same slot. */
MwVariable *
mw_scope_define (MwScope *scope, const MwPlace *place, MwType type)
{
  const MwVariable *known;
  MwVariable *self;
  const char *name;

  if (!mw_place_get_text (place, _("the name of a variable"), &name) || !mw_read_name (scope->scenario, place, name))
    return NULL;
  known = mw_scope_find (scope, name);
  if (known != NULL && known->type != type)
    {
      g_autofree char *found = g_strdup_printf (_("\"%s\", which is %s already"), name, mw_type_name (known->type));

      mw_place_fail (place, found, _("a name that is not in use"));
      return NULL;
    }
  if (scope->routine->variables->len >= MW_MAX_VARIABLES)
    {
      g_autofree char *expected = g_strdup_printf (_("at most %d variables in a coroutine"), MW_MAX_VARIABLES);

      mw_place_fail (place, NULL, expected);
      return NULL;
    }
  self = mw_scenario_alloc (scope->scenario, 1, sizeof (MwVariable));
  self->name = mw_scenario_intern (scope->scenario, name);
  self->type = type;
  self->slot = known != NULL ? known->slot : scope->routine->n_slots++;
  g_ptr_array_add (scope->routine->variables, self);
  return self;
}

static gboolean
read_task (MwScope *scope, const MwPlace *place, MwCell *cell)
{
  MwExpression *expression;
  const MwVariable *variable;
  const char *name;

  if (!mw_place_get_text (place, _("the variable of a task"), &name))
    return FALSE;
  variable = mw_scope_find (scope, name);
  if (variable == NULL || variable->type != MW_TYPE_TASK)
    return mw_place_fail (place, NULL, _("a variable that \"start\" has set with \"as\""));
  expression = mw_scenario_alloc (scope->scenario, 1, sizeof (MwExpression));
  *expression = (MwExpression) { MW_EXPRESSION_VARIABLE, MW_TYPE_TASK, .variable = variable, .text = variable->name };
  cell->expression = expression;
  return TRUE;
}

static gboolean
read_group (MwScope *scope, const MwPlace *place, MwCell *cell)
{
  MwExpression *expression;
  const MwVariable *variable;
  const char *name;

  if (!mw_place_get_text (place, _("the name of a group"), &name))
    return FALSE;
  variable = mw_scope_find (scope, name);
  if (variable == NULL || variable->type != MW_TYPE_GROUP || variable->closed)
    return mw_place_fail (place, NULL, _("the name of a \"group\" around this step"));
  expression = mw_scenario_alloc (scope->scenario, 1, sizeof (MwExpression));
  *expression = (MwExpression) { MW_EXPRESSION_VARIABLE, MW_TYPE_GROUP, .variable = variable, .text = variable->name };
  cell->expression = expression;
  return TRUE;
}

static gboolean
read_coroutine_name (MwScope *scope, const MwPlace *place, MwCell *cell)
{
  g_autofree const char **names = g_new0 (const char *, scope->scenario->n_routines + 1);

  for (guint i = 0; i < scope->scenario->n_routines; i++)
    names[i] = scope->scenario->routines[i].name;
  return mw_place_get_word (place, names, &cell->ref);
}

static gboolean
read_resource_name (MwScope *scope, const MwPlace *place, const MwField *field, MwCell *cell)
{
  MwScenario *scenario = scope->scenario;
  g_autofree const char **names = g_new0 (const char *, scenario->n_shared + 1);
  guint n = 0, index;

  for (guint i = 0; i < scenario->n_shared; i++)
    if (field->kinds & (1u << scenario->shared[i].format->code))
      names[n++] = scenario->shared[i].name;
  if (n == 0)
    return mw_place_fail (place, NULL, _("a fitting resource, of which there is none"));
  if (!mw_place_get_word (place, names, &index))
    return FALSE;
  cell->ref = (guint) mw_scenario_find_resource (scenario, names[index]) + 1;
  return TRUE;
}

/* A value for each argument of ROUTINE; PLACE may hold nothing. */
static gboolean
read_arguments (MwScope *scope, const MwPlace *place, const MwRoutine *routine, MwCell *cell)
{
  cell->n_arguments = routine->n_arguments;
  cell->arguments = mw_scenario_alloc (scope->scenario, routine->n_arguments, sizeof (MwExpression *));
  if (place->node != NULL && !mw_place_get_object (place))
    return FALSE;
  for (guint i = 0; i < routine->n_arguments; i++)
    {
      const MwVariable *argument = g_ptr_array_index (routine->variables, i);
      MwPlace value = { .parent = place, .key = argument->name, .file = place->file, .error = place->error };

      if (place->node != NULL)
        value = mw_place_member (place, argument->name);
      if (value.node == NULL)
        return mw_place_fail (&value, NULL, mw_type_name (argument->type));
      cell->arguments[i] = mw_read_argument (scope, &value, argument->type);
      if (cell->arguments[i] == NULL)
        return FALSE;
    }
  if (place->node != NULL && json_object_get_size (json_node_get_object (place->node)) > routine->n_arguments)
    {
      g_autofree char *expected = g_strdup_printf (_("only the %u of \"%s\""), routine->n_arguments, routine->name);
      g_autofree char *found = g_strdup_printf (_("%u arguments"), json_object_get_size (json_node_get_object (place->node)));

      return mw_place_fail (place, found, expected);
    }
  return TRUE;
}

static gboolean
read_code (const MwPlace *place, int *code)
{
  guint n;
  const MwFaultName *faults = mw_format_get_faults (&n);

  if (mw_place_is_integer (place))
    {
      gint64 status = json_node_get_int (place->node);

      *code = (int) status;
      if (400 <= status && status <= 599)
        return TRUE;
    }
  for (guint i = 0; i < n && mw_place_is_text (place); i++)
    if (strcmp (faults[i].name, json_node_get_string (place->node)) == 0)
      {
        *code = faults[i].code;
        return TRUE;
      }
  return mw_place_fail (place, NULL, _("\"error\", \"timeout\", \"cancelled\", \"connection\", \"file\", \"database\" or an HTTP status from 400 to 599"));
}

static gboolean
read_codes (MwScope *scope, const MwPlace *place, MwCell *cell)
{
  if (!mw_place_get_list (place, 1, 50, &cell->n_codes))
    return FALSE;
  cell->codes = mw_scenario_alloc (scope->scenario, cell->n_codes, sizeof (int));
  for (guint i = 0; i < cell->n_codes; i++)
    {
      MwPlace code = mw_place_element (place, i);

      if (!read_code (&code, &cell->codes[i]))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_calls (MwScope *scope, const MwPlace *place, const MwField *field, MwCell *cell)
{
  if (!mw_place_get_list (place, (guint) field->min, (guint) field->max, &cell->n_nodes))
    return FALSE;
  cell->nodes = mw_scenario_alloc (scope->scenario, cell->n_nodes, sizeof (MwNode));
  for (guint i = 0; i < cell->n_nodes; i++)
    {
      MwPlace call = mw_place_element (place, i);

      if (!mw_place_get_object (&call) || !mw_read_keys (&call, &mw_format_call) ||
          !read_fields (scope, &call, &mw_format_call, &cell->nodes[i]))
        return FALSE;
    }
  return TRUE;
}

/* How often the step or call of NODE is done: what its variable "for" counts. */
static const MwExpression *
times_of (const MwNode *node)
{
  static const char *const keys[] = { "times", "repeat", "arrivals" };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (mw_node_get_cell (node, keys[i]) != NULL)
      return mw_node_get_cell (node, keys[i])->expression;
  return NULL;
}

/* The type of the variable that FIELD sets: its own, that of the value read last, or that of its elements. */
static MwType
type_of_name (const MwScope *scope, const MwField *field, const MwNode *node)
{
  if (field->defines != MW_TYPE_NONE)
    return field->defines;
  if (node->format->code != MW_OP_FOR_EACH)
    return scope->last->type;
  return scope->last->kind == MW_EXPRESSION_LIST && scope->last->n_items > 0 ? scope->last->items[0]->type : MW_TYPE_ANY;
}

/* A variable; one that counts does so from "from" as often as times_of () says. */
static gboolean
read_name (MwScope *scope, const MwPlace *place, const MwField *field, const MwNode *node, MwCell *cell)
{
  MwVariable *variable = mw_scope_define (scope, place, type_of_name (scope, field, node));

  if (variable == NULL)
    return FALSE;
  if (field->flags & MW_FIELD_COUNTS)
    {
      variable->from = mw_node_get_cell (node, "from")->expression;
      variable->times = times_of (node);
    }
  cell->variable = variable;
  return TRUE;
}

static gboolean
read_field (MwScope *scope, const MwPlace *place, const MwField *field, const MwNode *node, MwCell *cell)
{
  switch ((int) field->type)
    {
    case MW_FIELD_NAME:
      return read_name (scope, place, field, node, cell);
    case MW_FIELD_TASK:
      return read_task (scope, place, cell);
    case MW_FIELD_GROUP:
      return read_group (scope, place, cell);
    case MW_FIELD_COROUTINE:
      return read_coroutine_name (scope, place, cell);
    case MW_FIELD_ARGUMENTS:
      return TRUE;
    case MW_FIELD_RESOURCE:
      return read_resource_name (scope, place, field, cell);
    case MW_FIELD_STEPS:
      return mw_read_steps (scope, place, field, cell);
    case MW_FIELD_CALLS:
      return read_calls (scope, place, field, cell);
    case MW_FIELD_CODES:
      return read_codes (scope, place, cell);
    case MW_FIELD_VALUES:
      return mw_read_values (scope, place, field, cell);
    case MW_FIELD_COLUMNS:
      return mw_read_columns (scope, place, field, cell);
    default:
      cell->expression = mw_read_expression (scope, place, field);
      return cell->expression != NULL;
    }
}

static gboolean
read_fields (MwScope *scope, const MwPlace *place, const MwFormat *format, MwNode *node)
{
  g_autofree char *path = mw_place_dup_path (place);

  node->format = format;
  node->path = mw_scenario_intern (scope->scenario, path);
  node->cells = mw_scenario_alloc (scope->scenario, format->n_fields, sizeof (MwCell));
  for (guint i = 0; i < format->n_fields; i++)
    {
      const MwField *field = &format->fields[i];
      MwPlace member = mw_place_member (place, field->key);
      MwCell *cell = &node->cells[i];

      cell->given = member.node != NULL;
      if (field->flags & MW_FIELD_DRAWS)
        cell->site = ++scope->scenario->n_sites;
      if (cell->given && !read_field (scope, &member, field, node, cell))
        return FALSE;
      if (field->type == MW_FIELD_ARGUMENTS &&
          !read_arguments (scope, &member, &scope->scenario->routines[mw_node_get_callee (node)], cell))
        return FALSE;
    }
  return TRUE;
}

/* The row of the one key in the object at PLACE that names a step. */
static const MwFormat *
find_step (const MwPlace *place)
{
  guint n;
  const MwFormat *steps = mw_format_get_steps (&n), *found = NULL;
  JsonObject *object = json_node_get_object (place->node);
  g_autofree const char **names = g_new0 (const char *, n + 1);
  g_autofree char *joined = NULL, *expected = NULL, *given = NULL;
  g_autoptr (GList) members = NULL;

  for (guint i = 0; i < n; i++)
    {
      names[i] = steps[i].name;
      if (!json_object_has_member (object, steps[i].name))
        continue;
      if (found != NULL && mw_format_find_field (found, steps[i].name) != NULL)
        continue; /* "call" within "arrivals" */
      if (found != NULL && mw_format_find_field (&steps[i], found->name) == NULL)
        {
          given = g_strdup_printf (_("\"%s\" and \"%s\" in one step"), found->name, steps[i].name);
          mw_place_fail (place, given, _("one step in each object"));
          return NULL;
        }
      found = &steps[i];
    }
  if (found != NULL)
    return found;
  joined = mw_place_join (names);
  expected = g_strdup_printf (_("one of %s"), joined);
  members = json_object_get_members (object);
  given = members != NULL ? mw_place_quote (members->data) : g_strdup (_("an empty object"));
  mw_place_fail (place, given, expected);
  return NULL;
}

static gboolean
is_queued (const MwCell *how)
{
  return how->expression != NULL && how->expression->kind == MW_EXPRESSION_NUMBER && how->expression->number == MW_BROADCAST_QUEUED;
}

static gboolean
is_sentinel (const MwNode *put)
{
  const MwExpression *sentinel = mw_node_get_cell (put, "sentinel")->expression;

  return sentinel != NULL && sentinel->kind == MW_EXPRESSION_NUMBER && sentinel->number != 0;
}

/* What the rows cannot say. */
static gboolean
check_step (const MwPlace *place, const MwNode *node)
{
  if (node->format->code == MW_OP_TRY && !mw_node_get_cell (node, "except")->given && !mw_node_get_cell (node, "finally")->given)
    return mw_place_fail (place, _("neither \"except\" nor \"finally\""), _("one of them, or both"));
  if (node->format->code == MW_OP_TRY && mw_node_get_cell (node, "errors")->given && !mw_node_get_cell (node, "except")->given)
    return mw_place_fail (place, _("\"errors\" without \"except\""), _("both of them"));
  if (node->format->code == MW_OP_YIELD && node->cells[0].expression->kind == MW_EXPRESSION_NUMBER && node->cells[0].expression->number == 0)
    return mw_place_fail (place, _("\"yield\": false"), _("true, or no such step"));
  if (node->format->code == MW_OP_BROADCAST && mw_node_get_cell (node, "drop-after")->given && is_queued (mw_node_get_cell (node, "how")))
    return mw_place_fail (place, _("\"drop-after\" with \"queued\", where nobody waits"), _("one of them"));
  if (node->format->code == MW_OP_PUT && mw_node_get_cell (node, "item")->given == is_sentinel (node))
    return mw_place_fail (place, NULL, _("either \"item\" or \"sentinel\": true"));
  return mw_check_storage_step (place, node);
}

static gboolean
read_step (MwScope *scope, const MwPlace *place, MwNode *node)
{
  const MwFormat *format;

  if (!mw_place_get_object (place))
    return FALSE;
  format = find_step (place);
  if (format == NULL || !mw_read_keys (place, format))
    return FALSE;
  node->id = ++scope->scenario->n_steps;
  if (!read_fields (scope, place, format, node) || !check_step (place, node))
    return FALSE;
  if (format->code == MW_OP_GROUP)
    ((MwVariable *) node->cells[0].variable)->closed = TRUE;
  return TRUE;
}

/* The list of steps at PLACE into CELL. */
gboolean
mw_read_steps (MwScope *scope, const MwPlace *place, const MwField *field, MwCell *cell)
{
  if (!mw_place_get_list (place, (guint) field->min, (guint) field->max, &cell->n_nodes))
    return FALSE;
  cell->nodes = mw_scenario_alloc (scope->scenario, cell->n_nodes, sizeof (MwNode));
  for (guint i = 0; i < cell->n_nodes; i++)
    {
      MwPlace step = mw_place_element (place, i);

      if (!read_step (scope, &step, &cell->nodes[i]))
        return FALSE;
    }
  return TRUE;
}
