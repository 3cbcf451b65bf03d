/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "mw-config.h"

#include "mw-beat-list.h"
#include "mw-explain-page.h"
#include "mw-guide-view.h"

struct _MwExplainPage
{
  GtkWidget    parent_instance;
  MwPlayer    *player;
  GtkWidget   *scrolled;
  GtkLabel    *title;
  GtkLabel    *summary;
  MwGuideView *guide;
  MwBeatList  *beats;
  GtkLabel    *text;
};

G_DEFINE_FINAL_TYPE (MwExplainPage, mw_explain_page, GTK_TYPE_WIDGET)

static void
scenario_changed_cb (MwExplainPage *self)
{
  MwScenario *scenario = mw_player_get_scenario (self->player);
  const char *lang = mw_player_get_lang (self->player);

  gtk_label_set_text (self->title, mw_scenario_get_title (scenario, lang));
  gtk_label_set_text (self->summary, mw_scenario_get_summary (scenario, lang));
  gtk_label_set_text (self->text, mw_scenario_get_text (scenario, lang));
}

static void
mw_explain_page_dispose (GObject *object)
{
  MwExplainPage *self = MW_EXPLAIN_PAGE (object);

  g_clear_object (&self->player);
  g_clear_pointer (&self->scrolled, gtk_widget_unparent);
  G_OBJECT_CLASS (mw_explain_page_parent_class)->dispose (object);
}

static void
mw_explain_page_class_init (MwExplainPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (MW_TYPE_BEAT_LIST);
  g_type_ensure (MW_TYPE_GUIDE_VIEW);
  G_OBJECT_CLASS (klass)->dispose = mw_explain_page_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, MW_RESOURCE_PATH "/ui/mw-explain-page.ui");
  gtk_widget_class_bind_template_child (widget_class, MwExplainPage, scrolled);
  gtk_widget_class_bind_template_child (widget_class, MwExplainPage, title);
  gtk_widget_class_bind_template_child (widget_class, MwExplainPage, summary);
  gtk_widget_class_bind_template_child (widget_class, MwExplainPage, guide);
  gtk_widget_class_bind_template_child (widget_class, MwExplainPage, beats);
  gtk_widget_class_bind_template_child (widget_class, MwExplainPage, text);
}

static void
mw_explain_page_init (MwExplainPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Once. */
void
mw_explain_page_set_player (MwExplainPage *self, MwPlayer *player)
{
  self->player = g_object_ref (player);
  mw_guide_view_set_player (self->guide, player);
  mw_beat_list_set_player (self->beats, player);
  g_signal_connect_object (player, "scenario-changed", G_CALLBACK (scenario_changed_cb), self, G_CONNECT_SWAPPED);
}
