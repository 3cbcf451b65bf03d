/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "mw-program.h"

G_BEGIN_DECLS

/* A scenario as read from its file: immutable, reference counted atomically, texts in English and French. */
typedef struct _MwScenario MwScenario;

/* LANG is "en" or "fr" everywhere; anything else reads English. */

typedef enum
{
  MW_PARAMETER_NUMBER,
  MW_PARAMETER_DURATION,  /* ns */
  MW_PARAMETER_CHOICE,    /* index into choices */
  MW_PARAMETER_SWITCH,    /* 0 or 1 */
} MwParameterKind;

typedef struct
{
  const char     *name;       /* "stories" */
  MwParameterKind kind;
  gint64          value;      /* the default */
  gint64          min, max, step;
  const char    **choices;    /* NULL-terminated names; of a choice */
} MwParameter;

typedef struct
{
  const char *id;
  MwExecutor  executor;
  guint       threads;
} MwVariant;

typedef enum
{
  MW_MEASURE_MAKESPAN,      /* ns */
  MW_MEASURE_SPEED_UP,      /* × 1000, against the first variant */
  MW_MEASURE_MAX_IN_FLIGHT,
  MW_MEASURE_DONE,          /* tasks with that outcome */
  MW_MEASURE_FAILED,
  MW_MEASURE_TIMED_OUT,
  MW_MEASURE_CANCELLED,
  MW_MEASURE_TASKS,
  MW_MEASURE_LOOP_BUSY,     /* ns */
  MW_MEASURE_LOOP_IDLE,     /* ns */
  MW_MEASURE_LONGEST_ITERATION, /* ns */
  MW_MEASURE_LONGEST_GAP,   /* ns between two lines printed by the task *subject* */
  MW_MEASURE_ENDED,         /* ns: when the task *subject* ended */
  MW_MEASURE_ATTEMPTS,      /* of the task *subject* */
  MW_MEASURE_ATTEMPT_TIME,  /* ns: when attempt *index* of *subject* began */
  MW_MEASURE_MAX_IN_USE,    /* of the resource *subject* */
  MW_MEASURE_PRINTED,       /* lines printed; with *text*: that are equal to it */
  MW_MEASURE_ORDER,         /* the printed lines, joined by MW_LINE_SEPARATOR, are *text* */
  MW_MEASURE_FINDINGS,      /* of the kind *subject* (mw_diagnosis_name) */
  MW_MEASURE_FORGOTTEN,     /* coroutines that were never awaited */
  MW_MEASURE_SENT,          /* messages to clients of the room *subject* */
  MW_MEASURE_FINAL_VALUE,   /* of the resource *subject*: what it showed last */
  MW_MEASURE_LOST_UPDATES,  /* of the value *subject*: writes over one that was not read */
  MW_MEASURE_RATE,          /* most lines in any second; with *text*: that are equal to it */
  MW_MEASURE_MEAN_LIFE,     /* ns: mean time from the beginning to the end of the tasks, but for the entry task */
  MW_MEASURE_CONNECTIONS,   /* that the session *subject* opened */
  MW_MEASURE_ANSWERED,      /* requests with the status *index* */
  MW_N_MEASURES
} MwMeasure;

#define MW_LINE_SEPARATOR " | "

typedef struct
{
  MwMeasure   measure;
  guint       variant;     /* index */
  const char *subject;     /* task or resource name; NULL */
  guint       index;
  const char *text;        /* NULL */
  gint64      expected;    /* with the default parameters */
  gint64      tolerance;   /* allowed live, ± in the same unit; the simulated clock is exact */
  gint64      exact_tolerance; /* on the simulated clock; 0 unless the file says so */
  gint64      seed_figure; /* what the seed document printed, same unit; −1: nothing */
} MwClaim;

/* Where a beat stands: at a time of its own, or where something happens in the run. */
typedef enum
{
  MW_BEAT_AT,         /* ns from the start */
  MW_BEAT_CREATED,    /* the task *task* … */
  MW_BEAT_STARTED,
  MW_BEAT_SUSPENDED,  /* … for the index-th time */
  MW_BEAT_WAITING,    /* … for others, not for time or the outside world */
  MW_BEAT_WOKEN,      /* is ready again */
  MW_BEAT_RESUMED,
  MW_BEAT_PRINTED,
  MW_BEAT_ENDED,
  MW_BEAT_LOOP_IDLE,  /* the loop has nothing to do, for the index-th time */
  MW_BEAT_RUN_ENDED,
  MW_N_BEATS
} MwBeatEvent;

/* One moment of the telling. */
typedef struct
{
  const char *caption;
  guint       variant;     /* index */
  MwBeatEvent event;
  gint64      at;          /* ns; of MW_BEAT_AT */
  const char *task;        /* NULL where the event is not of a task */
  guint       index;       /* 1, 2 … */
} MwBeat;

typedef struct
{
  const char *code;        /* one line of the listing, indented */
  guint32     step;        /* MwStep.id that lights it; 0: none */
} MwListingLine;

MwScenario  *mw_scenario_load        (const char *path, GError **error);
MwScenario  *mw_scenario_parse       (GBytes *bytes, const char *name_for_messages, GError **error);
MwScenario  *mw_scenario_ref         (MwScenario *self);
void         mw_scenario_unref       (MwScenario *self);

/* The text it was read from, in UTF-8; transfer none. */
GBytes      *mw_scenario_get_source  (MwScenario *self);
const char  *mw_scenario_get_id      (MwScenario *self);
const char  *mw_scenario_get_group   (MwScenario *self);  /* "waiting", "limits", "failing", "flow", "loop" */
const char  *mw_scenario_get_title   (MwScenario *self, const char *lang);
const char  *mw_scenario_get_summary (MwScenario *self, const char *lang);
/* The explanation, paragraphs separated by an empty line. */
const char  *mw_scenario_get_text    (MwScenario *self, const char *lang);

guint              mw_scenario_get_n_parameters    (MwScenario *self);
const MwParameter *mw_scenario_get_parameter       (MwScenario *self, guint index);
gint               mw_scenario_find_parameter      (MwScenario *self, const char *name);
const char        *mw_scenario_get_parameter_label (MwScenario *self, guint index, const char *lang);
/* VALUE as text that parse_value reads back: "5", "240ms", "on", a choice's name; transfer full. */
char              *mw_scenario_format_value        (MwScenario *self, guint parameter, gint64 value);
/* Reads "5", "240ms", "on", a choice's name; checks the range; the message says what is allowed. */
gboolean           mw_scenario_parse_value         (MwScenario *self, guint parameter, const char *text, gint64 *value, GError **error);

guint              mw_scenario_get_n_variants      (MwScenario *self);
const MwVariant   *mw_scenario_get_variant         (MwScenario *self, guint index);
gint               mw_scenario_find_variant        (MwScenario *self, const char *id);
const char        *mw_scenario_get_variant_title   (MwScenario *self, guint index, const char *lang);

guint              mw_scenario_get_n_claims        (MwScenario *self);
/* Subjects and printed lines are in the language of the run: a run in English is judged by the first. */
const MwClaim     *mw_scenario_get_claim           (MwScenario *self, guint index);
const MwClaim     *mw_scenario_get_claim_in        (MwScenario *self, guint index, const char *lang);
const char        *mw_measure_name                 (MwMeasure measure);

/* The telling of the scenario, in its order; captions and names of tasks in LANG. */
guint              mw_scenario_get_n_beats         (MwScenario *self);
const MwBeat      *mw_scenario_get_beat            (MwScenario *self, guint index, const char *lang);

guint64            mw_scenario_get_seed            (MwScenario *self);
/* By which every duration is divided when it runs; 1: true to life. */
gint64             mw_scenario_get_time_scale      (MwScenario *self);
gboolean           mw_scenario_needs_lab           (MwScenario *self);
/* The hosts that stand for its services on the network, each once; empty: there is none; transfer full. */
char             **mw_scenario_dup_hosts           (MwScenario *self);
gboolean           mw_scenario_computes            (MwScenario *self);

/* The code of VARIANT as a listing in Python-like notation (array of MwListingLine, transfer full, freed with
 * g_array_unref; the lines are never freed).  Its texts are English, or LANG's. */
GArray            *mw_scenario_get_listing         (MwScenario *self, guint variant);
GArray            *mw_scenario_get_listing_in      (MwScenario *self, guint variant, const char *lang);

/* VALUES: one per parameter, or NULL for the defaults.  LANG decides the printed lines' language. */
MwProgram         *mw_scenario_compile             (MwScenario *self, guint variant, const gint64 *values,
                                                    guint64 seed, const char *lang, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MwScenario, mw_scenario_unref)

G_END_DECLS
