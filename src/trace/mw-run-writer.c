/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Writes the lines of a run file.
 *
 * By hand, because a JSON builder takes twenty times as long and a gigabyte (docs/decisions.md), and because the
 * same trace must be the same bytes everywhere: keys in a fixed order, no blanks, integers only, nothing that a
 * locale could touch.  Defaults are left out, which keeps a line near sixty bytes.
 */

#include <string.h>

#include "mw-run-shape.h"
#include "mw-run-writer.h"

static void
put_literal (GString *out, const char *text)
{
  g_string_append_len (out, text, (gssize) strlen (text));
}

static void
put_unsigned (GString *out, guint64 number)
{
  char digits[20];
  guint at = sizeof digits;

  do
    {
      digits[--at] = (char) ('0' + number % 10);
      number /= 10;
    }
  while (number > 0);
  g_string_append_len (out, digits + at, (gssize) (sizeof digits - at));
}

static void
put_integer (GString *out, gint64 number)
{
  if (number < 0)
    g_string_append_c (out, '-');
  put_unsigned (out, number < 0 ? -(guint64) number : (guint64) number);
}

static void
put_escaped (GString *out, guchar c)
{
  switch (c)
    {
    case '"':
      put_literal (out, "\\\"");
      break;
    case '\\':
      put_literal (out, "\\\\");
      break;
    case '\n':
      put_literal (out, "\\n");
      break;
    case '\t':
      put_literal (out, "\\t");
      break;
    default:
      put_literal (out, "\\u00");
      g_string_append_c (out, "0123456789abcdef"[c >> 4]);
      g_string_append_c (out, "0123456789abcdef"[c & 15]);
      break;
    }
}

/* TEXT is UTF-8, as all text of a trace. */
static void
put_string (GString *out, const char *text)
{
  const char *from = text, *p;

  g_string_append_c (out, '"');
  for (p = text; *p; p++)
    if ((guchar) *p < 0x20 || *p == '"' || *p == '\\')
      {
        g_string_append_len (out, from, p - from);
        put_escaped (out, (guchar) *p);
        from = p + 1;
      }
  g_string_append_len (out, from, p - from);
  g_string_append_c (out, '"');
}

static void
put_key (GString *out, const char *key)
{
  put_literal (out, ",\"");
  put_literal (out, key);
  put_literal (out, "\":");
}

static void
put_text_field (GString *out, const char *key, const char *text)
{
  put_key (out, key);
  put_string (out, text);
}

static void
put_number_field (GString *out, const char *key, gint64 number)
{
  put_key (out, key);
  put_integer (out, number);
}

static void
put_parameters (GString *out, char **parameters)
{
  put_literal (out, ",\"parameters\":{");
  for (guint i = 0; parameters && parameters[i] && parameters[i + 1]; i += 2)
    {
      if (i > 0)
        g_string_append_c (out, ',');
      put_string (out, parameters[i]);
      g_string_append_c (out, ':');
      put_string (out, parameters[i + 1]);
    }
  g_string_append_c (out, '}');
}

static void
put_resources (GString *out, const GArray *resources)
{
  put_literal (out, ",\"resources\":[");
  for (guint i = 0; i < resources->len; i++)
    {
      const MwTraceResource *resource = &g_array_index (resources, MwTraceResource, i);

      put_literal (out, i > 0 ? ",{\"name\":" : "{\"name\":");
      put_string (out, resource->name);
      put_text_field (out, "kind", mw_resource_kind_name (resource->kind));
      if (resource->limit != 0)
        put_number_field (out, "limit", resource->limit);
      g_string_append_c (out, '}');
    }
  g_string_append_c (out, ']');
}

/* The seed is text: a number of 64 bits does not survive most readers of JSON. */
void
mw_run_write_header (GString *out, const MwTraceHeader *header)
{
  put_literal (out, "{\"format\":\"" MW_RUN_FORMAT "\"");
  put_number_field (out, "version", MW_RUN_VERSION);
  put_text_field (out, "program", MW_RUN_PROGRAM);
  put_text_field (out, "scenario", header->scenario);
  put_text_field (out, "variant", header->variant);
  put_text_field (out, "title", header->title);
  put_text_field (out, "executor", header->executor);
  if (header->threads > 0)
    put_number_field (out, "threads", header->threads);
  put_text_field (out, "clock", header->clock);
  put_literal (out, ",\"seed\":\"");
  put_unsigned (out, header->seed);
  g_string_append_c (out, '"');
  put_number_field (out, "time-scale", header->time_scale);
  put_parameters (out, header->parameters);
  put_resources (out, header->resources);
  put_literal (out, "}\n");
}

static void
put_text_or_number (GString *out, MwTrace *trace, const char *key, gboolean is_text, gint64 number)
{
  const char *text = is_text ? mw_trace_get_string (trace, (guint32) number) : NULL;

  if (text)
    put_text_field (out, key, text);
  else if (!is_text)
    put_number_field (out, key, number);
}

void
mw_run_write_event (GString *out, MwTrace *trace, const MwEvent *event)
{
  const MwRunShape *shape = mw_run_shape_get (event->kind);

  put_literal (out, "{\"t\":");
  put_integer (out, event->time);
  put_literal (out, ",\"e\":\"");
  put_literal (out, mw_event_kind_name (event->kind));
  g_string_append_c (out, '"');
  if (event->task != 0)
    put_number_field (out, "task", event->task);
  if (event->reason != 0 || shape->reason_always)
    {
      put_key (out, shape->reason);
      g_string_append_c (out, '"');
      put_literal (out, mw_run_shape_reason_name (event->kind, event->reason));
      g_string_append_c (out, '"');
    }
  if (event->object != 0)
    put_text_or_number (out, trace, shape->object, shape->object_is_text, event->object);
  if (event->value != shape->value_default || shape->value_always)
    put_text_or_number (out, trace, shape->value, shape->value_is_text, event->value);
  if (event->lane != 0)
    put_number_field (out, "lane", event->lane);
  if (event->step != 0)
    put_number_field (out, "step", event->step);
  put_literal (out, "}\n");
}

/* The checksum is that of everything that stands in OUT, from its first byte to the end of the last event's line. */
void
mw_run_write_end (GString *out, gsize n_events, guint32 n_tasks)
{
  g_autofree char *checksum = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) out->str, out->len);

  put_literal (out, MW_RUN_END "\"events\":");
  put_unsigned (out, n_events);
  put_literal (out, ",\"tasks\":");
  put_unsigned (out, n_tasks);
  put_literal (out, ",\"checksum\":\"" MW_RUN_CHECKSUM);
  put_literal (out, checksum);
  put_literal (out, "\"}\n");
}
