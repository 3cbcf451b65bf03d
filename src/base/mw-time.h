/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* All times and durations of the program are nanoseconds in a gint64: 292 years,
 * exact arithmetic, no rounding that differs between machines.  A time counts
 * from the beginning of its run unless its name says otherwise. */

#define MW_NS_PER_US  G_GINT64_CONSTANT (1000)
#define MW_NS_PER_MS  G_GINT64_CONSTANT (1000000)
#define MW_NS_PER_SEC G_GINT64_CONSTANT (1000000000)

/* Products of two 64-bit numbers, before they are divided again. */
__extension__ typedef __int128 MwWide;
__extension__ typedef unsigned __int128 MwUnsignedWide;

/* The end of something that has not ended; later than every time. */
#define MW_TIME_OPEN  G_MAXINT64

/* The longest duration that a file may ask for (24 h). */
#define MW_DURATION_MAX (24 * 3600 * MW_NS_PER_SEC)

/* A half-open interval [begin, end) of nanoseconds. */
typedef struct
{
  gint64 begin;
  gint64 end;
} MwRange;

static inline gint64
mw_range_length (MwRange range)
{
  return range.end - range.begin;
}

static inline gboolean
mw_range_contains (MwRange range, gint64 time)
{
  return range.begin <= time && time < range.end;
}

static inline gboolean
mw_range_overlaps (MwRange a, MwRange b)
{
  return a.begin < b.end && b.begin < a.end;
}

typedef enum
{
  MW_TIME_AUTO,    /* "2.00 s", "240 ms", "35 µs", "12 h": three digits that matter */
  MW_TIME_SECONDS, /* "6.000 s": always seconds, three decimals */
  MW_TIME_EXACT,   /* "0.240001733 s": every nanosecond */
} MwTimeStyle;

#define MW_TIME_BUFFER 48

const char *mw_time_format (gint64 ns, MwTimeStyle style, char buffer[MW_TIME_BUFFER]);
gboolean    mw_time_parse  (const char *text, gint64 *ns);

G_END_DECLS
