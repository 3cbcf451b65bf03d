/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "mw-config.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <math.h>

#include "mw-accessible.h"
#include "mw-describe.h"
#include "mw-transport.h"

struct _MwTransport
{
  GtkWidget         parent_instance;
  MwPlayer         *player;
  GtkWidget        *box;
  GtkButton        *run_button;
  AdwButtonContent *run_content;
  GtkButton        *back_button;
  GtkButton        *play_button;
  GtkButton        *forward_button;
  GtkRange         *scale;
  GtkInscription   *time;  /* unlike a label it can be changed every frame without a new layout of the window */
  GtkButton        *badge;
  GtkWidget        *settings;
  GtkDropDown      *speed;
  GtkDropDown      *clock;
  GtkLabel         *seed_label;
  GtkSpinButton    *seed;
  GtkButton        *new_seed_button;
  gboolean          syncing;
  char             *event;  /* that is told; NULL: none */
};

G_DEFINE_FINAL_TYPE (MwTransport, mw_transport, GTK_TYPE_WIDGET)

static const double speeds[] = { 0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8 };

static const char *const badges[MW_N_BADGES] = {
  [MW_BADGE_LIVE] = N_("live"),
  [MW_BADGE_REPLAY] = N_("replay"),
  [MW_BADGE_SIMULATED] = N_("simulated"),
};

/* Index of the speed nearest to SPEED, by ratio. */
static guint
find_speed (double speed)
{
  guint best = 0;

  for (guint i = 1; i < G_N_ELEMENTS (speeds); i++)
    if (fabs (log (speeds[i] / speed)) < fabs (log (speeds[best] / speed)))
      best = i;
  return best;
}

static GListModel *
new_speed_model (void)
{
  GtkStringList *list = gtk_string_list_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (speeds); i++)
    gtk_string_list_take (list, g_strdup_printf ("%g×", speeds[i]));
  return G_LIST_MODEL (list);
}

static void
speed_selected_cb (MwTransport *self)
{
  if (!self->syncing)
    mw_player_set_speed (self->player, speeds[gtk_drop_down_get_selected (self->speed)]);
}

static void
clock_selected_cb (MwTransport *self)
{
  if (!self->syncing)
    mw_player_set_clock (self->player, gtk_drop_down_get_selected (self->clock) == 0 ? MW_CLOCK_LIVE : MW_CLOCK_SIMULATED);
}

static void
seed_changed_cb (MwTransport *self)
{
  if (!self->syncing)
    mw_player_set_seed (self->player, (guint64) gtk_spin_button_get_value (self->seed));
}

static gboolean
change_value_cb (MwTransport *self, GtkScrollType scroll, double value)
{
  mw_player_seek (self->player, (gint64) (value * (double) MW_NS_PER_SEC));
  return GDK_EVENT_STOP;
}

static void
settings_changed_cb (MwTransport *self)
{
  self->syncing = TRUE;
  gtk_drop_down_set_selected (self->speed, find_speed (mw_player_get_playhead (self->player)->speed));
  gtk_drop_down_set_selected (self->clock, mw_player_get_clock (self->player) == MW_CLOCK_LIVE ? 0 : 1);
  gtk_spin_button_set_value (self->seed, (double) mw_player_get_seed (self->player));
  self->syncing = FALSE;
}

/* An icon button whose meaning changes: the accessible name goes with the icon. */
static void
set_icon (GtkButton *button, const char *icon, const char *name)
{
  if (g_strcmp0 (gtk_button_get_icon_name (button), icon) == 0)
    return;
  gtk_button_set_icon_name (button, icon);
  gtk_widget_set_tooltip_text (GTK_WIDGET (button), name);
  mw_accessible_name_icon_button (GTK_WIDGET (button), name);
}

static void
update_run_button (MwTransport *self)
{
  gboolean running = mw_player_is_running (self->player);
  const char *label = running ? _("Stop") : _("Run");

  if (g_strcmp0 (adw_button_content_get_label (self->run_content), label) == 0)
    return;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->run_button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  adw_button_content_set_label (self->run_content, label);
  adw_button_content_set_icon_name (self->run_content, running ? "mw-stop-symbolic" : "mw-run-symbolic");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->run_button), running ? "win.stop" : "win.run");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->run_button), running ? _("Stop the run") : _("Run again (F5)"));
}

static void
update_badge (MwTransport *self)
{
  g_autofree char *text = mw_transport_dup_badge (self->player);
  gboolean live = mw_player_get_badge (self->player) == MW_BADGE_LIVE && mw_player_is_running (self->player);

  if (g_strcmp0 (gtk_button_get_label (self->badge), text) != 0)
    {
      gtk_button_set_label (self->badge, text);
      /* In a narrow window it gives way: the picture bears the same words. */
      gtk_label_set_ellipsize (GTK_LABEL (gtk_button_get_child (self->badge)), PANGO_ELLIPSIZE_END);
    }
  if (live)
    gtk_widget_add_css_class (GTK_WIDGET (self->badge), "live");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->badge), "live");
}

/* The event at which the picture stands is told by the buttons that lead to it: a screen reader speaks the change of what
 * has the focus. */
static void
update_event (MwTransport *self)
{
  g_autofree char *event = mw_player_dup_event (self->player);

  if (g_strcmp0 (event, self->event) == 0)
    return;
  g_free (self->event);
  self->event = g_steal_pointer (&event);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->back_button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, self->event != NULL ? self->event : "", -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->forward_button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, self->event != NULL ? self->event : "", -1);
}

static void
moved_cb (MwTransport *self)
{
  const MwPlayhead *playhead = mw_player_get_playhead (self->player);
  GtkAdjustment *adjustment = gtk_range_get_adjustment (self->scale);
  gint64 length = MAX (playhead->end, playhead->growing ? mw_player_get_expected (self->player) : 0);
  gboolean resting = playhead->paused || (!playhead->growing && playhead->time >= playhead->end);
  char buffer[MW_TIME_BUFFER];

  gtk_adjustment_set_upper (adjustment, (double) MAX (length, 1) / (double) MW_NS_PER_SEC);
  gtk_adjustment_set_value (adjustment, (double) playhead->time / (double) MW_NS_PER_SEC);
  gtk_inscription_set_text (self->time, mw_time_format (playhead->time, MW_TIME_SECONDS, buffer));
  set_icon (self->play_button, resting ? "mw-play-symbolic" : "mw-pause-symbolic",
            resting ? _("Play the picture") : _("Pause the picture"));
  update_run_button (self);
  update_badge (self);
  update_event (self);
}

static void
mw_transport_dispose (GObject *object)
{
  MwTransport *self = MW_TRANSPORT (object);

  g_clear_object (&self->player);
  g_clear_pointer (&self->event, g_free);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (mw_transport_parent_class)->dispose (object);
}

static void
mw_transport_class_init (MwTransportClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mw_transport_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, MW_RESOURCE_PATH "/ui/mw-transport.ui");
  gtk_widget_class_bind_template_child (widget_class, MwTransport, box);
  gtk_widget_class_bind_template_child (widget_class, MwTransport, run_button);
  gtk_widget_class_bind_template_child (widget_class, MwTransport, run_content);
  gtk_widget_class_bind_template_child (widget_class, MwTransport, back_button);
  gtk_widget_class_bind_template_child (widget_class, MwTransport, play_button);
  gtk_widget_class_bind_template_child (widget_class, MwTransport, forward_button);
  gtk_widget_class_bind_template_child (widget_class, MwTransport, scale);
  gtk_widget_class_bind_template_child (widget_class, MwTransport, time);
  gtk_widget_class_bind_template_child (widget_class, MwTransport, badge);
  gtk_widget_class_bind_template_child (widget_class, MwTransport, settings);
  gtk_widget_class_bind_template_child (widget_class, MwTransport, speed);
  gtk_widget_class_bind_template_child (widget_class, MwTransport, clock);
  gtk_widget_class_bind_template_child (widget_class, MwTransport, seed_label);
  gtk_widget_class_bind_template_child (widget_class, MwTransport, seed);
  gtk_widget_class_bind_template_child (widget_class, MwTransport, new_seed_button);
  gtk_widget_class_bind_template_callback (widget_class, speed_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, clock_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, seed_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, change_value_cb);
}

static void
mw_transport_init (MwTransport *self)
{
  g_autoptr (GListModel) model = new_speed_model ();

  self->syncing = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_drop_down_set_model (self->speed, model);
  self->syncing = FALSE;
  mw_accessible_name_icon_button (GTK_WIDGET (self->back_button), _("Previous event"));
  mw_accessible_name_icon_button (GTK_WIDGET (self->forward_button), _("Next event"));
  mw_accessible_name_icon_button (GTK_WIDGET (self->new_seed_button), _("New seed"));
  mw_accessible_name_drop_down (GTK_WIDGET (self->speed), _("Speed of the picture"));
  mw_accessible_name_drop_down (GTK_WIDGET (self->clock), _("Clock of the next run"));
}

/* Shows and moves PLAYER; once. */
void
mw_transport_set_player (MwTransport *self, MwPlayer *player)
{
  self->player = g_object_ref (player);
  g_signal_connect_object (player, "settings-changed", G_CALLBACK (settings_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (player, "settings-changed", G_CALLBACK (moved_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (player, "race-changed", G_CALLBACK (moved_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (player, "moved", G_CALLBACK (moved_cb), self, G_CONNECT_SWAPPED);
  settings_changed_cb (self);
  moved_cb (self);
}

/* Two lines instead of one; or, without SETTINGS, only the first of them. */
void
mw_transport_set_narrow (MwTransport *self, gboolean narrow, gboolean settings)
{
  gtk_widget_set_visible (self->settings, !narrow || settings);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->box), narrow ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
  gtk_widget_set_visible (GTK_WIDGET (self->time), !narrow);
  gtk_widget_set_visible (GTK_WIDGET (self->seed_label), !narrow);
  gtk_editable_set_width_chars (GTK_EDITABLE (self->seed), narrow ? 4 : 5);
  gtk_box_set_spacing (GTK_BOX (self->settings), narrow ? 0 : 3);
}

char *
mw_transport_dup_badge (MwPlayer *player)
{
  const MwPlayhead *playhead = mw_player_get_playhead (player);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *scale = NULL;

  if (playhead->paused)
    g_string_append_printf (text, "%s · ", _("paused"));
  g_string_append (text, _(badges[mw_player_get_badge (player)]));
  if (mw_player_is_real (player))
    g_string_append_printf (text, " · %s", _("real URLs"));
  if (playhead->speed < 1.0 || playhead->speed > 1.0)
    g_string_append_printf (text, " %g×", playhead->speed);
  if (mw_player_get_scenario (player) != NULL)
    scale = mw_describe_time_scale (mw_scenario_get_time_scale (mw_player_get_scenario (player)));
  if (scale != NULL)
    g_string_append_printf (text, " · %s", scale);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

double
mw_transport_next_speed (double speed, int direction)
{
  int next = (int) find_speed (speed) + direction;

  return speeds[CLAMP (next, 0, (int) G_N_ELEMENTS (speeds) - 1)];
}
