/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* An array that grows and never moves.
 *
 * One thread appends while others read, and a reader keeps the pointers it was given for as long as the store
 * lives.  So nothing may be reallocated, neither the elements nor the directory that finds them:
 *
 *   small[]   256 | 256 | 512 | 1 Ki | … | 32 Ki        the first 64 Ki elements, doubling
 *   blocks[1 …]   64 Ki | 64 Ki | 64 Ki | …             a directory of 1024 pointers, made once
 *
 * A run of fifty events costs 8 KiB, one of a million wastes less than a block (2 MiB of events), and an index
 * becomes an address with a shift or a count of leading zeros.  The writer fills the element first and then
 * publishes the count with release; a reader that loads the count with acquire therefore sees the element, its
 * chunk and the directory.
 *
 * Rejected: one array that doubles (moves under the reader), doubling for ever (half of a large trace would lie
 * idle), a linked list of chunks (finding an index is linear), a lock (the window would stop the loop).
 * The price is a limit: 64 Mi elements, 2 GiB of events.
 */

#include <stdlib.h>
#include <sys/mman.h>

#include "mw-store.h"

#define HUGE_PAGE ((gsize) 2 << 20)

/* For g_free.  A large chunk asks for a huge page, where the kernel has one: to fault in a trace by small pages costs as
 * much as to write it. */
static guint8 *
allocate (gsize n_bytes)
{
  guint8 *chunk = n_bytes % HUGE_PAGE == 0 ? aligned_alloc (HUGE_PAGE, n_bytes) : NULL;

  if (chunk == NULL)
    return g_malloc (n_bytes);
  madvise (chunk, n_bytes, MADV_HUGEPAGE);
  return chunk;
}

void
mw_store_clear (MwStore *self)
{
  for (guint i = 0; i < MW_STORE_N_SMALL; i++)
    g_clear_pointer (&self->small[i], g_free);
  for (guint i = 1; self->blocks && i < MW_STORE_N_BLOCKS; i++)
    g_free (self->blocks[i]);
  g_clear_pointer (&self->blocks, g_free);
  self->cursor = self->end = NULL;
  self->n_published = self->n_bytes = 0;
}

/* Makes the chunk in which the next element will lie; FALSE when the store is full. */
gboolean
mw_store_grow (MwStore *self)
{
  gsize index = self->n_published;
  gsize n_elements, n_bytes;

  if (index >= MW_STORE_MAX)
    return FALSE;
  if (index >> MW_STORE_BLOCK_BITS)
    n_elements = (gsize) 1 << MW_STORE_BLOCK_BITS;
  else
    n_elements = MAX (index, (gsize) 1 << MW_STORE_FIRST_BITS);
  n_bytes = n_elements * self->element_size;
  self->cursor = allocate (n_bytes);
  self->end = self->cursor + n_bytes;

  if (index >> MW_STORE_BLOCK_BITS)
    {
      if (self->blocks == NULL)
        {
          self->blocks = g_new0 (guint8 *, MW_STORE_N_BLOCKS);
          n_bytes += MW_STORE_N_BLOCKS * sizeof (guint8 *);
        }
      self->blocks[index >> MW_STORE_BLOCK_BITS] = self->cursor;
    }
  else
    {
      self->small[index ? g_bit_storage (index) - MW_STORE_FIRST_BITS : 0] = self->cursor;
    }
  __atomic_fetch_add (&self->n_bytes, n_bytes, __ATOMIC_RELAXED);
  return TRUE;
}
