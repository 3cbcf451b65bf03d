/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The scenarios inside the program.  Their order is that of catalogue.list; a file that does not parse is a fault of
 * the build (its test says so) and ends the program rather than leave a hole in the library. */

#include "mw-config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "mw-catalogue.h"
#include "mw-error.h"
#include "mw-format.h"
#include "mw-scenario-resources.h"

static const struct { const char *en, *fr; } group_titles[] = {
  { "Waiting and overlapping", "Attendre et se chevaucher" },
  { "Limits", "Les limites" },
  { "Failing, timing out, cancelling", "Échouer, expirer, annuler" },
  { "Flow between tasks", "Échanges entre tâches" },
  { "The loop itself", "La boucle elle-même" },
};

guint
mw_catalogue_get_n_groups (void)
{
  return G_N_ELEMENTS (group_titles);
}

/* Static. */
const char *
mw_catalogue_get_group (guint index)
{
  return mw_format_groups[index];
}

/* NULL for a group that does not exist. */
const char *
mw_catalogue_get_group_title (const char *group, const char *lang)
{
  for (guint i = 0; i < G_N_ELEMENTS (group_titles); i++)
    if (strcmp (mw_format_groups[i], group) == 0)
      return lang != NULL && strncmp (lang, "fr", 2) == 0 ? group_titles[i].fr : group_titles[i].en;
  return NULL;
}

static GBytes *
look_up (const char *name)
{
  g_autofree char *path = g_strconcat (MW_SCENARIO_PREFIX, name, NULL);
  g_autoptr (GError) error = NULL;
  GBytes *bytes = g_resource_lookup_data (mw_catalogue_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE, &error);

  if (bytes == NULL)
    g_error ("%s", error->message);
  return bytes;
}

static MwScenario *
parse (const char *id)
{
  g_autofree char *name = g_strconcat (id, ".json", NULL);
  g_autoptr (GBytes) bytes = look_up (name);
  g_autoptr (GError) error = NULL;
  MwScenario *scenario = mw_scenario_parse (bytes, name, &error);

  if (scenario == NULL)
    g_error ("%s", error->message);
  return scenario;
}

static GPtrArray *
load_all (void)
{
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify) mw_scenario_unref);
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) ids = NULL;

  mw_catalogue_register_resource ();
  bytes = look_up ("catalogue.list");
  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  ids = g_strsplit (g_strstrip (text), "\n", -1);
  for (guint group = 0; group < mw_catalogue_get_n_groups (); group++)
    for (guint i = 0; ids[i] != NULL; i++)
      {
        g_autoptr (MwScenario) scenario = parse (ids[i]);

        if (strcmp (mw_scenario_get_group (scenario), mw_format_groups[group]) == 0)
          g_ptr_array_add (all, g_steal_pointer (&scenario));
      }
  return all;
}

GPtrArray *
mw_catalogue_get_all (void)
{
  static GPtrArray *all;

  if (all == NULL)
    all = load_all ();
  return all;
}

MwScenario *
mw_catalogue_find (const char *id)
{
  GPtrArray *all = mw_catalogue_get_all ();

  for (guint i = 0; i < all->len; i++)
    if (strcmp (mw_scenario_get_id (g_ptr_array_index (all, i)), id) == 0)
      return g_ptr_array_index (all, i);
  return NULL;
}

/* An id wins over a file of the same name.  MW_ERROR_ARGUMENT when it is neither; main thread. */
MwScenario *
mw_catalogue_open (const char *id_or_path, GError **error)
{
  MwScenario *scenario = mw_catalogue_find (id_or_path);

  if (scenario != NULL)
    return mw_scenario_ref (scenario);
  if (strchr (id_or_path, G_DIR_SEPARATOR) == NULL && !g_str_has_suffix (id_or_path, ".json") &&
      !g_file_test (id_or_path, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, MW_ERROR, MW_ERROR_ARGUMENT, _("there is no scenario \"%s\" and no file of that name"), id_or_path);
      return NULL;
    }
  return mw_scenario_load (id_or_path, error);
}
