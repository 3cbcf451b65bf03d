/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "mw-export.h"

G_BEGIN_DECLS

/* Where files go.  ERROR is MW_ERROR_FILE in all of them. */

/* FALSE when PATH is a folder or lies in none: found before anything has run. */
gboolean mw_output_check       (const char *path, GError **error);
/* TRUE for devices, pipes and the like, which are written to and never replaced. */
gboolean mw_output_is_special  (const char *path);
/* "run.jsonl.gz" becomes "run-gather.jsonl.gz"; transfer full. */
char    *mw_output_insert      (const char *path, const char *variant);

gboolean mw_output_save_picture (const MwRaceView *view, MwExportFormat format, const MwExportOptions *options,
                                 const char *path, GError **error);

G_END_DECLS
