/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "mw-config.h"

#include "mw-preferences.h"

static GSettings *
find_settings (void)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema = NULL;

  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, MW_APP_ID, TRUE);
  return schema != NULL ? g_settings_new_full (schema, NULL, NULL) : NULL;
}

GSettings *
mw_preferences_get (void)
{
  static GSettings *settings = NULL;
  static gsize once = 0;

  /* g_settings_new aborts the program when its schema is missing, so it is looked up first. */
  if (g_once_init_enter (&once))
    {
      settings = find_settings ();
      g_once_init_leave (&once, 1);
    }
  return settings;
}
