/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "mw-config.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <gtksourceview/gtksource.h>

#include "mw-catalogue.h"
#include "mw-draft.h"
#include "mw-editor-page.h"
#include "mw-file.h"

#define PAUSE_MS 400  /* after which a text is looked at and kept */

struct _MwEditorPage
{
  GtkWidget        parent_instance;
  MwPlayer        *player;
  GtkWidget       *box;
  GtkTextView     *view;
  GtkWidget       *verdict;   /* a button that leads to the mistake */
  GtkLabel        *words;
  GtkWidget       *copy;
  GtkWidget       *reset;
  GtkSourceBuffer *source;    /* of another scenario, to be read */
  GtkSourceBuffer *bench;     /* the draft, with all that can be undone */
  GtkTextTag      *wrong;     /* of the bench */
  MwDraft         *draft;
  MwScenario      *good;      /* the draft, if it is without mistake */
  guint            line;      /* of the mistake, from 1; 0: none, or about the whole */
  char            *before;    /* what lay on the bench before it was replaced; NULL: nothing */
  AdwToast        *toast;     /* weak: offers it again */
  gboolean         editing;
  guint            pause;
};

enum { TOLD, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (MwEditorPage, mw_editor_page, GTK_TYPE_WIDGET)

static char *
dup_text (GtkSourceBuffer *buffer)
{
  GtkTextIter begin, end;

  gtk_text_buffer_get_bounds (GTK_TEXT_BUFFER (buffer), &begin, &end);
  return gtk_text_buffer_get_text (GTK_TEXT_BUFFER (buffer), &begin, &end, TRUE);
}

/* In a way that can be undone; gtk_text_buffer_set_text cannot. */
static void
replace_text (GtkSourceBuffer *source, const char *text)
{
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER (source);
  GtkTextIter begin, end;

  gtk_text_buffer_begin_user_action (buffer);
  gtk_text_buffer_get_bounds (buffer, &begin, &end);
  gtk_text_buffer_delete (buffer, &begin, &end);
  gtk_text_buffer_insert (buffer, &begin, text, -1);
  gtk_text_buffer_end_user_action (buffer);
  gtk_text_buffer_get_start_iter (buffer, &begin);
  gtk_text_buffer_place_cursor (buffer, &begin);
}

static void
mark_line (MwEditorPage *self)
{
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER (self->bench);
  GtkTextIter begin, end;

  gtk_text_buffer_get_bounds (buffer, &begin, &end);
  gtk_text_buffer_remove_tag (buffer, self->wrong, &begin, &end);
  if (self->line == 0)
    return;
  gtk_text_buffer_get_iter_at_line (buffer, &begin, (int) self->line - 1);
  end = begin;
  gtk_text_iter_forward_line (&end);
  gtk_text_buffer_apply_tag (buffer, self->wrong, &begin, &end);
}

static void
show_verdict (MwEditorPage *self, const MwMistake *mistake)
{
  g_autofree char *text = NULL;

  if (mistake->words == NULL)
    text = g_strdup (_("No mistakes: Run runs it."));
  else if (mistake->line > 0)
    text = g_strdup_printf (_("Line %u: %s"), mistake->line, mistake->words);
  else
    text = g_strdup (mistake->words);
  self->line = mistake->line;
  gtk_label_set_text (self->words, text);
  gtk_widget_set_can_target (self->verdict, self->line > 0);
  gtk_widget_set_focusable (self->verdict, self->line > 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->verdict), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  if (mistake->words != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self->words), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->words), "error");
  mark_line (self);
}

/* Looks at the draft and keeps it. */
static void
look (MwEditorPage *self)
{
  g_autofree char *text = dup_text (self->bench);
  g_auto (MwMistake) mistake = { 0 };
  g_autoptr (GError) error = NULL;

  g_clear_handle_id (&self->pause, g_source_remove);
  mw_draft_set_text (self->draft, text);
  g_clear_pointer (&self->good, mw_scenario_unref);
  self->good = mw_draft_parse (self->draft, &mistake);
  show_verdict (self, &mistake);
  gtk_widget_set_sensitive (self->reset, mw_draft_is_changed (self->draft));
  if (!mw_draft_keep (self->draft, &error))
    g_signal_emit (self, signals[TOLD], 0, error->message);
}

static gboolean
pause_cb (gpointer data)
{
  MwEditorPage *self = data;

  self->pause = 0;
  look (self);
  return G_SOURCE_REMOVE;
}

static void
changed_cb (MwEditorPage *self)
{
  g_clear_handle_id (&self->pause, g_source_remove);
  self->pause = g_timeout_add (PAUSE_MS, pause_cb, self);
}

/* Leads the keyboard to the line with the mistake. */
void
mw_editor_page_go_to_mistake (MwEditorPage *self)
{
  GtkTextIter iter;

  gtk_text_buffer_get_iter_at_line (GTK_TEXT_BUFFER (self->bench), &iter, (int) MAX (self->line, 1) - 1);
  gtk_text_buffer_place_cursor (GTK_TEXT_BUFFER (self->bench), &iter);
  gtk_text_view_scroll_to_iter (self->view, &iter, 0.2, FALSE, 0, 0);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

/* The playground is edited, everything else is read. */
static void
scenario_changed_cb (MwEditorPage *self)
{
  GBytes *bytes = mw_scenario_get_source (mw_player_get_scenario (self->player));
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);

  self->editing = g_strcmp0 (mw_player_get_entry (self->player), MW_PLAYGROUND) == 0;
  if (self->editing)
    look (self);
  else
    {
      mw_editor_page_keep (self);
      gtk_text_buffer_set_text (GTK_TEXT_BUFFER (self->source), text, (int) length);
    }
  gtk_text_view_set_buffer (self->view, GTK_TEXT_BUFFER (self->editing ? self->bench : self->source));
  gtk_text_view_set_editable (self->view, self->editing);
  gtk_text_view_set_cursor_visible (self->view, self->editing);
  gtk_widget_set_visible (self->verdict, self->editing);
  gtk_widget_set_visible (self->reset, self->editing);
  gtk_widget_set_visible (self->copy, !self->editing);
}

/* Shows what is on the bench: the draft if it can be run, or else the playground as it is delivered, until it can. */
void
mw_editor_page_open_draft (MwEditorPage *self)
{
  look (self);
  mw_player_open_scenario (self->player, self->good != NULL ? self->good : mw_catalogue_find (MW_PLAYGROUND), MW_PLAYGROUND);
}

/* Before a run: takes over what was edited.  FALSE, and the user is told, when it has a mistake. */
gboolean
mw_editor_page_update (MwEditorPage *self)
{
  if (!self->editing)
    return TRUE;
  look (self);
  if (self->good == NULL)
    {
      g_signal_emit (self, signals[TOLD], 0, _("The text has a mistake."));
      return FALSE;
    }
  if (!g_bytes_equal (mw_scenario_get_source (self->good), mw_scenario_get_source (mw_player_get_scenario (self->player))))
    mw_player_open_scenario (self->player, self->good, MW_PLAYGROUND);
  return TRUE;
}

static void
undo_cb (MwEditorPage *self)
{
  if (self->before == NULL)
    return;
  replace_text (self->bench, self->before);
  g_clear_pointer (&self->before, g_free);
  mw_editor_page_open_draft (self);
}

static void
dismissed_cb (MwEditorPage *self)
{
  g_clear_weak_pointer (&self->toast);
}

/* There is one way back, and one toast that offers it. */
static void
offer_undo (MwEditorPage *self, const char *message)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_TOAST_OVERLAY);

  if (self->toast != NULL)
    {
      adw_toast_set_title (self->toast, message);
      return;
    }
  g_set_weak_pointer (&self->toast, adw_toast_new (message));
  adw_toast_set_button_label (self->toast, _("_Undo"));
  g_signal_connect_object (self->toast, "button-clicked", G_CALLBACK (undo_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->toast, "dismissed", G_CALLBACK (dismissed_cb), self, G_CONNECT_SWAPPED);
  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), self->toast);
}

/* Puts TEXT on the bench and says MESSAGE, with a way back if something of the user's lay there. */
static void
put_on_bench (MwEditorPage *self, const char *text, const char *message)
{
  g_free (self->before);
  self->before = dup_text (self->bench);
  replace_text (self->bench, text);
  offer_undo (self, message);
  mw_editor_page_open_draft (self);
}

/* Puts the shown scenario on the bench. */
void
mw_editor_page_edit_copy (MwEditorPage *self)
{
  g_autofree char *text = NULL;

  if (self->editing || mw_player_get_scenario (self->player) == NULL)
    return;
  text = dup_text (self->source);
  put_on_bench (self, text, _("The playground holds a copy."));
}

/* The playground as it is delivered. */
void
mw_editor_page_reset (MwEditorPage *self)
{
  GBytes *bytes = mw_scenario_get_source (mw_catalogue_find (MW_PLAYGROUND));
  g_autofree char *text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));

  put_on_bench (self, text, _("The playground is as it was at first."));
}

/* Nothing that was typed is lost when this returns, if the disk allows. */
void
mw_editor_page_keep (MwEditorPage *self)
{
  if (self->pause != 0)
    look (self);
}

/* Writes what is shown to PATH, with its mistakes if it has any. */
gboolean
mw_editor_page_write (MwEditorPage *self, const char *path, GError **error)
{
  g_autofree char *text = dup_text (self->editing ? self->bench : self->source);
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  return mw_file_write (path, bytes, error);
}

static void
mw_editor_page_dispose (GObject *object)
{
  MwEditorPage *self = MW_EDITOR_PAGE (object);

  g_clear_handle_id (&self->pause, g_source_remove);
  g_clear_object (&self->player);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_weak_pointer (&self->toast);
  g_clear_object (&self->source);
  g_clear_object (&self->bench);
  G_OBJECT_CLASS (mw_editor_page_parent_class)->dispose (object);
}

static void
mw_editor_page_finalize (GObject *object)
{
  MwEditorPage *self = MW_EDITOR_PAGE (object);

  g_clear_pointer (&self->good, mw_scenario_unref);
  mw_draft_free (self->draft);
  g_free (self->before);
  G_OBJECT_CLASS (mw_editor_page_parent_class)->finalize (object);
}

static void
mw_editor_page_class_init (MwEditorPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (GTK_SOURCE_TYPE_VIEW);
  G_OBJECT_CLASS (klass)->dispose = mw_editor_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = mw_editor_page_finalize;
  signals[TOLD] = g_signal_new ("told", MW_TYPE_EDITOR_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, MW_RESOURCE_PATH "/ui/mw-editor-page.ui");
  gtk_widget_class_bind_template_child (widget_class, MwEditorPage, box);
  gtk_widget_class_bind_template_child (widget_class, MwEditorPage, view);
  gtk_widget_class_bind_template_child (widget_class, MwEditorPage, verdict);
  gtk_widget_class_bind_template_child (widget_class, MwEditorPage, words);
  gtk_widget_class_bind_template_child (widget_class, MwEditorPage, copy);
  gtk_widget_class_bind_template_child (widget_class, MwEditorPage, reset);
  gtk_widget_class_bind_template_callback (widget_class, mw_editor_page_go_to_mistake);
}

static void
mw_editor_page_init (MwEditorPage *self)
{
  GtkSourceLanguage *json = gtk_source_language_manager_get_language (gtk_source_language_manager_get_default (), "json");
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "meanwhile", MW_PLAYGROUND ".json", NULL);
  GBytes *bytes = mw_scenario_get_source (mw_catalogue_find (MW_PLAYGROUND));
  g_autofree char *fallback = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  const GdkRGBA red = { 0.9f, 0.1f, 0.1f, 0.25f };

  gtk_widget_init_template (GTK_WIDGET (self));
  self->source = gtk_source_buffer_new_with_language (json);
  self->bench = gtk_source_buffer_new_with_language (json);
  self->wrong = gtk_text_buffer_create_tag (GTK_TEXT_BUFFER (self->bench), NULL, "paragraph-background-rgba", &red,
                                            "underline", PANGO_UNDERLINE_ERROR, NULL);
  self->draft = mw_draft_new (path, fallback);
  gtk_text_buffer_set_text (GTK_TEXT_BUFFER (self->bench), mw_draft_get_text (self->draft), -1);
  g_signal_connect_object (self->bench, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
}

/* Once. */
void
mw_editor_page_set_player (MwEditorPage *self, MwPlayer *player)
{
  self->player = g_object_ref (player);
  g_signal_connect_object (player, "scenario-changed", G_CALLBACK (scenario_changed_cb), self, G_CONNECT_SWAPPED);
}

/* Colours that go with SCHEME. */
void
mw_editor_page_set_scheme (MwEditorPage *self, MwScheme scheme)
{
  GtkSourceStyleSchemeManager *manager = gtk_source_style_scheme_manager_get_default ();
  GtkSourceStyleScheme *style = gtk_source_style_scheme_manager_get_scheme (manager, mw_palette_get (scheme)->dark ? "Adwaita-dark" : "Adwaita");

  gtk_source_buffer_set_style_scheme (self->source, style);
  gtk_source_buffer_set_style_scheme (self->bench, style);
}
