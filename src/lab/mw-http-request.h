/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mw-backend.h"
#include "mw-http-pool.h"

G_BEGIN_DECLS

/* One operation on its way through libsoup. */
typedef struct
{
  MwHttpClaim   claim;
  GList         link;          /* of those that libsoup has */
  gpointer      client;
  MwHttpPool   *pool;
  MwOperation  *operation;     /* NULL: cancelled */
  SoupMessage  *message;
  GCancellable *cancellable;
  guint32      *n_connections; /* of the run, counted here; NULL: phases are not said */
  int           phase;         /* the last that was said; −1 */
} MwHttpRequest;

MwHttpRequest *mw_http_request_new    (MwHttpPool *pool, const char *prefix, MwOperation *operation,
                                       guint32 *n_connections);
void           mw_http_request_free   (MwHttpRequest *self);
void           mw_http_request_report (MwHttpRequest *self, MwPhase phase);
void           mw_http_request_fill   (MwHttpRequest *self, GBytes *body, const GError *error);

G_END_DECLS
