/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mw-window.h"

G_BEGIN_DECLS

/* Runs what WINDOW shows with real URLs, if the user consents: asks, unless the answer was to be remembered. */
void mw_consent_dialog_ask (MwWindow *window);

G_END_DECLS
