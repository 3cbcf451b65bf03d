/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mw-backend.h"

G_BEGIN_DECLS

/* The rooms of the simulated world. */
typedef struct _MwRoomModel MwRoomModel;

MwRoomModel *mw_room_model_new    (const MwProgram *program, MwBackend *backend);
void         mw_room_model_free   (MwRoomModel *self);
void         mw_room_model_begin  (MwRoomModel *self, MwOperation *operation);
void         mw_room_model_block  (MwRoomModel *self, MwOperation *operation);
void         mw_room_model_cancel (MwRoomModel *self, MwOperation *operation);

G_END_DECLS
