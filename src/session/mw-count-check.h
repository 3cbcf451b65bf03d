/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mw-lab.h"
#include "mw-verify.h"

G_BEGIN_DECLS

GPtrArray *mw_count_check (MwTrace *trace, const MwLabCount *count, guint faults);

G_END_DECLS
