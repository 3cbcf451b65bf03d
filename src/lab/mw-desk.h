/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mw-lab-private.h"

G_BEGIN_DECLS

/* Where the requests of all runs are served; belongs to the server's thread. */
typedef struct _MwDesk MwDesk;

MwDesk *mw_desk_new      (GMainContext *context, GError **error);
void    mw_desk_free     (MwDesk *self);
void    mw_desk_remember (GSocketAddress *remote, GSocket *socket);
void    mw_desk_serve    (MwDesk *self, SoupServerMessage *message, MwLabService *service, const char *path);
void    mw_desk_end      (SoupServerMessage *message);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MwDesk, mw_desk_free)

G_END_DECLS
