/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "mw-config.h"

#include <glib/gi18n.h>

#include "mw-application.h"
#include "mw-catalogue.h"
#include "mw-error.h"
#include "mw-keys.h"
#include "mw-preferences.h"
#include "mw-window.h"

#define FIRST_SCENARIO "three-greetings"

struct _MwApplication
{
  AdwApplication parent_instance;
};

G_DEFINE_FINAL_TYPE (MwApplication, mw_application, ADW_TYPE_APPLICATION)

static const GOptionEntry options[] = {
  { "clock", 'c', 0, G_OPTION_ARG_STRING, NULL, N_("Clock of the first run"), N_("live|simulated") },
  { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Print the version and leave"), NULL },
  { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, NULL, NULL, N_("[SCENARIO|FILE]") },
  { NULL }
};

static void
about_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  static const char *const developers[] = { "The Meanwhile authors", NULL };

  adw_show_about_window (gtk_application_get_active_window (GTK_APPLICATION (data)),
                         "application-name", _("Meanwhile"),
                         "application-icon", MW_APP_ID,
                         "version", MW_VERSION,
                         "comments", _("Runs concurrency live and draws it: while one task waits, meanwhile others get on."),
                         "developer-name", _("The Meanwhile authors"),
                         "developers", developers,
                         "license-type", GTK_LICENSE_GPL_3_0,
                         NULL);
}

static void
quit_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  GList *windows;

  /* Closed, not killed: a window keeps what it wants to keep. */
  while ((windows = gtk_application_get_windows (GTK_APPLICATION (data))) != NULL)
    {
      GtkWindow *window = windows->data;

      gtk_window_close (window);
      if (g_list_find (gtk_application_get_windows (GTK_APPLICATION (data)), window) != NULL)
        break;
    }
  g_application_quit (G_APPLICATION (data));
}

static const GActionEntry actions[] = {
  { "about", about_cb },
  { "quit", quit_cb },
};

/* A running race says more than an empty page: the first start shows the first scenario, later ones the last. */
static void
open_first (MwWindow *window)
{
  GSettings *settings = mw_preferences_get ();
  g_autofree char *id = settings != NULL ? g_settings_get_string (settings, "scenario") : NULL;

  if (id == NULL || mw_catalogue_find (id) == NULL)
    mw_window_open (window, FIRST_SCENARIO);
  else
    mw_window_open (window, id);
}

static MwWindow *
get_window (MwApplication *self, gboolean *fresh)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));

  *fresh = window == NULL || !MW_IS_WINDOW (window);
  return *fresh ? mw_window_new (ADW_APPLICATION (self)) : MW_WINDOW (window);
}

static void
mw_application_activate (GApplication *application)
{
  gboolean fresh;
  MwWindow *window = get_window (MW_APPLICATION (application), &fresh);

  if (fresh)
    open_first (window);
  gtk_window_present (GTK_WINDOW (window));
}

static int
mw_application_command_line (GApplication *application, GApplicationCommandLine *command_line)
{
  GVariantDict *dict = g_application_command_line_get_options_dict (command_line);
  g_autofree const char **names = NULL;
  const char *clock = NULL;
  gboolean fresh;
  MwWindow *window = get_window (MW_APPLICATION (application), &fresh);

  if (g_variant_dict_lookup (dict, "clock", "&s", &clock))
    g_action_group_activate_action (G_ACTION_GROUP (window), "clock", g_variant_new_string (clock));
  if (g_variant_dict_lookup (dict, G_OPTION_REMAINING, "^a&ay", &names) && names[0] != NULL)
    {
      g_autofree char *path = g_application_command_line_get_cwd (command_line) != NULL && mw_catalogue_find (names[0]) == NULL
                                ? g_canonicalize_filename (names[0], g_application_command_line_get_cwd (command_line))
                                : g_strdup (names[0]);

      if (!mw_window_open (window, path) && fresh)
        {
          mw_window_open (window, FIRST_SCENARIO);
        }
    }
  else if (fresh)
    open_first (window);
  gtk_window_present (GTK_WINDOW (window));
  return 0;
}

static gint
mw_application_handle_local_options (GApplication *application, GVariantDict *dict)
{
  const char *clock = NULL;

  if (g_variant_dict_contains (dict, "version"))
    {
      g_print ("meanwhile %s\n", MW_VERSION);
      return 0;
    }
  if (g_variant_dict_lookup (dict, "clock", "&s", &clock) && g_strcmp0 (clock, "live") != 0 && g_strcmp0 (clock, "simulated") != 0)
    {
      g_printerr (_("meanwhile: --clock is “%s”, expected “live” or “simulated”\n"), clock);
      return 2;
    }
  return -1;
}

static void
add_style (void)
{
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();

  gtk_css_provider_load_from_resource (provider, MW_RESOURCE_PATH "/ui/meanwhile.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

static void
mw_application_startup (GApplication *application)
{
  G_APPLICATION_CLASS (mw_application_parent_class)->startup (application);
  gtk_icon_theme_add_resource_path (gtk_icon_theme_get_for_display (gdk_display_get_default ()), MW_RESOURCE_PATH "/icons");
  gtk_window_set_default_icon_name (MW_APP_ID);
  add_style ();
  mw_keys_install (GTK_APPLICATION (application));
}

static void
mw_application_class_init (MwApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  application_class->startup = mw_application_startup;
  application_class->activate = mw_application_activate;
  application_class->command_line = mw_application_command_line;
  application_class->handle_local_options = mw_application_handle_local_options;
}

static void
mw_application_init (MwApplication *self)
{
  g_application_add_main_option_entries (G_APPLICATION (self), options);
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
}

MwApplication *
mw_application_new (void)
{
  return g_object_new (MW_TYPE_APPLICATION, "application-id", MW_APP_ID, "resource-base-path", MW_RESOURCE_PATH,
                       "flags", G_APPLICATION_HANDLES_COMMAND_LINE, NULL);
}
