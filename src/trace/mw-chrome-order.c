/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "mw-chrome-private.h"

static gint
compare_slices (gconstpointer a, gconstpointer b)
{
  const MwChromeSlice *first = a, *second = b;

  if (first->begin != second->begin)
    return first->begin < second->begin ? -1 : 1;
  return first->end == second->end ? 0 : first->end > second->end ? -1 : 1;
}

static gint
compare_lines (gconstpointer a, gconstpointer b)
{
  const MwChromeLine *first = a, *second = b;

  return first->time == second->time ? 0 : first->time < second->time ? -1 : 1;
}

static gint
compare_points (gconstpointer a, gconstpointer b)
{
  const MwChromePoint *first = a, *second = b;

  return first->time == second->time ? 0 : first->time < second->time ? -1 : 1;
}

static gboolean
are_in_order (const GArray *slices)
{
  for (guint i = 1; i < slices->len; i++)
    if (g_array_index (slices, MwChromeSlice, i).begin < g_array_index (slices, MwChromeSlice, i - 1).end)
      return FALSE;
  return TRUE;
}

/* Leaves the outermost slices, one after the other. */
void
mw_chrome_flatten (MwChrome *file, MwChromeTrack *track)
{
  GArray *slices = track->slices;
  guint n = 0;

  g_array_sort (track->lines, compare_lines);
  if (are_in_order (slices))
    return;
  g_array_sort (slices, compare_slices);
  for (guint i = 0; i < slices->len; i++)
    {
      MwChromeSlice slice = g_array_index (slices, MwChromeSlice, i);
      MwChromeSlice *before = n > 0 ? &g_array_index (slices, MwChromeSlice, n - 1) : NULL;

      if (before != NULL && slice.begin < before->end && slice.end <= before->end)
        {
          file->notes[MW_CHROME_NESTED]++;
          continue;
        }
      if (before != NULL && slice.begin < before->end)
        {
          file->notes[MW_CHROME_OVERLAPPING]++;
          slice.begin = before->end;
        }
      g_array_index (slices, MwChromeSlice, n++) = slice;
    }
  g_array_set_size (slices, n);
}

void
mw_chrome_sort_points (MwChromeCounter *counter)
{
  g_array_sort (counter->points, compare_points);
}
