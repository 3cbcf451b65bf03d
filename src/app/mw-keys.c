/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The table of keys.
 *
 * Keys with a modifier, and function keys, are accelerators of the application: they work wherever the focus
 * is and the menus show them.  Plain keys (space, arrows, letters) may mean something to the widget that has
 * the focus, so they are offered to the window only when no widget took them.
 */

#include "mw-config.h"

#include <glib/gi18n.h>

#include "mw-keys.h"

typedef struct
{
  const char *group;    /* untranslated */
  const char *title;    /* untranslated */
  const char *action;   /* detailed: "win.step(1)"; NULL: the picture's own key */
  const char *keys[4];  /* as gtk_accelerator_parse reads them, NULL after the last */
} MwKey;

#define RUN  N_("Run")
#define TIME N_("Time")
#define ZOOM N_("Zoom")
#define LANE N_("Lanes")
#define VIEW N_("Window")

static const MwKey keys[] = {
  { RUN, N_("Run again"), "win.run", { "F5", "<Control>r" } },
  { RUN, N_("Run with real URLs, after asking"), "win.run-real", { "<Shift>F5" } },
  { RUN, N_("Stop the run"), "win.stop", { "<Control>period" } },
  { RUN, N_("New seed"), "win.new-seed", { "<Control><Shift>r" } },
  { RUN, N_("Live or simulated clock"), "win.toggle-clock", { "<Control>l" } },
  { TIME, N_("Pause the picture, go on, play again"), "win.play", { "space" } },
  { TIME, N_("Next event"), "win.step(1)", { "period" } },
  { TIME, N_("Previous event"), "win.step(-1)", { "comma" } },
  { TIME, N_("Next task switch"), "win.switch(1)", { "n" } },
  { TIME, N_("Previous task switch"), "win.switch(-1)", { "p" } },
  { TIME, N_("Next event of the selected task"), "win.event-of-task(1)", { "greater" } },
  { TIME, N_("Previous event of the selected task"), "win.event-of-task(-1)", { "less" } },
  { TIME, N_("Next finding"), "win.finding(1)", { "f" } },
  { TIME, N_("Previous finding"), "win.finding(-1)", { "b" } },
  { TIME, N_("Next step of the explanation"), "win.step-beat(1)", { "Page_Down" } },
  { TIME, N_("Previous step of the explanation"), "win.step-beat(-1)", { "Page_Up" } },
  { TIME, N_("Beginning"), "win.begin", { "Home" } },
  { TIME, N_("End, or live again"), "win.end", { "End" } },
  { TIME, N_("Slower"), "win.slower", { "bracketleft" } },
  { TIME, N_("Faster"), "win.faster", { "bracketright" } },
  { TIME, N_("True to life"), "win.speed(1.0)", { "1" } },
  { ZOOM, N_("Zoom in"), "win.zoom-in", { "plus", "equal", "KP_Add" } },
  { ZOOM, N_("Zoom out"), "win.zoom-out", { "minus", "KP_Subtract" } },
  { ZOOM, N_("Whole run"), "win.fit", { "0", "KP_0" } },
  { ZOOM, N_("Earlier"), "win.pan(-1)", { "Left" } },
  { ZOOM, N_("Later"), "win.pan(1)", { "Right" } },
  { LANE, N_("To the picture"), "win.picture", { "F6" } },
  { LANE, N_("Lane above"), NULL, { "Up" } },
  { LANE, N_("Lane below"), NULL, { "Down" } },
  { LANE, N_("No lane"), NULL, { "Escape" } },
  { VIEW, N_("Find a scenario"), "win.find", { "<Control>f" } },
  { VIEW, N_("Open a file"), "win.choose-file", { "<Control>o" } },
  { VIEW, N_("Edit a copy of the scenario"), "win.edit-copy", { "<Control>e" } },
  { VIEW, N_("Save the scenario"), "win.choose-scenario-file", { "<Control>s" } },
  { VIEW, N_("Scenarios"), "win.library", { "F9" } },
  { VIEW, N_("Explanation, code and numbers"), "win.inspector", { "F8" } },
  { VIEW, N_("Parameters"), "win.parameters", { "F7" } },
  { VIEW, N_("Page of the inspector: explanation"), "win.page::explain", { "<Alt>1" } },
  { VIEW, N_("Page of the inspector: code"), "win.page::code", { "<Alt>2" } },
  { VIEW, N_("Page of the inspector: console"), "win.page::console", { "<Alt>3" } },
  { VIEW, N_("Page of the inspector: findings"), "win.page::findings", { "<Alt>4" } },
  { VIEW, N_("Page of the inspector: numbers"), "win.page::numbers", { "<Alt>5" } },
  { VIEW, N_("Page of the inspector: legend"), "win.page::legend", { "<Alt>6" } },
  { VIEW, N_("Page of the inspector: text of the scenario"), "win.page::edit", { "<Alt>7" } },
  { VIEW, N_("Keys"), "win.show-help-overlay", { "<Control>question", "F1", "question" } },
  { VIEW, N_("Quit"), "app.quit", { "<Control>q" } },
};

/* Is it a key that a text entry would take for itself? */
static gboolean
is_plain (const char *key)
{
  return key[0] != '<' && !(key[0] == 'F' && g_ascii_isdigit (key[1]));
}

/* Gives APPLICATION its accelerators. */
void
mw_keys_install (GtkApplication *application)
{
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      const char *accels[G_N_ELEMENTS (keys[i].keys) + 1] = { NULL };
      guint n = 0;

      for (guint k = 0; k < G_N_ELEMENTS (keys[i].keys) && keys[i].keys[k] != NULL; k++)
        if (!is_plain (keys[i].keys[k]))
          accels[n++] = keys[i].keys[k];
      if (n > 0 && keys[i].action != NULL)
        gtk_application_set_accels_for_action (application, keys[i].action, accels);
    }
}

static GtkShortcut *
new_shortcut (const MwKey *key, const char *trigger)
{
  g_autofree char *name = NULL;
  g_autoptr (GVariant) target = NULL;
  GtkShortcut *shortcut;

  if (!g_action_parse_detailed_name (key->action, &name, &target, NULL))
    g_assert_not_reached ();
  shortcut = gtk_shortcut_new (gtk_shortcut_trigger_parse_string (trigger), gtk_named_action_new (name));
  gtk_shortcut_set_arguments (shortcut, target);
  return shortcut;
}

/* Gives WINDOW the plain keys, for when its focus widget has no use for them.  The last that is added is the one
 * that the menu shows. */
void
mw_keys_add_plain (GtkWidget *window)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_BUBBLE);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    for (guint k = G_N_ELEMENTS (keys[i].keys); k-- > 0;)
      if (keys[i].action != NULL && keys[i].keys[k] != NULL && is_plain (keys[i].keys[k]))
        gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller), new_shortcut (&keys[i], keys[i].keys[k]));
  gtk_widget_add_controller (window, controller);
}

/* The keys of KEY for a reader, who finds the number pad by himself. */
static char *
dup_accels (const MwKey *key)
{
  GString *accels = g_string_new (NULL);

  for (guint k = 0; k < G_N_ELEMENTS (key->keys) && key->keys[k] != NULL; k++)
    if (!g_str_has_prefix (key->keys[k], "KP_") && strcmp (key->keys[k], "equal") != 0)
      g_string_append_printf (accels, "%s%s", accels->len > 0 ? " " : "", key->keys[k]);
  return g_string_free (accels, FALSE);
}

/* The page that lists them.  It is written as XML, because before GTK 4.14 a GtkBuilder is the only one who
 * may put groups into it. */
GtkWidget *
mw_keys_new_help (void)
{
  g_autoptr (GString) xml = g_string_new ("<interface><object class='GtkShortcutsWindow' id='help'><property name='modal'>1</property>"
                                          "<child><object class='GtkShortcutsSection'><property name='visible'>1</property>");
  g_autoptr (GtkBuilder) builder = NULL;
  const char *group = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autofree char *accels = dup_accels (&keys[i]);
      g_autofree char *object = NULL;

      if (g_strcmp0 (group, keys[i].group) != 0)
        {
          g_autofree char *title = g_markup_printf_escaped ("<child><object class='GtkShortcutsGroup'><property name='title'>%s</property>",
                                                            _(keys[i].group));

          g_string_append_printf (xml, "%s%s", group != NULL ? "</object></child>" : "", title);
          group = keys[i].group;
        }
      object = g_markup_printf_escaped ("<child><object class='GtkShortcutsShortcut'><property name='title'>%s</property>"
                                        "<property name='accelerator'>%s</property></object></child>", _(keys[i].title), accels);
      g_string_append (xml, object);
    }
  g_string_append (xml, "</object></child></object></child></object></interface>");
  builder = gtk_builder_new_from_string (xml->str, (gssize) xml->len);
  return g_object_ref (GTK_WIDGET (gtk_builder_get_object (builder, "help")));
}
