/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A node that its owner embeds; zeroed memory is a timer that is not armed. */
typedef struct
{
  gint64  deadline;
  guint32 sequence;  /* of its arming, modulo 2³² */
  guint32 position;  /* of its node; 0: not armed */
} MwTimer;

typedef struct
{
  gint64   deadline; /* the timer's, to be read without going there */
  MwTimer *timer;
} MwTimerNode;

/* A heap of deadlines.  Zeroed memory is an empty one. */
typedef struct
{
  MwTimerNode *nodes;
  guint32      end;          /* one behind the last node */
  guint32      n_allocated;
  guint32      sequence;
} MwTimers;

void     mw_timers_clear  (MwTimers *self);
void     mw_timers_add    (MwTimers *self, MwTimer *timer, gint64 deadline);
void     mw_timers_remove (MwTimers *self, MwTimer *timer);
MwTimer *mw_timers_pop    (MwTimers *self, gint64 time);
MwTimer *mw_timers_peek   (MwTimers *self);

static inline gboolean
mw_timer_is_armed (const MwTimer *timer)
{
  return timer->position != 0;
}

G_END_DECLS
