/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a query brings from the thread that made it to the loop. */

#include "mw-backend.h"

/* A set without records. */
MwRecordSet *
mw_record_set_new (guint n_columns)
{
  MwRecordSet *self = g_new (MwRecordSet, 1);

  self->n_columns = n_columns;
  self->values = g_array_new (FALSE, FALSE, sizeof (MwValue));
  self->texts = g_string_chunk_new (256);
  return self;
}

void
mw_record_set_free (MwRecordSet *self)
{
  g_array_unref (self->values);
  g_string_chunk_free (self->texts);
  g_free (self);
}
