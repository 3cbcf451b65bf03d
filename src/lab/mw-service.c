/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The service model: who has a place, who queues, what is said.
 *
 * The limit on requests a second is a bucket of tokens (GCRA: one number, the instant when the bucket will be
 * full again).  A window that slides would need a list of arrivals and would turn away a client which keeps to
 * the same limit with a bucket of its own, as client libraries do.  Half a token of grace lets such a client
 * arrive a little early, as real clocks make it.
 */

#include <libsoup/soup.h>
#include <string.h>

#include "mw-random.h"
#include "mw-service.h"
#include "mw-stories.h"
#include "mw-time.h"

struct _MwService
{
  MwServiceSpec spec;
  MwServiceFault *faults;
  guint64       seed;
  GHashTable   *asked;      /* path → how many times */
  GQueue        queue;      /* of MwServiceVisit */
  guint         n_served;
  gint64        bucket_full; /* when it will be */
  GBytes       *list;
};

/**
 * mw_service_new:
 * @spec: how the service answers; copied
 * @seed: of the run
 *
 * Returns: (transfer full): a service which nobody has asked yet
 */
MwService *
mw_service_new (const MwServiceSpec *spec, guint64 seed)
{
  MwService *self = g_new0 (MwService, 1);

  self->spec = *spec;
  self->faults = g_memdup2 (spec->faults, spec->n_faults * sizeof (MwServiceFault));
  self->spec.faults = self->faults;
  for (guint i = 0; i < spec->n_faults; i++)
    self->faults[i].items = g_memdup2 (self->faults[i].items, self->faults[i].n_items * sizeof (gint64));
  self->seed = seed;
  self->asked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->bucket_full = G_MININT64;
  g_queue_init (&self->queue);
  return self;
}

void
mw_service_free (MwService *self)
{
  g_hash_table_unref (self->asked);
  g_clear_pointer (&self->list, g_bytes_unref);
  for (guint i = 0; i < self->spec.n_faults; i++)
    g_free ((gint64 *) self->faults[i].items);
  g_free (self->faults);
  g_free (self);
}

static guint64
count_asked (MwService *self, const char *path)
{
  g_autofree char *key = g_strndup (path, strcspn (path, "?"));
  guint nth = GPOINTER_TO_UINT (g_hash_table_lookup (self->asked, key));

  g_hash_table_insert (self->asked, g_steal_pointer (&key), GUINT_TO_POINTER (nth + 1));
  return nth;
}

/* Takes a token, or turns PLAN into a 429. */
static void
take_token (MwService *self, gint64 now, MwServicePlan *plan)
{
  gint64 interval = MW_NS_PER_SEC / self->spec.rate_limit;
  gint64 full = MAX (self->bucket_full, now);
  gint64 early = full - now - ((gint64) self->spec.rate_limit - 1) * interval;

  if (early <= interval / 2)
    {
      self->bucket_full = full + interval;
      return;
    }
  *plan = (MwServicePlan) {
    .status = MW_STATUS_TOO_MANY_REQUESTS,
    .delay = plan->delay,
    .retry_after = self->spec.retry_after > 0 ? self->spec.retry_after : early,
    .refused = TRUE,
  };
}

/**
 * mw_service_arrive:
 * @self: the service
 * @method: "GET", "HEAD" or "POST"
 * @path: that is asked for
 * @now: ns since the run began
 * @visit: the request; stays where it is until mw_service_leave()
 *
 * Plans the answer and finds the request a place.
 *
 * Returns: %TRUE if its service begins at once, and the plan's delay with it; %FALSE if it queues until
 *   mw_service_leave() of another returns it
 */
gboolean
mw_service_arrive (MwService *self, const char *method, const char *path, gint64 now, MwServiceVisit *visit)
{
  mw_service_plan (&self->spec, self->seed, method, path, count_asked (self, path), now, &visit->plan);
  if (!visit->plan.refused && self->spec.rate_limit > 0)
    take_token (self, now, &visit->plan);
  visit->place = MW_VISIT_AWAY;
  visit->link = (GList) { .data = visit };
  if (visit->plan.refused)
    return TRUE;
  if (self->spec.capacity == 0 || self->n_served < self->spec.capacity)
    {
      self->n_served++;
      visit->place = MW_VISIT_SERVED;
      return TRUE;
    }
  visit->place = MW_VISIT_QUEUED;
  g_queue_push_tail_link (&self->queue, &visit->link);
  return FALSE;
}

/**
 * mw_service_leave:
 * @self: the service
 * @visit: a request that has arrived: it is answered, or its client has gone
 *
 * Returns: (nullable) (transfer none): the request whose service begins now in its place
 */
MwServiceVisit *
mw_service_leave (MwService *self, MwServiceVisit *visit)
{
  GList *link;
  MwServiceVisit *next;

  switch (visit->place)
    {
    case MW_VISIT_QUEUED:
      g_queue_unlink (&self->queue, &visit->link);
      visit->place = MW_VISIT_AWAY;
      return NULL;
    case MW_VISIT_SERVED:
      visit->place = MW_VISIT_AWAY;
      break;
    case MW_VISIT_AWAY:
    default:
      return NULL;
    }
  link = g_queue_pop_head_link (&self->queue);
  if (link == NULL)
    {
      self->n_served--;
      return NULL;
    }
  next = link->data;
  next->place = MW_VISIT_SERVED;
  return next;
}

/* "Café" as a Latin-1 page has it. */
static const char not_utf8[] = "{\"title\":\"Caf\xe9\"}";

/**
 * mw_service_dup_body:
 * @self: the service
 * @plan: of an answer
 *
 * Returns: (transfer full): the bytes that follow its headers: JSON, unless its fault says otherwise
 */
GBytes *
mw_service_dup_body (MwService *self, const MwServicePlan *plan)
{
  g_autofree char *message = NULL;
  char *text;

  if (plan->fault == MW_SERVICE_NOT_UTF8)
    return g_bytes_new_static (not_utf8, sizeof not_utf8 - 1);
  if (plan->status == SOUP_STATUS_OK && plan->id == 0)
    {
      if (self->list == NULL)
        self->list = mw_stories_list (self->spec.items);
      return g_bytes_ref (self->list);
    }
  if (plan->id > 0)
    text = mw_stories_item (plan->id);
  else
    {
      message = mw_service_dup_message (plan->status);
      text = g_strdup_printf ("{\"error\":\"%s\"}", message);
    }
  return g_bytes_new_take (text, strlen (text));
}

/**
 * mw_service_phrase:
 * @status: of an answer
 *
 * Returns: what @status means, as in a status line: "Not Found"; libsoup 3.2 has no words for all of them
 */
const char *
mw_service_phrase (guint status)
{
  switch (status)
    {
    case SOUP_STATUS_MISDIRECTED_REQUEST:
      return "Misdirected Request";
    case MW_STATUS_TOO_MANY_REQUESTS:
      return "Too Many Requests";
    default:
      return soup_status_get_phrase (status);
    }
}

/**
 * mw_service_dup_message:
 * @status: of an answer
 *
 * Returns: (transfer full): as it stands in a status line, "404 Not Found"; the same in every language
 */
char *
mw_service_dup_message (guint status)
{
  return g_strdup_printf ("%u %s", status, mw_service_phrase (status));
}
