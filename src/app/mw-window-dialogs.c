/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Choosers.  GtkFileDialog came with GTK 4.10; the floor is 4.8, so these are native choosers, which newer
 * versions still have. */

#include "mw-config.h"

#include <glib/gi18n.h>

#include "mw-window.h"

typedef struct
{
  void (*chosen) (MwWindow *self, const char *path);
} Purpose;

static void
open_path (MwWindow *self, const char *path)
{
  mw_window_open (self, path);
}

static void
write_screenshot (MwWindow *self, const char *path)
{
  g_action_group_activate_action (G_ACTION_GROUP (self), "screenshot", g_variant_new_string (path));
}

static void
write_scenario (MwWindow *self, const char *path)
{
  g_action_group_activate_action (G_ACTION_GROUP (self), "write-scenario", g_variant_new_string (path));
}

static const Purpose opening = { open_path };
static const Purpose writing = { write_screenshot };
static const Purpose saving = { write_scenario };

static void
response_cb (GtkNativeDialog *dialog, int response, gpointer data)
{
  const Purpose *purpose = data;
  MwWindow *self = MW_WINDOW (gtk_native_dialog_get_transient_for (dialog));

  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
      g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

      if (path != NULL)
        purpose->chosen (self, path);
      else
        mw_window_tell (self, _("Only files of this computer can be opened."));
    }
  gtk_native_dialog_destroy (dialog);
  g_object_unref (dialog);
}

static GtkFileChooserNative *
new_chooser (MwWindow *self, const char *title, GtkFileChooserAction action, const Purpose *purpose)
{
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (title, GTK_WINDOW (self), action, NULL, NULL);

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), (gpointer) purpose);
  return dialog;
}

/* Lets the user choose a scenario file, and opens it. */
void
mw_window_choose_file (MwWindow *self)
{
  GtkFileChooserNative *dialog = new_chooser (self, _("Open a Scenario"), GTK_FILE_CHOOSER_ACTION_OPEN, &opening);
  g_autoptr (GtkFileFilter) scenarios = gtk_file_filter_new ();
  g_autoptr (GtkFileFilter) everything = gtk_file_filter_new ();

  gtk_file_filter_set_name (scenarios, _("Scenarios (*.json)"));
  gtk_file_filter_add_suffix (scenarios, "json");
  gtk_file_filter_set_name (everything, _("All files"));
  gtk_file_filter_add_pattern (everything, "*");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), scenarios);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), everything);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

/* Lets the user choose where the window's picture goes. */
void
mw_window_choose_screenshot (MwWindow *self)
{
  GtkFileChooserNative *dialog = new_chooser (self, _("Save a Screenshot"), GTK_FILE_CHOOSER_ACTION_SAVE, &writing);

  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), _("meanwhile.png"));
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

/* Lets the user choose where the text of the shown scenario goes. */
void
mw_window_choose_scenario_file (MwWindow *self)
{
  GtkFileChooserNative *dialog = new_chooser (self, _("Save the Scenario"), GTK_FILE_CHOOSER_ACTION_SAVE, &saving);
  MwScenario *scenario = mw_player_get_scenario (mw_window_get_player (self));
  g_autofree char *name = g_strconcat (scenario != NULL ? mw_scenario_get_id (scenario) : "scenario", ".json", NULL);

  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}
