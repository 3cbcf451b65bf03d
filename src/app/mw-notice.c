/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "mw-config.h"

#include <glib/gi18n.h>

#include "mw-notice.h"

/* As many variants may fail for reasons of their own; the rest is the same story. */
#define LINES_MAX 4

struct _MwNotice
{
  GtkWidget  parent_instance;
  MwPlayer  *player;
  GtkWidget *box;
  GtkLabel  *label;
};

G_DEFINE_FINAL_TYPE (MwNotice, mw_notice, GTK_TYPE_WIDGET)

static const char *const ends[MW_N_RUN_ENDS] = {
  [MW_RUN_DEADLOCK] = N_("came to a deadlock"),
  [MW_RUN_OVERRUN] = N_("went over its limit"),
  [MW_RUN_FAILED] = N_("failed"),
};

/* What the run INDEX has to say at the shown moment; NULL: nothing. */
static char *
dup_story (MwNotice *self, guint index)
{
  MwHistory *history = mw_player_get_history (self->player, index);
  const char *message = NULL;
  MwRunEnd end = mw_history_get_run_end (history, &message);

  if (!mw_history_is_finished (history) || ends[end] == NULL ||
      mw_player_get_playhead (self->player)->time < mw_history_get_end (history))
    return NULL;
  return g_strconcat (_(ends[end]), message != NULL ? ": " : NULL, message, NULL);
}

/* One line per story, with the names of all to whom it happened. */
static char *
dup_text (MwNotice *self)
{
  guint n = mw_player_get_n_histories (self->player);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GPtrArray) stories = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (stories, dup_story (self, i));
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *story = g_steal_pointer (&g_ptr_array_index (stories, i));

      if (story == NULL)
        continue;
      g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", mw_player_get_variant_title (self->player, i));
      for (guint j = i + 1; j < n; j++)
        if (g_strcmp0 (story, g_ptr_array_index (stories, j)) == 0)
          {
            g_string_append_printf (text, ", %s", mw_player_get_variant_title (self->player, j));
            g_clear_pointer (&g_ptr_array_index (stories, j), g_free);
          }
      g_string_append_printf (text, " %s", story);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
update (MwNotice *self)
{
  g_autofree char *text = dup_text (self);

  if (strcmp (text, gtk_label_get_label (self->label)) == 0)
    return;
  gtk_label_set_label (self->label, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->label), text);
  gtk_widget_set_visible (GTK_WIDGET (self), text[0] != '\0');
}

static void
mw_notice_dispose (GObject *object)
{
  MwNotice *self = MW_NOTICE (object);

  if (self->player != NULL)
    g_signal_handlers_disconnect_by_data (self->player, self);
  g_clear_object (&self->player);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (mw_notice_parent_class)->dispose (object);
}

static void
mw_notice_class_init (MwNoticeClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mw_notice_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_ALERT);
  gtk_widget_class_set_template_from_resource (widget_class, MW_RESOURCE_PATH "/ui/mw-notice.ui");
  gtk_widget_class_bind_template_child (widget_class, MwNotice, box);
  gtk_widget_class_bind_template_child (widget_class, MwNotice, label);
}

static void
mw_notice_init (MwNotice *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_label_set_lines (self->label, LINES_MAX);
}

void
mw_notice_set_player (MwNotice *self, MwPlayer *player)
{
  self->player = g_object_ref (player);
  g_signal_connect_swapped (player, "race-changed", G_CALLBACK (update), self);
  g_signal_connect_swapped (player, "moved", G_CALLBACK (update), self);
}
