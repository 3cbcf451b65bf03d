/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "mw-palette.h"
#include "mw-player.h"

G_BEGIN_DECLS

/* The text of the shown scenario: to be read, or, on the playground, to be edited.  Signals:
 *   told (string)  in words, for the user */
#define MW_TYPE_EDITOR_PAGE (mw_editor_page_get_type ())
G_DECLARE_FINAL_TYPE (MwEditorPage, mw_editor_page, MW, EDITOR_PAGE, GtkWidget)

void     mw_editor_page_set_player  (MwEditorPage *self, MwPlayer *player);
void     mw_editor_page_set_scheme  (MwEditorPage *self, MwScheme scheme);
void     mw_editor_page_open_draft  (MwEditorPage *self);
gboolean mw_editor_page_update      (MwEditorPage *self);
void     mw_editor_page_go_to_mistake (MwEditorPage *self);
void     mw_editor_page_edit_copy   (MwEditorPage *self);
void     mw_editor_page_reset       (MwEditorPage *self);
void     mw_editor_page_keep        (MwEditorPage *self);
gboolean mw_editor_page_write       (MwEditorPage *self, const char *path, GError **error);

G_END_DECLS
