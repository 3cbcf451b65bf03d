/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The window's content, as one child, that can be made smaller than the child likes to be.
 *
 * A window cannot become narrower than its content's least width, and so never narrow enough for a layout
 * that begins below that width.  The shell therefore asks for little, tells by `room-changed` how much there
 * is (after the allocation, in an idle: widgets must not be shown or hidden within one), and clips what does
 * not fit for that one frame.  libadwaita's breakpoints (1.4) do the same; the floor is 1.2.  Room is
 * measured in letters, so that text at 200 % gets the layout of a window half as wide.
 */

#include "mw-shell.h"

#define LEAST_WIDTH    320
#define LEAST_HEIGHT   260
#define NARROW_LETTERS 96
#define MEDIUM_LETTERS 140
#define LOW_LETTERS    68

struct _MwShell
{
  GtkWidget  parent_instance;
  GtkWidget *child;
  MwRoom     room;
  gboolean   low;
  guint      idle;
};

enum { ROOM_CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

static void mw_shell_buildable_init (GtkBuildableIface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MwShell, mw_shell, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE, mw_shell_buildable_init))

static gboolean
room_changed_cb (gpointer data)
{
  MwShell *self = data;

  self->idle = 0;
  g_signal_emit (self, signals[ROOM_CHANGED], 0);
  return G_SOURCE_REMOVE;
}

/* Half the text size in px: about a letter. */
static double
get_letter (MwShell *self)
{
  PangoContext *context = gtk_widget_get_pango_context (GTK_WIDGET (self));
  const PangoFontDescription *font = pango_context_get_font_description (context);
  double size = (double) pango_font_description_get_size (font) / PANGO_SCALE;

  if (!pango_font_description_get_size_is_absolute (font))
    size *= pango_cairo_context_get_resolution (context) / 72.0;
  return MAX (size, 8.0) / 2.0;
}

static void
mw_shell_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                  int *minimum, int *natural, int *minimum_baseline, int *natural_baseline)
{
  MwShell *self = MW_SHELL (widget);
  int least = orientation == GTK_ORIENTATION_HORIZONTAL ? LEAST_WIDTH : LEAST_HEIGHT;

  *minimum = *natural = least;
  if (self->child != NULL)
    gtk_widget_measure (self->child, orientation, -1, NULL, natural, NULL, NULL);
  *natural = MAX (*natural, least);
}

static void
mw_shell_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  MwShell *self = MW_SHELL (widget);
  double letters = width / get_letter (self);
  MwRoom room = letters < NARROW_LETTERS ? MW_ROOM_NARROW : letters < MEDIUM_LETTERS ? MW_ROOM_MEDIUM : MW_ROOM_WIDE;
  gboolean low = height / get_letter (self) < LOW_LETTERS;
  int least_width, least_height;

  if (room != self->room || low != self->low)
    {
      self->room = room;
      self->low = low;
      if (self->idle == 0)
        self->idle = g_idle_add_full (G_PRIORITY_HIGH_IDLE, room_changed_cb, self, NULL);
    }
  if (self->child == NULL)
    return;
  gtk_widget_measure (self->child, GTK_ORIENTATION_HORIZONTAL, -1, &least_width, NULL, NULL, NULL);
  width = MAX (width, least_width);
  gtk_widget_measure (self->child, GTK_ORIENTATION_VERTICAL, width, &least_height, NULL, NULL, NULL);
  gtk_widget_allocate (self->child, width, MAX (height, least_height), baseline, NULL);
}

static void
mw_shell_dispose (GObject *object)
{
  MwShell *self = MW_SHELL (object);

  g_clear_handle_id (&self->idle, g_source_remove);
  g_clear_pointer (&self->child, gtk_widget_unparent);
  G_OBJECT_CLASS (mw_shell_parent_class)->dispose (object);
}

static void
mw_shell_class_init (MwShellClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mw_shell_dispose;
  widget_class->measure = mw_shell_measure;
  widget_class->size_allocate = mw_shell_size_allocate;
  signals[ROOM_CHANGED] = g_signal_new ("room-changed", MW_TYPE_SHELL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
mw_shell_init (MwShell *self)
{
  self->room = MW_ROOM_WIDE;
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

static void
mw_shell_add_child (GtkBuildable *buildable, GtkBuilder *builder, GObject *child, const char *type)
{
  mw_shell_set_child (MW_SHELL (buildable), GTK_WIDGET (child));
}

static void
mw_shell_buildable_init (GtkBuildableIface *iface)
{
  iface->add_child = mw_shell_add_child;
}

/* The one child, given to the shell. */
void
mw_shell_set_child (MwShell *self, GtkWidget *child)
{
  g_clear_pointer (&self->child, gtk_widget_unparent);
  self->child = child;
  gtk_widget_set_parent (child, GTK_WIDGET (self));
}

MwRoom
mw_shell_get_room (MwShell *self)
{
  return self->room;
}

/* TRUE where there is no height for more than the picture and the transport. */
gboolean
mw_shell_is_low (MwShell *self)
{
  return self->low;
}
