/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Requests in words: what they go through, and on which connection. */

#include "mw-config.h"

#include <glib/gi18n-lib.h>

#include "mw-describe.h"

static const char *const phases[MW_N_PHASES] = {
  [MW_PHASE_QUEUED] = N_("waits for a connection"),
  [MW_PHASE_DNS] = N_("looks the host up (DNS)"),
  [MW_PHASE_CONNECT] = N_("opens the connection (TCP)"),
  [MW_PHASE_TLS] = N_("agrees on keys (TLS)"),
  [MW_PHASE_SEND] = N_("sends the request"),
  [MW_PHASE_WAIT] = N_("waits for the first byte"),
  [MW_PHASE_READ] = N_("reads the answer"),
};

const char *
mw_describe_phase (MwPhase phase)
{
  return phase < MW_N_PHASES && phases[phase] != NULL ? _(phases[phase]) : "";
}

static char *
dup_connection (const MwPhaseSpan *phase)
{
  if (phase->connection == 0)
    return NULL;
  /* TRANSLATORS: a TCP connection that was opened for this request, or that an earlier one had left open */
  return g_strdup_printf (phase->reused ? _("connection %u, reused") : _("connection %u, new"), phase->connection);
}

char *
mw_describe_phase_span (const MwPhaseSpan *phase, gint64 now)
{
  g_autofree char *connection = dup_connection (phase);
  gint64 length = MIN (phase->end, MAX (now, phase->begin)) - phase->begin;
  char time[MW_TIME_BUFFER];

  mw_time_format (length, length < MW_NS_PER_MS ? MW_TIME_AUTO : MW_TIME_SECONDS, time);
  /* TRANSLATORS: request, its phase, length: "request 3 waits for the first byte (0.240 s)" */
  if (connection == NULL)
    return g_strdup_printf (_("request %u %s (%s)"), phase->request, mw_describe_phase (phase->phase), time);
  /* TRANSLATORS: as before, and the connection: "request 3 waits for the first byte (0.240 s), connection 1, reused" */
  return g_strdup_printf (_("request %u %s (%s), %s"), phase->request, mw_describe_phase (phase->phase), time, connection);
}
