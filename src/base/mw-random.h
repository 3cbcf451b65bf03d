/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A seeded random stream (PCG-XSH-RR 64/32); a value, copied freely.
 * The same seed and stream give the same numbers with every compiler and GLib. */
typedef struct
{
  guint64 state;
  guint64 increment;
} MwRandom;

void    mw_random_init        (MwRandom *self, guint64 seed, guint64 stream);
guint32 mw_random_next        (MwRandom *self);
gint64  mw_random_uniform     (MwRandom *self, gint64 low, gint64 high);
gint64  mw_random_exponential (MwRandom *self, gint64 mean);

guint64 mw_random_mix         (guint64 a, guint64 b);
guint64 mw_random_hash        (const char *text);

G_END_DECLS
