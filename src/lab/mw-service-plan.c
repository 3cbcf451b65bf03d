/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What becomes of one request.
 *
 * A live run and a simulated one must get the same answers, and the variants of a race the same delays.  So
 * nothing here asks for the time or keeps a stream of random numbers: the time of arrival comes in, and the
 * jitter is drawn by a stream of its own for each (seed, path, how many times the path was asked before).  In
 * whatever order the tasks of two variants come, the third request for story 7 takes the same time.  A stream
 * per service was rejected: the draws would follow the order of arrival, which is what the variants differ in.
 */

#include <libsoup/soup.h>
#include <string.h>

#include "mw-random.h"
#include "mw-service.h"

#define LIST_PATH   "/v0/topstories.json"
#define ITEM_PREFIX "/v0/item/"
#define ITEM_SUFFIX ".json"

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

/* Whether FAULT concerns a request for story ID (0: something else) at ARRIVAL. */
static gboolean
concerns (const MwServiceFault *fault, gint64 id, gint64 arrival)
{
  if ((fault->from > 0 && arrival < fault->from) || arrival >= fault->until)
    return FALSE;
  return fault->n_items == 0 || (id > 0 && contains (fault->items, fault->n_items, id));
}

static void
plan_status (const MwServiceFault *fault, MwServicePlan *plan)
{
  plan->status = fault->status;
  plan->id = 0;
}

static void
plan_down (const MwServiceFault *fault, MwServicePlan *plan)
{
  plan->status = SOUP_STATUS_SERVICE_UNAVAILABLE;
  plan->refused = TRUE;
  plan->id = 0;
}

static void
plan_late (const MwServiceFault *fault, MwServicePlan *plan)
{
  plan->delay = fault->duration;
}

static void
plan_slow_body (const MwServiceFault *fault, MwServicePlan *plan)
{
  plan->body_time = fault->duration;
}

static void
plan_redirect (const MwServiceFault *fault, MwServicePlan *plan)
{
  plan->status = SOUP_STATUS_FOUND;
  plan->to = fault->to;
  plan->id = 0;
}

/* What a fault changes in an answer that would have been good, besides being named in it. */
static void (*const planners[MW_N_SERVICE_FAULTS]) (const MwServiceFault *fault, MwServicePlan *plan) = {
  [MW_SERVICE_STATUS] = plan_status,
  [MW_SERVICE_DOWN] = plan_down,
  [MW_SERVICE_LATE] = plan_late,
  [MW_SERVICE_SLOW_BODY] = plan_slow_body,
  [MW_SERVICE_REDIRECT] = plan_redirect,
};

/* A fault of a body needs one: a 404 stays what it is. */
static gboolean
is_of_answers (MwServiceFaultKind fault)
{
  return fault == MW_SERVICE_STATUS || fault == MW_SERVICE_DOWN || fault == MW_SERVICE_HANG || fault == MW_SERVICE_LATE ||
         fault == MW_SERVICE_RESET || fault == MW_SERVICE_REDIRECT;
}

static void
apply_faults (const MwServiceSpec *spec, gint64 id, gint64 arrival, MwServicePlan *plan)
{
  for (guint i = 0; i < spec->n_faults; i++)
    {
      const MwServiceFault *fault = &spec->faults[i];

      if (!concerns (fault, id, arrival) || (plan->status >= 400 && !is_of_answers (fault->kind)))
        continue;
      plan->fault = fault->kind;
      if (planners[fault->kind] != NULL)
        planners[fault->kind] (fault, plan);
      return;
    }
}

/**
 * mw_service_plan:
 * @spec: how the service answers
 * @seed: of the run
 * @method: "GET", "HEAD" or "POST", which makes a story that is there
 * @path: from the first slash; a query is not looked at
 * @nth: how many times @path was asked before
 * @arrival: ns since the run began
 * @plan: (out): what becomes of the request
 *
 * The whole answer but for the limit on requests a second, which needs to know the others.  A pure function.
 */
void
mw_service_plan (const MwServiceSpec *spec, guint64 seed, const char *method, const char *path, guint64 nth,
                 gint64 arrival, MwServicePlan *plan)
{
  gsize length = strcspn (path, "?");
  g_autofree char *key = g_strndup (path, length);
  gboolean is_list = strcmp (key, LIST_PATH) == 0;
  gint64 id = item_id (path, length);
  gint64 latency = is_list && spec->list_latency >= 0 ? spec->list_latency : spec->latency;

  *plan = (MwServicePlan) { .status = SOUP_STATUS_NOT_FOUND };
  plan->delay = draw_delay (latency, spec->jitter, seed, mw_random_hash (key), nth);
  if (id > 0 && id <= spec->items)
    {
      plan->status = strcmp (method, "POST") == 0 ? SOUP_STATUS_CREATED : SOUP_STATUS_OK;
      plan->id = id;
    }
  else if (is_list)
    plan->status = SOUP_STATUS_OK;
  apply_faults (spec, id, arrival, plan);
  if (plan->status == MW_STATUS_TOO_MANY_REQUESTS || plan->status == SOUP_STATUS_SERVICE_UNAVAILABLE)
    plan->retry_after = spec->retry_after;
}

/* (transfer full): where story ID is to be had. */
char *
mw_service_dup_path (gint64 id)
{
  return g_strdup_printf (ITEM_PREFIX "%" G_GINT64_FORMAT ITEM_SUFFIX, id);
}

/* The story that PATH asks for; 0: something else. */
gint64
mw_service_item_id (const char *path)
{
  return item_id (path, strcspn (path, "?"));
}
