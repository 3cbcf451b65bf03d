/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mw-lab.h"
#include "mw-time.h"

/* A program with one service (resource 1) and one session on it (resource 2), and operations that keep a diary. */

#define SESSION 2
#define MS(n)   ((n) * MW_NS_PER_MS)
/* Rows of the faults of a service, among its other members. */
#define FAULTS(...) \
  .faults = (const MwServiceFault[]) { __VA_ARGS__ }, .n_faults = sizeof ((const MwServiceFault[]) { __VA_ARGS__ }) / sizeof (MwServiceFault)

typedef struct
{
  MwOperation operation;
  MwBackend  *backend;     /* whose clock is read; NULL: mw_live_clock() */
  MwPhase     phases[16];
  gint64      times[16];   /* of the phases, on that clock */
  guint       n_phases;
  guint32     connection;  /* the last that was said */
  guint       n_done;
  gint64      time;        /* of done */
  guint       rank;        /* among those that are done: 1, 2 … */
  guint      *n_all_done;  /* shared; NULL: none */
} Diary;

MwProgram  *lab_program   (const MwServiceSpec *spec, guint max_conns, guint64 seed);
void        diary_init    (Diary *self, MwBackend *backend, const char *path, guint *n_all_done);
void        diary_clear   (Diary *self);
const char *diary_phases  (Diary *self, char buffer[64]);
