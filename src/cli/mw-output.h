/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Where files go. */

/* FALSE when PATH is a folder or lies in none: found before anything has run (MW_ERROR_FILE). */
gboolean mw_output_check       (const char *path, GError **error);
/* "run.jsonl.gz" becomes "run-gather.jsonl.gz"; transfer full. */
char    *mw_output_insert      (const char *path, const char *variant);

G_END_DECLS
