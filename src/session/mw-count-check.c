/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the client says it did, held against what the server says it saw.
 *
 * Both count by themselves; neither is told the other's figure.  The trace gives each of the server's figures two bounds:
 *
 *   requests        answered ≤ counted ≤ sent
 *   connections     those of answered requests ≤ counted ≤ those of sent requests
 *   max in service  counted ≤ most that were sent and not over
 *
 * Bounds meet where every request was answered, which is most runs, and the comparison is then an equation.  Between them lie
 * requests that the client gave up: they may have been on their way when the server was asked, or never have left, and nobody
 * can say which.  The server also hears late that a client has gone, so a request without an answer counts as in service to
 * the run's end.
 *
 * A connection counts on both sides when it has carried a request of the run.  So a warm one that nobody used is on neither,
 * and one that was opened for a request that was given up before it was sent is on neither.
 *
 * Some faults let the server see more than the trace: libsoup follows a redirection and repeats a request whose used
 * connection was reset within one message, and the end of a slow body is closed after its last byte is out.  There the upper
 * bound is not held; the lower one is.
 */

#include "mw-config.h"

#include "mw-count-check.h"
#include "mw-program.h"

#define FAULT(kind) (1u << (kind))
#define REPEATED (FAULT (MW_SERVICE_REDIRECT) | FAULT (MW_SERVICE_RESET))

typedef struct
{
  gboolean is_sent;
  gboolean is_seen;      /* by the server: the head of an answer came */
  gboolean is_answered;  /* to the end */
  guint32  connection;   /* that it was sent on */
} Request;

typedef struct
{
  guint least, most;
} Bounds;

static const struct
{
  const char *name;
  guint       loose;  /* faults with which the upper bound does not hold */
} figures[] = {
  { "requests", REPEATED },
  { "connections", REPEATED },
  { "requests in service at once", FAULT (MW_SERVICE_SLOW_BODY) },
};

/* Requests are numbered 1, 2, 3 …; valid until the next call. */
static Request *
request_of (GArray *requests, const MwEvent *event)
{
  if (requests->len <= event->object)
    g_array_set_size (requests, event->object + 1);
  return &g_array_index (requests, Request, event->object);
}

static void
read_event (GArray *requests, const MwEvent *event)
{
  if (event->kind == MW_EVENT_ANSWERED)
    request_of (requests, event)->is_seen = request_of (requests, event)->is_answered = TRUE;
  else if (event->kind == MW_EVENT_PHASE && event->reason == MW_PHASE_READ)
    request_of (requests, event)->is_seen = TRUE;
  else if (event->kind == MW_EVENT_PHASE && event->reason == MW_PHASE_SEND)
    {
      request_of (requests, event)->is_sent = TRUE;
      request_of (requests, event)->connection = (guint32) event->value;
    }
}

static GArray *
read_requests (MwTrace *trace)
{
  GArray *requests = g_array_new (FALSE, TRUE, sizeof (Request));

  for (gsize i = 0; i < mw_trace_get_n_events (trace); i++)
    read_event (requests, mw_trace_get_event (trace, i));
  return requests;
}

static Bounds
bound_requests (GArray *requests)
{
  Bounds bounds = { 0 };

  for (guint i = 0; i < requests->len; i++)
    {
      bounds.least += g_array_index (requests, Request, i).is_seen;
      bounds.most += g_array_index (requests, Request, i).is_sent;
    }
  return bounds;
}

static Bounds
bound_connections (GArray *requests)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  g_autoptr (GHashTable) sent = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < requests->len; i++)
    {
      const Request *request = &g_array_index (requests, Request, i);

      if (request->is_sent)
        g_hash_table_add (sent, GUINT_TO_POINTER (request->connection));
      if (request->is_seen)
        g_hash_table_add (seen, GUINT_TO_POINTER (request->connection));
    }
  return (Bounds) { g_hash_table_size (seen), g_hash_table_size (sent) };
}

static Bounds
bound_in_service (GArray *requests, MwTrace *trace)
{
  Bounds bounds = { 0 };
  guint n = 0;

  for (gsize i = 0; i < mw_trace_get_n_events (trace); i++)
    {
      const MwEvent *event = mw_trace_get_event (trace, i);

      if (event->kind != MW_EVENT_PHASE)
        continue;
      n += event->reason == MW_PHASE_SEND;
      n -= event->reason == MW_PHASE_END && request_of (requests, event)->is_sent && request_of (requests, event)->is_answered;
      bounds.most = MAX (bounds.most, n);
    }
  bounds.least = bounds.most > 0 && bound_requests (requests).least > 0;
  return bounds;
}

static void
hold (GPtrArray *findings, MwTrace *trace, guint figure, guint counted, const Bounds *bounds, guint faults)
{
  gboolean is_loose = (figures[figure].loose & faults) != 0;
  MwFinding *finding;

  if (counted >= bounds->least && (is_loose || counted <= bounds->most))
    return;
  finding = g_new (MwFinding, 1);
  finding->rule = "count";
  finding->event = mw_trace_get_n_events (trace) - 1;
  finding->text = g_strdup_printf ("%s: the server counted %u, the trace says %u to %u", figures[figure].name, counted,
                                   bounds->least, bounds->most);
  g_ptr_array_add (findings, finding);
}

static gboolean
is_complete (MwTrace *trace)
{
  gsize n = mw_trace_get_n_events (trace);
  const MwEvent *last = n > 0 ? mw_trace_get_event (trace, n - 1) : NULL;

  return last != NULL && last->kind == MW_EVENT_RUN_ENDED && last->reason == MW_RUN_COMPLETE;
}

/**
 * mw_count_check:
 * @trace: of a live run on the loop that asked nobody but the lab and has no rooms, whose connections carry no requests
 * @count: what the server counted for it
 * @faults: a bit for each #MwServiceFaultKind that its services have
 *
 * Holds @count against @trace.  A run that did not end by itself is not judged: what it left under way is anybody's guess.
 *
 * Returns: (transfer full): an array of MwFinding, as from mw_verify_trace(); empty when they agree
 */
GPtrArray *
mw_count_check (MwTrace *trace, const MwLabCount *count, guint faults)
{
  GPtrArray *findings = g_ptr_array_new_with_free_func (mw_finding_free);
  g_autoptr (GArray) requests = read_requests (trace);
  const guint counted[] = { count->requests, count->connections, count->max_in_service };
  const Bounds bounds[] = { bound_requests (requests), bound_connections (requests), bound_in_service (requests, trace) };

  for (guint i = 0; is_complete (trace) && i < G_N_ELEMENTS (figures); i++)
    hold (findings, trace, i, counted[i], &bounds[i], faults);
  return findings;
}
