/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "mw-config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "mw-catalogue.h"
#include "mw-guide-view.h"
#include "mw-guide.h"

#define BAR_HEIGHT 12

struct _MwGuideView
{
  GtkWidget   parent_instance;
  MwPlayer   *player;
  GtkWidget  *box;
  GtkLabel   *progress;
  GtkLabel   *question;
  GtkListBox *answers;
  GtkButton  *open;
  GtkLabel   *open_label;
  GtkWidget  *ways;
  GtkWidget  *back;
  GtkWidget  *again;
  GtkWidget  *quoted;
  MwGuide     guide;
};

G_DEFINE_FINAL_TYPE (MwGuideView, mw_guide_view, GTK_TYPE_WIDGET)

static GtkWidget *
new_text (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  return label;
}

static void
add_answer (MwGuideView *self, const char *answer)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = new_text (answer);

  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, answer, -1);
  gtk_list_box_append (self->answers, row);
}

/* The end: what to do, and a button that leads to where it can be seen. */
static void
show_end (MwGuideView *self, const MwGuideAnswer *end)
{
  MwScenario *proof = mw_catalogue_find (end->scenario);
  const char *title = proof != NULL ? mw_scenario_get_title (proof, mw_player_get_lang (self->player)) : end->scenario;
  g_autofree char *label = g_strdup_printf (_("See for Yourself: %s"), title);

  gtk_label_set_text (self->progress, end->answer);
  gtk_label_set_text (self->question, end->advice);
  gtk_label_set_text (self->open_label, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->open), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->open), "s", end->scenario);
}

static void
show_question (MwGuideView *self, const MwGuideQuestion *question)
{
  g_autofree char *progress = g_strdup_printf (_("Question %u"), self->guide.n + 1);

  gtk_label_set_text (self->progress, progress);
  gtk_label_set_text (self->question, question->question);
  for (guint i = 0; i < question->n_answers; i++)
    add_answer (self, question->answers[i].answer);
}

static void
show_place (MwGuideView *self)
{
  const MwGuideAnswer *end = mw_guide_get_end (&self->guide);
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (self->answers, 0)) != NULL)
    gtk_list_box_remove (self->answers, GTK_WIDGET (row));
  if (end != NULL)
    show_end (self, end);
  else
    show_question (self, mw_guide_get_question (&self->guide));
  gtk_widget_set_visible (GTK_WIDGET (self->answers), end == NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->open), end != NULL);
  gtk_widget_set_visible (self->ways, self->guide.n > 0);
  gtk_widget_set_visible (self->again, self->guide.n > 1);
}

/* The keyboard goes along: to the first answer, or to the button at the end. */
static void
move_on (MwGuideView *self)
{
  GtkListBoxRow *row;

  show_place (self);
  row = gtk_list_box_get_row_at_index (self->answers, 0);
  gtk_widget_grab_focus (row != NULL ? GTK_WIDGET (row) : GTK_WIDGET (self->open));
}

static void
row_activated_cb (MwGuideView *self, GtkListBoxRow *row)
{
  if (mw_guide_answer (&self->guide, (guint) gtk_list_box_row_get_index (row)))
    move_on (self);
}

static void
back_cb (MwGuideView *self)
{
  if (mw_guide_back (&self->guide))
    move_on (self);
}

static void
again_cb (MwGuideView *self)
{
  mw_guide_begin (&self->guide, mw_player_get_scenario (self->player), mw_player_get_lang (self->player));
  move_on (self);
}

/* A hollow bar from the middle: what was measured is filled everywhere else. */
static void
draw_bar_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer data)
{
  double share = GPOINTER_TO_INT (data) / 100.0;
  double middle = width / 2.0, length = CLAMP (share, -1.0, 1.0) * (middle - 2);
  GdkRGBA color;

  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (area)), &color);
  gdk_cairo_set_source_rgba (cr, &color);
  cairo_set_line_width (cr, 1);
  cairo_rectangle (cr, middle + MIN (length, 0) + 0.5, 2.5, ABS (length), height - 5);
  cairo_set_dash (cr, (double[]) { 3, 2 }, 2, 0);
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
  cairo_move_to (cr, floor (middle) + 0.5, 0);
  cairo_line_to (cr, floor (middle) + 0.5, height);
  cairo_stroke (cr);
}

static void
add_quoted (MwGuideView *self, const MwQuotedFigure *figure)
{
  g_autofree char *text = g_strdup_printf ("%s%d %% · %s", figure->percent < 0 ? "−" : "+", ABS (figure->percent), figure->label);
  GtkWidget *bar = g_object_new (GTK_TYPE_DRAWING_AREA, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (bar), BAR_HEIGHT);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (bar), draw_bar_cb, GINT_TO_POINTER (figure->percent), NULL);
  gtk_box_append (GTK_BOX (self->quoted), new_text (text));
  gtk_box_append (GTK_BOX (self->quoted), bar);
}

static void
show_quoted (MwGuideView *self, MwScenario *scenario)
{
  guint n = mw_scenario_get_n_quoted (scenario);
  GtkWidget *child, *heading;

  while ((child = gtk_widget_get_first_child (self->quoted)) != NULL)
    gtk_box_remove (GTK_BOX (self->quoted), child);
  gtk_widget_set_visible (self->quoted, n > 0);
  if (n == 0)
    return;
  heading = new_text (_("What the source claims, not measured here:"));
  gtk_widget_add_css_class (heading, "dim-label");
  gtk_box_append (GTK_BOX (self->quoted), heading);
  for (guint i = 0; i < n; i++)
    add_quoted (self, mw_scenario_get_quoted (scenario, i, mw_player_get_lang (self->player)));
}

static void
scenario_changed_cb (MwGuideView *self)
{
  MwScenario *scenario = mw_player_get_scenario (self->player);
  gboolean asks = mw_scenario_get_n_questions (scenario) > 0;

  mw_guide_begin (&self->guide, scenario, mw_player_get_lang (self->player));
  gtk_widget_set_visible (GTK_WIDGET (self), asks);
  if (asks)
    show_place (self);
  show_quoted (self, scenario);
}

static void
mw_guide_view_dispose (GObject *object)
{
  MwGuideView *self = MW_GUIDE_VIEW (object);

  g_clear_object (&self->player);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (mw_guide_view_parent_class)->dispose (object);
}

static void
mw_guide_view_class_init (MwGuideViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mw_guide_view_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, MW_RESOURCE_PATH "/ui/mw-guide-view.ui");
  gtk_widget_class_bind_template_child (widget_class, MwGuideView, box);
  gtk_widget_class_bind_template_child (widget_class, MwGuideView, progress);
  gtk_widget_class_bind_template_child (widget_class, MwGuideView, question);
  gtk_widget_class_bind_template_child (widget_class, MwGuideView, answers);
  gtk_widget_class_bind_template_child (widget_class, MwGuideView, open);
  gtk_widget_class_bind_template_child (widget_class, MwGuideView, open_label);
  gtk_widget_class_bind_template_child (widget_class, MwGuideView, ways);
  gtk_widget_class_bind_template_child (widget_class, MwGuideView, back);
  gtk_widget_class_bind_template_child (widget_class, MwGuideView, again);
  gtk_widget_class_bind_template_child (widget_class, MwGuideView, quoted);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, back_cb);
  gtk_widget_class_bind_template_callback (widget_class, again_cb);
}

static void
mw_guide_view_init (MwGuideView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->open), "s", "");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->open), "win.open");
}

/* Once. */
void
mw_guide_view_set_player (MwGuideView *self, MwPlayer *player)
{
  self->player = g_object_ref (player);
  g_signal_connect_object (player, "scenario-changed", G_CALLBACK (scenario_changed_cb), self, G_CONNECT_SWAPPED);
}
