/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "mw-config.h"

#include <glib/gi18n.h>

#include "mw-describe.h"
#include "mw-numbers-page.h"
#include "mw-numbers.h"
#include "mw-refresh.h"

#define REFRESH_MS 400
#define MOST_TASKS 60

struct _MwNumbersPage
{
  GtkWidget  parent_instance;
  MwPlayer  *player;
  GtkWidget *scrolled;
  GtkGrid   *grid;
  int        row;
  int        column;
  MwRefresh  refresh;
};

G_DEFINE_FINAL_TYPE (MwNumbersPage, mw_numbers_page, GTK_TYPE_WIDGET)

/* What a task did with its life, in four words. */
static const struct { const char *title; MwState states[4]; } shares[] = {
  { N_("runs"), { MW_STATE_RUNNING, MW_STATE_BLOCKING, MW_STATE_THREAD } },
  { N_("away"), { MW_STATE_SLEEPING, MW_STATE_IO, MW_STATE_BACKOFF } },
  { N_("waits"), { MW_STATE_READY, MW_STATE_WAITING, MW_STATE_AWAITING } },
};

static void
add_cell (MwNumbersPage *self, const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), self->column == 0 ? 0 : 1);
  gtk_widget_set_hexpand (label, self->column == 0);
  if (self->column == 0)
    {
      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
      gtk_label_set_width_chars (GTK_LABEL (label), 8);
    }
  gtk_widget_add_css_class (label, css_class);
  gtk_grid_attach (self->grid, label, self->column++, self->row, 1, 1);
}

static void
add_time (MwNumbersPage *self, gint64 time)
{
  char buffer[MW_TIME_BUFFER];

  add_cell (self, mw_time_format (time, MW_TIME_AUTO, buffer), "numeric");
}

static void
next_row (MwNumbersPage *self)
{
  self->row++;
  self->column = 0;
}

static void
add_title (MwNumbersPage *self, const char *title)
{
  GtkWidget *label = gtk_label_new (title);

  next_row (self);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, "heading");
  gtk_widget_set_margin_top (label, self->row > 1 ? 12 : 0);
  gtk_grid_attach (self->grid, label, 0, self->row, 5, 1);
}

static void
add_headings (MwNumbersPage *self, const char *const *headings, guint n)
{
  next_row (self);
  for (guint i = 0; i < n; i++)
    add_cell (self, _(headings[i]), "dim-label");
}

static void
add_states (MwNumbersPage *self, MwHistory *history, gint64 now)
{
  static const char *const headings[] = { N_("state"), N_("spans"), N_("total"), N_("median"), N_("longest") };
  MwNumbers numbers[MW_N_STATES];

  add_headings (self, headings, G_N_ELEMENTS (headings));
  mw_numbers_compute (history, now, numbers);
  for (guint i = MW_STATE_CREATED; i < MW_STATE_DONE; i++)
    {
      g_autofree char *count = g_strdup_printf ("%u", numbers[i].n);

      if (numbers[i].n == 0 || (i == MW_STATE_CREATED && numbers[i].total == 0))
        continue;
      next_row (self);
      add_cell (self, mw_describe_legend ((MwState) i), "mw-name");
      add_cell (self, count, "numeric");
      add_time (self, numbers[i].total);
      add_time (self, numbers[i].median);
      add_time (self, numbers[i].longest);
    }
}

/* ns that TASK spent in any of STATES up to NOW. */
static gint64
sum_states (const MwTaskHistory *task, const MwState *states, guint n, gint64 now)
{
  gint64 sum = 0;

  for (guint i = 0; i < task->spans->len; i++)
    {
      const MwSpan *span = &g_array_index (task->spans, MwSpan, i);

      for (guint k = 0; k < n && span->begin <= now; k++)
        if (states[k] != MW_STATE_NONE && span->state == states[k])
          sum += MIN (span->end, now) - span->begin;
    }
  return sum;
}

static void
add_tasks (MwNumbersPage *self, MwHistory *history, gint64 now)
{
  static const char *const headings[] = { N_("task"), N_("lives"), N_("runs"), N_("away"), N_("waits") };
  guint n = MIN (mw_history_get_n_tasks (history), MOST_TASKS);

  add_headings (self, headings, G_N_ELEMENTS (headings));
  for (guint32 id = 1; id <= n; id++)
    {
      const MwTaskHistory *task = mw_history_get_task (history, id);

      if (task == NULL || task->created > now)
        continue;
      next_row (self);
      add_cell (self, task->name, "mw-name");
      add_time (self, MIN (task->ended, now) - task->created);
      for (guint i = 0; i < G_N_ELEMENTS (shares); i++)
        add_time (self, sum_states (task, shares[i].states, G_N_ELEMENTS (shares[i].states), now));
    }
}

static void
refresh (GtkWidget *widget)
{
  MwNumbersPage *self = MW_NUMBERS_PAGE (widget);
  gint64 now = mw_player_get_playhead (self->player)->time;
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->grid))) != NULL)
    gtk_grid_remove (self->grid, child);
  self->row = self->column = 0;
  for (guint i = 0; i < mw_player_get_n_histories (self->player); i++)
    {
      MwHistory *history = mw_player_get_shown (self->player, i);
      gint64 until = mw_history_is_finished (history) ? MIN (now, mw_history_get_end (history)) : now;

      add_title (self, mw_player_get_variant_title (self->player, i));
      add_states (self, history, until);
      add_tasks (self, history, until);
    }
}

static void
moved_cb (MwNumbersPage *self)
{
  mw_refresh_later (&self->refresh);
}

static void
mw_numbers_page_dispose (GObject *object)
{
  MwNumbersPage *self = MW_NUMBERS_PAGE (object);

  mw_refresh_clear (&self->refresh);
  g_clear_object (&self->player);
  g_clear_pointer (&self->scrolled, gtk_widget_unparent);
  G_OBJECT_CLASS (mw_numbers_page_parent_class)->dispose (object);
}

static void
mw_numbers_page_class_init (MwNumbersPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mw_numbers_page_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, MW_RESOURCE_PATH "/ui/mw-numbers-page.ui");
  gtk_widget_class_bind_template_child (widget_class, MwNumbersPage, scrolled);
  gtk_widget_class_bind_template_child (widget_class, MwNumbersPage, grid);
}

static void
mw_numbers_page_init (MwNumbersPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  mw_refresh_init (&self->refresh, GTK_WIDGET (self), REFRESH_MS, refresh);
}

/* Once. */
void
mw_numbers_page_set_player (MwNumbersPage *self, MwPlayer *player)
{
  self->player = g_object_ref (player);
  g_signal_connect_object (player, "race-changed", G_CALLBACK (moved_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (player, "moved", G_CALLBACK (moved_cb), self, G_CONNECT_SWAPPED);
}
