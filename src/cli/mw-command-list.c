/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "mw-config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "mw-catalogue.h"
#include "mw-cli.h"
#include "mw-json.h"

static void
write_variants (MwJson *json, MwScenario *scenario, const char *lang)
{
  mw_json_open (json, "variants", '[');
  for (guint i = 0; i < mw_scenario_get_n_variants (scenario); i++)
    {
      const MwVariant *variant = mw_scenario_get_variant (scenario, i);

      mw_json_open (json, NULL, '{');
      mw_json_text (json, "id", variant->id);
      mw_json_text (json, "title", mw_scenario_get_variant_title (scenario, i, lang));
      mw_json_text (json, "executor", mw_executor_name (variant->executor));
      mw_json_close (json, '}');
    }
  mw_json_close (json, ']');
}

static void
write_range (MwJson *json, const MwParameter *parameter)
{
  if (parameter->kind == MW_PARAMETER_CHOICE)
    {
      mw_json_text (json, "default", parameter->choices[parameter->value]);
      mw_json_open (json, "choices", '[');
      for (guint i = 0; parameter->choices[i] != NULL; i++)
        mw_json_text (json, NULL, parameter->choices[i]);
      mw_json_close (json, ']');
    }
  else if (parameter->kind == MW_PARAMETER_SWITCH)
    mw_json_boolean (json, "default", parameter->value != 0);
  else
    {
      mw_json_integer (json, "default", parameter->value);
      mw_json_integer (json, "min", parameter->min);
      mw_json_integer (json, "max", parameter->max);
    }
}

static void
write_parameters (MwJson *json, MwScenario *scenario, const char *lang)
{
  static const char *const kinds[] = {
    [MW_PARAMETER_NUMBER] = "number",
    [MW_PARAMETER_DURATION] = "duration",
    [MW_PARAMETER_CHOICE] = "choice",
    [MW_PARAMETER_SWITCH] = "switch",
  };

  mw_json_open (json, "parameters", '[');
  for (guint i = 0; i < mw_scenario_get_n_parameters (scenario); i++)
    {
      const MwParameter *parameter = mw_scenario_get_parameter (scenario, i);

      mw_json_open (json, NULL, '{');
      mw_json_text (json, "name", parameter->name);
      mw_json_text (json, "kind", kinds[parameter->kind]);
      mw_json_text (json, "label", mw_scenario_get_parameter_label (scenario, i, lang));
      write_range (json, parameter);
      mw_json_close (json, '}');
    }
  mw_json_close (json, ']');
}

static void
write_scenario (MwJson *json, MwScenario *scenario, const char *lang)
{
  mw_json_open (json, NULL, '{');
  mw_json_text (json, "id", mw_scenario_get_id (scenario));
  mw_json_text (json, "group", mw_scenario_get_group (scenario));
  mw_json_text (json, "title", mw_scenario_get_title (scenario, lang));
  mw_json_text (json, "summary", mw_scenario_get_summary (scenario, lang));
  mw_json_unsigned (json, "seed", mw_scenario_get_seed (scenario));
  write_parameters (json, scenario, lang);
  write_variants (json, scenario, lang);
  mw_json_close (json, '}');
}

static char *
list_json (const char *lang)
{
  GPtrArray *all = mw_catalogue_get_all ();
  MwJson json;

  mw_json_init (&json);
  mw_json_open (&json, NULL, '[');
  for (guint i = 0; i < all->len; i++)
    write_scenario (&json, g_ptr_array_index (all, i), lang);
  mw_json_close (&json, ']');
  return mw_json_finish (&json);
}

static void
append_group (GString *text, const char *group, const char *lang)
{
  GPtrArray *all = mw_catalogue_get_all ();
  gboolean empty = TRUE;

  for (guint i = 0; i < all->len; i++)
    {
      MwScenario *scenario = g_ptr_array_index (all, i);

      if (g_strcmp0 (mw_scenario_get_group (scenario), group) != 0)
        continue;
      if (empty)
        g_string_append_printf (text, "%s\n", mw_catalogue_get_group_title (group, lang));
      g_string_append_printf (text, "  %-20s  %s\n", mw_scenario_get_id (scenario), mw_scenario_get_title (scenario, lang));
      empty = FALSE;
    }
}

static char *
list_text (const char *lang)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < mw_catalogue_get_n_groups (); i++)
    append_group (text, mw_catalogue_get_group (i), lang);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* In JSON texts are English unless --lang says otherwise, so that the same command prints the same bytes everywhere. */
int
mw_command_list (const MwCommand *self, int argc, char **argv)
{
  gboolean json = FALSE;
  g_autofree char *wanted = NULL;
  g_auto (GStrv) rest = NULL;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_("Print JSON"), NULL },
    { "lang", 0, 0, G_OPTION_ARG_FILENAME, &wanted, N_("Language of the texts: en, fr"), N_("LANG") },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &rest, NULL, NULL },
    G_OPTION_ENTRY_NULL
  };
  g_autofree char *text = NULL;
  const char *lang;

  if (!mw_command_parse (self, entries, argc, argv))
    return MW_EXIT_USAGE;
  if (rest != NULL)
    {
      mw_cli_complain (_("list: there is nothing to do with “%s”"), rest[0]);
      return MW_EXIT_USAGE;
    }
  if (!mw_cli_choose_lang (wanted != NULL || !json ? wanted : "en", &lang))
    return MW_EXIT_USAGE;
  text = json ? list_json (lang) : list_text (lang);
  mw_cli_put (text);
  return MW_EXIT_OK;
}
