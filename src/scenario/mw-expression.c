/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Reading values: constants, "$names", texts with names in them, lists, draws.
 *
 * Every expression has a type that is known before anything runs, so that "a duration where a text is wanted" is a
 * message about the file and not a strange picture.  That is why arguments are declared with types. */

#include "mw-config.h"

#include <inttypes.h>
#include <math.h>
#include <glib/gi18n-lib.h>

#include "mw-expression.h"
#include "mw-time.h"

enum { ITEM_LIST, ITEM_INDEX };

static const MwField list_fields[] = {
  { "list", MW_FIELD_VALUE, MW_FIELD_REQUIRED, .min = 1, .max = 1000 },
  { "index", MW_FIELD_NUMBER, MW_FIELD_REQUIRED, .min = 0, .max = MW_MAX_NUMBER },
};
static const MwField uniform_fields[] = { { "uniform", MW_FIELD_VALUE, MW_FIELD_REQUIRED } };
static const MwField sum_fields[] = { { "sum", MW_FIELD_NUMBER, MW_FIELD_REQUIRED, .min = -MW_MAX_NUMBER, .max = MW_MAX_NUMBER } };
static const MwField exponential_fields[] = { { "exponential", MW_FIELD_VALUE, MW_FIELD_REQUIRED } };

static const MwFormat list_format = { "list", -1, list_fields, G_N_ELEMENTS (list_fields) };
static const MwFormat uniform_format = { "uniform", -1, uniform_fields, G_N_ELEMENTS (uniform_fields) };
static const MwField done_fields[] = { { "done", MW_FIELD_TASK, MW_FIELD_REQUIRED } };

static const MwFormat done_format = { "done", -1, done_fields, G_N_ELEMENTS (done_fields) };
static const MwFormat sum_format = { "sum", -1, sum_fields, G_N_ELEMENTS (sum_fields) };
static const MwFormat exponential_format = { "exponential", -1, exponential_fields, G_N_ELEMENTS (exponential_fields) };

MwExpression *
mw_expression_new (MwScope *scope, MwExpressionKind kind, MwType type)
{
  MwExpression *self = mw_scenario_alloc (scope->scenario, 1, sizeof (MwExpression));

  self->kind = kind;
  self->type = type;
  return self;
}

MwExpression *
mw_expression_with_items (MwScope *scope, MwExpressionKind kind, MwType type, guint n_items)
{
  MwExpression *self = mw_expression_new (scope, kind, type);

  self->items = mw_scenario_alloc (scope->scenario, n_items, sizeof (MwExpression *));
  self->n_items = n_items;
  return self;
}

static MwExpression *
number_new (MwScope *scope, MwType type, gint64 number)
{
  MwExpression *self = mw_expression_new (scope, MW_EXPRESSION_NUMBER, type);

  self->number = number;
  return self;
}

MwType
mw_field_get_type (const MwField *field)
{
  static const MwType types[MW_N_FIELD_TYPES] = {
    [MW_FIELD_DURATION] = MW_TYPE_DURATION, [MW_FIELD_NUMBER] = MW_TYPE_NUMBER, [MW_FIELD_FACTOR] = MW_TYPE_NUMBER,
    [MW_FIELD_TEXT] = MW_TYPE_TEXT, [MW_FIELD_VALUE] = MW_TYPE_ANY, [MW_FIELD_SWITCH] = MW_TYPE_NUMBER,
    [MW_FIELD_WORD] = MW_TYPE_NUMBER, [MW_FIELD_LIST] = MW_TYPE_LIST,
  };

  return types[field->type];
}

const char *
mw_type_name (MwType type)
{
  static const char *const names[] = {
    N_("nothing"), N_("a number"), N_("a duration"), N_("a text"), N_("a task"), N_("a list"), N_("a result"), N_("a group"),
  };

  return _(names[type]);
}

/* What FIELD may be, for a message; transfer full. */
char *
mw_field_describe (const MwField *field)
{
  g_autofree char *words = NULL;
  char low[MW_TIME_BUFFER], high[MW_TIME_BUFFER];

  switch ((int) field->type)
    {
    case MW_FIELD_DURATION:
      return g_strdup_printf (_("a duration from %s to %s, such as \"240ms\""), mw_time_format (MAX (0, field->min), MW_TIME_AUTO, low),
                              mw_time_format (field->max, MW_TIME_AUTO, high));
    case MW_FIELD_NUMBER:
      return g_strdup_printf (_("a whole number from %" PRId64 " to %" PRId64), field->min, field->max);
    case MW_FIELD_FACTOR:
      return g_strdup_printf (_("a number from %" PRId64 " to %" PRId64), field->min, field->max);
    case MW_FIELD_TEXT:
      return g_strdup (_("a text"));
    case MW_FIELD_LIST:
      return g_strdup (_("a variable that holds a list, or its elements in brackets"));
    case MW_FIELD_SWITCH:
      return g_strdup (_("true or false"));
    case MW_FIELD_WORD:
      words = mw_place_join (field->words);
      return g_strdup_printf (_("one of %s"), words);
    default:
      return g_strdup (_("a value"));
    }
}

const MwExpression *
mw_expression_refuse (const MwPlace *place, const char *found, const MwField *field)
{
  g_autofree char *expected = mw_field_describe (field);

  mw_place_fail (place, found, expected);
  return NULL;
}

/* {"en": …, "fr": …}; without "fr" the English text serves both. */
static const MwExpression *
read_languages (MwScope *scope, const MwPlace *place, const MwField *field)
{
  const char *unused[MW_N_LANGUAGES];
  MwExpression *self = mw_expression_with_items (scope, MW_EXPRESSION_LANGUAGES, MW_TYPE_TEXT, MW_N_LANGUAGES);
  MwPlace places[MW_N_LANGUAGES] = { mw_place_member (place, "en"), mw_place_member (place, "fr") };

  if (!mw_read_localised (scope->scenario, place, unused))
    return NULL;
  for (guint i = 0; i < MW_N_LANGUAGES; i++)
    {
      MwField text = *field;

      text.type = MW_FIELD_TEXT;
      self->items[i] = places[i].node != NULL ? mw_read_template (scope, &places[i], &text) : self->items[0];
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

/* [1, 2, 3]: elements of one type. */
static const MwExpression *
read_elements (MwScope *scope, const MwPlace *place, const MwField *field)
{
  MwField value = { .type = MW_FIELD_VALUE };
  MwExpression *self;
  MwPlace first;
  guint n;

  if (!mw_place_get_list (place, (guint) field->min, (guint) field->max, &n))
    return NULL;
  self = mw_expression_with_items (scope, MW_EXPRESSION_LIST, MW_TYPE_LIST, n);
  first = mw_place_element (place, 0);
  if (n > 0)
    value = element_field (&value, &first);
  for (guint i = 0; i < n; i++)
    {
      MwPlace item = mw_place_element (place, i);

      self->items[i] = mw_read_expression (scope, &item, &value);
      if (self->items[i] == NULL)
        return NULL;
    }
  return self;
}

/* {"done": "task"}: "True" or "False". */
static const MwExpression *
read_done (MwScope *scope, const MwPlace *place)
{
  MwPlace task = mw_place_member (place, "done");
  const MwVariable *variable;
  MwExpression *self;
  const char *name;

  if (!mw_read_keys (place, &done_format) || !mw_place_get_text (&task, _("the variable of a task"), &name))
    return NULL;
  variable = mw_scope_find (scope, name);
  if (variable == NULL || variable->type != MW_TYPE_TASK)
    {
      mw_place_fail (&task, NULL, _("a variable that \"start\" has set with \"as\""));
      return NULL;
    }
  self = mw_expression_new (scope, MW_EXPRESSION_DONE, MW_TYPE_TEXT);
  self->variable = variable;
  return self;
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
  self = mw_expression_with_items (scope, MW_EXPRESSION_ITEM, mw_field_get_type (&element), n);
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
  if (mw_field_get_type (&element) == MW_TYPE_TEXT)
    return mw_expression_refuse (&first, NULL, &(MwField) { .type = MW_FIELD_DURATION, .max = MW_DURATION_MAX });
  self = mw_expression_with_items (scope, uniform ? MW_EXPRESSION_UNIFORM : MW_EXPRESSION_EXPONENTIAL, mw_field_get_type (&element), n);
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
read_sum (MwScope *scope, const MwPlace *place)
{
  MwPlace list = mw_place_member (place, "sum");
  MwExpression *self;
  guint n;

  if (!mw_read_keys (place, &sum_format) || !mw_place_get_list (&list, 2, 10, &n))
    return NULL;
  self = mw_expression_with_items (scope, MW_EXPRESSION_SUM, MW_TYPE_NUMBER, n);
  for (guint i = 0; i < n; i++)
    {
      MwPlace item = mw_place_element (&list, i);

      self->items[i] = mw_read_expression (scope, &item, &sum_fields[0]);
      if (self->items[i] == NULL)
        return NULL;
    }
  return self;
}

static const MwExpression *
read_object (MwScope *scope, const MwPlace *place, const MwField *field)
{
  JsonObject *object = json_node_get_object (place->node);
  MwType wanted = mw_field_get_type (field);
  gboolean fixed = (field->flags & MW_FIELD_FIXED) != 0;

  if (json_object_has_member (object, "en") && (wanted == MW_TYPE_TEXT || wanted == MW_TYPE_ANY))
    return read_languages (scope, place, field);
  if (!fixed && json_object_has_member (object, "done") && (wanted == MW_TYPE_TEXT || wanted == MW_TYPE_ANY))
    return read_done (scope, place);
  if (!fixed && json_object_has_member (object, "list"))
    return read_list (scope, place, field);
  if (!fixed && wanted != MW_TYPE_TEXT && json_object_has_member (object, "uniform"))
    return read_draw (scope, place, field, &uniform_format);
  if (!fixed && wanted != MW_TYPE_TEXT && json_object_has_member (object, "exponential"))
    return read_draw (scope, place, field, &exponential_format);
  if (!fixed && (wanted == MW_TYPE_NUMBER || wanted == MW_TYPE_ANY) && json_object_has_member (object, "sum"))
    return read_sum (scope, place);
  return mw_expression_refuse (place, NULL, field);
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
  self = mw_expression_with_items (scope, MW_EXPRESSION_ITEM, MW_TYPE_NUMBER, g_strv_length ((char **) choices));
  for (guint i = 0; i < self->n_items; i++)
    {
      for (index = 0; field->words[index] != NULL && strcmp (field->words[index], choices[i]) != 0; index++)
        ;
      if (field->words[index] == NULL)
        {
          g_autofree char *found = g_strdup_printf (_("%s, which may be \"%s\""), text, choices[i]);

          return mw_expression_refuse (place, found, field);
        }
      self->items[i] = number_new (scope, MW_TYPE_NUMBER, index);
    }
  self->index = mw_read_reference (scope, place, text + 1, &(MwField) { .type = MW_FIELD_SWITCH, .flags = MW_FIELD_FIXED });
  return self;
}

static const MwExpression *
read_factor (MwScope *scope, const MwPlace *place, const MwField *field)
{
  double value;

  if (mw_place_is_text (place) && *json_node_get_string (place->node) == '$')
    return mw_read_template (scope, place, field);
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

  if (mw_field_get_type (field) == MW_TYPE_TEXT || mw_field_get_type (field) == MW_TYPE_ANY || *text == '$')
    return mw_read_template (scope, place, field);
  if (field->type == MW_FIELD_DURATION && mw_time_parse (text, &ns) && field->min <= ns && ns <= field->max)
    return number_new (scope, MW_TYPE_DURATION, ns);
  return mw_expression_refuse (place, NULL, field);
}

static const MwExpression *
read_boolean (MwScope *scope, const MwPlace *place, const MwField *field)
{
  const char *text = mw_place_is_text (place) ? json_node_get_string (place->node) : "";
  gint parameter = *text == '$' ? mw_scenario_find_parameter (scope->scenario, text + 1) : -1;
  gboolean value;

  if (parameter >= 0 && scope->scenario->parameters[parameter].kind == MW_PARAMETER_SWITCH)
    return mw_read_reference (scope, place, text + 1, field);
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
  else if (field->type == MW_FIELD_LIST && mw_place_is_list (place))
    self = read_elements (scope, place, field);
  else if (mw_place_is_text (place))
    self = read_text (scope, place, field);
  else if (mw_place_is_integer (place) && (field->type == MW_FIELD_NUMBER || field->type == MW_FIELD_VALUE))
    self = read_integer (scope, place, field);
  else if (mw_place_is_object (place))
    self = read_object (scope, place, field);
  else
    self = mw_expression_refuse (place, NULL, field);
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
    [MW_TYPE_LIST] = { .type = MW_FIELD_LIST, .max = 1000 },
  };
  const MwExpression *self = mw_read_expression (scope, place, &fields[type]);

  if (self != NULL && type == MW_TYPE_TASK && self->type != MW_TYPE_TASK)
    {
      mw_place_fail (place, NULL, _("a variable that holds a task"));
      return NULL;
    }
  return self;
}
