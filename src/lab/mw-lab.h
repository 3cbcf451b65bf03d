/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mw-backend.h"
#include "mw-network.h"

G_BEGIN_DECLS

/* The built-in HTTP server: loopback only, own thread, port chosen by the system. */
typedef struct _MwLab MwLab;

/* Starts the server and returns when it listens; NULL and ERROR (MW_ERROR_RUN) when it cannot. */
MwLab      *mw_lab_new         (GError **error);
/* Stops the thread and joins it. */
void        mw_lab_free        (MwLab *self);
guint       mw_lab_get_port    (MwLab *self);

/* What the server itself counted for one run (any thread). */
typedef struct
{
  guint connections;    /* that have asked for something */
  guint requests;
  guint messages;       /* that clients of rooms have taken */
  guint max_in_service; /* most requests at once between their arrival and their last byte */
} MwLabCount;

/* Opens the services of PROGRAM under a path token of their own, with counts at zero; EPOCH as in mw_live_new.
 * With CONSENT (NULL: none), services that have real URLs are not opened: their sessions ask the network.
 * The client side for one run, to be made and used on the run's loop thread with its thread-default context. */
MwServices *mw_lab_client_new  (MwLab *self, const MwProgram *program, gint64 epoch, MwConsent *consent);
/* ns that a client of PROGRAM needs before its epoch, to open the connections that are to be there by then. */
gint64      mw_lab_client_lead (const MwProgram *program);
void        mw_lab_client_count (MwServices *client, MwLabCount *count);
/* Any thread, while CLIENT lives: ends every blocking call, those under way and those to come, with
 * MW_FAULT_CONNECTION.  A loop thread that is blocked in one cannot be stopped otherwise. */
void        mw_lab_client_interrupt (MwServices *client);

/* The same services as a model on the virtual clock of BACKEND (mw_simulated_new). */
MwServices *mw_lab_model_new   (const MwProgram *program, MwBackend *backend);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MwLab, mw_lab_free)

G_END_DECLS
