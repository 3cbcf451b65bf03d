/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Clients that hang up.
 *
 * libsoup does not look at the socket of a paused message, so a client that gave up would keep its place at the
 * service for ever.  A GSource for each waiting socket would be polled in every iteration with all the others;
 * here they share one epoll descriptor, and the context polls that one.  EPOLLRDHUP is raised by the end of the
 * stream only, not by a request that is sent ahead.
 */

#include <errno.h>
#include <gio/gio.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "mw-error.h"
#include "mw-hangups.h"

#define BATCH 64

struct _MwHangups
{
  GSource      source;
  int          fd;
  gpointer     tag;
  MwHangupFunc func;
};

static gboolean
hangups_check (GSource *source)
{
  MwHangups *self = (MwHangups *) source;

  return g_source_query_unix_fd (source, self->tag) != 0;
}

static gboolean
hangups_dispatch (GSource *source, GSourceFunc callback, gpointer data)
{
  MwHangups *self = (MwHangups *) source;
  struct epoll_event events[BATCH];
  int n = epoll_wait (self->fd, events, BATCH, 0);

  for (int i = 0; i < n; i++)
    self->func (events[i].data.ptr);
  return G_SOURCE_CONTINUE;
}

static void
hangups_finalize (GSource *source)
{
  close (((MwHangups *) source)->fd);
}

static GSourceFuncs hangups_funcs = {
  .check = hangups_check,
  .dispatch = hangups_dispatch,
  .finalize = hangups_finalize,
};

/**
 * mw_hangups_new:
 * @context: which watches; everything else is called on its thread
 * @func: called once for each peer that has gone; may remove that peer and no other
 * @error: return location; %MW_ERROR_RUN when the system has no more descriptors
 *
 * Returns: (transfer full) (nullable): a watch over nobody
 */
MwHangups *
mw_hangups_new (GMainContext *context, MwHangupFunc func, GError **error)
{
  int fd = epoll_create1 (EPOLL_CLOEXEC);
  MwHangups *self;

  if (fd < 0)
    {
      g_set_error (error, MW_ERROR, MW_ERROR_RUN, "epoll: %s", g_strerror (errno));
      return NULL;
    }
  self = (MwHangups *) g_source_new (&hangups_funcs, sizeof (MwHangups));
  g_source_set_static_name (&self->source, "lab hang-ups");
  self->fd = fd;
  self->func = func;
  self->tag = g_source_add_unix_fd (&self->source, fd, G_IO_IN);
  g_source_attach (&self->source, context);
  return self;
}

void
mw_hangups_free (MwHangups *self)
{
  g_source_destroy (&self->source);
  g_source_unref (&self->source);
}

/**
 * mw_hangups_add:
 * @self: the watch
 * @fd: of a connected socket, open until it is removed
 * @peer: said to the function when the other end goes
 *
 * Returns: whether it is watched; the system may run out of memory for it
 */
gboolean
mw_hangups_add (MwHangups *self, int fd, gpointer peer)
{
  struct epoll_event event = { .events = EPOLLRDHUP | EPOLLONESHOT, .data.ptr = peer };

  return epoll_ctl (self->fd, EPOLL_CTL_ADD, fd, &event) == 0;
}

void
mw_hangups_remove (MwHangups *self, int fd)
{
  epoll_ctl (self->fd, EPOLL_CTL_DEL, fd, NULL);
}
