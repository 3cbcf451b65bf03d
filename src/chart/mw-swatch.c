/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "mw-swatch.h"

#include "mw-shape.h"
#include "mw-snapshot-painter.h"

#define WIDTH  44
#define HEIGHT 18

struct _MwSwatch
{
  GtkWidget parent_instance;
  MwState   state;
  MwReason  reason;
  gint      phase;  /* MwPhase; -1: it shows a state */
  MwScheme  scheme;
};

G_DEFINE_FINAL_TYPE (MwSwatch, mw_swatch, GTK_TYPE_WIDGET)

static void
mw_swatch_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  MwSwatch *self = MW_SWATCH (widget);
  MwBox box = { 0, 0, gtk_widget_get_width (widget), gtk_widget_get_height (widget) };
  g_autoptr (MwTextCache) texts = mw_text_cache_new (gtk_widget_get_pango_context (widget));
  MwPainter *painter = mw_snapshot_painter_new (snapshot, texts, mw_palette_get (self->scheme), gtk_widget_get_scale_factor (widget));
  MwBox rail = { 0, box.height * 0.25, box.width, box.height * 0.5 };

  if (self->phase >= 0)
    mw_painter_phase (painter, &rail, 0, (MwPhase) self->phase);
  else if (mw_state_is_end (self->state))
    mw_painter_mark (painter, mw_shape_of_state (self->state), box.width / 2, box.height / 2, box.height * 0.8,
                     MW_INK (mw_role_of_state (self->state)));
  else
    mw_painter_span (painter, &box, 0, box.height, self->state, self->reason, FALSE);
  mw_snapshot_painter_free (painter);
}

static void
mw_swatch_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                   int *minimum, int *natural, int *minimum_baseline, int *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? WIDTH : HEIGHT;
}

static void
mw_swatch_class_init (MwSwatchClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->snapshot = mw_swatch_snapshot;
  widget_class->measure = mw_swatch_measure;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
mw_swatch_init (MwSwatch *self)
{
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

GtkWidget *
mw_swatch_new (MwState state, MwReason reason)
{
  MwSwatch *self = g_object_new (MW_TYPE_SWATCH, NULL);

  self->state = state;
  self->reason = reason;
  self->phase = -1;
  return GTK_WIDGET (self);
}

/* What a request's PHASE looks like. */
GtkWidget *
mw_swatch_new_phase (MwPhase phase)
{
  MwSwatch *self = g_object_new (MW_TYPE_SWATCH, NULL);

  self->phase = (gint) phase;
  return GTK_WIDGET (self);
}

void
mw_swatch_set_scheme (MwSwatch *self, MwScheme scheme)
{
  self->scheme = scheme;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
