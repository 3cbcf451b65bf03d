/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A certificate to throw away.
 *
 * GLib reads certificates and makes none.  GnuTLS is what glib-networking does its TLS with, so the library is there
 * wherever the lab can speak TLS at all, and its headers are in Debian 12 and in the GNOME SDK.  Rejected: the openssl
 * program (not always installed, and a file with a key), a key that lies in the sources (everybody would have it).
 *
 * It is signed by itself and trusted by nobody: the client compares it byte for byte (mw_lab_get_certificate).
 */

#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <time.h>

#include "mw-certificate.h"
#include "mw-error.h"

#define DAY 86400

typedef struct
{
  gnutls_x509_privkey_t key;
  gnutls_x509_crt_t     certificate;
} Pair;

/* An error of GnuTLS, below 0; what comes after it is not done. */
static int
describe (Pair *self)
{
  const unsigned char loopback[] = { 127, 0, 0, 1 };
  unsigned char serial[8];
  time_t now = time (NULL);
  int result = gnutls_rnd (GNUTLS_RND_NONCE, serial, sizeof serial);

  serial[0] &= 0x7f; /* a positive number */
  if (result >= 0)
    result = gnutls_x509_privkey_generate (self->key, GNUTLS_PK_ECDSA, GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_SECP256R1), 0);
  if (result >= 0)
    result = gnutls_x509_crt_set_key (self->certificate, self->key);
  if (result >= 0)
    result = gnutls_x509_crt_set_version (self->certificate, 3);
  if (result >= 0)
    result = gnutls_x509_crt_set_serial (self->certificate, serial, sizeof serial);
  if (result >= 0)
    result = gnutls_x509_crt_set_activation_time (self->certificate, now - DAY);
  if (result >= 0)
    result = gnutls_x509_crt_set_expiration_time (self->certificate, now + 365 * DAY);
  if (result >= 0)
    result = gnutls_x509_crt_set_dn (self->certificate, "CN=Meanwhile lab", NULL);
  if (result >= 0)
    result = gnutls_x509_crt_set_subject_alt_name (self->certificate, GNUTLS_SAN_IPADDRESS, loopback, sizeof loopback, GNUTLS_FSAN_SET);
  if (result >= 0)
    result = gnutls_x509_crt_sign2 (self->certificate, self->certificate, self->key, GNUTLS_DIG_SHA256, 0);
  return result;
}

/* Both in PEM, as GLib reads them; (transfer full); NULL. */
static char *
to_pem (Pair *self)
{
  gnutls_datum_t certificate = { NULL, 0 }, key = { NULL, 0 };
  char *pem = NULL;

  if (gnutls_x509_crt_export2 (self->certificate, GNUTLS_X509_FMT_PEM, &certificate) >= 0 &&
      gnutls_x509_privkey_export2_pkcs8 (self->key, GNUTLS_X509_FMT_PEM, NULL, GNUTLS_PKCS_PLAIN, &key) >= 0)
    pem = g_strdup_printf ("%s%s", (const char *) certificate.data, (const char *) key.data);
  gnutls_free (certificate.data);
  gnutls_free (key.data);
  return pem;
}

/**
 * mw_certificate_new:
 * @error: return location; %MW_ERROR_RUN when it cannot be made
 *
 * Any thread.  Takes a few milliseconds.
 *
 * Returns: (transfer full) (nullable): a new key and a certificate for 127.0.0.1, valid for a year
 */
GTlsCertificate *
mw_certificate_new (GError **error)
{
  Pair pair = { NULL, NULL };
  g_autofree char *pem = NULL;
  int result = gnutls_x509_privkey_init (&pair.key);

  if (result >= 0)
    result = gnutls_x509_crt_init (&pair.certificate);
  if (result >= 0)
    result = describe (&pair);
  if (result >= 0)
    pem = to_pem (&pair);
  if (pair.certificate != NULL)
    gnutls_x509_crt_deinit (pair.certificate);
  if (pair.key != NULL)
    gnutls_x509_privkey_deinit (pair.key);
  if (pem != NULL)
    return g_tls_certificate_new_from_pem (pem, -1, error);
  g_set_error (error, MW_ERROR, MW_ERROR_RUN, "GnuTLS: %s", gnutls_strerror (result));
  return NULL;
}
