/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A node that its owner embeds; zeroed memory is a timer that is not armed. */
typedef struct
{
  gint64  deadline;
  guint64 sequence;
  gsize   position;  /* in the heap, from 1; 0: not in it */
} MwTimer;

/* A binary heap of deadlines.  Zeroed memory is an empty one. */
typedef struct
{
  MwTimer **nodes;
  gsize     n_nodes;
  gsize     n_allocated;
  guint64   sequence;
} MwTimers;

void     mw_timers_clear  (MwTimers *self);
void     mw_timers_add    (MwTimers *self, MwTimer *timer, gint64 deadline);
void     mw_timers_remove (MwTimers *self, MwTimer *timer);
MwTimer *mw_timers_peek   (MwTimers *self);

static inline gboolean
mw_timer_is_armed (const MwTimer *timer)
{
  return timer->position != 0;
}

G_END_DECLS
