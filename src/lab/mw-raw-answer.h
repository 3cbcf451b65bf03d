/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "mw-program.h"

G_BEGIN_DECLS

gboolean mw_raw_answer_is_needed (MwServiceFaultKind fault);
void     mw_raw_answer_send      (MwServiceFaultKind fault, GIOStream *stream, GSocket *socket, GBytes *body,
                                  GCancellable *closing);

G_END_DECLS
