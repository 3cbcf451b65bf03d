/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mw-simulated.h"

G_BEGIN_DECLS

/* The cores of the simulated machine. */
typedef struct _MwCores MwCores;

MwCores *mw_cores_new    (MwBackend *simulated, const MwProgram *program);
void     mw_cores_free   (MwCores *self);
/* A thread computes for OPERATION; its DONE is called when it has had its CPU time. */
void     mw_cores_begin  (MwCores *self, MwOperation *operation);
/* The same on the calling thread: returns when it is done; DONE is not called. */
void     mw_cores_block  (MwCores *self, MwOperation *operation);
/* The run is over: whoever computes is done now. */
void     mw_cores_finish (MwCores *self);

G_END_DECLS
