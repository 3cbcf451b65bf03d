/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The random stream.
 *
 * A run must be the same bytes with the same seed on every machine, so neither GRand (its
 * integer ranges changed between GLib versions) nor libm (log differs in the last bit between
 * C libraries) may take part.  The generator is PCG-XSH-RR 64/32 (O'Neill 2014, pcg-random.org),
 * seeds are spread by SplitMix64 (Steele, Lea, Flood 2014), and the logarithm that an exponential
 * delay needs is computed bit by bit in integers.
 */

#include "mw-random.h"
#include "mw-time.h"

#define PCG_MULTIPLIER G_GUINT64_CONSTANT (6364136223846793005)
#define LN_2_Q32       G_GUINT64_CONSTANT (2977044472) /* ln 2 × 2^32, rounded */

/* SplitMix64's finaliser over both words. */
guint64
mw_random_mix (guint64 a, guint64 b)
{
  guint64 z = a + G_GUINT64_CONSTANT (0x9e3779b97f4a7c15) * (b + 1);

  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return z ^ (z >> 31);
}

/* FNV-1a; for keys of streams, not for hash tables. */
guint64
mw_random_hash (const char *text)
{
  guint64 hash = G_GUINT64_CONSTANT (0xcbf29ce484222325);

  for (const guchar *p = (const guchar *) text; *p; p++)
    hash = (hash ^ *p) * G_GUINT64_CONSTANT (0x100000001b3);
  return hash;
}

void
mw_random_init (MwRandom *self, guint64 seed, guint64 stream)
{
  self->state = 0;
  self->increment = (mw_random_mix (stream, 1) << 1) | 1;
  mw_random_next (self);
  self->state += mw_random_mix (seed, 0);
  mw_random_next (self);
}

/* 32 evenly distributed bits. */
guint32
mw_random_next (MwRandom *self)
{
  guint64 old = self->state;
  guint32 bits = (guint32) (((old >> 18) ^ old) >> 27);
  guint32 turn = (guint32) (old >> 59);

  self->state = old * PCG_MULTIPLIER + self->increment;
  return (bits >> turn) | (bits << ((32 - turn) & 31));
}

static guint64
next_64 (MwRandom *self)
{
  guint64 high = mw_random_next (self);

  return high << 32 | mw_random_next (self);
}

/* An integer in [LOW, HIGH); LOW where the interval is empty.  Multiply-shift: the bias is below 2^-20 for
 * every duration that the program allows (less than 2^47 ns). */
gint64
mw_random_uniform (MwRandom *self, gint64 low, gint64 high)
{
  guint64 width, bits;

  if (high <= low)
    return low;
  width = (guint64) high - (guint64) low;
  bits = next_64 (self);
  return (gint64) ((guint64) low + (guint64) (((MwUnsignedWide) bits * width) >> 64));
}

/* -ln (U) in 32.32 fixed point for U = (BITS + 1) / 2^32, by repeated squaring: one bit of the binary
 * logarithm per turn (Knuth, TAOCP 1.2.2). */
static guint64
minus_ln_q32 (guint32 bits)
{
  guint64 u = (guint64) bits + 1;      /* 1 … 2^32 */
  guint shift = 0;
  guint64 log2_q32, x;

  while (u < (G_GUINT64_CONSTANT (1) << 32))
    {
      u <<= 1;
      shift++;
    }
  /* x in [1, 2) as 1.31 fixed point; U = x / 2^shift, hence -log2 U = shift - log2 x */
  x = u >> 1;
  log2_q32 = 0;
  for (gint bit = 31; bit >= 0; bit--)
    {
      x = (x * x) >> 31;
      if (x >= (G_GUINT64_CONSTANT (1) << 32))
        {
          x >>= 1;
          log2_q32 |= G_GUINT64_CONSTANT (1) << bit;
        }
    }
  return (guint64) (((MwUnsignedWide) (((guint64) shift << 32) - log2_q32) * LN_2_Q32) >> 32);
}

/* An exponentially distributed integer with mean MEAN (0 or more); at most 23 × MEAN. */
gint64
mw_random_exponential (MwRandom *self, gint64 mean)
{
  if (mean <= 0)
    return 0;
  return (gint64) (((MwUnsignedWide) minus_ln_q32 (mw_random_next (self)) * (guint64) mean) >> 32);
}
