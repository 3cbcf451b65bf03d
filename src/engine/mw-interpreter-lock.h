/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The one interpreter lock of a live run: threads that compute hold it in turns.  Any thread. */
typedef struct
{
  GMutex  mutex;
  GCond   changed;
  guint64 next;      /* ticket of the next who comes */
  guint64 serving;   /* ticket of the holder */
} MwInterpreterLock;

void mw_interpreter_lock_init    (MwInterpreterLock *self);
void mw_interpreter_lock_clear   (MwInterpreterLock *self);
/* Returns when everybody who came before has had a turn. */
void mw_interpreter_lock_acquire (MwInterpreterLock *self);
void mw_interpreter_lock_release (MwInterpreterLock *self);

G_END_DECLS
