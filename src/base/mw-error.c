/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "mw-error.h"

G_DEFINE_QUARK (mw-error-quark, mw_error)
