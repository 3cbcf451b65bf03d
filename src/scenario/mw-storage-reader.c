/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What steps on files and databases have that others have not: values for question marks, columns, names of files.
 *
 * SQL is a constant and values go beside it, never into it: a scenario that puts a $name into its SQL would teach the
 * oldest mistake there is, so it is refused. */

#include "mw-config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "mw-scenario-private.h"

#define FILE_NAME_LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._- "

/* The list of values at PLACE into CELL. */
gboolean
mw_read_values (MwScope *scope, const MwPlace *place, const MwField *field, MwCell *cell)
{
  const MwField element = { .type = MW_FIELD_VALUE };

  if (!mw_place_get_list (place, (guint) field->min, (guint) field->max, &cell->n_arguments))
    return FALSE;
  cell->arguments = mw_scenario_alloc (scope->scenario, cell->n_arguments, sizeof (MwExpression *));
  for (guint i = 0; i < cell->n_arguments; i++)
    {
      MwPlace value = mw_place_element (place, i);
      const MwExpression *expression = mw_read_expression (scope, &value, &element);

      if (expression == NULL)
        return FALSE;
      if (expression->type != MW_TYPE_NUMBER && expression->type != MW_TYPE_TEXT && expression->type != MW_TYPE_ANY)
        return mw_place_fail (&value, mw_type_name (expression->type), _("a number or a text"));
      cell->arguments[i] = expression;
    }
  return TRUE;
}

/* The columns of a query: variables in the order of the file, each with its type. */
gboolean
mw_read_columns (MwScope *scope, const MwPlace *place, const MwField *field, MwCell *cell)
{
  static const char *const words[] = { "number", "text", NULL };
  static const MwType types[] = { MW_TYPE_NUMBER, MW_TYPE_TEXT };
  g_autoptr (GList) names = NULL;
  guint type;

  if (!mw_place_get_object (place))
    return FALSE;
  names = json_object_get_members (json_node_get_object (place->node));
  if (names == NULL || g_list_length (names) > (guint) field->max)
    return mw_place_fail (place, NULL, _("one to ten columns"));
  cell->variables = mw_scenario_alloc (scope->scenario, g_list_length (names), sizeof (MwVariable *));
  for (GList *l = names; l != NULL; l = l->next)
    {
      MwPlace column = mw_place_member (place, l->data);
      MwPlace name = column;
      g_autoptr (JsonNode) text = json_node_init_string (json_node_alloc (), l->data);
      const MwVariable *variable;

      if (!mw_place_get_word (&column, words, &type))
        return FALSE;
      name.node = text;
      variable = mw_scope_define (scope, &name, types[type]);
      if (variable == NULL)
        return FALSE;
      cell->variables[cell->n_variables++] = variable;
    }
  return TRUE;
}

/* How many question marks stand in SQL outside quotes. */
static guint
count_marks (const char *sql)
{
  guint n = 0;
  char quote = '\0';

  for (; *sql != '\0'; sql++)
    if (quote != '\0')
      quote = *sql == quote ? '\0' : quote;
    else if (*sql == '\'' || *sql == '"')
      quote = *sql;
    else
      n += *sql == '?';
  return n;
}

static gboolean
check_sql (const MwPlace *step, const MwNode *node, const char *key)
{
  MwPlace place = mw_place_member (step, key);
  const MwExpression *sql = mw_node_get_cell (node, key)->expression;
  guint n_marks, n_values = mw_node_get_cell (node, "values")->n_arguments;
  g_autofree char *found = NULL;

  if (sql->kind != MW_EXPRESSION_TEXT)
    return mw_place_fail (&place, NULL, _("SQL without $names: write ? and give the value in \"values\""));
  n_marks = count_marks (sql->text);
  if (n_marks == n_values)
    return TRUE;
  found = g_strdup_printf (_("%u question marks and %u values"), n_marks, n_values);
  return mw_place_fail (&place, found, _("as many of these as of those"));
}

/* Whether every part of NAME that is known now can stand in the name of a file. */
static gboolean
is_file_name (const MwExpression *name, gboolean first)
{
  if (name->kind == MW_EXPRESSION_TEXT)
    return strlen (name->text) <= 60 && name->text[strspn (name->text, FILE_NAME_LETTERS)] == '\0' &&
           (!first || (name->text[0] != '.' && name->text[0] != '\0'));
  for (guint i = 0; i < name->n_items; i++)
    if (!is_file_name (name->items[i], first && (name->kind != MW_EXPRESSION_TEMPLATE || i == 0)))
      return FALSE;
  return TRUE;
}

static gboolean
check_file_name (const MwPlace *step, const MwNode *node, const char *key)
{
  MwPlace place = mw_place_member (step, key);

  if (is_file_name (mw_node_get_cell (node, key)->expression, TRUE))
    return TRUE;
  return mw_place_fail (&place, NULL, _("the name of a file: letters, digits, \".\", \"_\", \"-\" and spaces, no folder, not beginning with a dot, at most 60"));
}

/* What the rows cannot say of a step on files or databases. */
gboolean
mw_check_storage_step (const MwPlace *place, const MwNode *node)
{
  switch (node->format->code)
    {
    case MW_OP_EXECUTE:
    case MW_OP_QUERY:
      return check_sql (place, node, node->format->name);
    case MW_OP_WRITE_FILE:
    case MW_OP_READ_FILE:
      return check_file_name (place, node, node->format->name);
    default:
      return TRUE;
    }
}
