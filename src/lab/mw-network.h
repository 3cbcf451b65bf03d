/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mw-program.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* What one run may ask of the network, at most. */
#define MW_NETWORK_MAX_REQUESTS  100
#define MW_NETWORK_MAX_IN_FLIGHT 10
/* s without a byte, after which a server is given up. */
#define MW_NETWORK_TIMEOUT       30

/* The user's word that these hosts may be asked; immutable, any thread. */
typedef struct _MwConsent MwConsent;

MwConsent  *mw_consent_new     (const char *const *hosts, GSocketConnectable *way);
MwConsent  *mw_consent_ref     (MwConsent *self);
void        mw_consent_unref   (MwConsent *self);
GSocketConnectable *mw_consent_get_way (const MwConsent *self);

/* What one run has asked of the network under a consent: the limits and their counts, without a socket.  Any thread. */
typedef struct _MwNetwork MwNetwork;

MwNetwork  *mw_network_new     (MwConsent *consent);
void        mw_network_free    (MwNetwork *self);
MwConsent  *mw_network_get_consent (MwNetwork *self);
gboolean    mw_network_admit   (MwNetwork *self, const char *url, GError **error);
gboolean    mw_network_follow  (MwNetwork *self, const char *url, GError **error);
void        mw_network_release (MwNetwork *self);
guint       mw_network_get_n_requests (MwNetwork *self);

char       *mw_network_dup_url (const MwServiceSpec *service, const char *path);
gboolean    mw_network_is_forbidden (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MwConsent, mw_consent_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MwNetwork, mw_network_free)

G_END_DECLS
