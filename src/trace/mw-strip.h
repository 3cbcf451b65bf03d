/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mw-history.h"

G_BEGIN_DECLS

/* Private to the history: how a strip grows. */
MwStrip *mw_strip_new  (const char *name, MwResourceKind kind, guint32 resource, gint64 limit);
void     mw_strip_free (MwStrip *self);
/* OWNER: of a lock; 0 for everything else */
void     mw_strip_add  (MwStrip *self, gint64 time, gint64 value, guint32 owner);

G_END_DECLS
