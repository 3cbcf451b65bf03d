/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One interpreter lock, as CPython has it.
 *
 * A bare mutex would exclude the threads as well, but who gives it up and wants it again gets it at once, as long as
 * nobody is awake to compete: one thread would compute to its end while the others starve.  CPython makes whoever is
 * asked for the lock wait until another has had it, and so do the tickets here, first come, first served. */

#include "mw-interpreter-lock.h"

void
mw_interpreter_lock_init (MwInterpreterLock *self)
{
  g_mutex_init (&self->mutex);
  g_cond_init (&self->changed);
  self->next = self->serving = 0;
}

void
mw_interpreter_lock_clear (MwInterpreterLock *self)
{
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->changed);
}

void
mw_interpreter_lock_acquire (MwInterpreterLock *self)
{
  guint64 ticket;

  g_mutex_lock (&self->mutex);
  ticket = self->next++;
  while (self->serving != ticket)
    g_cond_wait (&self->changed, &self->mutex);
  g_mutex_unlock (&self->mutex);
}

void
mw_interpreter_lock_release (MwInterpreterLock *self)
{
  g_mutex_lock (&self->mutex);
  self->serving++;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->mutex);
}
