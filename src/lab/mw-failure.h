/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mw-backend.h"

G_BEGIN_DECLS

/* Why no answer, or no usable one, came: one list for both worlds, so that a lane gives the same reason in either. */
typedef enum
{
  MW_FAILURE_OTHER,      /* what the system says */
  MW_FAILURE_NO_HOST,
  MW_FAILURE_REFUSED,
  MW_FAILURE_TLS,
  MW_FAILURE_RESET,
  MW_FAILURE_CUT,
  MW_FAILURE_REDIRECTS,
  MW_FAILURE_TOO_LARGE,
  MW_FAILURE_NOT_UTF8,
  MW_FAILURE_TOO_LATE,   /* of a call that has a limit of its own */
  MW_FAILURE_CERTIFICATE, /* of a real host */
  MW_FAILURE_FOR_EVER,   /* of a call that nobody could end */
  MW_N_FAILURES
} MwFailure;

void      mw_failure_set     (MwFailure failure, MwOperation *operation, const char *other);
MwFailure mw_failure_from    (const GError *error);
MwFailure mw_failure_from_network (const GError *error);

G_END_DECLS
