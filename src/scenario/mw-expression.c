/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Reading values: constants, "$names", texts with names in them, lists, draws.
 *
 * Every expression has a type that is known before anything runs, so that "a duration where a text is wanted" is a
 * message about the file and not a strange picture.  That is why arguments are declared with types. */

#include "mw-config.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "mw-scenario-private.h"
#include "mw-time.h"

enum { ITEM_LIST, ITEM_INDEX };

static const MwField list_fields[] = {
  { "list", MW_FIELD_VALUE, MW_FIELD_REQUIRED, .min = 1, .max = 1000 },
  { "index", MW_FIELD_NUMBER, MW_FIELD_REQUIRED, .min = 0, .max = MW_MAX_NUMBER },
};
static const MwField uniform_fields[] = { { "uniform", MW_FIELD_VALUE, MW_FIELD_REQUIRED } };
static const MwField exponential_fields[] = { { "exponential", MW_FIELD_VALUE, MW_FIELD_REQUIRED } };

static const MwFormat list_format = { "list", -1, list_fields, G_N_ELEMENTS (list_fields) };
static const MwFormat uniform_format = { "uniform", -1, uniform_fields, G_N_ELEMENTS (uniform_fields) };
static const MwFormat exponential_format = { "exponential", -1, exponential_fields, G_N_ELEMENTS (exponential_fields) };

static MwExpression *
expression_new (MwScope *scope, MwExpressionKind kind, MwType type)
{
  MwExpression *self = mw_scenario_alloc (scope->scenario, 1, sizeof (MwExpression));

  self->kind = kind;
  self->type = type;
  return self;
}

static MwExpression *
expression_with_items (MwScope *scope, MwExpressionKind kind, MwType type, guint n_items)
{
  MwExpression *self = expression_new (scope, kind, type);

  self->items = mw_scenario_alloc (scope->scenario, n_items, sizeof (MwExpression *));
  self->n_items = n_items;
  return self;
}

static MwExpression *
number_new (MwScope *scope, MwType type, gint64 number)
{
  MwExpression *self = expression_new (scope, MW_EXPRESSION_NUMBER, type);

  self->number = number;
  return self;
}

static MwType
type_wanted (const MwField *field)
{
  static const MwType types[MW_N_FIELD_TYPES] = {
    [MW_FIELD_DURATION] = MW_TYPE_DURATION, [MW_FIELD_NUMBER] = MW_TYPE_NUMBER, [MW_FIELD_FACTOR] = MW_TYPE_NUMBER,
    [MW_FIELD_TEXT] = MW_TYPE_TEXT, [MW_FIELD_VALUE] = MW_TYPE_ANY, [MW_FIELD_SWITCH] = MW_TYPE_NUMBER,
    [MW_FIELD_WORD] = MW_TYPE_NUMBER,
  };

  return types[field->type];
}

const char *
mw_type_name (MwType type)
{
  static const char *const names[] = {
    N_("nothing"), N_("a number"), N_("a duration"), N_("a text"), N_("a task"), N_("a list"), N_("a result"),
  };

  return _(names[type]);
}

/* What FIELD may be, for a message; transfer full. */
static char *
describe_wanted (const MwField *field)
{
  g_autofree char *words = NULL;
  char low[MW_TIME_BUFFER], high[MW_TIME_BUFFER];

  switch ((int) field->type)
    {
    case MW_FIELD_DURATION:
      return g_strdup_printf (_("a duration from %s to %s, such as \"240ms\""), mw_time_format (MAX (0, field->min), MW_TIME_AUTO, low),
                              mw_time_format (field->max, MW_TIME_AUTO, high));
    case MW_FIELD_NUMBER:
      return g_strdup_printf (_("a whole number from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT), field->min, field->max);
    case MW_FIELD_FACTOR:
      return g_strdup_printf (_("a number from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT), field->min, field->max);
    case MW_FIELD_TEXT:
      return g_strdup (_("a text"));
    case MW_FIELD_SWITCH:
      return g_strdup (_("true or false"));
    case MW_FIELD_WORD:
      words = mw_place_join (field->words);
      return g_strdup_printf (_("one of %s"), words);
    default:
      return g_strdup (_("a value"));
    }
}

static const MwExpression *
refuse (const MwPlace *place, const char *found, const MwField *field)
{
  g_autofree char *expected = describe_wanted (field);

  mw_place_fail (place, found, expected);
  return NULL;
}

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
  expected = describe_wanted (field);
  if (field->type == MW_FIELD_DURATION)
    found = g_strdup_printf (_("$%s, which may be from %s to %s"), parameter->name, mw_time_format (parameter->min, MW_TIME_AUTO, low),
                             mw_time_format (parameter->max, MW_TIME_AUTO, high));
  else
    found = g_strdup_printf (_("$%s, which may be from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT), parameter->name,
                             parameter->min, parameter->max);
  return mw_place_fail (place, found, expected);
}

static gboolean
type_fits (MwType found, MwType wanted, gboolean is_parameter)
{
  switch (wanted)
    {
    case MW_TYPE_ANY:
      return TRUE;
    case MW_TYPE_TEXT:
      return found != MW_TYPE_TASK && (found != MW_TYPE_DURATION || is_parameter);
    case MW_TYPE_NUMBER:
      return found == MW_TYPE_NUMBER || found == MW_TYPE_ANY;
    case MW_TYPE_NONE:
    case MW_TYPE_DURATION:
    case MW_TYPE_TASK:
    case MW_TYPE_LIST:
    default:
      return found == wanted;
    }
}

/* "$name". */
static const MwExpression *
read_reference (MwScope *scope, const MwPlace *place, const char *name, const MwField *field)
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
      self = expression_new (scope, MW_EXPRESSION_VARIABLE, variable->type);
      self->variable = variable;
      self->text = variable->name;
    }
  else
    {
      const MwParameter *parameter = &scope->scenario->parameters[index];

      if (!check_parameter_range (place, parameter, field))
        return NULL;
      self = expression_new (scope, MW_EXPRESSION_PARAMETER, parameter->kind == MW_PARAMETER_DURATION ? MW_TYPE_DURATION : MW_TYPE_NUMBER);
      self->number = index;
      self->text = parameter->name;
    }
  if (type_fits (self->type, type_wanted (field), variable == NULL))
    return self;
  found = g_strdup_printf (_("$%s, which is %s"), name, mw_type_name (self->type));
  return refuse (place, found, field);
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
  part = expression_new (scope, MW_EXPRESSION_TEXT, MW_TYPE_TEXT);
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
      part = read_reference (scope, place, name, field);
      if (part == NULL)
        return FALSE;
      g_ptr_array_add (parts, (gpointer) part);
    }
  add_text (scope, parts, plain);
  return TRUE;
}

static const MwExpression *
read_template (MwScope *scope, const MwPlace *place, const MwField *field)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new ();
  const char *text = json_node_get_string (place->node);
  MwField in_text = *field;
  MwExpression *self;
  const char *end;
  g_autofree char *name = *text == '$' ? scan_reference (text + 1, &end) : NULL;

  if (name != NULL && *end == '\0')
    return read_reference (scope, place, name, field);
  in_text.type = MW_FIELD_TEXT;
  if (!split_template (scope, place, text, &in_text, parts))
    return NULL;
  if (parts->len == 1 && ((MwExpression *) g_ptr_array_index (parts, 0))->kind == MW_EXPRESSION_TEXT)
    return g_ptr_array_index (parts, 0);
  self = expression_with_items (scope, MW_EXPRESSION_TEMPLATE, MW_TYPE_TEXT, parts->len);
  for (guint i = 0; i < parts->len; i++)
    self->items[i] = g_ptr_array_index (parts, i);
  return self;
}

/* {"en": …, "fr": …}; without "fr" the English text serves both. */
static const MwExpression *
read_languages (MwScope *scope, const MwPlace *place, const MwField *field)
{
  const char *unused[MW_N_LANGUAGES];
  MwExpression *self = expression_with_items (scope, MW_EXPRESSION_LANGUAGES, MW_TYPE_TEXT, MW_N_LANGUAGES);
  MwPlace places[MW_N_LANGUAGES] = { mw_place_member (place, "en"), mw_place_member (place, "fr") };

  if (!mw_read_localised (scope->scenario, place, unused))
    return NULL;
  for (guint i = 0; i < MW_N_LANGUAGES; i++)
    {
      MwField text = *field;

      text.type = MW_FIELD_TEXT;
      self->items[i] = places[i].node != NULL ? read_template (scope, &places[i], &text) : self->items[0];
      if (self->items[i] == NULL)
        return NULL;
    }
  return self;
}

/* The field for what stands inside a list or a draw. */
static MwField
element_field (const MwField *field, const MwPlace *first)
{
  MwField element = *field;

  element.flags = MW_FIELD_FIXED;
  if (field->type == MW_FIELD_VALUE)
    {
      gint64 ns;

      element.type = mw_place_is_integer (first) ? MW_FIELD_NUMBER : MW_FIELD_TEXT;
      if (mw_place_is_text (first) && mw_time_parse (json_node_get_string (first->node), &ns))
        element.type = MW_FIELD_DURATION;
      element.min = element.type == MW_FIELD_NUMBER ? -MW_MAX_NUMBER : 0;
      element.max = element.type == MW_FIELD_NUMBER ? MW_MAX_NUMBER : MW_DURATION_MAX;
    }
  return element;
}

static const MwExpression *
read_list (MwScope *scope, const MwPlace *place, const MwField *field)
{
  MwPlace list = mw_place_member (place, "list"), index = mw_place_member (place, "index"), first;
  MwExpression *self;
  MwField element;
  guint n;

  if (!mw_read_keys (place, &list_format) || !mw_place_get_list (&list, 1, (guint) list_fields[ITEM_LIST].max, &n))
    return NULL;
  first = mw_place_element (&list, 0);
  element = element_field (field, &first);
  self = expression_with_items (scope, MW_EXPRESSION_ITEM, type_wanted (&element), n);
  for (guint i = 0; i < n; i++)
    {
      MwPlace item = mw_place_element (&list, i);

      self->items[i] = mw_read_expression (scope, &item, &element);
      if (self->items[i] == NULL)
        return NULL;
    }
  self->index = mw_read_expression (scope, &index, &list_fields[ITEM_INDEX]);
  return self->index != NULL ? self : NULL;
}

static const MwExpression *
read_draw (MwScope *scope, const MwPlace *place, const MwField *field, const MwFormat *format)
{
  gboolean uniform = format == &uniform_format;
  MwPlace member = mw_place_member (place, format->name);
  MwPlace first = member;
  MwExpression *self;
  MwField element;
  guint n = 1;

  if (!mw_read_keys (place, format) || (uniform && !mw_place_get_list (&member, 2, 2, &n)))
    return NULL;
  if (uniform)
    first = mw_place_element (&member, 0);
  element = element_field (field, &first);
  if (type_wanted (&element) == MW_TYPE_TEXT)
    return refuse (&first, NULL, &(MwField) { .type = MW_FIELD_DURATION, .max = MW_DURATION_MAX });
  self = expression_with_items (scope, uniform ? MW_EXPRESSION_UNIFORM : MW_EXPRESSION_EXPONENTIAL, type_wanted (&element), n);
  self->site = ++scope->scenario->n_sites;
  for (guint i = 0; i < n; i++)
    {
      MwPlace item = uniform ? mw_place_element (&member, i) : member;

      self->items[i] = mw_read_expression (scope, &item, &element);
      if (self->items[i] == NULL)
        return NULL;
    }
  if (uniform && self->items[0]->kind == MW_EXPRESSION_NUMBER && self->items[1]->kind == MW_EXPRESSION_NUMBER &&
      self->items[0]->number >= self->items[1]->number)
    {
      mw_place_fail (&member, NULL, _("two values, the smaller one first"));
      return NULL;
    }
  return self;
}

static const MwExpression *
read_object (MwScope *scope, const MwPlace *place, const MwField *field)
{
  JsonObject *object = json_node_get_object (place->node);
  MwType wanted = type_wanted (field);
  gboolean fixed = (field->flags & MW_FIELD_FIXED) != 0;

  if (json_object_has_member (object, "en") && (wanted == MW_TYPE_TEXT || wanted == MW_TYPE_ANY))
    return read_languages (scope, place, field);
  if (!fixed && json_object_has_member (object, "list"))
    return read_list (scope, place, field);
  if (!fixed && wanted != MW_TYPE_TEXT && json_object_has_member (object, "uniform"))
    return read_draw (scope, place, field, &uniform_format);
  if (!fixed && wanted != MW_TYPE_TEXT && json_object_has_member (object, "exponential"))
    return read_draw (scope, place, field, &exponential_format);
  return refuse (place, NULL, field);
}

/* One of the field's words, or a parameter all of whose choices are among them. */
static const MwExpression *
read_word (MwScope *scope, const MwPlace *place, const MwField *field)
{
  const char *text = mw_place_is_text (place) ? json_node_get_string (place->node) : "";
  gint parameter = *text == '$' ? mw_scenario_find_parameter (scope->scenario, text + 1) : -1;
  const char **choices = parameter >= 0 ? scope->scenario->parameters[parameter].choices : NULL;
  MwExpression *self;
  guint index;

  if (choices == NULL)
    return mw_place_get_word (place, field->words, &index) ? number_new (scope, MW_TYPE_NUMBER, index) : NULL;
  self = expression_with_items (scope, MW_EXPRESSION_ITEM, MW_TYPE_NUMBER, g_strv_length ((char **) choices));
  for (guint i = 0; i < self->n_items; i++)
    {
      for (index = 0; field->words[index] != NULL && strcmp (field->words[index], choices[i]) != 0; index++)
        ;
      if (field->words[index] == NULL)
        {
          g_autofree char *found = g_strdup_printf (_("%s, which may be \"%s\""), text, choices[i]);

          return refuse (place, found, field);
        }
      self->items[i] = number_new (scope, MW_TYPE_NUMBER, index);
    }
  self->index = read_reference (scope, place, text + 1, &(MwField) { .type = MW_FIELD_SWITCH, .flags = MW_FIELD_FIXED });
  return self;
}

static const MwExpression *
read_factor (MwScope *scope, const MwPlace *place, const MwField *field)
{
  double value;

  if (mw_place_is_text (place) && *json_node_get_string (place->node) == '$')
    return read_template (scope, place, field);
  if (!mw_place_get_number (place, (double) field->min, (double) field->max, &value))
    return NULL;
  return number_new (scope, MW_TYPE_NUMBER, (gint64) llround (value * 1000));
}

static const MwExpression *
read_integer (MwScope *scope, const MwPlace *place, const MwField *field)
{
  gint64 min = field->type == MW_FIELD_VALUE ? -MW_MAX_NUMBER : field->min;
  gint64 max = field->type == MW_FIELD_VALUE ? MW_MAX_NUMBER : field->max;
  gint64 value;

  return mw_place_get_integer (place, min, max, &value) ? number_new (scope, MW_TYPE_NUMBER, value) : NULL;
}

static const MwExpression *
read_text (MwScope *scope, const MwPlace *place, const MwField *field)
{
  const char *text = json_node_get_string (place->node);
  gint64 ns;

  if (type_wanted (field) == MW_TYPE_TEXT || type_wanted (field) == MW_TYPE_ANY || *text == '$')
    return read_template (scope, place, field);
  if (field->type == MW_FIELD_DURATION && mw_time_parse (text, &ns) && field->min <= ns && ns <= field->max)
    return number_new (scope, MW_TYPE_DURATION, ns);
  return refuse (place, NULL, field);
}

static const MwExpression *
read_boolean (MwScope *scope, const MwPlace *place, const MwField *field)
{
  const char *text = mw_place_is_text (place) ? json_node_get_string (place->node) : "";
  gint parameter = *text == '$' ? mw_scenario_find_parameter (scope->scenario, text + 1) : -1;
  gboolean value;

  if (parameter >= 0 && scope->scenario->parameters[parameter].kind == MW_PARAMETER_SWITCH)
    return read_reference (scope, place, text + 1, field);
  return mw_place_get_boolean (place, &value) ? number_new (scope, MW_TYPE_NUMBER, value) : NULL;
}

/* The value at PLACE as FIELD wants it; NULL with the place's error set. */
const MwExpression *
mw_read_expression (MwScope *scope, const MwPlace *place, const MwField *field)
{
  const MwExpression *self;

  if (field->type == MW_FIELD_WORD)
    self = read_word (scope, place, field);
  else if (field->type == MW_FIELD_SWITCH)
    self = read_boolean (scope, place, field);
  else if (field->type == MW_FIELD_FACTOR)
    self = read_factor (scope, place, field);
  else if (mw_place_is_text (place))
    self = read_text (scope, place, field);
  else if (mw_place_is_integer (place) && (field->type == MW_FIELD_NUMBER || field->type == MW_FIELD_VALUE))
    self = read_integer (scope, place, field);
  else if (mw_place_is_object (place))
    self = read_object (scope, place, field);
  else
    self = refuse (place, NULL, field);
  scope->last = self;
  return self;
}

const MwExpression *
mw_read_argument (MwScope *scope, const MwPlace *place, MwType type)
{
  static const MwField fields[] = {
    [MW_TYPE_NUMBER] = { .type = MW_FIELD_NUMBER, .min = -MW_MAX_NUMBER, .max = MW_MAX_NUMBER },
    [MW_TYPE_DURATION] = { .type = MW_FIELD_DURATION, .max = MW_DURATION_MAX },
    [MW_TYPE_TEXT] = { .type = MW_FIELD_TEXT },
    [MW_TYPE_TASK] = { .type = MW_FIELD_VALUE },
  };
  const MwExpression *self = mw_read_expression (scope, place, &fields[type]);

  if (self != NULL && type == MW_TYPE_TASK && self->type != MW_TYPE_TASK)
    {
      mw_place_fail (place, NULL, _("a variable that holds a task"));
      return NULL;
    }
  return self;
}
