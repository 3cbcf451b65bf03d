/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "mw-config.h"

#include "mw-console-page.h"
#include "mw-refresh.h"

#define REFRESH_MS 80
#define MOST_LINES 10000

struct _MwConsolePage
{
  GtkWidget         parent_instance;
  MwPlayer         *player;
  GtkWidget        *scrolled;
  GtkListView      *list;
  GtkStringList    *model;
  GArray           *lines;  /* of Line, as many as the model has */
  MwRefresh         refresh;
};

typedef struct
{
  gint64      time;
  guint       entrant;
  guint32     task;
  guint32     event;
  const char *text;
} Line;

G_DEFINE_FINAL_TYPE (MwConsolePage, mw_console_page, GTK_TYPE_WIDGET)

static void
setup_cb (MwConsolePage *self, GtkListItem *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *place = gtk_label_new (NULL);
  GtkWidget *text = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (place), 0);
  gtk_label_set_ellipsize (GTK_LABEL (place), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (place, "caption");
  gtk_widget_add_css_class (place, "dim-label");
  gtk_widget_add_css_class (place, "numeric");
  gtk_label_set_xalign (GTK_LABEL (text), 0);
  gtk_label_set_wrap (GTK_LABEL (text), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (text), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (text, "monospace");
  gtk_box_append (GTK_BOX (box), place);
  gtk_box_append (GTK_BOX (box), text);
  gtk_list_item_set_child (item, box);
}

static void
bind_cb (MwConsolePage *self, GtkListItem *item)
{
  GtkWidget *place = gtk_widget_get_first_child (gtk_list_item_get_child (item));
  const Line *line = &g_array_index (self->lines, Line, gtk_list_item_get_position (item));
  const MwTaskHistory *task = mw_history_get_task (mw_player_get_history (self->player, line->entrant), line->task);
  char buffer[MW_TIME_BUFFER];
  g_autofree char *text = g_strdup_printf ("%s · %s · %s", mw_time_format (line->time, MW_TIME_SECONDS, buffer),
                                           mw_player_get_variant_title (self->player, line->entrant),
                                           task != NULL ? task->name : "");
  g_autofree char *name = g_strdup_printf ("%s, %s", line->text, text);

  gtk_label_set_text (GTK_LABEL (place), text);
  gtk_label_set_text (GTK_LABEL (gtk_widget_get_next_sibling (place)), line->text);
  /* The row is the list view's own widget, and nameless. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_parent (gtk_list_item_get_child (item))),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
activate_cb (MwConsolePage *self, guint position)
{
  const Line *line = position < self->lines->len ? &g_array_index (self->lines, Line, position) : NULL;

  if (line == NULL)
    return;
  mw_player_select (self->player, line->entrant, line->task);
  mw_player_seek (self->player, line->time);
}

static gint
compare_lines (gconstpointer a, gconstpointer b, gpointer data)
{
  const Line *first = a, *second = b;

  if (first->time != second->time)
    return first->time < second->time ? -1 : 1;
  if (first->entrant != second->entrant)
    return first->entrant < second->entrant ? -1 : 1;
  return first->event != second->event ? (first->event < second->event ? -1 : 1) : 0;
}

/* What was printed up to NOW in all runs, by time; lines of one instant stay in the order of their run. */
static GArray *
collect (MwConsolePage *self, gint64 now)
{
  GArray *lines = g_array_new (FALSE, FALSE, sizeof (Line));

  for (guint i = 0; i < mw_player_get_n_histories (self->player); i++)
    {
      const GArray *printed = mw_history_get_lines (mw_player_get_shown (self->player, i));

      for (guint k = 0; k < printed->len && k < MOST_LINES; k++)
        {
          const MwLine *entry = &g_array_index (printed, MwLine, k);
          Line line = { entry->time, i, entry->task, entry->event, entry->text };

          if (entry->time > now)
            break;
          g_array_append_val (lines, line);
        }
    }
  if (lines->len > 1)
    g_qsort_with_data (lines->data, (gint) lines->len, sizeof (Line), compare_lines, NULL);
  return lines;
}

static gboolean
scroll_to_end_cb (gpointer data)
{
  MwConsolePage *self = data;
  GtkAdjustment *adjustment;

  if (self->scrolled != NULL)
    {
      adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scrolled));
      gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment));
    }
  g_object_unref (self);
  return G_SOURCE_REMOVE;
}

/* Gives the model the lines of FRESH (transfer full), touching only what differs. */
static void
replace_lines (MwConsolePage *self, GArray *fresh)
{
  GArray *old = self->lines;
  g_autoptr (GPtrArray) texts = g_ptr_array_new ();
  guint same = 0;

  while (same < old->len && same < fresh->len &&
         compare_lines (&g_array_index (old, Line, same), &g_array_index (fresh, Line, same), NULL) == 0)
    same++;
  for (guint i = same; i < fresh->len; i++)
    g_ptr_array_add (texts, (gpointer) g_array_index (fresh, Line, i).text);
  g_ptr_array_add (texts, NULL);
  self->lines = fresh;
  if (same < old->len || same < fresh->len)
    {
      gtk_string_list_splice (self->model, same, old->len - same, (const char *const *) texts->pdata);
      g_idle_add (scroll_to_end_cb, g_object_ref (self));
    }
  g_array_unref (old);
}

static void
refresh (GtkWidget *widget)
{
  MwConsolePage *self = MW_CONSOLE_PAGE (widget);

  replace_lines (self, collect (self, mw_player_get_playhead (self->player)->time));
}

static void
moved_cb (MwConsolePage *self)
{
  mw_refresh_later (&self->refresh);
}

/* The histories that the lines point into are gone. */
static void
race_changed_cb (MwConsolePage *self)
{
  replace_lines (self, g_array_new (FALSE, FALSE, sizeof (Line)));
}

static void
mw_console_page_dispose (GObject *object)
{
  MwConsolePage *self = MW_CONSOLE_PAGE (object);

  mw_refresh_clear (&self->refresh);
  g_clear_object (&self->player);
  g_clear_pointer (&self->scrolled, gtk_widget_unparent);
  G_OBJECT_CLASS (mw_console_page_parent_class)->dispose (object);
}

static void
mw_console_page_finalize (GObject *object)
{
  g_array_unref (MW_CONSOLE_PAGE (object)->lines);
  G_OBJECT_CLASS (mw_console_page_parent_class)->finalize (object);
}

static void
mw_console_page_class_init (MwConsolePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mw_console_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = mw_console_page_finalize;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, MW_RESOURCE_PATH "/ui/mw-console-page.ui");
  gtk_widget_class_bind_template_child (widget_class, MwConsolePage, scrolled);
  gtk_widget_class_bind_template_child (widget_class, MwConsolePage, list);
  gtk_widget_class_bind_template_child (widget_class, MwConsolePage, model);
  gtk_widget_class_bind_template_callback (widget_class, setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
}

static void
mw_console_page_init (MwConsolePage *self)
{
  self->lines = g_array_new (FALSE, FALSE, sizeof (Line));
  gtk_widget_init_template (GTK_WIDGET (self));
  mw_refresh_init (&self->refresh, GTK_WIDGET (self), REFRESH_MS, refresh);
}

/* Once. */
void
mw_console_page_set_player (MwConsolePage *self, MwPlayer *player)
{
  self->player = g_object_ref (player);
  g_signal_connect_object (player, "race-changed", G_CALLBACK (race_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (player, "moved", G_CALLBACK (moved_cb), self, G_CONNECT_SWAPPED);
}
