/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mw-trace.h"

G_BEGIN_DECLS

/* Stores EVENT as it is, lawful or not.  For the tests of those who must bear or find unlawful events;
 * a trace that was written with it must not be appended to by mw_trace_append. */
gboolean mw_trace_push (MwTrace *self, const MwEvent *event);

/* TEXT (may be NULL) as a trace keeps it: valid UTF-8, at most MW_TRACE_TEXT_MAX bytes.  Transfer full. */
char    *mw_trace_dup_text (const char *text);

G_END_DECLS
