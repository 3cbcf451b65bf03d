/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Text as a trace keeps it, whoever it comes from. */

#include <string.h>

#include "mw-trace-private.h"

#define ELLIPSIS "…"

char *
mw_trace_dup_text (const char *text)
{
  gsize length = text ? strlen (text) : 0;
  g_autofree char *valid = NULL;
  const char *end;

  if (length == 0)
    return g_strdup ("");
  valid = g_utf8_make_valid (text, (gssize) MIN (length, MW_TRACE_TEXT_MAX + 1));
  if (strlen (valid) <= MW_TRACE_TEXT_MAX)
    return g_steal_pointer (&valid);
  end = g_utf8_find_prev_char (valid, valid + MW_TRACE_TEXT_MAX - strlen (ELLIPSIS) + 1);
  valid[end - valid] = '\0';
  return g_strconcat (valid, ELLIPSIS, NULL);
}
