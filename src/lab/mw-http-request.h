/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mw-backend.h"
#include "mw-http-body.h"
#include "mw-http-pool.h"
#include "mw-network.h"

G_BEGIN_DECLS

/* A server, as a session reaches it. */
typedef struct
{
  char            *prefix;      /* "http://127.0.0.1:port/TOKEN" */
  GTlsCertificate *certificate; /* the only one that is accepted; NULL: plain HTTP */
  const MwServiceSpec *real;    /* its URLs, on the network; NULL: it is in the lab */
} MwHttpSite;

/* One operation on its way through libsoup. */
typedef struct
{
  MwHttpClaim   claim;
  GList         link;          /* of those that libsoup has */
  gpointer      client;
  MwHttpPool   *pool;
  MwOperation  *operation;     /* NULL: cancelled, or nobody's: it only opens a connection */
  SoupMessage  *message;
  GCancellable *cancellable;
  GTlsCertificate *certificate; /* of its site */
  MwHttpBody    body;
  MwNetwork    *network;       /* that it goes out to; NULL: to the lab */
  gboolean      is_admitted;
  GError       *refusal;       /* of the network's limits */
  gboolean      is_fresh;      /* its connection is its own and is closed after it */
  guint32       first;         /* the connection that it began on; 0: none is known */
  guint32      *n_connections; /* of the run, counted here; NULL: phases are not said */
  int           phase;         /* the last that was said; −1 */
} MwHttpRequest;

MwHttpRequest *mw_http_request_new    (MwHttpPool *pool, const MwHttpSite *site, MwOperation *operation,
                                       MwNetwork *network, guint32 *n_connections);
gboolean       mw_http_request_prepare (MwHttpRequest *self);
void           mw_http_request_leave  (MwHttpRequest *self);
void           mw_http_request_set_stream (MwHttpRequest *self, GInputStream *stream, GCancellable *cancellable);
void           mw_http_request_free   (MwHttpRequest *self);
void           mw_http_request_report (MwHttpRequest *self, MwPhase phase);
void           mw_http_request_fill   (MwHttpRequest *self, const GError *error);

G_END_DECLS
