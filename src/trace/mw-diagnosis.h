/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mw-history.h"

G_BEGIN_DECLS

/* What somebody who knows the field would point at in a run: a loop that was held, a request to stop that was swallowed.
 * Not to be confused with what the judge (mw-verify.h) finds: there the engine is wrong, here the program that ran. */

typedef enum
{
  MW_DIAGNOSIS_BLOCKED,       /* TASK held the loop for RANGE */
  MW_DIAGNOSIS_LONG_TURN,     /* N short callbacks made one iteration as long as RANGE */
  MW_DIAGNOSIS_STARVED,       /* N tasks were ready and had to wait for the loop; TASK the longest, for RANGE */
  MW_DIAGNOSIS_SWALLOWED,     /* TASK was asked to stop and went on to its end, for RANGE */
  MW_DIAGNOSIS_UNSERVED,      /* TASK waited for an item of the queue RESOURCE that never came, until it was cancelled */
  MW_DIAGNOSIS_CUT_OFF,       /* N tasks were cancelled because the entry coroutine had ended; TASK the first */
  MW_DIAGNOSIS_LEAKED,        /* the scope RESOURCE was open N times when the run ended, and since RANGE began never shut */
  MW_DIAGNOSIS_LOST_UPDATE,   /* N writes to the value RESOURCE, TASK's first, overwrote one that the writer had not read */
  MW_DIAGNOSIS_FORGOTTEN,     /* the coroutine TASK was called and never awaited */
  MW_N_DIAGNOSES
} MwDiagnosisKind;

/* From this length on (ns) a turn of the loop is too long: slow_callback_duration of asyncio's debug mode. */
#define MW_DIAGNOSIS_SLOW (100 * MW_NS_PER_MS)

typedef struct
{
  MwDiagnosisKind kind;
  gint64          time;      /* ns: when it could first be said */
  MwRange         range;
  guint32         task;
  guint32         resource;
  guint           n;
} MwDiagnosis;

/* "blocked", "long-turn" …, as claims name them; static. */
const char     *mw_diagnosis_name (MwDiagnosisKind kind);
/* MW_N_DIAGNOSES: there is none of that name. */
MwDiagnosisKind mw_diagnosis_find (const char *name);

/* Of what HISTORY has read, by time; transfer full (of MwDiagnosis).  O(spans). */
GArray         *mw_diagnose       (MwHistory *history);

G_END_DECLS
