/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "mw-trace.h"

G_BEGIN_DECLS

/* JSON Lines: header, one event a line in time order, an end line with counts and checksum. */

gboolean  mw_run_file_save  (MwTrace *trace, const char *path, GError **error);   /* atomic replace; .gz when the name says so */
GBytes   *mw_run_file_write (MwTrace *trace);
/* A cut or faulty file is read up to the fault; *FAULT (transfer full) then says what and where, else NULL.
 * NULL and ERROR when not even a header could be read. */
MwTrace  *mw_run_file_load  (const char *path, char **fault, GCancellable *cancellable, GError **error);
MwTrace  *mw_run_file_parse (GBytes *bytes, char **fault, GError **error);

G_END_DECLS
