/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Reads the first line of a run file. */

#include "mw-config.h"

#include <inttypes.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "mw-run-reader.h"
#include "mw-run-shape.h"

#define MAX_PARAMETERS 4096
#define MAX_RESOURCES  65536

typedef struct
{
  const char *key;
  gboolean (*read) (MwRunScan *scan, MwTraceHeader *header, gpointer field);
  gsize       offset;
} Key;

static gboolean
read_text (MwRunScan *scan, MwTraceHeader *header, gpointer field)
{
  char **kept = field;
  char *text;

  if (!mw_run_scan_string (scan, &text))
    return FALSE;
  g_free (*kept);
  *kept = g_strdup (text);
  return TRUE;
}

static gboolean
read_format (MwRunScan *scan, MwTraceHeader *header, gpointer field)
{
  char *text;

  if (!mw_run_scan_string (scan, &text))
    return FALSE;
  if (strcmp (text, MW_RUN_FORMAT) == 0)
    return TRUE;
  mw_run_scan_fail (scan, _("the format is “%.40s”, expected “%s”"), text, MW_RUN_FORMAT);
  return FALSE;
}

static gboolean
read_program (MwRunScan *scan, MwTraceHeader *header, gpointer field)
{
  char *text;

  return mw_run_scan_string (scan, &text);
}

static gboolean
read_version (MwRunScan *scan, MwTraceHeader *header, gpointer field)
{
  gint64 version;

  if (!mw_run_scan_integer (scan, 1, G_MAXINT32, &version))
    return FALSE;
  if (version == MW_RUN_VERSION)
    return TRUE;
  mw_run_scan_fail (scan, _("the file has version %" PRId64 " of the format; this program reads version %d"),
                    version, MW_RUN_VERSION);
  return FALSE;
}

static gboolean
read_threads (MwRunScan *scan, MwTraceHeader *header, gpointer field)
{
  gint64 number;

  if (!mw_run_scan_integer (scan, 0, G_MAXUINT16, &number))
    return FALSE;
  header->threads = (guint) number;
  return TRUE;
}

static gboolean
read_scale (MwRunScan *scan, MwTraceHeader *header, gpointer field)
{
  return mw_run_scan_integer (scan, 1, G_MAXINT64, &header->time_scale);
}

static gboolean
read_seed (MwRunScan *scan, MwTraceHeader *header, gpointer field)
{
  char *text;

  if (!mw_run_scan_string (scan, &text))
    return FALSE;
  if (g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT64, &header->seed, NULL))
    return TRUE;
  mw_run_scan_fail (scan, _("the seed “%.40s” is not a number of 64 bits"), text);
  return FALSE;
}

static gboolean
read_parameters (MwRunScan *scan, MwTraceHeader *header, gpointer field)
{
  g_autoptr (GPtrArray) parameters = g_ptr_array_new_with_free_func (g_free);
  char *name, *value;

  if (!mw_run_scan_expect (scan, '{'))
    return FALSE;
  if (!mw_run_scan_try (scan, '}'))
    {
      do
        {
          if (!mw_run_scan_string (scan, &name) || !mw_run_scan_expect (scan, ':') || !mw_run_scan_string (scan, &value))
            return FALSE;
          if (parameters->len >= 2 * MAX_PARAMETERS)
            mw_run_scan_fail (scan, _("more than %d parameters"), MAX_PARAMETERS);
          g_ptr_array_add (parameters, g_strdup (name));
          g_ptr_array_add (parameters, g_strdup (value));
        }
      while (mw_run_scan_try (scan, ','));
      if (!mw_run_scan_expect (scan, '}'))
        return FALSE;
    }
  g_ptr_array_add (parameters, NULL);
  g_strfreev (header->parameters);
  header->parameters = (char **) g_ptr_array_steal (parameters, NULL);
  return TRUE;
}

static gboolean
find_resource_kind (MwRunScan *scan, const char *name, MwResourceKind *kind)
{
  for (guint i = 0; i < MW_N_RESOURCES; i++)
    if (strcmp (mw_resource_kind_name (i), name) == 0)
      {
        *kind = i;
        return TRUE;
      }
  mw_run_scan_fail (scan, _("there is no kind of resource “%.40s”"), name);
  return FALSE;
}

static gboolean
read_resource (MwRunScan *scan, MwTraceHeader *header)
{
  char *key, *name = NULL, *kind_name = NULL;
  MwResourceKind kind;
  gint64 limit = 0, rate = 0, per = 0;

  if (!mw_run_scan_expect (scan, '{'))
    return FALSE;
  do
    {
      gboolean read;

      if (!mw_run_scan_string (scan, &key) || !mw_run_scan_expect (scan, ':'))
        return FALSE;
      if (strcmp (key, "name") == 0)
        read = mw_run_scan_string (scan, &name);
      else if (strcmp (key, "kind") == 0)
        read = mw_run_scan_string (scan, &kind_name);
      else if (strcmp (key, "limit") == 0)
        read = mw_run_scan_integer (scan, G_MININT64, G_MAXINT64, &limit);
      else if (strcmp (key, "rate") == 0)
        read = mw_run_scan_integer (scan, 0, G_MAXINT64, &rate);
      else if (strcmp (key, "per") == 0)
        read = mw_run_scan_integer (scan, 0, G_MAXINT64, &per);
      else
        read = FALSE;
      if (!read)
        {
          mw_run_scan_fail (scan, _("a resource has no key “%.40s”"), key);
          return FALSE;
        }
    }
  while (mw_run_scan_try (scan, ','));
  if (!mw_run_scan_expect (scan, '}'))
    return FALSE;
  if (name == NULL || kind_name == NULL)
    {
      mw_run_scan_fail (scan, _("a resource lacks its name or its kind"));
      return FALSE;
    }
  if (!find_resource_kind (scan, kind_name, &kind))
    return FALSE;
  mw_trace_header_add_resource (header, name, kind, limit);
  mw_trace_header_set_rate (header, rate, per);
  return TRUE;
}

static gboolean
read_resources (MwRunScan *scan, MwTraceHeader *header, gpointer field)
{
  if (!mw_run_scan_expect (scan, '['))
    return FALSE;
  if (mw_run_scan_try (scan, ']'))
    return TRUE;
  do
    {
      if (header->resources->len >= MAX_RESOURCES)
        mw_run_scan_fail (scan, _("more than %d resources"), MAX_RESOURCES);
      if (!read_resource (scan, header))
        return FALSE;
    }
  while (mw_run_scan_try (scan, ','));
  return mw_run_scan_expect (scan, ']');
}

#define FIELD(name) G_STRUCT_OFFSET (MwTraceHeader, name)

static const Key keys[] = {
  { "format", read_format, 0 },
  { "version", read_version, 0 },
  { "program", read_program, 0 },
  { "scenario", read_text, FIELD (scenario) },
  { "variant", read_text, FIELD (variant) },
  { "title", read_text, FIELD (title) },
  { "executor", read_text, FIELD (executor) },
  { "threads", read_threads, 0 },
  { "clock", read_text, FIELD (clock) },
  { "seed", read_seed, 0 },
  { "time-scale", read_scale, 0 },
  { "parameters", read_parameters, 0 },
  { "resources", read_resources, 0 },
};

#define N_REQUIRED 2 /* of the first keys */

static gboolean
read_key (MwRunScan *scan, MwTraceHeader *header, guint *seen)
{
  char *key;

  if (!mw_run_scan_string (scan, &key))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (strcmp (keys[i].key, key) == 0)
      {
        if (*seen & 1u << i)
          {
            mw_run_scan_fail (scan, _("the key “%s” stands twice"), key);
            return FALSE;
          }
        *seen |= 1u << i;
        return mw_run_scan_expect (scan, ':') &&
               keys[i].read (scan, header, G_STRUCT_MEMBER_P (header, keys[i].offset));
      }
  mw_run_scan_fail (scan, _("the header has no key “%.40s”"), key);
  return FALSE;
}

MwTraceHeader *
mw_run_read_header (MwRunScan *scan)
{
  g_autoptr (MwTraceHeader) header = mw_trace_header_new ();
  guint seen = 0;

  if (!mw_run_scan_expect (scan, '{'))
    return NULL;
  do
    if (!read_key (scan, header, &seen))
      return NULL;
  while (mw_run_scan_try (scan, ','));
  if (!mw_run_scan_expect (scan, '}') || !mw_run_scan_end (scan))
    return NULL;
  for (guint i = 0; i < N_REQUIRED; i++)
    if ((seen & 1u << i) == 0)
      {
        mw_run_scan_fail (scan, _("the key “%s” is missing"), keys[i].key);
        return NULL;
      }
  return g_steal_pointer (&header);
}
