/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "mw-config.h"

#include <adwaita.h>

#include "mw-code-page.h"
#include "mw-console-page.h"
#include "mw-explain-page.h"
#include "mw-findings-page.h"
#include "mw-inspector.h"
#include "mw-legend-page.h"
#include "mw-numbers-page.h"

struct _MwInspector
{
  GtkWidget      parent_instance;
  GtkWidget     *box;
  AdwViewStack  *stack;
  MwExplainPage *explain;
  GtkStack      *sides;    /* of the code: its Python, its text */
  MwCodePage    *code;
  MwEditorPage  *editor;
  MwConsolePage *console;
  MwFindingsPage *findings;
  MwNumbersPage *numbers;
  MwLegendPage  *legend;
};

G_DEFINE_FINAL_TYPE (MwInspector, mw_inspector, GTK_TYPE_WIDGET)

static void
mw_inspector_dispose (GObject *object)
{
  g_clear_pointer (&MW_INSPECTOR (object)->box, gtk_widget_unparent);
  G_OBJECT_CLASS (mw_inspector_parent_class)->dispose (object);
}

static void
mw_inspector_class_init (MwInspectorClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (MW_TYPE_EXPLAIN_PAGE);
  g_type_ensure (MW_TYPE_CODE_PAGE);
  g_type_ensure (MW_TYPE_EDITOR_PAGE);
  g_type_ensure (MW_TYPE_CONSOLE_PAGE);
  g_type_ensure (MW_TYPE_FINDINGS_PAGE);
  g_type_ensure (MW_TYPE_NUMBERS_PAGE);
  g_type_ensure (MW_TYPE_LEGEND_PAGE);
  G_OBJECT_CLASS (klass)->dispose = mw_inspector_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, MW_RESOURCE_PATH "/ui/mw-inspector.ui");
  gtk_widget_class_bind_template_child (widget_class, MwInspector, box);
  gtk_widget_class_bind_template_child (widget_class, MwInspector, stack);
  gtk_widget_class_bind_template_child (widget_class, MwInspector, explain);
  gtk_widget_class_bind_template_child (widget_class, MwInspector, code);
  gtk_widget_class_bind_template_child (widget_class, MwInspector, sides);
  gtk_widget_class_bind_template_child (widget_class, MwInspector, editor);
  gtk_widget_class_bind_template_child (widget_class, MwInspector, console);
  gtk_widget_class_bind_template_child (widget_class, MwInspector, findings);
  gtk_widget_class_bind_template_child (widget_class, MwInspector, numbers);
  gtk_widget_class_bind_template_child (widget_class, MwInspector, legend);
}

static void
mw_inspector_init (MwInspector *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Once. */
void
mw_inspector_set_player (MwInspector *self, MwPlayer *player)
{
  mw_explain_page_set_player (self->explain, player);
  mw_code_page_set_player (self->code, player);
  mw_editor_page_set_player (self->editor, player);
  mw_console_page_set_player (self->console, player);
  mw_findings_page_set_player (self->findings, player);
  mw_numbers_page_set_player (self->numbers, player);
}

void
mw_inspector_set_scheme (MwInspector *self, MwScheme scheme)
{
  mw_code_page_set_scheme (self->code, scheme);
  mw_editor_page_set_scheme (self->editor, scheme);
  mw_legend_page_set_scheme (self->legend, scheme);
}

MwEditorPage *
mw_inspector_get_editor (MwInspector *self)
{
  return self->editor;
}

/* NAME: of a page, or of a side of the page "code". */
void
mw_inspector_show_page (MwInspector *self, const char *name)
{
  if (gtk_stack_get_child_by_name (self->sides, name) != NULL)
    {
      gtk_stack_set_visible_child_name (self->sides, name);
      name = "code";
    }
  if (adw_view_stack_get_child_by_name (self->stack, name) != NULL)
    adw_view_stack_set_visible_child_name (self->stack, name);
}
