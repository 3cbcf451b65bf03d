/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The service model.
 *
 * A live run and a simulated one must get the same answers, and the variants of a race the same delays.  So
 * nothing here asks for the time or keeps a stream of random numbers: the time of arrival comes in, and the
 * jitter is drawn by a stream of its own for each (seed, path, how many times the path was asked before).  In
 * whatever order the tasks of two variants come, the third request for story 7 takes the same time.  A stream
 * per service was rejected: the draws would follow the order of arrival, which is what the variants differ in.
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

#define STATUS_TOO_MANY_REQUESTS 429 /* RFC 6585; libsoup 3.2 has no name for it */

#define LIST_PATH   "/v0/topstories.json"
#define ITEM_PREFIX "/v0/item/"
#define ITEM_SUFFIX ".json"

struct _MwService
{
  MwServiceSpec spec;
  gint64       *hang_items;
  gint64       *bad_items;
  guint64       seed;
  GHashTable   *asked;      /* path → how many times */
  GQueue        queue;      /* of MwServiceVisit */
  guint         n_served;
  gint64        bucket_full; /* when it will be */
  GBytes       *list;
};

static gboolean
contains (const gint64 *ids, guint n_ids, gint64 id)
{
  for (guint i = 0; i < n_ids; i++)
    if (ids[i] == id)
      return TRUE;
  return FALSE;
}

/* The id in "/v0/item/ID.json"; 0 where PATH is something else. */
static gint64
item_id (const char *path, gsize length)
{
  const gsize prefix = strlen (ITEM_PREFIX), suffix = strlen (ITEM_SUFFIX);
  gint64 id = 0;

  if (length <= prefix + suffix || length > prefix + suffix + 18 ||
      memcmp (path, ITEM_PREFIX, prefix) != 0 || memcmp (path + length - suffix, ITEM_SUFFIX, suffix) != 0 ||
      path[prefix] == '0')
    return 0;
  for (const char *p = path + prefix; p < path + length - suffix; p++)
    {
      if (!g_ascii_isdigit (*p))
        return 0;
      id = id * 10 + (*p - '0');
    }
  return id;
}

static gint64
draw_delay (gint64 latency, gint64 jitter, guint64 seed, guint64 key, guint64 nth)
{
  MwRandom random;
  gint64 delay;

  if (jitter <= 0)
    return latency;
  mw_random_init (&random, seed, mw_random_mix (key, nth));
  delay = mw_random_uniform (&random, latency - jitter, latency + jitter + 1);
  return MAX (0, delay);
}

/**
 * mw_service_plan:
 * @spec: how the service answers
 * @seed: of the run
 * @path: from the first slash; a query is not looked at
 * @nth: how many times @path was asked before
 * @arrival: ns since the run began
 * @plan: (out): what becomes of the request
 *
 * The whole answer but for the limit on requests a second, which needs to know the others.  A pure function.
 */
void
mw_service_plan (const MwServiceSpec *spec, guint64 seed, const char *path, guint64 nth, gint64 arrival,
                 MwServicePlan *plan)
{
  gsize length = strcspn (path, "?");
  g_autofree char *key = g_strndup (path, length);
  gboolean is_list = strcmp (key, LIST_PATH) == 0;
  gint64 id = item_id (path, length);
  gint64 latency = is_list && spec->list_latency >= 0 ? spec->list_latency : spec->latency;

  *plan = (MwServicePlan) { .status = SOUP_STATUS_OK };
  plan->delay = draw_delay (latency, spec->jitter, seed, mw_random_hash (key), nth);
  if (arrival < spec->down_until)
    {
      plan->status = SOUP_STATUS_SERVICE_UNAVAILABLE;
      plan->retry_after = spec->retry_after;
      plan->refused = TRUE;
    }
  else if (id > 0 && contains (spec->hang_items, spec->n_hang_items, id))
    plan->hang = TRUE;
  else if (id > 0 && contains (spec->bad_items, spec->n_bad_items, id))
    plan->status = spec->bad_status ? spec->bad_status : SOUP_STATUS_NOT_FOUND;
  else if (id > 0 && id <= spec->items)
    plan->id = id;
  else if (!is_list)
    plan->status = SOUP_STATUS_NOT_FOUND;
}

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
  self->hang_items = g_memdup2 (spec->hang_items, spec->n_hang_items * sizeof (gint64));
  self->bad_items = g_memdup2 (spec->bad_items, spec->n_bad_items * sizeof (gint64));
  self->spec.hang_items = self->hang_items;
  self->spec.bad_items = self->bad_items;
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
  g_free (self->hang_items);
  g_free (self->bad_items);
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
    .status = STATUS_TOO_MANY_REQUESTS,
    .delay = plan->delay,
    .retry_after = self->spec.retry_after > 0 ? self->spec.retry_after : early,
    .refused = TRUE,
  };
}

/**
 * mw_service_arrive:
 * @self: the service
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
mw_service_arrive (MwService *self, const char *path, gint64 now, MwServiceVisit *visit)
{
  mw_service_plan (&self->spec, self->seed, path, count_asked (self, path), now, &visit->plan);
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

/**
 * mw_service_dup_body:
 * @self: the service
 * @plan: of an answer
 *
 * Returns: (transfer full): the bytes that follow its headers, always JSON
 */
GBytes *
mw_service_dup_body (MwService *self, const MwServicePlan *plan)
{
  g_autofree char *message = NULL;
  char *text;

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
    case STATUS_TOO_MANY_REQUESTS:
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
