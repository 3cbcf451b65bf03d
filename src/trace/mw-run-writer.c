/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Writes the lines of a run file.
 *
 * Keys in a fixed order, no blanks, integers only: the same trace is the same bytes everywhere.  Defaults are left
 * out, which keeps a line near sixty bytes.
 */

#include "mw-json-put.h"
#include "mw-run-shape.h"
#include "mw-run-writer.h"

static void
put_parameters (GString *out, char **parameters)
{
  mw_json_put (out, ",\"parameters\":{");
  for (guint i = 0; parameters && parameters[i] && parameters[i + 1]; i += 2)
    {
      if (i > 0)
        g_string_append_c (out, ',');
      mw_json_put_string (out, parameters[i]);
      g_string_append_c (out, ':');
      mw_json_put_string (out, parameters[i + 1]);
    }
  g_string_append_c (out, '}');
}

static void
put_resources (GString *out, const GArray *resources)
{
  mw_json_put (out, ",\"resources\":[");
  for (guint i = 0; i < resources->len; i++)
    {
      const MwTraceResource *resource = &g_array_index (resources, MwTraceResource, i);

      mw_json_put (out, i > 0 ? ",{\"name\":" : "{\"name\":");
      mw_json_put_string (out, resource->name);
      mw_json_put_text (out, "kind", mw_resource_kind_name (resource->kind));
      if (resource->limit != 0)
        mw_json_put_number (out, "limit", resource->limit);
      if (resource->rate != 0)
        mw_json_put_number (out, "rate", resource->rate);
      if (resource->per != 0)
        mw_json_put_number (out, "per", resource->per);
      g_string_append_c (out, '}');
    }
  g_string_append_c (out, ']');
}

/* The seed is text: a number of 64 bits does not survive most readers of JSON. */
void
mw_run_write_header (GString *out, const MwTraceHeader *header)
{
  mw_json_put (out, "{\"format\":\"" MW_RUN_FORMAT "\"");
  mw_json_put_number (out, "version", MW_RUN_VERSION);
  mw_json_put_text (out, "program", MW_RUN_PROGRAM);
  mw_json_put_text (out, "scenario", header->scenario);
  mw_json_put_text (out, "variant", header->variant);
  mw_json_put_text (out, "title", header->title);
  mw_json_put_text (out, "executor", header->executor);
  if (header->threads > 0)
    mw_json_put_number (out, "threads", header->threads);
  mw_json_put_text (out, "clock", header->clock);
  mw_json_put (out, ",\"seed\":\"");
  mw_json_put_unsigned (out, header->seed);
  g_string_append_c (out, '"');
  mw_json_put_number (out, "time-scale", header->time_scale);
  put_parameters (out, header->parameters);
  put_resources (out, header->resources);
  mw_json_put (out, "}\n");
}

static void
put_text_or_number (GString *out, MwTrace *trace, const char *key, gboolean is_text, gint64 number)
{
  const char *text = is_text ? mw_trace_get_string (trace, (guint32) number) : NULL;

  if (text)
    mw_json_put_text (out, key, text);
  else if (!is_text)
    mw_json_put_number (out, key, number);
}

void
mw_run_write_event (GString *out, MwTrace *trace, const MwEvent *event)
{
  const MwRunShape *shape = mw_run_shape_get (event->kind);

  mw_json_put (out, "{\"t\":");
  mw_json_put_integer (out, event->time);
  mw_json_put (out, ",\"e\":\"");
  mw_json_put (out, mw_event_kind_name (event->kind));
  g_string_append_c (out, '"');
  if (event->task != 0)
    mw_json_put_number (out, "task", event->task);
  if (event->reason != 0 || shape->reason_always)
    {
      mw_json_put_key (out, shape->reason);
      g_string_append_c (out, '"');
      mw_json_put (out, mw_run_shape_reason_name (event->kind, event->reason));
      g_string_append_c (out, '"');
    }
  if (event->object != 0)
    put_text_or_number (out, trace, shape->object, shape->object_is_text, event->object);
  if (event->value != shape->value_default || shape->value_always)
    put_text_or_number (out, trace, shape->value, shape->value_is_text, event->value);
  if (event->lane != 0)
    mw_json_put_number (out, "lane", event->lane);
  if (event->step != 0)
    mw_json_put_number (out, "step", event->step);
  mw_json_put (out, "}\n");
}

/* The checksum is that of everything that stands in OUT, from its first byte to the end of the last event's line. */
void
mw_run_write_end (GString *out, gsize n_events, guint32 n_tasks)
{
  g_autofree char *checksum = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) out->str, out->len);

  mw_json_put (out, MW_RUN_END "\"events\":");
  mw_json_put_unsigned (out, n_events);
  mw_json_put (out, ",\"tasks\":");
  mw_json_put_unsigned (out, n_tasks);
  mw_json_put (out, ",\"checksum\":\"" MW_RUN_CHECKSUM);
  mw_json_put (out, checksum);
  mw_json_put (out, "\"}\n");
}
