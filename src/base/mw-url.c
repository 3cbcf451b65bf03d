/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "mw-url.h"

char *
mw_url_dup_host (const char *text)
{
  g_autoptr (GUri) uri = g_uri_parse (text, G_URI_FLAGS_HAS_PASSWORD | G_URI_FLAGS_ENCODED, NULL);
  const char *scheme, *host;

  if (uri == NULL || g_uri_get_userinfo (uri) != NULL)
    return NULL;
  scheme = g_uri_get_scheme (uri); /* in lower case */
  host = g_uri_get_host (uri);
  if ((strcmp (scheme, "http") != 0 && strcmp (scheme, "https") != 0) || host == NULL || *host == '\0')
    return NULL;
  return g_ascii_strdown (host, -1);
}
