/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "mw-config.h"

#include <glib/gi18n.h>

#include "mw-catalogue.h"
#include "mw-library.h"

struct _MwLibrary
{
  GtkWidget       parent_instance;
  MwPlayer       *player;
  GtkWidget      *box;
  GtkSearchEntry *search;
  GtkListBox     *list;
  guint           reveal;  /* source */
};

G_DEFINE_FINAL_TYPE (MwLibrary, mw_library, GTK_TYPE_WIDGET)

#define ROW_SCENARIO "mw-scenario"

static MwScenario *
get_scenario (GtkListBoxRow *row)
{
  return g_object_get_data (G_OBJECT (row), ROW_SCENARIO);
}

static GtkWidget *
new_row (MwLibrary *self, MwScenario *scenario)
{
  const char *title = mw_scenario_get_title (scenario, mw_player_get_lang (self->player));
  const char *summary = mw_scenario_get_summary (scenario, mw_player_get_lang (self->player));
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *label = gtk_label_new (title);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), label);
  gtk_widget_set_tooltip_text (row, summary);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, summary, -1);
  g_object_set_data_full (G_OBJECT (row), ROW_SCENARIO, mw_scenario_ref (scenario), (GDestroyNotify) mw_scenario_unref);
  return row;
}

static void
update_header (GtkListBoxRow *row, GtkListBoxRow *before, gpointer data)
{
  MwLibrary *self = data;
  const char *group = mw_scenario_get_group (get_scenario (row));
  GtkWidget *label;

  if (before != NULL && g_strcmp0 (group, mw_scenario_get_group (get_scenario (before))) == 0)
    {
      gtk_list_box_row_set_header (row, NULL);
      return;
    }
  label = gtk_label_new (mw_catalogue_get_group_title (group, mw_player_get_lang (self->player)));
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "mw-group");
  gtk_list_box_row_set_header (row, label);
}

static gboolean
contains (const char *text, const char *folded)
{
  g_autofree char *fold = g_utf8_casefold (text, -1);

  return strstr (fold, folded) != NULL;
}

/* Every word that was typed must stand in the title, the summary, the id or the group. */
static gboolean
filter_row (GtkListBoxRow *row, gpointer data)
{
  MwLibrary *self = data;
  const char *lang = mw_player_get_lang (self->player);
  MwScenario *scenario = get_scenario (row);
  g_autofree char *typed = g_utf8_casefold (gtk_editable_get_text (GTK_EDITABLE (self->search)), -1);
  g_auto (GStrv) words = g_strsplit (typed, " ", -1);

  for (guint i = 0; words[i] != NULL; i++)
    if (!contains (mw_scenario_get_title (scenario, lang), words[i]) &&
        !contains (mw_scenario_get_summary (scenario, lang), words[i]) &&
        !contains (mw_scenario_get_id (scenario), words[i]) &&
        !contains (mw_catalogue_get_group_title (mw_scenario_get_group (scenario), lang), words[i]))
      return FALSE;
  return TRUE;
}

static void
search_changed_cb (MwLibrary *self)
{
  gtk_list_box_invalidate_filter (self->list);
}

static void
row_activated_cb (MwLibrary *self, GtkListBoxRow *row)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.open", "s", mw_scenario_get_id (get_scenario (row)));
}

static GtkListBoxRow *
get_first_match (MwLibrary *self)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    if (gtk_widget_get_child_visible (GTK_WIDGET (row)))
      return row;
  return NULL;
}

/* Return in the search entry opens the first match and leads to the picture. */
static void
search_activated_cb (MwLibrary *self)
{
  GtkListBoxRow *row = get_first_match (self);

  if (row == NULL)
    return;
  row_activated_cb (self, row);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.picture", NULL);
}

/* Escape in it forgets what was sought. */
static void
search_stopped_cb (MwLibrary *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  gtk_widget_activate_action (GTK_WIDGET (self), "win.picture", NULL);
}

/* Down leads to the first match; by itself GTK would go to the selected row, even if it does not match. */
static gboolean
search_key_cb (MwLibrary *self, guint key)
{
  GtkListBoxRow *row = get_first_match (self);

  if ((key != GDK_KEY_Down && key != GDK_KEY_KP_Down) || row == NULL)
    return GDK_EVENT_PROPAGATE;
  gtk_widget_grab_focus (GTK_WIDGET (row));
  return GDK_EVENT_STOP;
}

/* Once rows have their places. */
static gboolean
reveal_cb (gpointer data)
{
  MwLibrary *self = data;
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);
  graphene_rect_t bounds;

  self->reveal = 0;
  if (row != NULL && gtk_widget_compute_bounds (GTK_WIDGET (row), GTK_WIDGET (self->list), &bounds))
    gtk_adjustment_clamp_page (gtk_list_box_get_adjustment (self->list), bounds.origin.y, bounds.origin.y + bounds.size.height);
  return G_SOURCE_REMOVE;
}

/* The row of what is shown is the selected one, and in sight; a file of the user's has none. */
static void
scenario_changed_cb (MwLibrary *self)
{
  const char *shown = mw_player_get_entry (self->player);
  GtkListBoxRow *row;

  if (self->reveal == 0)
    self->reveal = g_idle_add_full (G_PRIORITY_LOW, reveal_cb, self, NULL);
  gtk_list_box_unselect_all (self->list);
  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    if (g_strcmp0 (mw_scenario_get_id (get_scenario (row)), shown) == 0)
      gtk_list_box_select_row (self->list, row);
}

/* The keyboard selects as it goes along the rows. */
static void
list_left_cb (MwLibrary *self)
{
  scenario_changed_cb (self);
}

static void
mw_library_dispose (GObject *object)
{
  MwLibrary *self = MW_LIBRARY (object);

  /* A list that is taken apart asks for headers to the last. */
  if (self->list != NULL)
    {
      gtk_list_box_set_header_func (self->list, NULL, NULL, NULL);
      gtk_list_box_set_filter_func (self->list, NULL, NULL, NULL);
    }
  g_clear_handle_id (&self->reveal, g_source_remove);
  g_clear_object (&self->player);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (mw_library_parent_class)->dispose (object);
}

static void
mw_library_class_init (MwLibraryClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mw_library_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, MW_RESOURCE_PATH "/ui/mw-library.ui");
  gtk_widget_class_bind_template_child (widget_class, MwLibrary, box);
  gtk_widget_class_bind_template_child (widget_class, MwLibrary, search);
  gtk_widget_class_bind_template_child (widget_class, MwLibrary, list);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_stopped_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_key_cb);
  gtk_widget_class_bind_template_callback (widget_class, list_left_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
mw_library_init (MwLibrary *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_list_box_set_header_func (self->list, update_header, self, NULL);
}

/* Fills the list; once. */
void
mw_library_set_player (MwLibrary *self, MwPlayer *player)
{
  GPtrArray *all = mw_catalogue_get_all ();

  self->player = g_object_ref (player);
  for (guint i = 0; i < all->len; i++)
    gtk_list_box_append (self->list, new_row (self, g_ptr_array_index (all, i)));
  gtk_list_box_set_filter_func (self->list, filter_row, self, NULL);
  g_signal_connect_object (player, "scenario-changed", G_CALLBACK (scenario_changed_cb), self, G_CONNECT_SWAPPED);
}

/* Puts the cursor into the search entry. */
void
mw_library_find (MwLibrary *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
  gtk_editable_select_region (GTK_EDITABLE (self->search), 0, -1);
}
