/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

void mw_warm_up_types    (void);
void mw_warm_up_requests (guint16 port);

G_END_DECLS
