/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mw-program.h"

G_BEGIN_DECLS

/* How a service answers: a state machine without a clock.  The lab server and the simulated services both drive
 * it, so that a run gets the same answers in both worlds.  One thread at a time. */
typedef struct _MwService MwService;

/* Whether its clients speak TLS: a certificate that is somebody else's must be shown to be seen. */
static inline gboolean
mw_service_spec_has_tls (const MwServiceSpec *spec)
{
  return spec->door == MW_DOOR_FOREIGN;
}

/* Whether it has a port of its own, where new connections wait or are shown a certificate. */
static inline gboolean
mw_service_spec_has_door (const MwServiceSpec *spec)
{
  return spec->handshake > 0 || mw_service_spec_has_tls (spec);
}

/* What will become of one request. */
typedef struct
{
  guint       status;
  gint64      delay;       /* ns from the beginning of its service to the first byte */
  gint64      retry_after; /* ns, to be said with 429 and 503; 0: not said */
  MwServiceFaultKind fault; /* what is done to it */
  gboolean    refused;     /* turned away at the door: takes no place */
  gint64      id;          /* of the story that is the body; 0: none */
  gint64      body_time;   /* ns from its first byte to its last */
  gint64      to;          /* of a redirection: the story */
} MwServicePlan;

/* One request at the service, from its arrival until it leaves; embedded in what the worlds know of it. */
typedef struct
{
  MwServicePlan plan;
  GList         link;      /* in the queue */
  enum { MW_VISIT_AWAY, MW_VISIT_QUEUED, MW_VISIT_SERVED } place;
} MwServiceVisit;

/* RFC 6585; libsoup 3.2 has no name for it. */
#define MW_STATUS_TOO_MANY_REQUESTS 429
/* A body of this many bytes or more is not read to its end. */
#define MW_SERVICE_MAX_BODY (4 * 1024 * 1024)
/* A client follows so many redirections of one request; browsers, libsoup and httpx agree on it. */
#define MW_SERVICE_MAX_REDIRECTS 20

void            mw_service_plan    (const MwServiceSpec *spec, guint64 seed, const char *method, const char *path,
                                    guint64 nth, gint64 arrival, MwServicePlan *plan);

MwService      *mw_service_new     (const MwServiceSpec *spec, guint64 seed);
void            mw_service_free    (MwService *self);
gboolean        mw_service_arrive  (MwService *self, const char *method, const char *path, gint64 now,
                                    MwServiceVisit *visit);
MwServiceVisit *mw_service_leave   (MwService *self, MwServiceVisit *visit);
GBytes         *mw_service_dup_body (MwService *self, const MwServicePlan *plan);
const char     *mw_service_phrase  (guint status);
char           *mw_service_dup_message (guint status);
char           *mw_service_dup_path (gint64 id);
gint64          mw_service_item_id (const char *path);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MwService, mw_service_free)

G_END_DECLS
