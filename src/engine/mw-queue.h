/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A queue whose links lie in those who stand in it: to wait allocates nothing, and to leave from the middle is O(1).
 * A GQueue does the same with a third pointer in every link, for the data that the link lies in anyway. */

typedef struct _MwLink MwLink;

struct _MwLink
{
  MwLink *next;
  MwLink *previous;
};

/* Zeroed memory is an empty queue. */
typedef struct
{
  MwLink *first;
  MwLink *last;
} MwQueue;

static inline void
mw_queue_push (MwQueue *self, MwLink *link)
{
  link->next = NULL;
  link->previous = self->last;
  if (self->last != NULL)
    self->last->next = link;
  else
    self->first = link;
  self->last = link;
}

static inline void
mw_queue_remove (MwQueue *self, MwLink *link)
{
  if (link->next != NULL)
    link->next->previous = link->previous;
  else
    self->last = link->previous;
  if (link->previous != NULL)
    link->previous->next = link->next;
  else
    self->first = link->next;
}

G_END_DECLS
