/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mw-program.h"

G_BEGIN_DECLS

gboolean mw_work_check (const MwProgram *program, const char *file, GError **error);

G_END_DECLS
