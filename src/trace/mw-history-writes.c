/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Lost updates.
 *
 * A task that writes a shared value and has not seen the last write before its own overwrites it unread: what the other one
 * did is lost.  So a value has a number of writes, and each task one that it knows, by having read it or written it.
 * That is counted, not the final number: a counter that ends at 10 instead of 50 has lost forty updates, and each of them
 * happened at some line of some task, which the picture can point to. */

#include "mw-history-private.h"

/* Writes of the value, under task 0, or the last of them that TASK knows. */
static gint64 *
get_count (MwHistory *self, guint32 resource, guint32 task)
{
  gint64 key = (gint64) ((guint64) resource << 32 | task);
  gint64 *count = g_hash_table_lookup (self->seen, &key);

  if (count == NULL)
    {
      gint64 *kept = g_new (gint64, 1);

      *kept = key;
      count = g_new0 (gint64, 1);
      g_hash_table_insert (self->seen, kept, count);
    }
  return count;
}

gboolean
mw_history_loses_write (MwHistory *self, const MwStrip *strip, const MwEvent *event)
{
  gint64 *writes = get_count (self, strip->resource, 0), *known;
  gboolean lost;

  if (event->task == 0)
    return FALSE;
  known = get_count (self, strip->resource, event->task);
  lost = event->reason == MW_REASON_WRITE && *known != *writes;
  if (event->reason == MW_REASON_WRITE)
    ++*writes;
  *known = *writes;
  return lost;
}
