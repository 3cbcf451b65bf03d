/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "mw-backend.h"

G_BEGIN_DECLS

/* Writes or reads FILE as the job of OPERATION says, over GIO's streams; the operation's result is filled. */

/* On the calling thread. */
void          mw_file_transfer_block  (GFile *file, MwOperation *operation);

/* On the thread-default context.  DONE is called once, also after a cancellation, and never from within; without a FILE,
 * which stands for an operation that has its fault already, nothing but the time passes. */
typedef struct _MwFileTransfer MwFileTransfer;
typedef void (*MwFileTransferFunc) (MwFileTransfer *self, gpointer data);

MwFileTransfer *mw_file_transfer_begin  (GFile *file, MwOperation *operation, MwFileTransferFunc done, gpointer data);
/* From here on the operation is not touched any more. */
void            mw_file_transfer_cancel (MwFileTransfer *self);
/* NULL after a cancellation. */
MwOperation    *mw_file_transfer_get_operation (MwFileTransfer *self);

G_END_DECLS
