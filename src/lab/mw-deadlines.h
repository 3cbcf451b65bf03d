/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mw-timers.h"

G_BEGIN_DECLS

/* Precise deadlines on a GMainContext: one source over a heap of timers that their owners embed. */
typedef struct _MwDeadlines MwDeadlines;

typedef void (*MwDeadlineFunc) (MwTimer *timer, gpointer data);

MwDeadlines *mw_deadlines_new    (GMainContext *context, MwDeadlineFunc func, gpointer data, GError **error);
void         mw_deadlines_free   (MwDeadlines *self);
void         mw_deadlines_add    (MwDeadlines *self, MwTimer *timer, gint64 time);
void         mw_deadlines_remove (MwDeadlines *self, MwTimer *timer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MwDeadlines, mw_deadlines_free)

G_END_DECLS
