/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "mw-config.h"

#include "mw-describe.h"
#include "mw-legend-page.h"
#include "mw-swatch.h"

struct _MwLegendPage
{
  GtkWidget  parent_instance;
  GtkWidget *scrolled;
  GtkGrid   *grid;
};

G_DEFINE_FINAL_TYPE (MwLegendPage, mw_legend_page, GTK_TYPE_WIDGET)

/* The reason that stands for a state here. */
static const MwReason reasons[MW_N_STATES] = {
  [MW_STATE_SLEEPING] = MW_REASON_TIMER,
  [MW_STATE_IO] = MW_REASON_REQUEST,
  [MW_STATE_WAITING] = MW_REASON_PERMIT,
  [MW_STATE_AWAITING] = MW_REASON_CHILDREN,
  [MW_STATE_BACKOFF] = MW_REASON_BACKOFF,
  [MW_STATE_BLOCKING] = MW_REASON_CALL,
};

static void
mw_legend_page_dispose (GObject *object)
{
  g_clear_pointer (&MW_LEGEND_PAGE (object)->scrolled, gtk_widget_unparent);
  G_OBJECT_CLASS (mw_legend_page_parent_class)->dispose (object);
}

static void
mw_legend_page_class_init (MwLegendPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mw_legend_page_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, MW_RESOURCE_PATH "/ui/mw-legend-page.ui");
  gtk_widget_class_bind_template_child (widget_class, MwLegendPage, scrolled);
  gtk_widget_class_bind_template_child (widget_class, MwLegendPage, grid);
}

static void
add_row (MwLegendPage *self, GtkWidget *swatch, const char *words, int row)
{
  GtkWidget *label = gtk_label_new (words);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_grid_attach (self->grid, swatch, 0, row, 1, 1);
  gtk_grid_attach (self->grid, label, 1, row, 1, 1);
}

static void
mw_legend_page_init (MwLegendPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = MW_STATE_CREATED; i < MW_N_STATES; i++)
    add_row (self, mw_swatch_new ((MwState) i, reasons[i]), mw_describe_legend ((MwState) i), (int) i);
  for (guint i = 0; i < MW_PHASE_END; i++)
    add_row (self, mw_swatch_new_phase ((MwPhase) i), mw_describe_phase ((MwPhase) i), MW_N_STATES + (int) i);
}

/* Colours that go with SCHEME. */
void
mw_legend_page_set_scheme (MwLegendPage *self, MwScheme scheme)
{
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->grid)); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (MW_IS_SWATCH (child))
      mw_swatch_set_scheme (MW_SWATCH (child), scheme);
}
