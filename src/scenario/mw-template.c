/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Names: "$name" by itself, and inside texts. */

#include "mw-config.h"

#include <inttypes.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "mw-expression.h"
#include "mw-time.h"

const MwVariable *
mw_scope_find (const MwScope *scope, const char *name)
{
  for (guint i = scope->routine != NULL ? scope->routine->variables->len : 0; i > 0; i--)
    {
      const MwVariable *variable = g_ptr_array_index (scope->routine->variables, i - 1);

      if (strcmp (variable->name, name) == 0)
        return variable;
    }
  return NULL;
}

/* "$a, $b, $c": the names that could have been meant. */
static char *
list_names (const MwScope *scope, gboolean fixed)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; !fixed && scope->routine != NULL && i < scope->routine->variables->len; i++)
    {
      const MwVariable *variable = g_ptr_array_index (scope->routine->variables, i);

      if (mw_scope_find (scope, variable->name) == variable)
        g_string_append_printf (text, "%s$%s", text->len > 0 ? ", " : "", variable->name);
    }
  for (guint i = 0; i < scope->scenario->n_parameters; i++)
    g_string_append_printf (text, "%s$%s", text->len > 0 ? ", " : "", scope->scenario->parameters[i].name);
  if (text->len == 0)
    g_string_append (text, fixed ? _("a parameter (there is none)") : _("a variable or parameter (there is none)"));
  return g_string_free (text, FALSE);
}

/* A parameter must fit whatever the learner chooses. */
static gboolean
check_parameter_range (const MwPlace *place, const MwParameter *parameter, const MwField *field)
{
  g_autofree char *found = NULL;
  g_autofree char *expected = NULL;
  char low[MW_TIME_BUFFER], high[MW_TIME_BUFFER];

  if ((field->type != MW_FIELD_NUMBER && field->type != MW_FIELD_FACTOR && field->type != MW_FIELD_DURATION) ||
      (parameter->min >= field->min && parameter->max <= field->max))
    return TRUE;
  expected = mw_field_describe (field);
  if (field->type == MW_FIELD_DURATION)
    found = g_strdup_printf (_("$%s, which may be from %s to %s"), parameter->name, mw_time_format (parameter->min, MW_TIME_AUTO, low),
                             mw_time_format (parameter->max, MW_TIME_AUTO, high));
  else
    found = g_strdup_printf (_("$%s, which may be from %" PRId64 " to %" PRId64), parameter->name,
                             parameter->min, parameter->max);
  return mw_place_fail (place, found, expected);
}

static gboolean
type_fits (MwType found, MwType wanted, gboolean is_parameter)
{
  if (found == MW_TYPE_GROUP)
    return FALSE;
  switch (wanted)
    {
    case MW_TYPE_ANY:
      return TRUE;
    case MW_TYPE_TEXT:
      return found != MW_TYPE_TASK && (found != MW_TYPE_DURATION || is_parameter);
    case MW_TYPE_NUMBER:
      return found == MW_TYPE_NUMBER || found == MW_TYPE_ANY;
    case MW_TYPE_LIST:
      return found == MW_TYPE_LIST || found == MW_TYPE_ANY;
    case MW_TYPE_NONE:
    case MW_TYPE_DURATION:
    case MW_TYPE_TASK:
    case MW_TYPE_GROUP:
    default:
      return found == wanted;
    }
}

/* "$name". */
const MwExpression *
mw_read_reference (MwScope *scope, const MwPlace *place, const char *name, const MwField *field)
{
  gboolean fixed = (field->flags & MW_FIELD_FIXED) != 0;
  const MwVariable *variable = fixed ? NULL : mw_scope_find (scope, name);
  gint index = mw_scenario_find_parameter (scope->scenario, name);
  g_autofree char *found = NULL;
  MwExpression *self;

  if (variable == NULL && index < 0)
    {
      g_autofree char *quoted = g_strdup_printf ("$%s", name);
      g_autofree char *names = list_names (scope, fixed);

      found = mw_place_quote (quoted);
      mw_place_fail (place, found, names);
      return NULL;
    }
  if (variable != NULL)
    {
      self = mw_expression_new (scope, MW_EXPRESSION_VARIABLE, variable->type);
      self->variable = variable;
      self->text = variable->name;
    }
  else
    {
      const MwParameter *parameter = &scope->scenario->parameters[index];

      if (!check_parameter_range (place, parameter, field))
        return NULL;
      self = mw_expression_new (scope, MW_EXPRESSION_PARAMETER, parameter->kind == MW_PARAMETER_DURATION ? MW_TYPE_DURATION : MW_TYPE_NUMBER);
      self->number = index;
      self->text = parameter->name;
    }
  if (type_fits (self->type, mw_field_get_type (field), variable == NULL))
    return self;
  found = g_strdup_printf (_("$%s, which is %s"), name, mw_type_name (self->type));
  return mw_expression_refuse (place, found, field);
}

/* The name after a dollar sign at P: "name" or "{name}"; *END is behind it.  NULL: none. */
static char *
scan_reference (const char *p, const char **end)
{
  gboolean braced = *p == '{';
  const char *name = braced ? p + 1 : p;
  gsize length = 0;

  while (g_ascii_islower (name[length]) || name[length] == '_' || (length > 0 && g_ascii_isdigit (name[length])))
    length++;
  if (length == 0 || (braced && name[length] != '}'))
    return NULL;
  *end = name + length + (braced ? 1 : 0);
  return g_strndup (name, length);
}

static void
add_text (MwScope *scope, GPtrArray *parts, GString *text)
{
  MwExpression *part;

  if (text->len == 0)
    return;
  part = mw_expression_new (scope, MW_EXPRESSION_TEXT, MW_TYPE_TEXT);
  part->text = mw_scenario_intern (scope->scenario, text->str);
  g_ptr_array_add (parts, part);
  g_string_truncate (text, 0);
}

/* Splits TEXT at its names into PARTS. */
static gboolean
split_template (MwScope *scope, const MwPlace *place, const char *text, const MwField *field, GPtrArray *parts)
{
  g_autoptr (GString) plain = g_string_new (NULL);
  const char *p = text;

  while (*p != '\0')
    {
      g_autofree char *name = NULL;
      const MwExpression *part;

      if (*p != '$' || p[1] == '$')
        {
          g_string_append_c (plain, *p);
          p += *p == '$' ? 2 : 1;
          continue;
        }
      add_text (scope, parts, plain);
      name = scan_reference (p + 1, &p);
      if (name == NULL)
        return mw_place_fail (place, _("a dollar sign without a name"), _("\"$name\", \"${name}\", or \"$$\" for the sign itself"));
      part = mw_read_reference (scope, place, name, field);
      if (part == NULL)
        return FALSE;
      g_ptr_array_add (parts, (gpointer) part);
    }
  add_text (scope, parts, plain);
  return TRUE;
}

/* A text with names in it; a name alone keeps its own type. */
const MwExpression *
mw_read_template (MwScope *scope, const MwPlace *place, const MwField *field)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new ();
  const char *text = json_node_get_string (place->node);
  MwField in_text = *field;
  MwExpression *self;
  const char *end;
  g_autofree char *name = *text == '$' ? scan_reference (text + 1, &end) : NULL;

  if (name != NULL && *end == '\0')
    return mw_read_reference (scope, place, name, field);
  in_text.type = MW_FIELD_TEXT;
  if (!split_template (scope, place, text, &in_text, parts))
    return NULL;
  if (parts->len == 1 && ((MwExpression *) g_ptr_array_index (parts, 0))->kind == MW_EXPRESSION_TEXT)
    return g_ptr_array_index (parts, 0);
  self = mw_expression_with_items (scope, MW_EXPRESSION_TEMPLATE, MW_TYPE_TEXT, parts->len);
  for (guint i = 0; i < parts->len; i++)
    self->items[i] = g_ptr_array_index (parts, i);
  return self;
}
