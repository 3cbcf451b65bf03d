/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "mw-config.h"

#include <glib/gi18n.h>

#include "mw-beat-list.h"
#include "mw-beat-times.h"
#include "mw-refresh.h"

#define REFRESH_MS 80

struct _MwBeatList
{
  GtkWidget   parent_instance;
  MwPlayer   *player;
  GtkWidget  *box;
  GtkListBox *list;
  gint        current;  /* the row that is marked; -1: none */
  MwRefresh   refresh;
};

G_DEFINE_FINAL_TYPE (MwBeatList, mw_beat_list, GTK_TYPE_WIDGET)

static const MwBeat *
get_beat (MwBeatList *self, guint index)
{
  return mw_scenario_get_beat (mw_player_get_scenario (self->player), index, mw_player_get_lang (self->player));
}

static GtkWidget *
new_label (const char *text, const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_yalign (GTK_LABEL (label), 0);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  return label;
}

/* Number and caption, below it where it is: the children that show_number and show_place change. */
static GtkWidget *
new_row (MwBeatList *self, guint index)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *number = new_label (NULL, "numeric");
  GtkWidget *caption = new_label (get_beat (self, index)->caption, NULL);
  GtkWidget *place = new_label (NULL, "caption");
  g_autofree char *name = g_strdup_printf ("%u. %s", index + 1, get_beat (self, index)->caption);

  gtk_label_set_width_chars (GTK_LABEL (number), 4);
  gtk_label_set_xalign (GTK_LABEL (number), 1);
  gtk_label_set_wrap (GTK_LABEL (caption), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (caption), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_ellipsize (GTK_LABEL (place), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (place, "dim-label");
  gtk_widget_set_hexpand (column, TRUE);
  gtk_box_append (GTK_BOX (column), caption);
  gtk_box_append (GTK_BOX (column), place);
  gtk_box_append (GTK_BOX (box), number);
  gtk_box_append (GTK_BOX (box), column);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return row;
}

/* The light is not alone in saying which row is meant. */
static void
show_number (GtkListBoxRow *row, guint index, gboolean current)
{
  GtkWidget *number = gtk_widget_get_first_child (gtk_list_box_row_get_child (row));
  g_autofree char *text = g_strdup_printf ("%s%u", current ? "▸ " : "", index + 1);

  gtk_label_set_text (GTK_LABEL (number), text);
  if (current)
    gtk_widget_add_css_class (GTK_WIDGET (row), "current");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (row), "current");
  gtk_accessible_update_state (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_STATE_SELECTED, current, -1);
}

static char *
dup_place (MwBeatList *self, guint index)
{
  MwScenario *scenario = mw_player_get_scenario (self->player);
  gint64 time = mw_player_get_beat_time (self->player, index);
  char buffer[MW_TIME_BUFFER];

  if (time != MW_BEAT_UNKNOWN)
    return g_strdup_printf ("%s · %s", mw_time_format (time, MW_TIME_SECONDS, buffer),
                            mw_scenario_get_variant_title (scenario, get_beat (self, index)->variant, mw_player_get_lang (self->player)));
  return g_strdup (mw_player_is_running (self->player) ? "…" : _("not in this run"));
}

static void
show_place (MwBeatList *self, GtkListBoxRow *row, guint index)
{
  GtkWidget *place = gtk_widget_get_last_child (gtk_widget_get_last_child (gtk_list_box_row_get_child (row)));
  g_autofree char *text = dup_place (self, index);

  if (strcmp (text, gtk_label_get_text (GTK_LABEL (place))) == 0)
    return;
  gtk_label_set_text (GTK_LABEL (place), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
  if (mw_player_get_beat_time (self->player, index) == MW_BEAT_UNKNOWN)
    gtk_widget_add_css_class (GTK_WIDGET (row), "missing");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (row), "missing");
}

/* The page goes along with the telling. */
static void
scroll_to (MwBeatList *self, GtkWidget *row)
{
  GtkWidget *scrolled = gtk_widget_get_ancestor (row, GTK_TYPE_SCROLLED_WINDOW);
  GtkAdjustment *adjustment;
  graphene_rect_t bounds;

  if (scrolled == NULL || !gtk_widget_compute_bounds (row, scrolled, &bounds))
    return;
  adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled));
  bounds.origin.y += (float) gtk_adjustment_get_value (adjustment);
  gtk_adjustment_clamp_page (adjustment, bounds.origin.y, bounds.origin.y + bounds.size.height);
}

static void
refresh (GtkWidget *widget)
{
  MwBeatList *self = MW_BEAT_LIST (widget);
  gint current = mw_player_get_beat (self->player);
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    {
      show_place (self, row, (guint) i);
      if ((i == current) == (i == self->current))
        continue;
      show_number (row, (guint) i, i == current);
      if (i == current)
        scroll_to (self, GTK_WIDGET (row));
    }
  self->current = current;
}

static void
moved_cb (MwBeatList *self)
{
  mw_refresh_later (&self->refresh);
}

static void
row_activated_cb (MwBeatList *self, GtkListBoxRow *row)
{
  if (!mw_player_go_to_beat (self->player, (guint) gtk_list_box_row_get_index (row)))
    gtk_widget_error_bell (GTK_WIDGET (row));
}

static void
scenario_changed_cb (MwBeatList *self)
{
  guint n = mw_scenario_get_n_beats (mw_player_get_scenario (self->player));
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  self->current = -1;
  for (guint i = 0; i < n; i++)
    {
      gtk_list_box_append (self->list, new_row (self, i));
      show_number (gtk_list_box_get_row_at_index (self->list, (int) i), i, FALSE);
    }
  gtk_widget_set_visible (GTK_WIDGET (self), n > 0);
}

static void
mw_beat_list_dispose (GObject *object)
{
  MwBeatList *self = MW_BEAT_LIST (object);

  mw_refresh_clear (&self->refresh);
  g_clear_object (&self->player);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (mw_beat_list_parent_class)->dispose (object);
}

static void
mw_beat_list_class_init (MwBeatListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mw_beat_list_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, MW_RESOURCE_PATH "/ui/mw-beat-list.ui");
  gtk_widget_class_bind_template_child (widget_class, MwBeatList, box);
  gtk_widget_class_bind_template_child (widget_class, MwBeatList, list);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
mw_beat_list_init (MwBeatList *self)
{
  self->current = -1;
  gtk_widget_init_template (GTK_WIDGET (self));
  mw_refresh_init (&self->refresh, GTK_WIDGET (self), REFRESH_MS, refresh);
}

/* Once. */
void
mw_beat_list_set_player (MwBeatList *self, MwPlayer *player)
{
  self->player = g_object_ref (player);
  g_signal_connect_object (player, "scenario-changed", G_CALLBACK (scenario_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (player, "race-changed", G_CALLBACK (moved_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (player, "moved", G_CALLBACK (moved_cb), self, G_CONNECT_SWAPPED);
}
