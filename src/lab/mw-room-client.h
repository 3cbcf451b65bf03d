/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mw-lab-private.h"

G_BEGIN_DECLS

/* The rooms of the live world, over libsoup; made and freed on the loop thread. */
typedef struct _MwRoomClient MwRoomClient;

MwRoomClient *mw_room_client_new       (MwLab *lab, const MwProgram *program, MwLabRun *run);
void          mw_room_client_free      (MwRoomClient *self);
void          mw_room_client_begin     (MwRoomClient *self, MwOperation *operation);
void          mw_room_client_block     (MwRoomClient *self, MwOperation *operation);
void          mw_room_client_cancel    (MwRoomClient *self, MwOperation *operation);
void          mw_room_client_interrupt (MwRoomClient *self);

G_END_DECLS
