/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "mw-editor-page.h"
#include "mw-palette.h"
#include "mw-player.h"

G_BEGIN_DECLS

/* What is to be known about the run beside its picture, page by page. */
#define MW_TYPE_INSPECTOR (mw_inspector_get_type ())
G_DECLARE_FINAL_TYPE (MwInspector, mw_inspector, MW, INSPECTOR, GtkWidget)

void mw_inspector_set_player (MwInspector *self, MwPlayer *player);
void mw_inspector_set_scheme (MwInspector *self, MwScheme scheme);
/* NAME: explain, code, console, numbers, legend; others are ignored. */
void mw_inspector_show_page  (MwInspector *self, const char *name);
MwEditorPage *mw_inspector_get_editor (MwInspector *self);

G_END_DECLS
