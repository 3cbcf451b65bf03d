/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mw-trace.h"

G_BEGIN_DECLS

/* Private to the run file: its three parts. */
void mw_run_write_header (GString *out, const MwTraceHeader *header);
void mw_run_write_event  (GString *out, MwTrace *trace, const MwEvent *event);
void mw_run_write_end    (GString *out, gsize n_events, guint32 n_tasks);

G_END_DECLS
