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

/* TRUE where nothing is remembered: a first start shows what there is. */
gboolean
mw_preferences_get_shown (const char *side)
{
  GSettings *settings = mw_preferences_get ();

  return settings == NULL || g_settings_get_boolean (settings, side);
}

void
mw_preferences_set_shown (const char *side, gboolean shown)
{
  GSettings *settings = mw_preferences_get ();

  if (settings != NULL)
    g_settings_set_boolean (settings, side, shown);
}

gboolean
mw_preferences_has_consent (const char *const *hosts)
{
  GSettings *settings = mw_preferences_get ();
  g_auto (GStrv) known = settings != NULL ? g_settings_get_strv (settings, "consented-hosts") : NULL;

  for (guint i = 0; hosts[i] != NULL; i++)
    if (known == NULL || !g_strv_contains ((const char *const *) known, hosts[i]))
      return FALSE;
  return TRUE;
}

void
mw_preferences_add_consent (const char *const *hosts)
{
  GSettings *settings = mw_preferences_get ();
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) known = NULL;
  g_auto (GStrv) all = NULL;

  if (settings == NULL)
    return;
  known = g_settings_get_strv (settings, "consented-hosts");
  g_strv_builder_addv (builder, (const char **) known);
  for (guint i = 0; hosts[i] != NULL; i++)
    if (!g_strv_contains ((const char *const *) known, hosts[i]))
      g_strv_builder_add (builder, hosts[i]);
  all = g_strv_builder_end (builder);
  g_settings_set_strv (settings, "consented-hosts", (const char *const *) all);
}

void
mw_preferences_load_window (GtkWindow *window)
{
  GSettings *settings = mw_preferences_get ();

  if (settings == NULL)
    return;
  gtk_window_set_default_size (window, g_settings_get_int (settings, "width"), g_settings_get_int (settings, "height"));
  if (g_settings_get_boolean (settings, "maximized"))
    gtk_window_maximize (window);
}

void
mw_preferences_save_window (GtkWindow *window)
{
  GSettings *settings = mw_preferences_get ();
  int width, height;

  if (settings == NULL)
    return;
  gtk_window_get_default_size (window, &width, &height);
  g_settings_set_int (settings, "width", width);
  g_settings_set_int (settings, "height", height);
  g_settings_set_boolean (settings, "maximized", gtk_window_is_maximized (window));
}

void
mw_preferences_load_player (MwPlayer *player)
{
  GSettings *settings = mw_preferences_get ();

  if (settings == NULL)
    return;
  mw_player_set_clock (player, (MwClock) g_settings_get_enum (settings, "clock"));
  mw_player_set_speed (player, g_settings_get_double (settings, "speed"));
}

void
mw_preferences_save_player (MwPlayer *player)
{
  GSettings *settings = mw_preferences_get ();

  if (settings == NULL)
    return;
  g_settings_set_enum (settings, "clock", (int) mw_player_get_clock (player));
  g_settings_set_double (settings, "speed", mw_player_get_playhead (player)->speed);
  if (mw_player_get_entry (player) != NULL)
    g_settings_set_string (settings, "scenario", mw_player_get_entry (player));
}
