/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Parameters: reading them from the file, and their values from a command line or an entry. */

#include "mw-config.h"

#include <errno.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "mw-error.h"
#include "mw-scenario-private.h"
#include "mw-time.h"

/* NS as "2s", "240ms", "1.5s": the shortest text that mw_time_parse reads back; transfer full. */
static char *
duration_to_text (gint64 ns)
{
  static const struct { const char *symbol; gint64 ns; } units[] = {
    { "s", MW_NS_PER_SEC }, { "ms", MW_NS_PER_MS }, { "us", MW_NS_PER_US }, { "ns", 1 },
  };

  if (ns == 0)
    return g_strdup ("0s");
  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    if (ns >= units[i].ns && ns % MAX (units[i].ns / 1000, 1) == 0)
      {
        gint64 whole = ns / units[i].ns, rest = ns % units[i].ns;
        g_autofree char *decimals = g_strdup_printf ("%03" G_GINT64_FORMAT, rest * 1000 / units[i].ns);

        while (g_str_has_suffix (decimals, "0"))
          decimals[strlen (decimals) - 1] = '\0';
        return g_strdup_printf ("%" G_GINT64_FORMAT "%s%s%s", whole, *decimals != '\0' ? "." : "", decimals, units[i].symbol);
      }
  return g_strdup_printf ("%" G_GINT64_FORMAT "ns", ns);
}

/* VALUE as mw_scenario_parse_value reads it: "5", "240ms", "on", a choice's name; transfer full. */
char *
mw_scenario_format_value (MwScenario *self, guint parameter, gint64 value)
{
  const MwParameter *row = &self->parameters[parameter];

  switch (row->kind)
    {
    case MW_PARAMETER_DURATION:
      return duration_to_text (value);
    case MW_PARAMETER_CHOICE:
      return g_strdup (row->choices[CLAMP (value, row->min, row->max)]);
    case MW_PARAMETER_SWITCH:
      return g_strdup (value != 0 ? "on" : "off");
    case MW_PARAMETER_NUMBER:
    default:
      return g_strdup_printf ("%" G_GINT64_FORMAT, value);
    }
}

static gboolean
find_choice (const MwParameter *parameter, const char *text, gint64 *value)
{
  for (*value = 0; parameter->choices[*value] != NULL; (*value)++)
    if (strcmp (parameter->choices[*value], text) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
parse_switch (const char *text, gint64 *value)
{
  static const struct { const char *text; gint64 value; } words[] = {
    { "on", 1 }, { "true", 1 }, { "yes", 1 }, { "1", 1 }, { "off", 0 }, { "false", 0 }, { "no", 0 }, { "0", 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (strcmp (text, words[i].text) == 0)
      {
        *value = words[i].value;
        return TRUE;
      }
  return FALSE;
}

static gboolean
parse_text (const MwParameter *parameter, const char *text, gint64 *value)
{
  switch (parameter->kind)
    {
    case MW_PARAMETER_DURATION:
      return mw_time_parse (text, value);
    case MW_PARAMETER_CHOICE:
      return find_choice (parameter, text, value);
    case MW_PARAMETER_SWITCH:
      return parse_switch (text, value);
    case MW_PARAMETER_NUMBER:
    default:
      return g_ascii_string_to_signed (text, 10, -MW_MAX_NUMBER, MW_MAX_NUMBER, value, NULL);
    }
}

/* "\"1\" to \"30\"", "\"on\" or \"off\"" …; transfer full. */
static char *
describe_range (MwScenario *self, guint parameter)
{
  const MwParameter *row = &self->parameters[parameter];
  g_autofree char *low = mw_scenario_format_value (self, parameter, row->min);
  g_autofree char *high = mw_scenario_format_value (self, parameter, row->max);

  if (row->kind == MW_PARAMETER_CHOICE)
    return mw_place_join (row->choices);
  if (row->kind == MW_PARAMETER_SWITCH)
    return g_strdup (_("\"on\" or \"off\""));
  return g_strdup_printf (_("%s to %s"), low, high);
}

gboolean
mw_scenario_parse_value (MwScenario *self, guint parameter, const char *text, gint64 *value, GError **error)
{
  const MwParameter *row = &self->parameters[parameter];
  g_autofree char *range = NULL;
  gint64 parsed = 0;

  if (parse_text (row, text, &parsed) && row->min <= parsed && parsed <= row->max)
    {
      *value = parsed;
      return TRUE;
    }
  range = describe_range (self, parameter);
  g_set_error (error, MW_ERROR, MW_ERROR_ARGUMENT, _("%s: found \"%s\", expected %s"), row->name, text, range);
  return FALSE;
}

/* A value of PARAMETER's type, in its range. */
gboolean
mw_read_setting (const MwParameter *parameter, const MwPlace *place, gint64 *value)
{
  char low[MW_TIME_BUFFER], high[MW_TIME_BUFFER];
  g_autofree char *expected = NULL;
  gboolean on;
  guint index;

  switch (parameter->kind)
    {
    case MW_PARAMETER_NUMBER:
      return mw_place_get_integer (place, parameter->min, parameter->max, value);
    case MW_PARAMETER_SWITCH:
      if (!mw_place_get_boolean (place, &on))
        return FALSE;
      *value = on;
      return TRUE;
    case MW_PARAMETER_CHOICE:
      if (!mw_place_get_word (place, (const char *const *) parameter->choices, &index))
        return FALSE;
      *value = index;
      return TRUE;
    case MW_PARAMETER_DURATION:
    default:
      if (mw_place_is_text (place) && mw_time_parse (json_node_get_string (place->node), value) &&
          parameter->min <= *value && *value <= parameter->max)
        return TRUE;
      expected = g_strdup_printf (_("a duration from %s to %s, such as \"240ms\""), mw_time_format (parameter->min, MW_TIME_AUTO, low),
                                  mw_time_format (parameter->max, MW_TIME_AUTO, high));
      return mw_place_fail (place, NULL, expected);
    }
}

static gboolean
read_choices (MwScenario *self, const MwPlace *place, MwParameter *parameter)
{
  guint n;

  if (!mw_place_get_list (place, 2, 20, &n))
    return FALSE;
  parameter->choices = mw_scenario_alloc (self, n + 1, sizeof (char *));
  parameter->max = n - 1;
  for (guint i = 0; i < n; i++)
    {
      MwPlace choice = mw_place_element (place, i);
      const char *text;
      gint64 unused;

      if (!mw_place_get_text (&choice, NULL, &text))
        return FALSE;
      if (*text == '\0' || find_choice (parameter, text, &unused))
        return mw_place_fail (&choice, NULL, _("a name that is not in use"));
      parameter->choices[i] = mw_scenario_intern (self, text);
    }
  return TRUE;
}

/* min, max and step of a number or duration. */
static gboolean
read_range (const MwPlace *place, MwParameter *parameter)
{
  MwPlace min = mw_place_member (place, "min"), max = mw_place_member (place, "max"), step = mw_place_member (place, "step");
  gboolean is_number = parameter->kind == MW_PARAMETER_NUMBER;
  gint64 low, high;

  parameter->min = is_number ? -MW_MAX_NUMBER : 0;
  parameter->max = is_number ? MW_MAX_NUMBER : MW_DURATION_MAX;
  if (!mw_read_setting (parameter, &min, &low) || !mw_read_setting (parameter, &max, &high))
    return FALSE;
  if (low > high)
    return mw_place_fail (&max, NULL, _("no less than \"min\""));
  parameter->step = is_number ? 1 : MAX (1, (high - low) / 100);
  parameter->min = 0;
  if (step.node != NULL && !mw_read_setting (parameter, &step, &parameter->step))
    return FALSE;
  if (parameter->step == 0)
    return mw_place_fail (&step, NULL, _("more than 0"));
  parameter->min = low;
  parameter->max = high;
  return TRUE;
}

static gboolean
read_parameter (MwScenario *self, const MwPlace *place, MwParameter *parameter, const char *label[MW_N_LANGUAGES])
{
  MwPlace type = mw_place_member (place, "type"), text = mw_place_member (place, "label");
  MwPlace value = mw_place_member (place, "default");
  guint kind;

  if (!mw_place_get_object (place) ||
      !mw_place_get_word (&type, mw_format_find_field (&mw_format_parameters[0], "type")->words, &kind) ||
      !mw_read_keys (place, &mw_format_parameters[kind]) || !mw_read_localised (self, &text, label))
    return FALSE;
  parameter->kind = (MwParameterKind) kind;
  if (kind == MW_PARAMETER_CHOICE)
    {
      MwPlace choices = mw_place_member (place, "choices");

      if (!read_choices (self, &choices, parameter))
        return FALSE;
    }
  else if (kind == MW_PARAMETER_SWITCH)
    {
      parameter->max = 1;
    }
  else if (!read_range (place, parameter))
    {
      return FALSE;
    }
  if (kind == MW_PARAMETER_CHOICE || kind == MW_PARAMETER_SWITCH)
    parameter->step = 1;
  return mw_read_setting (parameter, &value, &parameter->value);
}

/* $.parameters */
gboolean
mw_read_parameters (MwScenario *self, const MwPlace *place)
{
  g_autoptr (GList) names = json_object_get_members (json_node_get_object (place->node));

  self->parameters = mw_scenario_alloc (self, g_list_length (names), sizeof (MwParameter));
  self->labels = mw_scenario_alloc (self, g_list_length (names), sizeof *self->labels);
  for (GList *l = names; l != NULL; l = l->next)
    {
      MwPlace parameter = mw_place_member (place, l->data);

      if (!mw_read_name (self, &parameter, l->data) ||
          !read_parameter (self, &parameter, &self->parameters[self->n_parameters], self->labels[self->n_parameters]))
        return FALSE;
      self->parameters[self->n_parameters++].name = mw_scenario_intern (self, l->data);
    }
  return TRUE;
}
