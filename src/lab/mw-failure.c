/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "mw-config.h"

#include <glib/gi18n-lib.h>
#include <libsoup/soup.h>

#include "mw-failure.h"

static const struct
{
  int         fault;
  const char *message;
} failures[MW_N_FAILURES] = {
  [MW_FAILURE_OTHER] = { MW_FAULT_CONNECTION, N_("The connection failed") },
  [MW_FAILURE_NO_HOST] = { MW_FAULT_CONNECTION, N_("The host name does not resolve") },
  [MW_FAILURE_REFUSED] = { MW_FAULT_CONNECTION, N_("The connection was refused: nobody listens there") },
  [MW_FAILURE_TLS] = { MW_FAULT_CONNECTION, N_("The certificate is not the one that this server has") },
  [MW_FAILURE_RESET] = { MW_FAULT_CONNECTION, N_("The connection was reset") },
  [MW_FAILURE_CUT] = { MW_FAULT_CONNECTION, N_("The connection ended in the middle of the answer") },
  [MW_FAILURE_REDIRECTS] = { MW_FAULT_REDIRECTS, N_("Too many redirections") },
  [MW_FAILURE_TOO_LARGE] = { MW_FAULT_BODY, N_("The body is too large") },
  [MW_FAILURE_NOT_UTF8] = { MW_FAULT_BODY, N_("The body is not UTF-8") },
  [MW_FAILURE_TOO_LATE] = { MW_FAULT_CONNECTION, N_("No answer came in time") },
  [MW_FAILURE_CERTIFICATE] = { MW_FAULT_CONNECTION, N_("The certificate of this host is not valid") },
  [MW_FAILURE_FOR_EVER] = { MW_FAULT_CONNECTION, N_("This call would wait for ever: nobody answers it") },
};

/* Writes into OPERATION what became of it.  OTHER: the words of the system, for MW_FAILURE_OTHER. */
void
mw_failure_set (MwFailure failure, MwOperation *operation, const char *other)
{
  operation->fault = failures[failure].fault;
  operation->status = 0;
  operation->length = 0;
  operation->message = g_strdup (failure == MW_FAILURE_OTHER && other != NULL ? other : _(failures[failure].message));
}

/* What ERROR of libsoup or of the system means. */
MwFailure
mw_failure_from (const GError *error)
{
  const struct { GQuark domain; int code; MwFailure failure; } rows[] = {
    { G_RESOLVER_ERROR, -1, MW_FAILURE_NO_HOST },
    { G_TLS_ERROR, -1, MW_FAILURE_TLS },
    { G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED, MW_FAILURE_REFUSED },
    { G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED, MW_FAILURE_RESET }, /* also called broken pipe */
    { G_IO_ERROR, G_IO_ERROR_TIMED_OUT, MW_FAILURE_TOO_LATE },
    { G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT, MW_FAILURE_CUT },
    { SOUP_SESSION_ERROR, SOUP_SESSION_ERROR_TOO_MANY_REDIRECTS, MW_FAILURE_REDIRECTS },
    { SOUP_SESSION_ERROR, SOUP_SESSION_ERROR_TOO_MANY_RESTARTS, MW_FAILURE_RESET },
    { G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE, MW_FAILURE_TOO_LARGE },
    { G_CONVERT_ERROR, G_CONVERT_ERROR_ILLEGAL_SEQUENCE, MW_FAILURE_NOT_UTF8 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (error->domain == rows[i].domain && (rows[i].code < 0 || error->code == rows[i].code))
      return rows[i].failure;
  return MW_FAILURE_OTHER;
}

/* The same of a real host, whose certificate nobody knows beforehand. */
MwFailure
mw_failure_from_network (const GError *error)
{
  MwFailure failure = mw_failure_from (error);

  if (failure != MW_FAILURE_TLS)
    return failure;
  return error->code == G_TLS_ERROR_BAD_CERTIFICATE ? MW_FAILURE_CERTIFICATE : MW_FAILURE_OTHER;
}
