/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The real network, by consent.
 *
 * A consent names hosts; whoever has none has no MwNetwork, and without one no code path leads to a host but the lab.
 * Each URL is held against the consent when its request is about to be sent, and again when an answer leads elsewhere:
 * what stands in the scenario is what the dialogue showed, what a server answers is not.
 *
 * The limit on requests in flight is kept by the sessions, which queue (mw_lab_client); here it is only the wall behind.
 */

#include "mw-config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "mw-error.h"
#include "mw-network.h"
#include "mw-service.h"
#include "mw-url.h"

struct _MwConsent
{
  gint                ref_count;
  char              **hosts; /* in lower case */
  GSocketConnectable *way;
};

struct _MwNetwork
{
  MwConsent *consent;
  gint       n_requests;  /* atomic */
  gint       n_in_flight; /* atomic */
};

/**
 * mw_consent_new:
 * @hosts: that may be asked
 * @way: (nullable): where every connection leads, whatever its host; for tests, which have no network
 *
 * Returns: (transfer full): the consent
 */
MwConsent *
mw_consent_new (const char *const *hosts, GSocketConnectable *way)
{
  MwConsent *self = g_new0 (MwConsent, 1);

  self->ref_count = 1;
  self->hosts = g_strdupv ((char **) hosts);
  for (char **host = self->hosts; *host != NULL; host++)
    for (char *c = *host; *c != '\0'; c++)
      *c = g_ascii_tolower (*c);
  g_set_object (&self->way, way);
  return self;
}

MwConsent *
mw_consent_ref (MwConsent *self)
{
  g_atomic_int_inc (&self->ref_count);
  return self;
}

void
mw_consent_unref (MwConsent *self)
{
  if (!g_atomic_int_dec_and_test (&self->ref_count))
    return;
  g_strfreev (self->hosts);
  g_clear_object (&self->way);
  g_free (self);
}

/* (transfer none) (nullable) */
GSocketConnectable *
mw_consent_get_way (const MwConsent *self)
{
  return self->way;
}

/* Nothing has been asked for yet. */
MwNetwork *
mw_network_new (MwConsent *consent)
{
  MwNetwork *self = g_new0 (MwNetwork, 1);

  self->consent = mw_consent_ref (consent);
  return self;
}

void
mw_network_free (MwNetwork *self)
{
  mw_consent_unref (self->consent);
  g_free (self);
}

MwConsent *
mw_network_get_consent (MwNetwork *self)
{
  return self->consent;
}

static gboolean
check_url (MwNetwork *self, const char *url, GError **error)
{
  g_autofree char *host = url != NULL ? mw_url_dup_host (url) : NULL;

  if (host == NULL)
    g_set_error_literal (error, MW_ERROR, MW_ERROR_RUN, _("Not asked: only URLs of http and https, without a password"));
  else if (!g_strv_contains ((const char *const *) self->consent->hosts, host))
    g_set_error (error, MW_ERROR, MW_ERROR_RUN, _("Not asked: nobody has consented to %s"), host);
  else
    return TRUE;
  return FALSE;
}

static gboolean
count (MwNetwork *self, GError **error)
{
  if (g_atomic_int_add (&self->n_requests, 1) < MW_NETWORK_MAX_REQUESTS)
    return TRUE;
  g_atomic_int_add (&self->n_requests, -1);
  g_set_error (error, MW_ERROR, MW_ERROR_RUN, _("Not asked: a run sends at most %u requests to real servers"),
               MW_NETWORK_MAX_REQUESTS);
  return FALSE;
}

/* An answer leads to URL (absolute); FALSE and ERROR, in words for its lane, where it must not be followed. */
gboolean
mw_network_follow (MwNetwork *self, const char *url, GError **error)
{
  return check_url (self, url, error) && count (self, error);
}

/**
 * mw_network_admit:
 * @self: of the run
 * @url: (nullable): that is to be asked for
 * @error: return location; %MW_ERROR_RUN, in words for its lane
 *
 * Returns: whether it may be; if so, mw_network_release() is to follow
 */
gboolean
mw_network_admit (MwNetwork *self, const char *url, GError **error)
{
  if (g_atomic_int_add (&self->n_in_flight, 1) >= MW_NETWORK_MAX_IN_FLIGHT)
    g_set_error (error, MW_ERROR, MW_ERROR_RUN, _("Not asked: at most %u requests to real servers at once"),
                 MW_NETWORK_MAX_IN_FLIGHT);
  else if (mw_network_follow (self, url, error))
    return TRUE;
  mw_network_release (self);
  return FALSE;
}

void
mw_network_release (MwNetwork *self)
{
  g_atomic_int_add (&self->n_in_flight, -1);
}

/* Admitted and followed so far. */
guint
mw_network_get_n_requests (MwNetwork *self)
{
  return (guint) g_atomic_int_get (&self->n_requests);
}

/**
 * mw_network_dup_url:
 * @service: that has real URLs
 * @path: as the lab has it
 *
 * Returns: (transfer full) (nullable): the real URL for @path: put after the only one of @service; or, of several, the
 *   n-th for story n
 */
char *
mw_network_dup_url (const MwServiceSpec *service, const char *path)
{
  g_autofree char *escaped = NULL;
  gint64 id;

  if (service->n_real > 1)
    {
      id = mw_service_item_id (path);
      return id > 0 && id <= service->n_real ? g_strdup (service->real[id - 1]) : NULL;
    }
  escaped = g_uri_escape_string (path, "/?=&", FALSE);
  return g_strconcat (service->real[0], escaped, NULL);
}

/* TRUE in a Flatpak without the permission: nothing needs to be tried there. */
gboolean
mw_network_is_forbidden (void)
{
  g_autoptr (GKeyFile) info = g_key_file_new ();
  g_auto (GStrv) shared = NULL;

  if (!g_key_file_load_from_file (info, "/.flatpak-info", G_KEY_FILE_NONE, NULL))
    return FALSE;
  shared = g_key_file_get_string_list (info, "Context", "shared", NULL, NULL);
  return shared == NULL || !g_strv_contains ((const char *const *) shared, "network");
}
