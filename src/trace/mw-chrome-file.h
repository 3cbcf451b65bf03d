/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "mw-history.h"

G_BEGIN_DECLS

/* The trace format of Chrome, which Perfetto, Speedscope, VizTracer and others read and write. */

/* All of HISTORIES (as far as they were read) in one file, one process each; transfer full.  Any thread.
 *   tasks        threads, in the order of creation; their states are slices, which never overlap
 *   loop         the first thread of its process; its iterations
 *   resources    counters
 *   lines, ends  instants
 *   who started, woke or handed over to whom   flow arrows
 * Times are µs with three decimals: nothing is lost. */
GBytes    *mw_chrome_write (MwHistory *const *histories, guint n_histories);

/* SHARE of the file is read, 0 … 1; on the thread that reads. */
typedef void (*MwProgressFunc) (double share, gpointer data);

/* What can be told of a file as runs, one per process (of MwTrace, transfer full; at least one).  A stranger's file is never
 * quite what we draw: *NOTES (transfer full) says in sentences what was left out or mended, NULL: nothing.  Errors:
 * MW_ERROR_FILE, MW_ERROR_FORMAT (nothing in it), G_IO_ERROR_CANCELLED.  Blocks; any thread. */
GPtrArray *mw_chrome_load  (const char *path, GStrv *notes, MwProgressFunc progress, gpointer data,
                            GCancellable *cancellable, GError **error);
GPtrArray *mw_chrome_parse (GBytes *bytes, GStrv *notes, GError **error);

G_END_DECLS
