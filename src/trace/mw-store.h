/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Private to the trace: elements of one size, appended by one thread, read by any without a lock.
 * Zeroed memory with ELEMENT_SIZE set is an empty store. */

#define MW_STORE_FIRST_BITS 8                      /* the first chunk: 256 elements */
#define MW_STORE_BLOCK_BITS 16                     /* from the 64 Ki-th on: blocks of 64 Ki elements */
#define MW_STORE_N_SMALL    (MW_STORE_BLOCK_BITS - MW_STORE_FIRST_BITS + 1)
#define MW_STORE_N_BLOCKS   1024
#define MW_STORE_AHEAD      512                    /* bytes: memory that nobody has touched is fetched before it is needed */
#define MW_STORE_MAX        ((gsize) MW_STORE_N_BLOCKS << MW_STORE_BLOCK_BITS)

typedef struct
{
  gsize    element_size;
  gsize    n_published;              /* release / acquire */
  gsize    n_bytes;                  /* relaxed */
  guint8  *small[MW_STORE_N_SMALL];  /* the first 64 Ki elements */
  guint8 **blocks;                   /* the directory of the others; made once, then never moved */

  /* of the writer alone */
  guint8  *cursor;
  guint8  *end;
} MwStore;

void     mw_store_clear (MwStore *self);
gboolean mw_store_grow  (MwStore *self);

/* Any thread. */
static inline gsize
mw_store_get_n (const MwStore *self)
{
  return __atomic_load_n (&self->n_published, __ATOMIC_ACQUIRE);
}

/* Any thread; INDEX is below a count that mw_store_get_n gave to this thread. */
static inline gpointer
mw_store_get (const MwStore *self, gsize index)
{
  guint chunk;

  if (index >> MW_STORE_BLOCK_BITS)
    return self->blocks[index >> MW_STORE_BLOCK_BITS] +
           (index & ((1 << MW_STORE_BLOCK_BITS) - 1)) * self->element_size;
  if (index >> MW_STORE_FIRST_BITS == 0)
    return self->small[0] + index * self->element_size;
  chunk = g_bit_storage (index) - MW_STORE_FIRST_BITS;
  return self->small[chunk] + (index - ((gsize) 1 << (chunk + MW_STORE_FIRST_BITS - 1))) * self->element_size;
}

/* The writer: where the next element goes, or NULL when the store is full. */
static inline gpointer
mw_store_reserve (MwStore *self)
{
  if (G_UNLIKELY (self->cursor == self->end) && !mw_store_grow (self))
    return NULL;
  return self->cursor;
}

/* The writer: the reserved element is filled and may be read. */
static inline void
mw_store_publish (MwStore *self)
{
  self->cursor += self->element_size;
  __builtin_prefetch (self->cursor + MW_STORE_AHEAD, 1);
  __atomic_store_n (&self->n_published, self->n_published + 1, __ATOMIC_RELEASE);
}

G_END_DECLS
