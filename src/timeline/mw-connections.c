/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Which connections have a lane, and what lies at an instant of one. */

#include "mw-connections.h"

/* A session shows itself when a connection serves more than one request. */
static gboolean
is_any_reused (MwHistory *history)
{
  for (guint c = 1; c <= mw_history_get_n_connections (history); c++)
    {
      const GArray *refs = mw_history_get_connection (history, c);

      if (refs->len > 0 && mw_history_get_phase (history, &g_array_index (refs, MwPhaseRef, refs->len - 1))->reused)
        return TRUE;
    }
  return FALSE;
}

gboolean
mw_connections_are_shown (const MwRaceView *view)
{
  for (guint i = 0; i < view->n_entrants; i++)
    if (is_any_reused (view->entrants[i].history))
      return TRUE;
  return FALSE;
}

guint
mw_connections_find (MwHistory *history, guint connection, gint64 time)
{
  const GArray *refs = mw_history_get_connection (history, connection);
  guint low = 0, high = refs->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (mw_history_get_phase (history, &g_array_index (refs, MwPhaseRef, middle))->end <= time)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}
