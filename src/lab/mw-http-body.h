/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* ERROR NULL: it was read to its end. */
typedef void (*MwHttpBodyFunc) (gpointer owner, const GError *error);

/* A body that is being read: counted, looked at, not kept. */
typedef struct
{
  GInputStream  *stream;
  GCancellable  *cancellable; /* of its message; cancelled where the rest is not wanted */
  gboolean       is_text;     /* must be UTF-8 */
  gint64         announced;   /* length that the head says; −1: none */
  gsize          length;
  gsize          n_left;      /* bytes of a character that has begun */
  GError        *error;
  MwHttpBodyFunc func;
  gpointer       owner;
  char           buffer[8192];
} MwHttpBody;

void     mw_http_body_read_async (MwHttpBody *self, MwHttpBodyFunc func, gpointer owner);
gboolean mw_http_body_read       (MwHttpBody *self, GError **error);

G_END_DECLS
