/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "mw-chart.h"
#include "mw-editor-page.h"
#include "mw-player.h"

G_BEGIN_DECLS

#define MW_TYPE_WINDOW (mw_window_get_type ())
G_DECLARE_FINAL_TYPE (MwWindow, mw_window, MW, WINDOW, AdwApplicationWindow)

typedef enum
{
  MW_SIDE_LIBRARY,
  MW_SIDE_INSPECTOR,
  MW_SIDE_PARAMETERS,
  MW_N_SIDES
} MwSide;

MwWindow *mw_window_new          (AdwApplication *application);
MwPlayer *mw_window_get_player   (MwWindow *self);
MwChart  *mw_window_get_chart    (MwWindow *self);
MwEditorPage *mw_window_get_editor (MwWindow *self);
gboolean  mw_window_open         (MwWindow *self, const char *id_or_path);
void      mw_window_tell         (MwWindow *self, const char *message);
void      mw_window_show_side    (MwWindow *self, MwSide side, gboolean shown);
gboolean  mw_window_is_side_shown (MwWindow *self, MwSide side);
void      mw_window_find         (MwWindow *self);
void      mw_window_show_picture (MwWindow *self);
void      mw_window_show_page    (MwWindow *self, const char *name);

/* In mw-window-actions.c. */
void      mw_window_add_actions  (MwWindow *self);
/* In mw-window-editing.c. */
void      mw_window_run           (MwWindow *self);
void      mw_window_open_draft    (MwWindow *self);
void      mw_window_add_editing   (MwWindow *self);
/* In mw-window-dialogs.c. */
void      mw_window_choose_scenario_file (MwWindow *self);
void      mw_window_choose_file  (MwWindow *self);
void      mw_window_choose_screenshot (MwWindow *self);

G_END_DECLS
