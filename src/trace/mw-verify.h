/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mw-trace.h"

G_BEGIN_DECLS

typedef struct
{
  const char *rule;   /* short name of the broken invariant, static */
  gsize       event;  /* index */
  char       *text;   /* what was found, what was expected */
} MwFinding;

/* The judge: checks a finished trace against the invariants of docs/trace.md.  It shares nothing with the
 * engine and nothing with MwHistory but the table of transitions.  Returns (transfer full) an array of
 * MwFinding*, empty when all holds; it stops after LIMIT findings. */
GPtrArray *mw_verify_trace (MwTrace *trace, guint limit);
void       mw_finding_free (gpointer finding);

G_END_DECLS
