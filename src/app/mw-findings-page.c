/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "mw-config.h"

#include "mw-describe.h"
#include "mw-findings-page.h"
#include "mw-refresh.h"

#define REFRESH_MS 400

/* Those of one run, as of N_READ events. */
typedef struct
{
  MwHistory *history;
  gsize      n_read;
  GArray    *found;   /* of MwDiagnosis; NULL: not looked yet */
} Examined;

struct _MwFindingsPage
{
  GtkWidget   parent_instance;
  MwPlayer   *player;
  GtkWidget  *stack;
  GtkListBox *list;
  GArray     *runs;   /* of Examined */
  guint       n_shown;
  MwRefresh   refresh;
};

/* Where a row leads to. */
typedef struct
{
  gint64  time;
  guint   run;
  guint32 task;
} Place;

G_DEFINE_FINAL_TYPE (MwFindingsPage, mw_findings_page, GTK_TYPE_WIDGET)

static GtkWidget *
new_label (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (label, css_class);
  return label;
}

static void
add_row (MwFindingsPage *self, guint run, const MwDiagnosis *diagnosis)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  g_autofree char *text = mw_describe_diagnosis (g_array_index (self->runs, Examined, run).history, diagnosis);
  const char *advice = mw_describe_advice (diagnosis->kind);
  char time[MW_TIME_BUFFER];
  g_autofree char *place = g_strdup_printf ("%s · %s", mw_time_format (diagnosis->time, MW_TIME_SECONDS, time),
                                            mw_player_get_variant_title (self->player, run));
  g_autofree char *name = g_strdup_printf ("%s, %s. %s", text, place, advice);
  Place *place_of = g_new (Place, 1);

  *place_of = (Place) { diagnosis->time, run, diagnosis->task };
  g_object_set_data_full (G_OBJECT (row), "mw-place", place_of, g_free);
  gtk_box_append (GTK_BOX (box), new_label (place, "caption"));
  gtk_box_append (GTK_BOX (box), new_label (text, "heading"));
  gtk_box_append (GTK_BOX (box), new_label (advice, "mw-advice"));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_list_box_append (self->list, row);
}

/* Looks at the run again if it has gone on. */
static void
examine (Examined *run)
{
  gsize n_read = mw_history_get_n_read (run->history);

  if (run->found != NULL && run->n_read == n_read)
    return;
  g_clear_pointer (&run->found, g_array_unref);
  run->found = mw_diagnose (run->history);
  run->n_read = n_read;
}

static guint
count (MwFindingsPage *self, gint64 now)
{
  guint n = 0;

  for (guint i = 0; i < self->runs->len; i++)
    {
      Examined *run = &g_array_index (self->runs, Examined, i);

      examine (run);
      for (guint k = 0; k < run->found->len; k++)
        n += g_array_index (run->found, MwDiagnosis, k).time <= now;
    }
  return n;
}

static void
clear (MwFindingsPage *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, child);
  self->n_shown = 0;
}

/* What is known at one moment never changes with what comes later, so that their number tells whether the list is right. */
static void
refresh (GtkWidget *widget)
{
  MwFindingsPage *self = MW_FINDINGS_PAGE (widget);
  gint64 now = mw_player_get_playhead (self->player)->time;
  guint n = count (self, now);

  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), n > 0 ? "list" : "none");
  if (n == self->n_shown)
    return;
  clear (self);
  for (guint i = 0; i < self->runs->len; i++)
    {
      GArray *found = g_array_index (self->runs, Examined, i).found;

      for (guint k = 0; k < found->len && g_array_index (found, MwDiagnosis, k).time <= now; k++)
        add_row (self, i, &g_array_index (found, MwDiagnosis, k));
    }
  self->n_shown = n;
}

static void
activated_cb (MwFindingsPage *self, GtkListBoxRow *row)
{
  const Place *place = g_object_get_data (G_OBJECT (row), "mw-place");

  mw_player_select (self->player, place->run, place->task);
  mw_player_seek (self->player, place->time);
}

static void
moved_cb (MwFindingsPage *self)
{
  mw_refresh_later (&self->refresh);
}

static void
examined_clear (gpointer data)
{
  g_clear_pointer (&((Examined *) data)->found, g_array_unref);
}

static void
race_changed_cb (MwFindingsPage *self)
{
  clear (self);
  g_array_set_size (self->runs, 0);
  for (guint i = 0; i < mw_player_get_n_histories (self->player); i++)
    {
      Examined run = { .history = mw_player_get_history (self->player, i) };

      g_array_append_val (self->runs, run);
    }
  mw_refresh_later (&self->refresh);
}

static void
mw_findings_page_dispose (GObject *object)
{
  MwFindingsPage *self = MW_FINDINGS_PAGE (object);

  mw_refresh_clear (&self->refresh);
  g_clear_object (&self->player);
  g_clear_pointer (&self->stack, gtk_widget_unparent);
  G_OBJECT_CLASS (mw_findings_page_parent_class)->dispose (object);
}

static void
mw_findings_page_finalize (GObject *object)
{
  g_array_unref (MW_FINDINGS_PAGE (object)->runs);
  G_OBJECT_CLASS (mw_findings_page_parent_class)->finalize (object);
}

static void
mw_findings_page_class_init (MwFindingsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mw_findings_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = mw_findings_page_finalize;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, MW_RESOURCE_PATH "/ui/mw-findings-page.ui");
  gtk_widget_class_bind_template_child (widget_class, MwFindingsPage, stack);
  gtk_widget_class_bind_template_child (widget_class, MwFindingsPage, list);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
}

static void
mw_findings_page_init (MwFindingsPage *self)
{
  self->runs = g_array_new (FALSE, TRUE, sizeof (Examined));
  g_array_set_clear_func (self->runs, examined_clear);
  gtk_widget_init_template (GTK_WIDGET (self));
  mw_refresh_init (&self->refresh, GTK_WIDGET (self), REFRESH_MS, refresh);
}

/* Once. */
void
mw_findings_page_set_player (MwFindingsPage *self, MwPlayer *player)
{
  self->player = g_object_ref (player);
  g_signal_connect_object (player, "race-changed", G_CALLBACK (race_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (player, "moved", G_CALLBACK (moved_cb), self, G_CONNECT_SWAPPED);
}
