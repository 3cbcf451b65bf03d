/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define MW_ERROR (mw_error_quark ())

typedef enum
{
  MW_ERROR_FILE,     /* cannot be read or written */
  MW_ERROR_FORMAT,   /* read, but not what the format says; the message names place, found, expected */
  MW_ERROR_LIMIT,    /* larger, deeper or longer than is allowed */
  MW_ERROR_ARGUMENT, /* what the caller (command line, action) asked for does not exist or fit */
  MW_ERROR_RUN,      /* the run itself went wrong: deadlock, lab that cannot listen */
} MwError;

GQuark mw_error_quark (void);

G_END_DECLS
