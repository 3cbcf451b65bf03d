/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mw-program.h"
#include "mw-scenario.h"

G_BEGIN_DECLS

/* The format as data: one row per key.  The reader, its messages, the compiler, data/scenario.schema.json and the
 * tables of docs/scenarios.md follow these rows; a step of a new kind is a new row in mw-format-steps.c and a line
 * of Python in mw-listing-steps.c. */

#define MW_FORMAT_NAME "meanwhile-scenario/1"

#define MW_MAX_PARAMETERS  32
#define MW_MAX_RESOURCES   64
#define MW_MAX_COROUTINES  128
#define MW_MAX_ARGUMENTS   32
#define MW_MAX_VARIABLES   1000       /* of a coroutine, each time that one is set */
#define MW_MAX_VARIANTS    8
#define MW_MAX_CLAIMS      128
#define MW_MAX_BEATS       40
#define MW_MAX_STEPS       10000      /* written in one list */
#define MW_MAX_NUMBER      1000000000 /* of a value */
#define MW_MAX_TIMES       100000     /* of a repeat or of calls in a gather */
#define MW_MAX_TASKS       100000     /* of one variant */
#define MW_MAX_FILE        16777216   /* bytes of a file */
#define MW_MAX_DISK        268435456  /* bytes of all files of a disk */
#define MW_MAX_WORK        10000000   /* steps that one variant takes */

/* What a variable or an expression is. */
typedef enum
{
  MW_TYPE_NONE,
  MW_TYPE_NUMBER,
  MW_TYPE_DURATION,
  MW_TYPE_TEXT,
  MW_TYPE_TASK,
  MW_TYPE_LIST,
  MW_TYPE_ANY,      /* what a call returns */
  MW_TYPE_GROUP,    /* of tasks */
} MwType;

/* What the value of a key may be. */
typedef enum
{
  /* expressions */
  MW_FIELD_DURATION,
  MW_FIELD_NUMBER,
  MW_FIELD_FACTOR,     /* × 1000 */
  MW_FIELD_TEXT,
  MW_FIELD_VALUE,
  MW_FIELD_WORD,       /* one of words */
  MW_FIELD_SWITCH,
  /* the rest of a step */
  MW_FIELD_NAME,       /* of a variable that is set; of the type given by defines */
  MW_FIELD_TASK,       /* a variable that holds a task */
  MW_FIELD_GROUP,      /* a variable that a group around the step has set */
  MW_FIELD_LIST,       /* a variable that holds a list, or the elements themselves */
  MW_FIELD_COROUTINE,
  MW_FIELD_ARGUMENTS,
  MW_FIELD_RESOURCE,   /* of one of kinds */
  MW_FIELD_STEPS,
  MW_FIELD_CALLS,
  MW_FIELD_CODES,
  MW_FIELD_VALUES,     /* numbers and texts, one after the other */
  MW_FIELD_COLUMNS,    /* variables that are set, with their types */
  /* of resources alone */
  MW_FIELD_TYPE,       /* the format's own name */
  MW_FIELD_NUMBERS,    /* constants */
  MW_FIELD_FAULTS,     /* rows of mw_format_fault */
  MW_FIELD_URLS,       /* of http and https */
  /* what is read outside steps and resources */
  MW_FIELD_FORMAT,
  MW_FIELD_ID,
  MW_FIELD_LOCALISED,
  MW_FIELD_PARAGRAPHS,
  MW_FIELD_SEED,
  MW_FIELD_PARAMETERS,
  MW_FIELD_RESOURCES,
  MW_FIELD_COROUTINES,
  MW_FIELD_VARIANTS,
  MW_FIELD_CLAIMS,
  MW_FIELD_BEATS,
  MW_FIELD_GUIDE,
  MW_FIELD_ANSWERS,
  MW_FIELD_QUOTED,
  MW_FIELD_TIME,       /* a duration that is written out */
  MW_FIELD_TYPES,      /* the arguments of a coroutine */
  MW_FIELD_EXECUTOR,
  MW_FIELD_OVERRIDES,
  MW_FIELD_SETTING,    /* a value of the parameter's own type */
  MW_FIELD_WORDS,
  MW_FIELD_MEASURED,   /* a value in the measure's unit */
  MW_N_FIELD_TYPES
} MwFieldType;

typedef enum
{
  MW_FIELD_REQUIRED = 1 << 0,
  MW_FIELD_FIXED = 1 << 1,   /* a constant or a parameter: no variable, list or draw */
  MW_FIELD_DEFAULT = 1 << 2, /* fallback is the value when the key is missing */
  MW_FIELD_RATE = 1 << 5,    /* so many in a second: a time scale multiplies it */
  MW_FIELD_COUNTS = 1 << 4, /* of MW_FIELD_NAME: 0, 1 … as often as the step says */
  MW_FIELD_DRAWS = 1 << 3,   /* its operand has a draw of its own, though nothing is drawn in the file */
} MwFieldFlags;

typedef struct
{
  const char        *key;
  MwFieldType        type;
  MwFieldFlags       flags;
  gint               place;     /* of steps: operand or block index; of resources: offset in what is compiled; −1: none,
                                 * of a variable: that of a spawn, not the step's */
  gint               place_n;   /* of lists: offset of the count */
  gboolean           wide;      /* of resources: gint64, not guint */
  gint64             min, max, fallback;
  const char *const *words;
  guint              kinds;     /* 1 << MwResourceKind */
  MwType             defines;   /* of MW_FIELD_NAME; MW_TYPE_NONE: the type of the value before it */
  guint              bit;       /* set in MwStep.flags when a switch is on or steps are given; 0: none */
  const char        *help;      /* for the schema and the manual */
} MwField;

typedef struct
{
  const char    *name;    /* the key that names the step; of a resource its type */
  gint           code;    /* MwOp or MwResourceKind */
  const MwField *fields;
  guint          n_fields;
  const char    *help;
} MwFormat;

/* Steps, in the order of the manual. */
const MwFormat *mw_format_get_steps      (guint *n);
const MwFormat *mw_format_get_resources  (guint *n);
/* An element of "gather"; its fields' places are those below. */
extern const MwFormat mw_format_call;
enum { MW_CALL_TIMES, MW_CALL_FROM };

/* An element of "faults"; its places are offsets in MwServiceFault. */
extern const MwFormat mw_format_fault;

extern const MwFormat mw_format_scenario;
extern const MwFormat mw_format_coroutine;
extern const MwFormat mw_format_variant;
extern const MwFormat mw_format_claim;
extern const MwFormat mw_format_beat;
extern const MwFormat mw_format_question, mw_format_answer, mw_format_quoted;
extern const MwFormat mw_format_parameters[4];  /* by MwParameterKind */

const MwField  *mw_format_find_field     (const MwFormat *self, const char *key);
/* "a duration", "a number" …, as in the manual. */
const char     *mw_field_type_name       (MwFieldType type);

typedef enum { MW_UNIT_DURATION, MW_UNIT_RATIO, MW_UNIT_COUNT } MwUnit;
typedef enum { MW_SUBJECT_NONE, MW_SUBJECT_TASK, MW_SUBJECT_RESOURCE, MW_SUBJECT_FINDING } MwSubject;

typedef struct
{
  MwUnit      unit;
  MwSubject   subject;
  gboolean    index;       /* needs "index" */
  gboolean    text;        /* may have "text" */
  gboolean    lines;       /* needs "lines"; has no "expected" */
  const char *help;
} MwMeasureFormat;

const MwMeasureFormat *mw_format_get_measure (MwMeasure measure);

typedef struct
{
  gboolean    task;        /* needs "task" */
  const char *help;
} MwBeatFormat;

/* Of any event but MW_BEAT_AT, which is a key of its own. */
const MwBeatFormat *mw_format_get_beat (MwBeatEvent event);

/* What "on" and "errors" may name besides HTTP statuses. */
typedef struct
{
  const char *name;
  int         code;        /* MwFault */
  const char *python;
} MwFaultName;

const MwFaultName *mw_format_get_faults (guint *n);

extern const char *const mw_format_findings[10]; /* as in mw_diagnosis_name, of which the walls keep us; NULL-terminated */
extern const char *const mw_format_groups[6];
extern const char *const mw_format_types[6];  /* what an argument may be; MwType − 1 */

G_END_DECLS
