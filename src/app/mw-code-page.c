/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The listing of every variant, one below the other in one text, so that the difference can be seen.  A line
 * is lit while a task stands at it, and the gutter says how many do: light alone would say nothing to a
 * reader who does not see the colour. */

#include "mw-config.h"

#include <gtksourceview/gtksource.h>

#include "mw-code-page.h"
#include "mw-refresh.h"

#define REFRESH_MS 40
#define MOST_TASKS 5000

struct _MwCodePage
{
  GtkWidget       parent_instance;
  MwPlayer       *player;
  GtkWidget      *scrolled;
  GtkSourceView  *view;
  GtkSourceBuffer *buffer;
  GtkTextTag     *lit;
  GtkSourceGutterRenderer *gutter;
  GHashTable     *lines;   /* variant << 32 | step → line + 1 */
  GArray         *counts;  /* guint per line: tasks that stand there */
  GArray         *fresh;   /* the next counts */
  MwRefresh       refresh;
};

G_DEFINE_FINAL_TYPE (MwCodePage, mw_code_page, GTK_TYPE_WIDGET)

static gint64 *
new_key (guint variant, guint32 step)
{
  gint64 key = (gint64) variant << 32 | step;

  return g_memdup2 (&key, sizeof key);
}

static guint
find_line (MwCodePage *self, guint variant, guint32 step)
{
  gint64 key = (gint64) variant << 32 | step;

  return GPOINTER_TO_UINT (g_hash_table_lookup (self->lines, &key));
}

static void
append_listing (MwCodePage *self, GString *text, guint variant, guint *line)
{
  MwScenario *scenario = mw_player_get_scenario (self->player);
  g_autoptr (GArray) listing = mw_scenario_get_listing (scenario, variant);

  g_string_append_printf (text, "%s# %s\n", variant > 0 ? "\n" : "",
                          mw_scenario_get_variant_title (scenario, variant, mw_player_get_lang (self->player)));
  *line += variant > 0 ? 2 : 1;
  for (guint i = 0; i < listing->len; i++, (*line)++)
    {
      const MwListingLine *entry = &g_array_index (listing, MwListingLine, i);

      g_string_append_printf (text, "%s\n", entry->code);
      if (entry->step != 0 && find_line (self, variant, entry->step) == 0)
        g_hash_table_insert (self->lines, new_key (variant, entry->step), GUINT_TO_POINTER (*line + 1));
    }
}

static void
scenario_changed_cb (MwCodePage *self)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint line = 0;

  g_hash_table_remove_all (self->lines);
  for (guint i = 0; i < mw_scenario_get_n_variants (mw_player_get_scenario (self->player)); i++)
    append_listing (self, text, i, &line);
  g_array_set_size (self->counts, 0);
  g_array_set_size (self->counts, line + 1);
  g_array_set_size (self->fresh, line + 1);
  if (text->len > 0)
    g_string_truncate (text, text->len - 1);
  gtk_text_buffer_set_text (GTK_TEXT_BUFFER (self->buffer), text->str, (int) text->len);
}

/* The step at which TASK stood at TIME: that of its present span, or of the last one that had any. */
static guint32
find_step (MwHistory *history, const MwTaskHistory *task, gint64 time)
{
  MwTrace *trace = mw_history_get_trace (history);
  gint span = mw_task_history_find (task, time);
  guint32 step = 0;

  for (; span >= 0 && step == 0; span--)
    step = mw_trace_get_event (trace, g_array_index (task->spans, MwSpan, span).event)->step;
  return step;
}

static void
count_history (MwCodePage *self, guint variant, MwHistory *history, gint64 time)
{
  guint n = MIN (mw_history_get_n_tasks (history), MOST_TASKS);

  for (guint32 id = 1; id <= n; id++)
    {
      const MwTaskHistory *task = mw_history_get_task (history, id);
      guint line;

      if (task == NULL || task->created > time || task->ended <= time)
        continue;
      line = find_line (self, variant, find_step (history, task, time));
      if (line > 0)
        g_array_index (self->fresh, guint, line - 1)++;
    }
}

static void
light_line (MwCodePage *self, guint line, gboolean lit)
{
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER (self->buffer);
  GtkTextIter begin, end;

  gtk_text_buffer_get_iter_at_line (buffer, &begin, (int) line);
  end = begin;
  gtk_text_iter_forward_line (&end);
  if (lit)
    gtk_text_buffer_apply_tag (buffer, self->lit, &begin, &end);
  else
    gtk_text_buffer_remove_tag (buffer, self->lit, &begin, &end);
}

static void
refresh (GtkWidget *widget)
{
  MwCodePage *self = MW_CODE_PAGE (widget);
  gint64 now = mw_player_get_playhead (self->player)->time;
  gboolean changed = FALSE;

  if (self->fresh->len == 0)
    return;
  memset (self->fresh->data, 0, self->fresh->len * sizeof (guint));
  for (guint i = 0; i < mw_player_get_n_histories (self->player); i++)
    count_history (self, i, mw_player_get_shown (self->player, i), now);
  for (guint i = 0; i < self->fresh->len; i++)
    {
      guint *before = &g_array_index (self->counts, guint, i);
      guint count = g_array_index (self->fresh, guint, i);

      if ((*before > 0) != (count > 0))
        light_line (self, i, count > 0);
      changed |= *before != count;
      *before = count;
    }
  if (changed)
    gtk_widget_queue_draw (GTK_WIDGET (self->gutter));
}

static void
query_data_cb (GtkSourceGutterRendererText *renderer, GObject *lines, guint line, MwCodePage *self)
{
  guint count = line < self->counts->len ? g_array_index (self->counts, guint, line) : 0;
  g_autofree char *text = count > 1 ? g_strdup_printf ("%u ▸", count) : g_strdup (count == 1 ? "▸" : "");

  gtk_source_gutter_renderer_text_set_text (renderer, text, -1);
}

static void
moved_cb (MwCodePage *self)
{
  mw_refresh_later (&self->refresh);
}

static void
mw_code_page_dispose (GObject *object)
{
  MwCodePage *self = MW_CODE_PAGE (object);

  mw_refresh_clear (&self->refresh);
  g_clear_object (&self->player);
  g_clear_pointer (&self->scrolled, gtk_widget_unparent);
  G_OBJECT_CLASS (mw_code_page_parent_class)->dispose (object);
}

static void
mw_code_page_finalize (GObject *object)
{
  MwCodePage *self = MW_CODE_PAGE (object);

  g_hash_table_unref (self->lines);
  g_array_unref (self->counts);
  g_array_unref (self->fresh);
  G_OBJECT_CLASS (mw_code_page_parent_class)->finalize (object);
}

static void
mw_code_page_class_init (MwCodePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (GTK_SOURCE_TYPE_VIEW);
  G_OBJECT_CLASS (klass)->dispose = mw_code_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = mw_code_page_finalize;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, MW_RESOURCE_PATH "/ui/mw-code-page.ui");
  gtk_widget_class_bind_template_child (widget_class, MwCodePage, scrolled);
  gtk_widget_class_bind_template_child (widget_class, MwCodePage, view);
}

static void
mw_code_page_init (MwCodePage *self)
{
  GtkSourceLanguage *python;

  self->lines = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->counts = g_array_new (FALSE, TRUE, sizeof (guint));
  self->fresh = g_array_new (FALSE, TRUE, sizeof (guint));
  gtk_widget_init_template (GTK_WIDGET (self));
  self->buffer = GTK_SOURCE_BUFFER (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view)));
  self->lit = gtk_text_buffer_create_tag (GTK_TEXT_BUFFER (self->buffer), NULL, NULL);
  python = gtk_source_language_manager_get_language (gtk_source_language_manager_get_default (), "python3");
  gtk_source_buffer_set_language (self->buffer, python);
  self->gutter = gtk_source_gutter_renderer_text_new ();
  gtk_source_gutter_renderer_set_xalign (self->gutter, 1.0f);
  gtk_source_gutter_renderer_set_xpad (self->gutter, 3);
  gtk_widget_set_size_request (GTK_WIDGET (self->gutter), 36, -1);
  g_signal_connect_object (self->gutter, "query-data", G_CALLBACK (query_data_cb), self, 0);
  gtk_source_gutter_insert (gtk_source_view_get_gutter (self->view, GTK_TEXT_WINDOW_LEFT), self->gutter, 0);
  mw_refresh_init (&self->refresh, GTK_WIDGET (self), REFRESH_MS, refresh);
}

/* Once. */
void
mw_code_page_set_player (MwCodePage *self, MwPlayer *player)
{
  self->player = g_object_ref (player);
  g_signal_connect_object (player, "scenario-changed", G_CALLBACK (scenario_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (player, "moved", G_CALLBACK (moved_cb), self, G_CONNECT_SWAPPED);
}

/* Colours that go with SCHEME. */
void
mw_code_page_set_scheme (MwCodePage *self, MwScheme scheme)
{
  const MwPalette *palette = mw_palette_get (scheme);
  MwColor color = palette->colors[MW_STATE_RUNNING];
  GdkRGBA light = { color.red / 255.0f, color.green / 255.0f, color.blue / 255.0f, palette->dark ? 0.35f : 0.18f };
  GtkSourceStyleSchemeManager *manager = gtk_source_style_scheme_manager_get_default ();

  g_object_set (self->lit, "paragraph-background-rgba", &light, NULL);
  gtk_source_buffer_set_style_scheme (self->buffer, gtk_source_style_scheme_manager_get_scheme (manager, palette->dark ? "Adwaita-dark" : "Adwaita"));
}
