/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mw-export.h"

G_BEGIN_DECLS

/* Sets columns, text_flags and scheme to what standard output can show. */
void mw_terminal_fit (MwExportOptions *options);

G_END_DECLS
