/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mw-run-scan.h"
#include "mw-trace.h"

G_BEGIN_DECLS

/* Private to the run file: reads one line after the other. */
typedef struct _MwRunReader MwRunReader;

MwRunReader *mw_run_reader_new       (void);
void         mw_run_reader_free      (MwRunReader *self);
/* LINE is changed; LINE[LENGTH] is writable.  FALSE after a fault: nothing more can be read. */
gboolean     mw_run_reader_line      (MwRunReader *self, char *line, gsize length);
/* What follows the last line break. */
void         mw_run_reader_rest      (MwRunReader *self, char *line, gsize length);
void         mw_run_reader_fail      (MwRunReader *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* NULL where not even the header could be read; (transfer full). */
MwTrace     *mw_run_reader_get_trace (MwRunReader *self);
const char  *mw_run_reader_get_fault (MwRunReader *self);

/* The header (transfer full); NULL when the scanner has a fault. */
MwTraceHeader *mw_run_read_header    (MwRunScan *scan);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MwRunReader, mw_run_reader_free)

G_END_DECLS
