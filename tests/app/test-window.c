/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The real window on a private display, driven by its actions.  Nothing sleeps: the main loop turns until what
 * is waited for holds, and a watchdog ends a test that waits in vain. */

#include <glib/gstdio.h>

#include "mw-application.h"
#include "mw-window.h"

static MwApplication *application;
static MwWindow *window;

static void
turn_until (gboolean (*holds) (gconstpointer data), gconstpointer data)
{
  while (!holds (data))
    g_main_context_iteration (NULL, TRUE);
}

static void
act (const char *detailed)
{
  g_autofree char *name = NULL;
  GVariant *target = NULL;
  g_autoptr (GError) error = NULL;

  g_action_parse_detailed_name (detailed, &name, &target, &error);
  g_assert_no_error (error);
  g_assert_true (g_action_group_has_action (G_ACTION_GROUP (window), name));
  g_action_group_activate_action (G_ACTION_GROUP (window), name, target);
  g_clear_pointer (&target, g_variant_unref);
}

static const MwPlayhead *
get_playhead (void)
{
  return mw_player_get_playhead (mw_window_get_player (window));
}

static gboolean
is_known (gconstpointer data)
{
  return !mw_player_is_running (mw_window_get_player (window)) && get_playhead ()->end > 0;
}

static gboolean
exists (gconstpointer path)
{
  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static gboolean
is_past (gconstpointer time)
{
  return get_playhead ()->time >= *(const gint64 *) time;
}

static void
open_simulated (const char *id)
{
  g_autofree char *detailed = g_strdup_printf ("open::%s", id);

  act ("clock::simulated");
  act (detailed);
  turn_until (is_known, NULL);
}

static void
test_run_and_seek (void)
{
  open_simulated ("three-greetings");
  g_assert_cmpint (get_playhead ()->end, ==, 6 * MW_NS_PER_SEC);
  act ("seek(4.25)");
  g_assert_cmpint (get_playhead ()->time, ==, 4250 * MW_NS_PER_MS);
  g_assert_true (get_playhead ()->paused);
  act ("step(1)");
  g_assert_cmpint (get_playhead ()->time, ==, 6 * MW_NS_PER_SEC);
  act ("begin");
  g_assert_cmpint (get_playhead ()->time, ==, 0);
}

/* The film runs by itself, by frames. */
static void
test_plays (void)
{
  gint64 later = 100 * MW_NS_PER_MS;

  open_simulated ("three-greetings");
  act ("speed(8.0)");
  turn_until (is_past, &later);
  act ("play");
  g_assert_true (get_playhead ()->paused);
  act ("speed(1.0)");
}

static void
test_zoom (void)
{
  MwChart *chart = mw_window_get_chart (window);
  gint64 whole, part;

  open_simulated ("three-greetings");
  act ("seek(2.0)");
  act ("fit");
  whole = mw_range_length (mw_chart_get_range (chart));
  g_assert_cmpint (whole, >=, 6 * MW_NS_PER_SEC);
  act ("zoom-in");
  part = mw_range_length (mw_chart_get_range (chart));
  g_assert_cmpint (part, <, whole);
  g_assert_true (mw_range_contains (mw_chart_get_range (chart), 2 * MW_NS_PER_SEC));
  act ("pan(1)");
  g_assert_cmpint (mw_range_length (mw_chart_get_range (chart)), ==, part);
  act ("zoom-out");
  act ("zoom-out");
  g_assert_cmpint (mw_range_length (mw_chart_get_range (chart)), ==, whole);
}

static void
test_settings (void)
{
  open_simulated ("three-greetings");
  act ("set::delay=1s");
  g_assert_cmpint (mw_player_get_value (mw_window_get_player (window), 0), ==, MW_NS_PER_SEC);
  act ("set::delay=never");
  g_assert_cmpint (mw_player_get_value (mw_window_get_player (window), 0), ==, MW_NS_PER_SEC);
  act ("seed(uint64 7)");
  g_assert_cmpuint (mw_player_get_seed (mw_window_get_player (window)), ==, 7);
  act ("clock::live");
  g_assert_cmpint (mw_player_get_clock (mw_window_get_player (window)), ==, MW_CLOCK_LIVE);
}

static void
test_bad_file (void)
{
  MwScenario *before;

  open_simulated ("three-greetings");
  before = mw_player_get_scenario (mw_window_get_player (window));
  act ("open::/nowhere/nothing.json");
  g_assert_true (mw_player_get_scenario (mw_window_get_player (window)) == before);
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (window)), ==, mw_scenario_get_title (before, "en"));
}

/* The label below WIDGET whose text holds PART, if it can be seen. */
static GtkWidget *
find_label (GtkWidget *widget, const char *part)
{
  GtkWidget *found = NULL;

  if (GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget) && strstr (gtk_label_get_text (GTK_LABEL (widget)), part) != NULL)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL; child = gtk_widget_get_next_sibling (child))
    found = find_label (child, part);
  return found;
}

static gboolean
tells (gconstpointer part)
{
  return find_label (GTK_WIDGET (window), part) != NULL;
}

/* Who waits for what is said while the moment of the deadlock is shown, and only then. */
static void
test_deadlock (void)
{
  static const char scenario[] =
    "{\"format\":\"meanwhile-scenario/1\",\"id\":\"stuck\",\"group\":\"limits\",\"title\":\"t\",\"summary\":\"s\",\"text\":\"x\","
    "\"resources\":{\"gate\":{\"type\":\"semaphore\",\"permits\":1}},"
    "\"coroutines\":{\"main\":{\"task-name\":\"Ada\",\"steps\":[{\"with\":\"gate\",\"steps\":[{\"sleep\":\"1s\"},{\"with\":\"gate\",\"steps\":[{\"sleep\":\"1s\"}]}]}]}},"
    "\"variants\":[{\"id\":\"a\",\"title\":\"A\",\"entry\":\"main\"},{\"id\":\"b\",\"title\":\"B\",\"entry\":\"main\"}]}";
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "mw-test-stuck.json", NULL);
  g_autofree char *detailed = g_strdup_printf ("open('%s')", path);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path, scenario, -1, &error));
  g_assert_no_error (error);
  act ("clock::simulated");
  act (detailed);
  g_remove (path);
  turn_until (is_known, NULL);
  act ("end");
  turn_until (tells, "A, B came to a deadlock: Ada waits for a permit of gate");
  act ("seek(0.5)");
  g_assert_false (tells ("deadlock"));
  open_simulated ("permits");
  act ("end");
  g_assert_false (tells ("deadlock"));
}

/* The view below WIDGET in which a scenario's text stands. */
static GtkTextBuffer *
find_editor (GtkWidget *widget)
{
  GtkTextBuffer *found = NULL;

  if (GTK_IS_TEXT_VIEW (widget) && gtk_widget_get_ancestor (widget, MW_TYPE_EDITOR_PAGE) != NULL)
    return gtk_text_view_get_buffer (GTK_TEXT_VIEW (widget));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL; child = gtk_widget_get_next_sibling (child))
    found = find_editor (child);
  return found;
}

static char *
dup_edited (void)
{
  GtkTextBuffer *buffer = find_editor (GTK_WIDGET (window));
  char *text;

  g_object_get (buffer, "text", &text, NULL);
  return text;
}

static gboolean
holds_draft (gconstpointer part)
{
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "meanwhile", "playground.json", NULL);
  g_autofree char *text = NULL;

  return g_file_get_contents (path, &text, NULL, NULL) && strstr (text, part) != NULL;
}

static void
edit (const char *from, const char *to)
{
  g_autofree char *text = dup_edited ();
  g_auto (GStrv) parts = g_strsplit (text, from, -1);
  g_autofree char *edited = g_strjoinv (to, parts);

  g_assert_cmpstr (text, !=, edited);
  gtk_text_buffer_set_text (find_editor (GTK_WIDGET (window)), edited, -1);
}

/* What is edited runs, and a mistake is said with its line while what ran before stays. */
static void
test_edit (void)
{
  open_simulated ("playground");
  g_assert_cmpint (get_playhead ()->end, ==, 3 * MW_NS_PER_SEC);
  edit ("\"1s\"", "\"4s\"");
  act ("run");
  turn_until (is_known, NULL);
  g_assert_cmpint (get_playhead ()->end, ==, 6 * MW_NS_PER_SEC);
  edit ("{\n  \"format\"", "{\n\n  \"from\"");
  turn_until (tells, "Line 1: $.format: found nothing");
  turn_until (holds_draft, "\"from\"");
  act ("run");
  g_assert_cmpint (get_playhead ()->end, ==, 6 * MW_NS_PER_SEC);
}

/* Leaving loses nothing, however soon; what is put in the place of a draft can be taken back. */
static void
test_draft (void)
{
  g_autofree char *other = NULL, *back = NULL, *copy = NULL, *undone = NULL;
  GtkWidget *undo;

  open_simulated ("playground");
  act ("reset-playground");
  edit ("Ada", "Zoe");
  open_simulated ("permits");
  g_assert_true (holds_draft ("Zoe"));
  other = dup_edited ();
  g_assert_nonnull (strstr (other, "\"permits\""));
  open_simulated ("playground");
  back = dup_edited ();
  g_assert_nonnull (strstr (back, "Zoe"));
  open_simulated ("one-two");
  act ("edit-copy");
  copy = dup_edited ();
  g_assert_nonnull (strstr (copy, "\"one-two\""));
  g_assert_cmpstr (mw_player_get_entry (mw_window_get_player (window)), ==, "playground");
  turn_until (tells, "holds a copy");
  turn_until (tells, "Undo");
  undo = gtk_widget_get_ancestor (find_label (GTK_WIDGET (window), "Undo"), GTK_TYPE_BUTTON);
  g_signal_emit_by_name (undo, "clicked");
  undone = dup_edited ();
  g_assert_true (strcmp (undone, back) == 0);
  act ("reset-playground");
  g_assert_false (holds_draft ("Zoe"));
}

/* The question stands there and names the host; NULL: none does. */
static AdwMessageDialog *
find_question (void)
{
  GListModel *all = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr (GObject) toplevel = g_list_model_get_item (all, i);

      if (ADW_IS_MESSAGE_DIALOG (toplevel) &&
          strstr (adw_message_dialog_get_body (ADW_MESSAGE_DIALOG (toplevel)), "hacker-news.firebaseio.com") != NULL)
        return ADW_MESSAGE_DIALOG (toplevel);
    }
  return NULL;
}

static gboolean
asks (gconstpointer data)
{
  return (find_question () != NULL) == GPOINTER_TO_INT (data);
}

/* Nothing is asked of anybody before Allow, which no test presses. */
static void
test_real_urls (void)
{
  MwPlayer *player = mw_window_get_player (window);

  open_simulated ("three-greetings");
  act ("run-real");
  turn_until (tells, "no real URLs");
  g_assert_null (find_question ());
  open_simulated ("thirty-stories");
  act ("run-real");
  turn_until (asks, GINT_TO_POINTER (TRUE));
  g_assert_cmpstr (adw_message_dialog_get_default_response (find_question ()), ==, "cancel");
  adw_message_dialog_response (find_question (), "cancel");
  gtk_window_close (GTK_WINDOW (find_question ()));
  turn_until (asks, GINT_TO_POINTER (FALSE));
  g_assert_false (mw_player_is_real (player));
  g_assert_false (mw_player_is_running (player));
}

static void
test_write_scenario (void)
{
  g_autofree char *folder = g_dir_make_tmp ("meanwhile-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "mine.json", NULL);
  g_autofree char *detailed = g_strdup_printf ("write-scenario::%s", path);
  g_autofree char *shown = NULL, *written = NULL;

  open_simulated ("permits");
  act (detailed);
  shown = dup_edited ();
  g_assert_true (g_file_get_contents (path, &written, NULL, NULL));
  g_assert_cmpstr (written, ==, shown);
  g_unlink (path);
  g_rmdir (folder);
  act (detailed);
  g_assert_false (exists (path));
}

static void
test_screenshot (void)
{
  g_autofree char *folder = g_dir_make_tmp ("meanwhile-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "window.png", NULL);
  g_autofree char *part = g_strconcat (path, ".part", NULL);
  g_autofree char *detailed = g_strdup_printf ("screenshot::%s", path);
  g_autoptr (GdkTexture) texture = NULL;
  g_autoptr (GError) error = NULL;

  open_simulated ("three-greetings");
  act (detailed);
  turn_until (exists, path);
  g_assert_false (exists (part));
  texture = gdk_texture_new_from_filename (path, &error);
  g_assert_no_error (error);
  g_assert_cmpint (gdk_texture_get_width (texture), ==, gtk_widget_get_width (GTK_WIDGET (window)));
  g_unlink (path);
  g_rmdir (folder);
}

/* Panels come and go, and each page can be shown. */
static void
test_panels (void)
{
  static const char *const pages[] = { "page::explain", "page::code", "page::console", "page::findings", "page::numbers",
                                       "page::legend" };

  open_simulated ("three-greetings");
  act ("seek(5.0)");
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    act (pages[i]);
  g_assert_true (mw_window_is_side_shown (window, MW_SIDE_INSPECTOR));
  act ("inspector");
  g_assert_false (mw_window_is_side_shown (window, MW_SIDE_INSPECTOR));
  act ("inspector");
  act ("find");
  g_assert_true (GTK_IS_TEXT (gtk_window_get_focus (GTK_WINDOW (window))));
}

static gboolean
watchdog_cb (gpointer data)
{
  g_error ("waited in vain");
  return G_SOURCE_REMOVE;
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  application = mw_application_new ();
  g_application_register (G_APPLICATION (application), NULL, NULL);
  window = mw_window_new (ADW_APPLICATION (application));
  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &window);
  gtk_window_present (GTK_WINDOW (window));
  g_timeout_add_seconds (100, watchdog_cb, NULL);
  g_test_add_func ("/window/run-and-seek", test_run_and_seek);
  g_test_add_func ("/window/plays", test_plays);
  g_test_add_func ("/window/zoom", test_zoom);
  g_test_add_func ("/window/settings", test_settings);
  g_test_add_func ("/window/bad-file", test_bad_file);
  g_test_add_func ("/window/deadlock", test_deadlock);
  g_test_add_func ("/window/edit", test_edit);
  g_test_add_func ("/window/draft", test_draft);
  g_test_add_func ("/window/real-urls", test_real_urls);
  g_test_add_func ("/window/write-scenario", test_write_scenario);
  g_test_add_func ("/window/screenshot", test_screenshot);
  g_test_add_func ("/window/panels", test_panels);
  result = g_test_run ();
  gtk_window_destroy (GTK_WINDOW (window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  /* A leaked widget is seen by no sanitizer. */
  g_assert_null (window);
  g_object_unref (application);
  return result;
}
