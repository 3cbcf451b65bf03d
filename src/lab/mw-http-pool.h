/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* The connections of one session: so many, handed out first come first served. */
typedef struct _MwHttpPool  MwHttpPool;
typedef struct _MwHttpShard MwHttpShard;

/* One request's claim to a connection; embedded in the request. */
typedef struct
{
  GList        link;     /* in the queue */
  MwHttpShard *shard;    /* where its connection is; NULL: it waits */
  gboolean     is_fresh; /* the connection has to be opened */
  gboolean     is_async; /* of the loop thread; others sleep in mw_http_pool_wait() */
} MwHttpClaim;

MwHttpPool  *mw_http_pool_new        (guint max_conns);
MwHttpPool  *mw_http_pool_new_real   (guint max_conns, GSocketConnectable *way, guint timeout);
void         mw_http_pool_free       (MwHttpPool *self);
gboolean     mw_http_pool_ask        (MwHttpPool *self, MwHttpClaim *claim);
gboolean     mw_http_pool_wait       (MwHttpPool *self, MwHttpClaim *claim, gboolean on_loop);
gboolean     mw_http_pool_withdraw   (MwHttpPool *self, MwHttpClaim *claim);
MwHttpClaim *mw_http_pool_give_back  (MwHttpPool *self, MwHttpClaim *claim, gboolean is_open);
void         mw_http_pool_interrupt  (MwHttpPool *self);
SoupSession *mw_http_shard_get_session (MwHttpShard *self);
guint32     *mw_http_shard_name_connection (MwHttpShard *self, guint64 id);

G_END_DECLS
