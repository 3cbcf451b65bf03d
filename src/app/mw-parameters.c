/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "mw-config.h"

#include <glib/gi18n.h>

#include "mw-accessible.h"
#include "mw-parameters.h"

/* The flow scrolls above this height: the picture keeps the window. */
#define MOST_HEIGHT 132

struct _MwParameters
{
  GtkWidget  parent_instance;
  MwPlayer  *player;
  GtkWidget *scrolled;
  GtkFlowBox *flow;
  GPtrArray *controls;  /* GtkWidget of each parameter, owned by the flow */
  gboolean   syncing;
};

G_DEFINE_FINAL_TYPE (MwParameters, mw_parameters, GTK_TYPE_WIDGET)

typedef struct
{
  GtkWidget *(*create) (MwParameters *self, guint index, const MwParameter *parameter);
  void       (*show)   (GtkWidget *control, const MwParameter *parameter, gint64 value);
} Kind;

static guint
get_index (GtkWidget *control)
{
  return GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (control), "mw-index"));
}

static void
changed (MwParameters *self, GtkWidget *control, gint64 value)
{
  if (!self->syncing)
    mw_player_set_value (self->player, get_index (control), value);
}

/* Durations are moved in ms: a double holds whole ns of a day, but not exactly. */
static gint64
get_unit (const MwParameter *parameter)
{
  return parameter->kind == MW_PARAMETER_DURATION ? MW_NS_PER_MS : 1;
}

static char *
format_value (const MwParameter *parameter, gint64 value)
{
  char buffer[MW_TIME_BUFFER];

  if (parameter->kind == MW_PARAMETER_DURATION)
    return g_strdup (mw_time_format (value, MW_TIME_AUTO, buffer));
  return g_strdup_printf ("%" G_GINT64_FORMAT, value);
}

static void
scale_changed_cb (GtkRange *range, MwParameters *self)
{
  guint index = get_index (GTK_WIDGET (range));
  const MwParameter *parameter = mw_scenario_get_parameter (mw_player_get_scenario (self->player), index);
  gint64 step = MAX (parameter->step, 1);
  gint64 value = (gint64) (gtk_range_get_value (range) * (double) get_unit (parameter) + 0.5);
  GtkLabel *label = g_object_get_data (G_OBJECT (range), "mw-value");
  g_autofree char *text = NULL;

  value = CLAMP (parameter->min + (value - parameter->min + step / 2) / step * step, parameter->min, parameter->max);
  text = format_value (parameter, value);
  gtk_label_set_text (label, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (range), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, text, -1);
  changed (self, GTK_WIDGET (range), value);
}

static void
scale_show (GtkWidget *control, const MwParameter *parameter, gint64 value)
{
  gtk_range_set_value (GTK_RANGE (control), (double) value / (double) get_unit (parameter));
}

static GtkWidget *
scale_create (MwParameters *self, guint index, const MwParameter *parameter)
{
  double unit = (double) get_unit (parameter);
  double step = (double) MAX (parameter->step, 1) / unit;
  GtkWidget *scale = gtk_scale_new_with_range (GTK_ORIENTATION_HORIZONTAL, (double) parameter->min / unit,
                                               MAX ((double) parameter->max / unit, (double) parameter->min / unit + step), step);

  gtk_widget_set_size_request (scale, 120, -1);
  gtk_widget_set_hexpand (scale, TRUE);
  g_signal_connect_object (scale, "value-changed", G_CALLBACK (scale_changed_cb), self, 0);
  return scale;
}

static void
choice_changed_cb (GtkDropDown *drop_down, GParamSpec *pspec, MwParameters *self)
{
  changed (self, GTK_WIDGET (drop_down), gtk_drop_down_get_selected (drop_down));
}

static void
choice_show (GtkWidget *control, const MwParameter *parameter, gint64 value)
{
  gtk_drop_down_set_selected (GTK_DROP_DOWN (control), (guint) value);
}

static GtkWidget *
choice_create (MwParameters *self, guint index, const MwParameter *parameter)
{
  GtkWidget *drop_down = gtk_drop_down_new_from_strings (parameter->choices);

  g_signal_connect_object (drop_down, "notify::selected", G_CALLBACK (choice_changed_cb), self, 0);
  return drop_down;
}

static void
switch_changed_cb (GtkSwitch *control, GParamSpec *pspec, MwParameters *self)
{
  changed (self, GTK_WIDGET (control), gtk_switch_get_active (control));
}

static void
switch_show (GtkWidget *control, const MwParameter *parameter, gint64 value)
{
  gtk_switch_set_active (GTK_SWITCH (control), value != 0);
}

static GtkWidget *
switch_create (MwParameters *self, guint index, const MwParameter *parameter)
{
  GtkWidget *control = gtk_switch_new ();

  gtk_widget_set_halign (control, GTK_ALIGN_START);
  gtk_widget_set_valign (control, GTK_ALIGN_CENTER);
  g_signal_connect_object (control, "notify::active", G_CALLBACK (switch_changed_cb), self, 0);
  return control;
}

static const Kind kinds[] = {
  [MW_PARAMETER_NUMBER] = { scale_create, scale_show },
  [MW_PARAMETER_DURATION] = { scale_create, scale_show },
  [MW_PARAMETER_CHOICE] = { choice_create, choice_show },
  [MW_PARAMETER_SWITCH] = { switch_create, switch_show },
};

/* How wide a value can become, so that moving a slider does not move its neighbours. */
static int
get_value_width (const MwParameter *parameter)
{
  return parameter->kind == MW_PARAMETER_DURATION ? 8 : MAX (snprintf (NULL, 0, "%" G_GINT64_FORMAT, parameter->max), 2);
}

static GtkWidget *
new_row (MwParameters *self, guint index)
{
  MwScenario *scenario = mw_player_get_scenario (self->player);
  const MwParameter *parameter = mw_scenario_get_parameter (scenario, index);
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (mw_scenario_get_parameter_label (scenario, index, mw_player_get_lang (self->player)));
  GtkWidget *control = kinds[parameter->kind].create (self, index, parameter);

  g_object_set_data (G_OBJECT (control), "mw-index", GUINT_TO_POINTER (index));
  if (GTK_IS_DROP_DOWN (control))
    mw_accessible_name_drop_down (control, gtk_label_get_text (GTK_LABEL (label)));
  gtk_accessible_update_relation (GTK_ACCESSIBLE (control), GTK_ACCESSIBLE_RELATION_LABELLED_BY, label, NULL, -1);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 24);
  gtk_box_append (GTK_BOX (row), label);
  gtk_box_append (GTK_BOX (row), control);
  if (GTK_IS_SCALE (control))
    {
      GtkWidget *value = gtk_label_new (NULL);

      gtk_label_set_width_chars (GTK_LABEL (value), get_value_width (parameter));
      gtk_label_set_xalign (GTK_LABEL (value), 0);
      gtk_widget_add_css_class (value, "numeric");
      gtk_box_append (GTK_BOX (row), value);
      g_object_set_data (G_OBJECT (control), "mw-value", value);
    }
  g_ptr_array_add (self->controls, control);
  return row;
}

static void
settings_changed_cb (MwParameters *self)
{
  self->syncing = TRUE;
  for (guint i = 0; i < self->controls->len; i++)
    {
      const MwParameter *parameter = mw_scenario_get_parameter (mw_player_get_scenario (self->player), i);
      GtkWidget *control = g_ptr_array_index (self->controls, i);

      kinds[parameter->kind].show (control, parameter, mw_player_get_value (self->player, i));
      if (GTK_IS_SCALE (control))
        scale_changed_cb (GTK_RANGE (control), self);
    }
  self->syncing = FALSE;
}

static void
scenario_changed_cb (MwParameters *self)
{
  guint n = mw_scenario_get_n_parameters (mw_player_get_scenario (self->player));
  GtkWidget *child;

  g_ptr_array_set_size (self->controls, 0);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->flow))) != NULL)
    gtk_flow_box_remove (self->flow, child);
  for (guint i = 0; i < n; i++)
    {
      GtkWidget *cell = gtk_flow_box_child_new ();

      gtk_flow_box_child_set_child (GTK_FLOW_BOX_CHILD (cell), new_row (self, i));
      gtk_widget_set_focusable (cell, FALSE);
      gtk_flow_box_append (self->flow, cell);
    }
  gtk_widget_set_visible (self->scrolled, n > 0);
}

static GtkSizeRequestMode
mw_parameters_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* As high as the flow is when it is this wide, which a scrolled window by itself does not ask. */
static void
mw_parameters_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                       int *minimum, int *natural, int *minimum_baseline, int *natural_baseline)
{
  MwParameters *self = MW_PARAMETERS (widget);

  if (!gtk_widget_get_visible (self->scrolled))
    {
      *minimum = *natural = 0;
      return;
    }
  gtk_widget_measure (GTK_WIDGET (self->flow), orientation, for_size, minimum, natural, NULL, NULL);
  if (orientation == GTK_ORIENTATION_VERTICAL)
    *minimum = *natural = MIN (*minimum, MOST_HEIGHT);
}

static void
mw_parameters_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  gtk_widget_allocate (MW_PARAMETERS (widget)->scrolled, width, height, baseline, NULL);
}

static void
mw_parameters_dispose (GObject *object)
{
  MwParameters *self = MW_PARAMETERS (object);

  g_clear_object (&self->player);
  g_clear_pointer (&self->scrolled, gtk_widget_unparent);
  G_OBJECT_CLASS (mw_parameters_parent_class)->dispose (object);
}

static void
mw_parameters_finalize (GObject *object)
{
  g_ptr_array_unref (MW_PARAMETERS (object)->controls);
  G_OBJECT_CLASS (mw_parameters_parent_class)->finalize (object);
}

static void
mw_parameters_class_init (MwParametersClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mw_parameters_dispose;
  G_OBJECT_CLASS (klass)->finalize = mw_parameters_finalize;
  widget_class->get_request_mode = mw_parameters_get_request_mode;
  widget_class->measure = mw_parameters_measure;
  widget_class->size_allocate = mw_parameters_size_allocate;
  gtk_widget_class_set_template_from_resource (widget_class, MW_RESOURCE_PATH "/ui/mw-parameters.ui");
  gtk_widget_class_bind_template_child (widget_class, MwParameters, scrolled);
  gtk_widget_class_bind_template_child (widget_class, MwParameters, flow);
}

static void
mw_parameters_init (MwParameters *self)
{
  self->controls = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Shows and sets PLAYER's parameters; once. */
void
mw_parameters_set_player (MwParameters *self, MwPlayer *player)
{
  self->player = g_object_ref (player);
  g_signal_connect_object (player, "scenario-changed", G_CALLBACK (scenario_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (player, "settings-changed", G_CALLBACK (settings_changed_cb), self, G_CONNECT_SWAPPED);
}
