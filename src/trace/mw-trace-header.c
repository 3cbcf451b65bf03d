/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a run is, said before its first event. */

#include "mw-trace.h"

static const char *const resource_kind_names[MW_N_RESOURCES] = {
  [MW_RESOURCE_SEMAPHORE] = "semaphore",
  [MW_RESOURCE_LOCK] = "lock",
  [MW_RESOURCE_LIMITER] = "limiter",
  [MW_RESOURCE_QUEUE] = "queue",
  [MW_RESOURCE_POOL] = "pool",
  [MW_RESOURCE_SERVICE] = "service",
  [MW_RESOURCE_SESSION] = "session",
  [MW_RESOURCE_SCOPE] = "scope",
  [MW_RESOURCE_EVENT] = "event",
  [MW_RESOURCE_VALUE] = "value",
  [MW_RESOURCE_PROCESSES] = "processes",
  [MW_RESOURCE_DISK] = "disk",
  [MW_RESOURCE_DATABASE] = "database",
  [MW_RESOURCE_ROOM] = "room",
  [MW_RESOURCE_CACHE] = "cache",
};

static void
resource_clear (gpointer data)
{
  MwTraceResource *resource = data;

  g_free (resource->name);
}

/**
 * mw_resource_kind_name:
 *
 * The name of KIND in run files: lower case, a static string.
 */
const char *
mw_resource_kind_name (MwResourceKind kind)
{
  return (guint) kind < MW_N_RESOURCES ? resource_kind_names[kind] : "unknown";
}

/**
 * mw_trace_header_new:
 *
 * An empty header: no resources, no parameters, time to scale 1.  Its strings are NULL, which a trace reads as "".
 */
MwTraceHeader *
mw_trace_header_new (void)
{
  MwTraceHeader *self = g_new0 (MwTraceHeader, 1);

  self->time_scale = 1;
  self->resources = g_array_new (FALSE, TRUE, sizeof (MwTraceResource));
  g_array_set_clear_func (self->resources, resource_clear);
  return self;
}

/**
 * mw_trace_header_add_resource:
 * @name: copied
 *
 * The resource's id is the number of resources that the header then has.
 */
void
mw_trace_header_add_resource (MwTraceHeader *header, const char *name, MwResourceKind kind, gint64 limit)
{
  MwTraceResource resource = { .name = g_strdup (name ? name : ""), .kind = kind, .limit = limit };

  g_return_if_fail ((guint) kind < MW_N_RESOURCES);
  g_array_append_val (header->resources, resource);
}

void
mw_trace_header_set_rate (MwTraceHeader *header, gint64 rate, gint64 per)
{
  MwTraceResource *resource;

  g_return_if_fail (header->resources->len > 0);
  resource = &g_array_index (header->resources, MwTraceResource, header->resources->len - 1);
  resource->rate = rate;
  resource->per = per;
}

void
mw_trace_header_free (MwTraceHeader *header)
{
  if (header == NULL)
    return;
  g_free (header->scenario);
  g_free (header->variant);
  g_free (header->title);
  g_free (header->executor);
  g_free (header->clock);
  g_strfreev (header->parameters);
  g_clear_pointer (&header->resources, g_array_unref);
  g_free (header);
}
