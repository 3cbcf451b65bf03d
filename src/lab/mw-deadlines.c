/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Deadlines of the lab server.
 *
 * A source per answer (g_timeout_add) is late by up to a millisecond and costs every iteration of the loop a look
 * at every waiting answer.  So there is one source: the deadlines lie in the engine's heap, the first of them is
 * set on a timerfd, and the context polls that descriptor.  An answer is never early.  While answers are due one after
 * the other the next wake-up keeps GRANULE of distance from the last, and everything due by then is served by it:
 * a tenth of a millisecond of lateness at most, for a bounded number of wake-ups a second.
 */

#include <errno.h>
#include <gio/gio.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "mw-deadlines.h"
#include "mw-error.h"
#include "mw-live.h"
#include "mw-time.h"

#define GRANULE (100 * MW_NS_PER_US)

struct _MwDeadlines
{
  GSource        source;
  MwTimers       timers;
  gint64         armed;    /* what the timerfd is set to */
  gint64         served;   /* when deadlines were last served */
  int            fd;
  MwDeadlineFunc func;
  gpointer       data;
};

/* Sets the timerfd to the first deadline, if it is not. */
static void
arm (MwDeadlines *self)
{
  struct itimerspec timer = { 0 };
  MwTimer *next = mw_timers_peek (&self->timers);
  gint64 first = next != NULL ? MAX (next->deadline, self->served + GRANULE) : MW_TIME_OPEN;

  if (first == self->armed)
    return;
  self->armed = first;
  if (first != MW_TIME_OPEN)
    {
      timer.it_value.tv_sec = first / MW_NS_PER_SEC;
      timer.it_value.tv_nsec = first % MW_NS_PER_SEC;
    }
  timerfd_settime (self->fd, TFD_TIMER_ABSTIME, &timer, NULL);
}

static gboolean
deadlines_dispatch (GSource *source, GSourceFunc callback, gpointer data)
{
  MwDeadlines *self = (MwDeadlines *) source;
  gint64 now = mw_live_clock ();
  guint64 expirations;
  MwTimer *timer;

  if (read (self->fd, &expirations, sizeof expirations) < 0 && errno != EAGAIN)
    g_warning ("timerfd: %s", g_strerror (errno));
  self->armed = MW_TIME_OPEN;
  while ((timer = mw_timers_pop (&self->timers, now)) != NULL)
    {
      self->served = now;
      self->func (timer, self->data);
    }
  arm (self);
  return G_SOURCE_CONTINUE;
}

static void
deadlines_finalize (GSource *source)
{
  MwDeadlines *self = (MwDeadlines *) source;

  mw_timers_clear (&self->timers);
  if (self->fd >= 0)
    close (self->fd);
}

/* Without a check of its own a source is ready when its descriptor is. */
static GSourceFuncs deadlines_funcs = {
  .dispatch = deadlines_dispatch,
  .finalize = deadlines_finalize,
};

/**
 * mw_deadlines_new:
 * @context: which serves the deadlines; everything else is called on its thread
 * @func: called for each deadline when it is due, out of the heap by then
 * @data: for @func
 * @error: return location; %MW_ERROR_RUN when the system has no more descriptors
 *
 * Returns: (transfer full) (nullable): a queue without deadlines
 */
MwDeadlines *
mw_deadlines_new (GMainContext *context, MwDeadlineFunc func, gpointer data, GError **error)
{
  int fd = timerfd_create (CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
  MwDeadlines *self;

  if (fd < 0)
    {
      g_set_error (error, MW_ERROR, MW_ERROR_RUN, "timerfd: %s", g_strerror (errno));
      return NULL;
    }
  self = (MwDeadlines *) g_source_new (&deadlines_funcs, sizeof (MwDeadlines));
  g_source_set_static_name (&self->source, "lab deadlines");
  self->fd = fd;
  self->func = func;
  self->data = data;
  self->armed = MW_TIME_OPEN;
  g_source_add_unix_fd (&self->source, fd, G_IO_IN);
  g_source_set_priority (&self->source, G_PRIORITY_HIGH);
  g_source_attach (&self->source, context);
  return self;
}

/* Deadlines that are still in it are forgotten. */
void
mw_deadlines_free (MwDeadlines *self)
{
  g_source_destroy (&self->source);
  g_source_unref (&self->source);
}

/**
 * mw_deadlines_add:
 * @self: the queue
 * @timer: owned by the caller, not armed; must outlive its stay
 * @time: CLOCK_MONOTONIC ns; may be past
 */
void
mw_deadlines_add (MwDeadlines *self, MwTimer *timer, gint64 time)
{
  mw_timers_add (&self->timers, timer, time);
  arm (self);
}

/* Does nothing where TIMER is not in the queue. */
void
mw_deadlines_remove (MwDeadlines *self, MwTimer *timer)
{
  mw_timers_remove (&self->timers, timer);
}
