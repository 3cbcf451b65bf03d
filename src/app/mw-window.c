/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The window puts player, picture and panels together and owns what none of them can know: which panels
 * there is room for, and the frame clock.
 *
 * Every panel has a wish (`wanted`, the user's, kept) and a fact (`shown`).  With room for everything the fact
 * is the wish; with less, opening one side closes the other; in a narrow window an open side takes the place
 * of the picture.  A change of room starts again from the wishes, so that a window made small and large again
 * looks as before.
 */

#include "mw-config.h"

#include <glib/gi18n.h>

#include "mw-accessible.h"
#include "mw-draft.h"
#include "mw-inspector.h"
#include "mw-keys.h"
#include "mw-library.h"
#include "mw-notice.h"
#include "mw-parameters.h"
#include "mw-preferences.h"
#include "mw-shell.h"
#include "mw-transport.h"
#include "mw-window.h"

#define LIBRARY_WIDTH   232
#define INSPECTOR_WIDTH 320

struct _MwWindow
{
  AdwApplicationWindow parent_instance;
  MwPlayer        *player;
  MwShell         *shell;
  AdwWindowTitle  *title;
  AdwToastOverlay *toasts;
  GtkToggleButton *library_button;
  GtkToggleButton *inspector_button;
  GtkMenuButton   *menu_button;
  MwLibrary       *library;
  GtkPaned        *inner;
  MwChart         *chart;
  MwInspector     *inspector;
  MwNotice        *notice;
  GtkRevealer     *parameters_revealer;
  MwParameters    *parameters;
  MwTransport     *transport;
  gboolean         wanted[MW_N_SIDES];
  gboolean         shown[MW_N_SIDES];
  GtkWindow       *message;  /* weak */
  AdwToast        *toast;    /* weak; NULL as soon as it goes */
  gint64           told;     /* µs, monotonic: when it came */
  guint            tick;
};

G_DEFINE_FINAL_TYPE (MwWindow, mw_window, ADW_TYPE_APPLICATION_WINDOW)

static const char *const side_keys[MW_N_SIDES] = {
  [MW_SIDE_LIBRARY] = "library",
  [MW_SIDE_INSPECTOR] = "inspector",
  [MW_SIDE_PARAMETERS] = "parameters",
};

static void
apply_sides (MwWindow *self)
{
  gboolean narrow = mw_shell_get_room (self->shell) == MW_ROOM_NARROW;
  gboolean *shown = self->shown;

  gtk_widget_set_visible (GTK_WIDGET (self->library), shown[MW_SIDE_LIBRARY]);
  gtk_widget_set_visible (GTK_WIDGET (self->inspector), shown[MW_SIDE_INSPECTOR]);
  gtk_widget_set_visible (GTK_WIDGET (self->inner), !(narrow && shown[MW_SIDE_LIBRARY]));
  gtk_widget_set_visible (GTK_WIDGET (self->chart), !(narrow && shown[MW_SIDE_INSPECTOR]));
  gtk_widget_set_size_request (GTK_WIDGET (self->library), narrow ? -1 : LIBRARY_WIDTH, -1);
  gtk_widget_set_size_request (GTK_WIDGET (self->inspector), narrow ? -1 : INSPECTOR_WIDTH, -1);
  gtk_widget_set_hexpand (GTK_WIDGET (self->library), narrow);
  gtk_widget_set_hexpand (GTK_WIDGET (self->inspector), narrow);
  mw_transport_set_narrow (self->transport, mw_shell_get_room (self->shell) != MW_ROOM_WIDE,
                           !mw_shell_is_low (self->shell) || shown[MW_SIDE_PARAMETERS]);
  gtk_revealer_set_reveal_child (self->parameters_revealer, shown[MW_SIDE_PARAMETERS]);
  for (guint i = 0; i < MW_N_SIDES; i++)
    {
      GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), side_keys[i]);

      if (action != NULL)
        g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_boolean (shown[i]));
    }
}

static void
room_changed_cb (MwWindow *self)
{
  MwRoom room = mw_shell_get_room (self->shell);

  self->shown[MW_SIDE_LIBRARY] = self->wanted[MW_SIDE_LIBRARY] && room != MW_ROOM_NARROW;
  self->shown[MW_SIDE_INSPECTOR] = self->wanted[MW_SIDE_INSPECTOR] && room != MW_ROOM_NARROW &&
                                   (room == MW_ROOM_WIDE || !self->shown[MW_SIDE_LIBRARY]);
  self->shown[MW_SIDE_PARAMETERS] = self->wanted[MW_SIDE_PARAMETERS] && !mw_shell_is_low (self->shell);
  apply_sides (self);
}

static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  MwWindow *self = MW_WINDOW (widget);

  mw_player_advance (self->player, gdk_frame_clock_get_frame_time (clock));
  if (mw_player_is_moving (self->player))
    return G_SOURCE_CONTINUE;
  self->tick = 0;
  return G_SOURCE_REMOVE;
}

/* Frames cost power: they are asked for only while something moves and somebody can see it. */
static void
started_cb (MwWindow *self)
{
  if (self->tick == 0 && gtk_widget_get_mapped (GTK_WIDGET (self)) && mw_player_is_moving (self->player))
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), tick_cb, NULL, NULL);
}

/* What has happened, if the player stands between two events. */
static void
show_event (MwWindow *self)
{
  g_autofree char *moment = mw_player_dup_event (self->player);
  g_autoptr (GPtrArray) parts = g_ptr_array_new ();

  for (guint i = 0; moment != NULL && i < mw_player_get_n_histories (self->player); i++)
    g_ptr_array_add (parts, mw_player_get_shown (self->player, i));
  mw_chart_stand_at (self->chart, moment != NULL ? (MwHistory *const *) parts->pdata : NULL, moment);
}

static void
moved_cb (MwWindow *self)
{
  const MwPlayhead *playhead = mw_player_get_playhead (self->player);
  g_autofree char *badge = mw_transport_dup_badge (self->player);

  mw_chart_set_badge (self->chart, badge);
  show_event (self);
  mw_chart_show (self->chart, playhead->time, mw_player_get_expected (self->player));
}

static void
race_changed_cb (MwWindow *self)
{
  guint n = mw_player_get_n_histories (self->player);
  g_autofree MwEntrant *entrants = g_new0 (MwEntrant, MAX (n, 1));

  for (guint i = 0; i < n; i++)
    {
      entrants[i].history = mw_player_get_history (self->player, i);
      entrants[i].title = mw_player_get_variant_title (self->player, i);
      entrants[i].ghost = mw_player_get_ghost (self->player, i);
    }
  mw_chart_set_entrants (self->chart, entrants, n);
  moved_cb (self);
}

static void
scenario_changed_cb (MwWindow *self)
{
  MwScenario *scenario = mw_player_get_scenario (self->player);
  const char *title = mw_scenario_get_title (scenario, mw_player_get_lang (self->player));

  adw_window_title_set_title (self->title, title);
  gtk_window_set_title (GTK_WINDOW (self), title);
  mw_chart_fit (self->chart);
  if (mw_shell_get_room (self->shell) == MW_ROOM_NARROW)
    mw_window_show_side (self, MW_SIDE_LIBRARY, FALSE);
}

static void
failed_cb (MwWindow *self, const char *message)
{
  mw_window_tell (self, message);
}

static void
chart_seek_cb (MwWindow *self, gint64 time)
{
  mw_player_seek (self->player, time);
}

static void
chart_selected_cb (MwWindow *self, guint entrant, guint task)
{
  mw_player_select (self->player, entrant, task);
}

static void
selected_cb (MwWindow *self)
{
  guint entrant;
  guint32 task = mw_player_get_selected (self->player, &entrant);

  mw_chart_select (self->chart, entrant, task);
}

static void
style_changed_cb (MwWindow *self)
{
  AdwStyleManager *style = adw_style_manager_get_default ();
  gboolean dark = adw_style_manager_get_dark (style);
  gboolean high = adw_style_manager_get_high_contrast (style);

  mw_chart_set_scheme (self->chart, dark ? (high ? MW_SCHEME_HIGH_DARK : MW_SCHEME_DARK)
                                         : (high ? MW_SCHEME_HIGH_LIGHT : MW_SCHEME_LIGHT));
  mw_inspector_set_scheme (self->inspector, mw_chart_get_scheme (self->chart));
}

static gboolean
drop_cb (MwWindow *self, const GValue *value)
{
  GFile *file = g_value_get_object (value);
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (path == NULL)
    {
      mw_window_tell (self, _("Only files of this computer can be opened."));
      return FALSE;
    }
  return mw_window_open (self, path);
}

static void
load_state (MwWindow *self)
{
  for (guint i = 0; i < MW_N_SIDES; i++)
    self->wanted[i] = self->shown[i] = mw_preferences_get_shown (side_keys[i]);
  mw_preferences_load_window (GTK_WINDOW (self));
  mw_preferences_load_player (self->player);
}

static void
save_state (MwWindow *self)
{
  for (guint i = 0; i < MW_N_SIDES; i++)
    mw_preferences_set_shown (side_keys[i], self->wanted[i]);
  mw_preferences_save_window (GTK_WINDOW (self));
  mw_preferences_save_player (self->player);
}

static gboolean
mw_window_close_request (GtkWindow *window)
{
  save_state (MW_WINDOW (window));
  mw_editor_page_keep (mw_window_get_editor (MW_WINDOW (window)));
  return GTK_WINDOW_CLASS (mw_window_parent_class)->close_request (window);
}

static void
mw_window_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (mw_window_parent_class)->map (widget);
  started_cb (MW_WINDOW (widget));
}

static void
mw_window_unmap (GtkWidget *widget)
{
  MwWindow *self = MW_WINDOW (widget);

  if (self->tick != 0)
    gtk_widget_remove_tick_callback (widget, self->tick);
  self->tick = 0;
  GTK_WIDGET_CLASS (mw_window_parent_class)->unmap (widget);
}

static void
mw_window_dispose (GObject *object)
{
  MwWindow *self = MW_WINDOW (object);

  if (self->player != NULL)
    {
      mw_chart_set_entrants (self->chart, NULL, 0);
      g_signal_handlers_disconnect_by_data (self->player, self);
      mw_player_stop (self->player);
    }
  g_clear_object (&self->player);
  g_clear_weak_pointer (&self->message);
  g_clear_weak_pointer (&self->toast);
  G_OBJECT_CLASS (mw_window_parent_class)->dispose (object);
}

static void
mw_window_class_init (MwWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (MW_TYPE_CHART);
  g_type_ensure (MW_TYPE_INSPECTOR);
  g_type_ensure (MW_TYPE_LIBRARY);
  g_type_ensure (MW_TYPE_NOTICE);
  g_type_ensure (MW_TYPE_PARAMETERS);
  g_type_ensure (MW_TYPE_SHELL);
  g_type_ensure (MW_TYPE_TRANSPORT);
  G_OBJECT_CLASS (klass)->dispose = mw_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = mw_window_close_request;
  widget_class->map = mw_window_map;
  widget_class->unmap = mw_window_unmap;
  gtk_widget_class_set_template_from_resource (widget_class, MW_RESOURCE_PATH "/ui/mw-window.ui");
  gtk_widget_class_bind_template_child (widget_class, MwWindow, shell);
  gtk_widget_class_bind_template_child (widget_class, MwWindow, title);
  gtk_widget_class_bind_template_child (widget_class, MwWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, MwWindow, library_button);
  gtk_widget_class_bind_template_child (widget_class, MwWindow, inspector_button);
  gtk_widget_class_bind_template_child (widget_class, MwWindow, menu_button);
  gtk_widget_class_bind_template_child (widget_class, MwWindow, library);
  gtk_widget_class_bind_template_child (widget_class, MwWindow, inner);
  gtk_widget_class_bind_template_child (widget_class, MwWindow, chart);
  gtk_widget_class_bind_template_child (widget_class, MwWindow, inspector);
  gtk_widget_class_bind_template_child (widget_class, MwWindow, notice);
  gtk_widget_class_bind_template_child (widget_class, MwWindow, parameters_revealer);
  gtk_widget_class_bind_template_child (widget_class, MwWindow, parameters);
  gtk_widget_class_bind_template_child (widget_class, MwWindow, transport);
  gtk_widget_class_bind_template_callback (widget_class, room_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, chart_seek_cb);
  gtk_widget_class_bind_template_callback (widget_class, chart_selected_cb);
}

static void
connect_player (MwWindow *self)
{
  mw_library_set_player (self->library, self->player);
  mw_parameters_set_player (self->parameters, self->player);
  mw_notice_set_player (self->notice, self->player);
  mw_transport_set_player (self->transport, self->player);
  mw_inspector_set_player (self->inspector, self->player);
  g_signal_connect_swapped (self->player, "scenario-changed", G_CALLBACK (scenario_changed_cb), self);
  g_signal_connect_swapped (self->player, "race-changed", G_CALLBACK (race_changed_cb), self);
  g_signal_connect_swapped (self->player, "moved", G_CALLBACK (moved_cb), self);
  g_signal_connect_swapped (self->player, "selected", G_CALLBACK (selected_cb), self);
  g_signal_connect_swapped (self->player, "started", G_CALLBACK (started_cb), self);
  g_signal_connect_swapped (self->player, "failed", G_CALLBACK (failed_cb), self);
}

static void
mw_window_init (MwWindow *self)
{
  const char *lang = g_str_has_prefix (g_get_language_names ()[0], "fr") ? "fr" : "en";
  GtkDropTarget *drop = gtk_drop_target_new (G_TYPE_FILE, GDK_ACTION_COPY);
  AdwStyleManager *style = adw_style_manager_get_default ();

  self->player = mw_player_new (lang);
  gtk_widget_init_template (GTK_WIDGET (self));
  mw_window_add_actions (self);
  mw_window_add_editing (self);
  mw_keys_add_plain (GTK_WIDGET (self));
  gtk_application_window_set_help_overlay (GTK_APPLICATION_WINDOW (self), GTK_SHORTCUTS_WINDOW (mw_keys_new_help ()));
  g_signal_connect_swapped (drop, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drop));
  g_signal_connect_object (style, "notify::dark", G_CALLBACK (style_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (style, "notify::high-contrast", G_CALLBACK (style_changed_cb), self, G_CONNECT_SWAPPED);
  style_changed_cb (self);
  connect_player (self);
  load_state (self);
  apply_sides (self);
  mw_accessible_name_icon_button (GTK_WIDGET (self->library_button), _("Scenarios"));
  mw_accessible_name_icon_button (GTK_WIDGET (self->inspector_button), _("Explanation, code and numbers"));
  mw_accessible_name_icon_button (GTK_WIDGET (self->menu_button), _("Main menu"));
  gtk_window_set_focus (GTK_WINDOW (self), GTK_WIDGET (self->chart));
}

/* A window with nothing in it yet. */
MwWindow *
mw_window_new (AdwApplication *application)
{
  return g_object_new (MW_TYPE_WINDOW, "application", application, NULL);
}

MwPlayer *
mw_window_get_player (MwWindow *self)
{
  return self->player;
}

MwChart *
mw_window_get_chart (MwWindow *self)
{
  return self->chart;
}

static void
toast_dismissed_cb (AdwToast *toast, MwWindow *self)
{
  g_clear_weak_pointer (&self->toast);
}

/* The toast stands still.  libadwaita 1.2 uses freed memory when one that is just coming is dismissed. */
static gboolean
toast_has_settled (MwWindow *self)
{
  return self->toast != NULL && g_get_monotonic_time () - self->told > G_USEC_PER_SEC / 2;
}

/* What was said is no longer of interest. */
static void
forget_message (MwWindow *self)
{
  if (toast_has_settled (self))
    adw_toast_dismiss (self->toast);
  if (self->message != NULL)
    gtk_window_destroy (self->message);
}

MwEditorPage *
mw_window_get_editor (MwWindow *self)
{
  return mw_inspector_get_editor (self->inspector);
}

/* Opens and runs ID_OR_PATH.  FALSE, and the user is told why, when it cannot be read; then all that was shown stays. */
gboolean
mw_window_open (MwWindow *self, const char *id_or_path)
{
  g_autoptr (GError) error = NULL;

  if (g_strcmp0 (id_or_path, MW_PLAYGROUND) == 0)
    mw_window_open_draft (self);
  else if (!mw_player_open (self->player, id_or_path, &error))
    {
      mw_window_tell (self, error->message);
      return FALSE;
    }
  forget_message (self);
  mw_player_run (self->player);
  return TRUE;
}

/* Says MESSAGE: a short one in passing, one that has to be read in a dialogue. */
void
mw_window_tell (MwWindow *self, const char *message)
{
  forget_message (self);
  if (g_utf8_strlen (message, -1) <= 60)
    {
      g_autofree char *escaped = g_markup_escape_text (message, -1);

      if (self->toast != NULL)
        {
          adw_toast_set_title (self->toast, escaped);
          return;
        }
      g_set_weak_pointer (&self->toast, adw_toast_new (escaped));
      g_signal_connect_object (self->toast, "dismissed", G_CALLBACK (toast_dismissed_cb), self, 0);
      adw_toast_overlay_add_toast (self->toasts, self->toast);
      self->told = g_get_monotonic_time ();
    }
  else
    {
      GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (self), _("That did not work"), message);

      g_set_weak_pointer (&self->message, GTK_WINDOW (dialog));
      adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _("_Close"));
      gtk_window_present (GTK_WINDOW (dialog));
    }
}

/* Shows or hides a panel because the user wants it so. */
void
mw_window_show_side (MwWindow *self, MwSide side, gboolean shown)
{
  MwSide other = side == MW_SIDE_LIBRARY ? MW_SIDE_INSPECTOR : MW_SIDE_LIBRARY;
  MwRoom room = mw_shell_get_room (self->shell);

  self->shown[side] = shown;
  if (room == MW_ROOM_WIDE || (side == MW_SIDE_PARAMETERS && !mw_shell_is_low (self->shell)))
    self->wanted[side] = shown;
  else if (side != MW_SIDE_PARAMETERS && shown)
    self->shown[other] = FALSE;
  apply_sides (self);
}

gboolean
mw_window_is_side_shown (MwWindow *self, MwSide side)
{
  return self->shown[side];
}

/* Shows the library with the cursor in its search entry. */
void
mw_window_find (MwWindow *self)
{
  mw_window_show_side (self, MW_SIDE_LIBRARY, TRUE);
  mw_library_find (self->library);
}

/* Leads the keyboard to the picture, which takes its place back from a panel that stands in it. */
void
mw_window_show_picture (MwWindow *self)
{
  if (mw_shell_get_room (self->shell) == MW_ROOM_NARROW)
    {
      mw_window_show_side (self, MW_SIDE_LIBRARY, FALSE);
      mw_window_show_side (self, MW_SIDE_INSPECTOR, FALSE);
    }
  gtk_widget_grab_focus (GTK_WIDGET (self->chart));
}

/* Shows the inspector's page NAME. */
void
mw_window_show_page (MwWindow *self, const char *name)
{
  mw_window_show_side (self, MW_SIDE_INSPECTOR, TRUE);
  mw_inspector_show_page (self->inspector, name);
}
