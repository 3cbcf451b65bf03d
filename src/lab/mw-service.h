/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mw-program.h"

G_BEGIN_DECLS

/* How a service answers: a state machine without a clock.  The lab server and the simulated services both drive
 * it, so that a run gets the same answers in both worlds.  One thread at a time. */
typedef struct _MwService MwService;

/* What will become of one request. */
typedef struct
{
  guint       status;
  gint64      delay;       /* ns from the beginning of its service to the first byte */
  gint64      retry_after; /* ns, to be said with 429 and 503; 0: not said */
  gboolean    hang;        /* never answers, but keeps its place */
  gboolean    refused;     /* turned away at the door: takes no place */
  gint64      id;          /* of the story that is the body; 0: none */
} MwServicePlan;

/* One request at the service, from its arrival until it leaves; embedded in what the worlds know of it. */
typedef struct
{
  MwServicePlan plan;
  GList         link;      /* in the queue */
  enum { MW_VISIT_AWAY, MW_VISIT_QUEUED, MW_VISIT_SERVED } place;
} MwServiceVisit;

void            mw_service_plan    (const MwServiceSpec *spec, guint64 seed, const char *path, guint64 nth,
                                    gint64 arrival, MwServicePlan *plan);

MwService      *mw_service_new     (const MwServiceSpec *spec, guint64 seed);
void            mw_service_free    (MwService *self);
gboolean        mw_service_arrive  (MwService *self, const char *path, gint64 now, MwServiceVisit *visit);
MwServiceVisit *mw_service_leave   (MwService *self, MwServiceVisit *visit);
GBytes         *mw_service_dup_body (MwService *self, const MwServicePlan *plan);
const char     *mw_service_phrase  (guint status);
char           *mw_service_dup_message (guint status);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MwService, mw_service_free)

G_END_DECLS
