/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Reads the lines of a run file into a trace.
 *
 * A file may come from anybody and may be cut or changed.  Whatever stands before the first fault is read, and every
 * event goes through the trace's own door (mw_trace_try_append), so that no file can make an unlawful trace.  The
 * checksum covers the bytes as they are in the file and is updated line by line; only the end line, which holds it,
 * stands outside.
 */

#include "mw-config.h"

#include <inttypes.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "mw-run-reader.h"
#include "mw-run-shape.h"

#define MAX_FIELDS 10

/* "key": text or number */
typedef struct
{
  const char *key;
  const char *text;   /* NULL: a number */
  gint64      number;
} Field;

struct _MwRunReader
{
  MwTrace   *trace;
  GChecksum *checksum;
  guint64    n_lines;
  guint64    n_bytes;
  guint32    n_tasks;
  gboolean   ended;
  char      *fault;
};

static gboolean
scan_field (MwRunScan *scan, Field *field)
{
  char *key, *text = NULL;

  if (!mw_run_scan_string (scan, &key) || !mw_run_scan_expect (scan, ':'))
    return FALSE;
  field->key = key;
  if (mw_run_scan_is_string (scan) ? !mw_run_scan_string (scan, &text)
                                   : !mw_run_scan_integer (scan, G_MININT64, G_MAXINT64, &field->number))
    return FALSE;
  field->text = text;
  return TRUE;
}

static gboolean
scan_fields (MwRunScan *scan, Field fields[MAX_FIELDS], guint *n_fields)
{
  *n_fields = 0;
  if (!mw_run_scan_expect (scan, '{'))
    return FALSE;
  do
    {
      Field *field = &fields[*n_fields];

      if (*n_fields == MAX_FIELDS)
        {
          mw_run_scan_fail (scan, _("more than %d keys"), MAX_FIELDS);
          return FALSE;
        }
      if (!scan_field (scan, field))
        return FALSE;
      for (guint i = 0; i < *n_fields; i++)
        if (mw_run_is (fields[i].key, field->key))
          {
            mw_run_scan_fail (scan, _("the key “%.40s” stands twice"), field->key);
            return FALSE;
          }
      *n_fields += 1;
    }
  while (mw_run_scan_try (scan, ','));
  return mw_run_scan_expect (scan, '}') && mw_run_scan_end (scan);
}

static const Field *
find_field (const Field *fields, guint n_fields, const char *key)
{
  for (guint i = 0; i < n_fields; i++)
    if (mw_run_is (fields[i].key, key))
      return &fields[i];
  return NULL;
}

static gboolean
get_number (MwRunScan *scan, const Field *field, gint64 low, gint64 high, gint64 *number)
{
  if (field->text)
    mw_run_scan_fail (scan, _("“%s” is a text, expected a number"), field->key);
  else if (field->number < low || field->number > high)
    mw_run_scan_fail (scan, _("“%s” is %" PRId64 ", expected %" PRId64 " to %" PRId64), field->key,
                      field->number, low, high);
  else
    *number = field->number;
  return scan->fault == NULL;
}

/* A number, or the id of a text. */
static gboolean
get_content (MwRunReader *self, MwRunScan *scan, const Field *field, gboolean is_text, gint64 low, gint64 high,
             gint64 *number)
{
  if (!is_text)
    return get_number (scan, field, low, high, number);
  if (field->text == NULL)
    mw_run_scan_fail (scan, _("“%s” is a number, expected a text"), field->key);
  else if (strlen (field->text) > MW_TRACE_TEXT_MAX)
    mw_run_scan_fail (scan, _("“%s” is longer than %d bytes"), field->key, MW_TRACE_TEXT_MAX);
  else
    *number = mw_trace_intern (self->trace, field->text);
  return scan->fault == NULL;
}

static gboolean
get_reason (MwRunScan *scan, const Field *field, MwEventKind kind, guint8 *reason)
{
  if (field->text && mw_run_shape_find_reason (kind, field->text, reason))
    return TRUE;
  mw_run_scan_fail (scan, _("“%s” is “%.40s”, which is none"), field->key, field->text ? field->text : _("a number"));
  return FALSE;
}

static gboolean
read_field (MwRunReader *self, MwRunScan *scan, const Field *field, const MwRunShape *shape, MwEvent *event)
{
  gint64 number = 0;

  if (mw_run_is (field->key, "e"))
    return TRUE;
  if (mw_run_is (field->key, "t"))
    return get_number (scan, field, 0, MW_TRACE_TIME_MAX, &event->time);
  if (mw_run_is (field->key, shape->reason))
    return get_reason (scan, field, event->kind, &event->reason);
  if (mw_run_is (field->key, shape->value))
    return get_content (self, scan, field, shape->value_is_text, G_MININT64, G_MAXINT64, &event->value);
  if (mw_run_is (field->key, shape->object))
    {
      if (!get_content (self, scan, field, shape->object_is_text, 0, G_MAXUINT32, &number))
        return FALSE;
      event->object = (guint32) number;
    }
  else if (mw_run_is (field->key, "task") || mw_run_is (field->key, "step"))
    {
      if (!get_number (scan, field, 0, G_MAXUINT32, &number))
        return FALSE;
      *(field->key[0] == 't' ? &event->task : &event->step) = (guint32) number;
    }
  else if (mw_run_is (field->key, "lane"))
    {
      if (!get_number (scan, field, 0, G_MAXUINT16, &number))
        return FALSE;
      event->lane = (guint16) number;
    }
  else
    {
      mw_run_scan_fail (scan, _("“%s” has no key “%.40s”"), mw_event_kind_name (event->kind), field->key);
    }
  return scan->fault == NULL;
}

static gboolean
read_event (MwRunReader *self, MwRunScan *scan)
{
  Field fields[MAX_FIELDS];
  const Field *name;
  const MwRunShape *shape;
  const char *why;
  MwEventKind kind;
  MwEvent event = { 0 };
  guint n_fields;

  if (!scan_fields (scan, fields, &n_fields))
    return FALSE;
  name = find_field (fields, n_fields, "e");
  if (name == NULL || name->text == NULL || !mw_run_shape_find_kind (name->text, &kind))
    {
      mw_run_scan_fail (scan, _("there is no kind of event “%.40s”"), name && name->text ? name->text : "");
      return FALSE;
    }
  if (find_field (fields, n_fields, "t") == NULL)
    {
      mw_run_scan_fail (scan, _("the time (“t”) is missing"));
      return FALSE;
    }
  shape = mw_run_shape_get (kind);
  event.kind = (guint8) kind;
  event.value = shape->value_default;
  for (guint i = 0; i < n_fields; i++)
    if (!read_field (self, scan, &fields[i], shape, &event))
      return FALSE;
  if (!mw_trace_try_append (self->trace, &event, &why))
    {
      mw_run_scan_fail (scan, _("%s of task %u at %" PRId64 " ns is refused: %s"), mw_event_kind_name (kind),
                        event.task, event.time, _(why));
      return FALSE;
    }
  self->n_tasks += kind == MW_EVENT_CREATED;
  return TRUE;
}

static gboolean
check_count (MwRunScan *scan, const Field *fields, guint n_fields, const char *key, guint64 read)
{
  const Field *field = find_field (fields, n_fields, key);
  gint64 count = -1;

  if (field == NULL)
    mw_run_scan_fail (scan, _("the key “%s” is missing"), key);
  else if (get_number (scan, field, 0, G_MAXINT64, &count) && (guint64) count != read)
    mw_run_scan_fail (scan, _("the file says that it has %" PRId64 " %s, and has %" PRIu64), count, key,
                      read);
  return scan->fault == NULL;
}

static gboolean
read_end (MwRunReader *self, MwRunScan *scan)
{
  Field fields[MAX_FIELDS];
  const Field *checksum;
  g_autofree char *expected = NULL;
  guint n_fields;

  if (!scan_fields (scan, fields, &n_fields) ||
      !check_count (scan, fields, n_fields, "events", mw_trace_get_n_events (self->trace)) ||
      !check_count (scan, fields, n_fields, "tasks", self->n_tasks))
    return FALSE;
  checksum = find_field (fields, n_fields, "checksum");
  expected = g_strconcat (MW_RUN_CHECKSUM, g_checksum_get_string (self->checksum), NULL);
  if (n_fields != 4 || checksum == NULL || checksum->text == NULL)
    mw_run_scan_fail (scan, _("the end line has not the keys e, events, tasks and checksum"));
  else if (strcmp (checksum->text, expected) != 0)
    mw_run_scan_fail (scan, _("the checksum does not fit: the file was changed after it was written"));
  return scan->fault == NULL;
}

static gboolean
read_header (MwRunReader *self, MwRunScan *scan)
{
  MwTraceHeader *header = mw_run_read_header (scan);

  if (header)
    self->trace = mw_trace_new (header);
  return header != NULL;
}

MwRunReader *
mw_run_reader_new (void)
{
  MwRunReader *self = g_new0 (MwRunReader, 1);

  self->checksum = g_checksum_new (G_CHECKSUM_SHA256);
  return self;
}

void
mw_run_reader_free (MwRunReader *self)
{
  g_clear_pointer (&self->trace, mw_trace_unref);
  g_checksum_free (self->checksum);
  g_free (self->fault);
  g_free (self);
}

/* A fault in the line at hand, or after the last one; the first fault stays. */
void
mw_run_reader_fail (MwRunReader *self, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  if (self->fault)
    return;
  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  self->fault = self->n_lines == 0 ? g_steal_pointer (&text)
                                   : g_strdup_printf (_("line %" PRIu64 ": %s"), self->n_lines, text);
}

static void
read_line (MwRunReader *self, char *line, gsize length, gboolean is_end)
{
  MwRunScan scan;

  mw_run_scan_init (&scan, line, length);
  if (self->trace == NULL)
    read_header (self, &scan);
  else if (is_end)
    self->ended = read_end (self, &scan);
  else
    read_event (self, &scan);
  if (scan.fault)
    mw_run_reader_fail (self, "%s", scan.fault);
  mw_run_scan_clear (&scan);
}

static gboolean
is_end_line (const char *line, gsize length)
{
  return length >= strlen (MW_RUN_END) && memcmp (line, MW_RUN_END, strlen (MW_RUN_END)) == 0;
}

gboolean
mw_run_reader_line (MwRunReader *self, char *line, gsize length)
{
  gboolean is_end = self->trace && is_end_line (line, length);

  if (self->fault)
    return FALSE;
  self->n_lines++;
  self->n_bytes += length + 1;
  if (self->ended)
    mw_run_reader_fail (self, _("something stands after the end line"));
  else if (length > MW_RUN_LINE_MAX || self->n_bytes > MW_RUN_SIZE_MAX)
    mw_run_reader_fail (self, _("the line or the file is too long"));
  if (self->fault)
    return FALSE;
  if (!is_end)
    {
      line[length] = '\n';
      g_checksum_update (self->checksum, (const guchar *) line, (gssize) length + 1);
    }
  read_line (self, line, length, is_end);
  return self->fault == NULL;
}

/* The end line may lack its line break; any other line that does was cut. */
void
mw_run_reader_rest (MwRunReader *self, char *line, gsize length)
{
  if (self->fault || (self->ended && length == 0))
    return;
  if (self->trace && !self->ended && is_end_line (line, length))
    {
      mw_run_reader_line (self, line, length);
      return;
    }
  self->n_lines++;
  if (self->trace == NULL)
    mw_run_reader_fail (self, _("the file is not a run of Meanwhile: it has no header line"));
  else if (self->ended)
    mw_run_reader_fail (self, _("something stands after the end line"));
  else if (length > 0)
    mw_run_reader_fail (self, _("the file was cut here, within a line"));
  else
    mw_run_reader_fail (self, _("the file was cut here; the end line is missing"));
}

MwTrace *
mw_run_reader_get_trace (MwRunReader *self)
{
  return self->trace ? mw_trace_ref (self->trace) : NULL;
}

const char *
mw_run_reader_get_fault (MwRunReader *self)
{
  return self->fault;
}
