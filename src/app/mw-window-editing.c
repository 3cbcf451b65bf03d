/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the window does with the text of a scenario. */

#include "mw-config.h"

#include <glib/gi18n.h>

#include "mw-window.h"

#define EDITOR(data) (mw_window_get_editor (MW_WINDOW (data)))

/* Runs what is shown, as it was edited. */
void
mw_window_run (MwWindow *self)
{
  MwEditorPage *editor = mw_window_get_editor (self);

  if (mw_editor_page_update (editor))
    {
      mw_player_run (mw_window_get_player (self));
      return;
    }
  mw_window_show_page (self, "edit");
  mw_editor_page_go_to_mistake (editor);
}

/* Shows the playground, with its text beside it. */
void
mw_window_open_draft (MwWindow *self)
{
  mw_editor_page_open_draft (mw_window_get_editor (self));
  mw_window_show_page (self, "edit");
}

static void
edit_copy_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  mw_editor_page_edit_copy (EDITOR (data));
  mw_window_show_page (MW_WINDOW (data), "edit");
  mw_player_run (mw_window_get_player (MW_WINDOW (data)));
}

static void
reset_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  mw_editor_page_reset (EDITOR (data));
  mw_player_run (mw_window_get_player (MW_WINDOW (data)));
}

static void
choose_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  mw_window_choose_scenario_file (MW_WINDOW (data));
}

static void
write_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  g_autoptr (GError) error = NULL;

  if (mw_editor_page_write (EDITOR (data), g_variant_get_string (parameter, NULL), &error))
    mw_window_tell (MW_WINDOW (data), _("The scenario is saved."));
  else
    mw_window_tell (MW_WINDOW (data), error->message);
}

static const GActionEntry actions[] = {
  { "edit-copy", edit_copy_cb },
  { "reset-playground", reset_cb },
  { "choose-scenario-file", choose_cb },
  { "write-scenario", write_cb, "s" },
};

void
mw_window_add_editing (MwWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  g_signal_connect_object (mw_window_get_editor (self), "told", G_CALLBACK (mw_window_tell), self, G_CONNECT_SWAPPED);
}
