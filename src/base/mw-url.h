/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* "https://example.com/a" → "example.com"; transfer full.  NULL where TEXT is not an absolute URL of http or https
 * with a host and without a name or password: nothing else is ever asked for. */
char *mw_url_dup_host (const char *text);

G_END_DECLS
