/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <libsoup/soup.h>

#include "mw-door.h"
#include "mw-lab.h"
#include "mw-service.h"

G_BEGIN_DECLS

/* What the server counted for one run. */
typedef struct
{
  gint       ref_count;
  GMutex     mutex;
  MwLabCount count;
  guint      in_service;
} MwLabRun;

MwLabRun *mw_lab_run_new   (void);
MwLabRun *mw_lab_run_ref   (MwLabRun *self);
void      mw_lab_run_unref (MwLabRun *self);

/* One service or room of one run, behind a token of its own; MODEL belongs to the server's thread. */
typedef struct
{
  gint       ref_count;
  MwLabRun  *run;
  MwService *model;      /* NULL: a room */
  MwRoomSpec *room;      /* NULL: a service */
  gint64     epoch;
  guint64    generation; /* of the server when it was opened */
  MwDoor    *door;       /* of its own; NULL: the lab's port */
} MwLabService;

void          mw_lab_service_unref (MwLabService *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MwLabRun, mw_lab_run_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MwLabService, mw_lab_service_unref)

/* PORT 0: the system chooses. */
MwLab        *mw_lab_new_on_port   (guint16 port, GError **error);
void          mw_lab_stop          (MwLab *self);
GMainContext *mw_lab_get_context   (MwLab *self);
char         *mw_lab_open_service  (MwLab *self, const MwServiceSpec *spec, guint64 seed, gint64 epoch, MwLabRun *run,
                                    char **site);
char         *mw_lab_open_room     (MwLab *self, const MwRoomSpec *spec, MwLabRun *run);
GTlsCertificate *mw_lab_get_certificate (MwLab *self);
void          mw_lab_close_service (MwLab *self, const char *token);
MwLabService *mw_lab_dup_service   (MwLab *self, const char *token);

/* The server on its thread: made, used and freed there, with the thread-default context. */
typedef struct _MwLabServer MwLabServer;

MwLabServer  *mw_lab_server_new    (MwLab *lab, guint16 port, GError **error);
gboolean      mw_lab_server_renew  (MwLabServer *self);
void          mw_lab_server_forget (MwLabServer *self, guint64 before);
guint16       mw_lab_server_get_port (MwLabServer *self);
void          mw_lab_server_adopt  (MwLabServer *self, GIOStream *stream, GSocketConnection *connection);
void          mw_lab_server_free   (MwLabServer *self);

/* Connections that a session without limits of its own may open. */
#define MW_LAB_MAX_CONNS 1024

guint         mw_lab_session_limit (const MwProgramResource *session);
guint         mw_lab_session_warm  (const MwProgram *program, const MwProgramResource *session);

G_END_DECLS
