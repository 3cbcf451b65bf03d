/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Tells when the other end of a socket has gone, while nobody reads from it. */
typedef struct _MwHangups MwHangups;

typedef void (*MwHangupFunc) (gpointer peer);

MwHangups *mw_hangups_new    (GMainContext *context, MwHangupFunc func, GError **error);
void       mw_hangups_free   (MwHangups *self);
gboolean   mw_hangups_add    (MwHangups *self, int fd, gpointer peer);
void       mw_hangups_remove (MwHangups *self, int fd);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MwHangups, mw_hangups_free)

G_END_DECLS
