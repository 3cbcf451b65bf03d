/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mw-format.h"
#include "mw-guide.h"
#include "mw-place.h"
#include "mw-scenario.h"

G_BEGIN_DECLS

/* The scenario as read: a tree over the rows of mw-format.h, all of it in one arena. */

#define MW_N_LANGUAGES 2   /* en, fr */

guint mw_language_index (const char *lang);

typedef struct _MwExpression MwExpression;
typedef struct _MwNode       MwNode;

typedef struct
{
  const char         *name;
  MwType              type;
  guint               slot;
  const MwExpression *from;    /* of a counting variable: added to the engine's 0, 1 …; NULL: nothing */
  const MwExpression *times;   /* of a counting variable: how far it counts; NULL: it does not count, or once */
  gboolean            closed;  /* of a group: it was left */
} MwVariable;

typedef enum
{
  MW_EXPRESSION_NUMBER,      /* number; of any type but text */
  MW_EXPRESSION_TEXT,        /* text */
  MW_EXPRESSION_PARAMETER,   /* number: its index */
  MW_EXPRESSION_VARIABLE,    /* variable */
  MW_EXPRESSION_ITEM,        /* items, index */
  MW_EXPRESSION_UNIFORM,     /* items: low, high */
  MW_EXPRESSION_EXPONENTIAL, /* items: mean */
  MW_EXPRESSION_TEMPLATE,    /* items */
  MW_EXPRESSION_LANGUAGES,   /* items: one per language */
  MW_EXPRESSION_LIST,        /* items */
  MW_EXPRESSION_DONE,        /* variable: of a task */
  MW_EXPRESSION_SUM,         /* items */
} MwExpressionKind;

struct _MwExpression
{
  MwExpressionKind     kind;
  MwType               type;
  gint64               number;
  const char          *text;      /* of a parameter or variable its name */
  const MwVariable    *variable;
  const MwExpression **items;
  guint                n_items;
  const MwExpression  *index;
  guint32              site;
};

/* What stands under one key of a step. */
typedef struct
{
  gboolean             given;
  const MwExpression  *expression;  /* durations, numbers, texts, values, words, switches, tasks */
  guint                ref;         /* coroutine index; resource id (index + 1) */
  const MwVariable    *variable;    /* that is set */
  MwNode              *nodes;       /* steps, calls */
  guint                n_nodes;
  const MwExpression **arguments;   /* in the order of the callee's arguments */
  guint                n_arguments;
  const MwVariable   **variables;   /* columns */
  guint                n_variables;
  int                 *codes;
  guint                n_codes;
  guint32              site;
} MwCell;

struct _MwNode
{
  const MwFormat *format;
  guint32         id;
  const char     *path;   /* "$.coroutines.main.steps[0]" */
  MwCell         *cells;  /* one per row of the format */
};

typedef struct
{
  const char         *name;
  const MwExpression *task_name;    /* NULL: not given */
  GPtrArray          *variables;    /* of MwVariable; the arguments come first, a later one hides an earlier */
  guint               n_arguments;
  guint               n_slots;
  MwNode             *nodes;
  guint               n_nodes;
} MwRoutine;

typedef struct _MwShared MwShared;

/* A resource, or an element of a list in one. */
struct _MwShared
{
  const char          *name;
  const MwFormat      *format;
  const MwExpression **cells;       /* one per row; NULL: not given, or not an expression */
  gint64             **numbers;     /* of MW_FIELD_NUMBERS */
  guint               *n_numbers;   /* of lists */
  const char        ***urls;        /* of MW_FIELD_URLS */
  guint               *refs;        /* of MW_FIELD_RESOURCE */
  MwShared           **rows;        /* of MW_FIELD_FAULTS */
};

typedef struct
{
  const char *title[MW_N_LANGUAGES];
  guint       entry;
  guint       cores;
  gboolean    one_lock;
  gboolean   *overridden;           /* one per parameter */
  gint64     *overrides;
} MwVariantPlan;

struct _MwScenario
{
  gint          ref_count;
  GStringChunk *strings;
  GPtrArray    *arena;

  const char   *file;               /* for messages */
  GBytes       *source;
  const char   *id;
  const char   *group;
  const char   *title[MW_N_LANGUAGES];
  const char   *summary[MW_N_LANGUAGES];
  const char   *text[MW_N_LANGUAGES];
  guint64       seed;
  gint64        time_scale;
  guint         n_steps;
  guint         n_sites;

  MwParameter  *parameters;
  const char *(*labels)[MW_N_LANGUAGES];
  guint         n_parameters;
  MwShared     *shared;
  guint         n_shared;
  MwRoutine    *routines;
  guint         n_routines;
  MwVariant    *variants;
  MwVariantPlan *plans;
  guint         n_variants;
  MwClaim      *claims[MW_N_LANGUAGES];
  guint         n_claims;
  MwBeat       *beats[MW_N_LANGUAGES];
  guint         n_beats;
  MwGuideQuestion *questions[MW_N_LANGUAGES];
  guint         n_questions;
  MwQuotedFigure *quoted[MW_N_LANGUAGES];
  guint         n_quoted;
};

MwScenario *mw_scenario_new    (const char *file);
/* Zeroed memory and copies of texts that live as long as the scenario. */
gpointer    mw_scenario_alloc  (MwScenario *self, gsize n_elements, gsize element_size);
const char *mw_scenario_intern (MwScenario *self, const char *text);

/* Readers, one file each; all set the place's error and return FALSE. */
gboolean mw_read_keys       (const MwPlace *object, const MwFormat *format);
gboolean mw_read_localised  (MwScenario *self, const MwPlace *place, const char *texts[MW_N_LANGUAGES]);
/* The id of a scenario, or of a part of one. */
gboolean mw_read_id         (MwScenario *self, const MwPlace *place, const char **id);
gboolean mw_read_name       (MwScenario *self, const MwPlace *owner, const char *name);
gboolean mw_read_parameters (MwScenario *self, const MwPlace *place);
gboolean mw_read_setting    (const MwParameter *parameter, const MwPlace *place, gint64 *value);
gboolean mw_read_resources  (MwScenario *self, const MwPlace *place);
gboolean mw_read_coroutines (MwScenario *self, const MwPlace *place);
gboolean mw_read_variants   (MwScenario *self, const MwPlace *place);
gboolean mw_read_claims     (MwScenario *self, const MwPlace *place);
gboolean mw_read_beats      (MwScenario *self, const MwPlace *place);
gboolean mw_read_guide      (MwScenario *self, const MwPlace *place);
gboolean mw_read_quoted     (MwScenario *self, const MwPlace *place);
/* One of the variants' ids. */
gboolean mw_read_variant_id (MwScenario *self, const MwPlace *place, guint *variant);
gboolean mw_check_cycles    (MwScenario *self, GError **error);
gboolean mw_check_streams   (MwScenario *self, GError **error);

/* The variables that a step may name. */
typedef struct
{
  MwScenario *scenario;
  MwRoutine  *routine;     /* NULL: no variables here */
  const MwExpression *last; /* the value read last */
} MwScope;

gboolean            mw_read_steps      (MwScope *scope, const MwPlace *place, const MwField *field, MwCell *cell);
gboolean            mw_read_values     (MwScope *scope, const MwPlace *place, const MwField *field, MwCell *cell);
gboolean            mw_read_columns    (MwScope *scope, const MwPlace *place, const MwField *field, MwCell *cell);
gboolean            mw_check_storage_step (const MwPlace *place, const MwNode *node);
const MwExpression *mw_read_expression (MwScope *scope, const MwPlace *place, const MwField *field);
/* As MW_FIELD_VALUE, of one type. */
const MwExpression *mw_read_argument   (MwScope *scope, const MwPlace *place, MwType type);
const MwVariable   *mw_scope_find      (const MwScope *scope, const char *name);
MwVariable         *mw_scope_define    (MwScope *scope, const MwPlace *place, MwType type);
const char         *mw_type_name       (MwType type);

gint  mw_scenario_find_resource  (MwScenario *self, const char *name);
gint  mw_scenario_find_coroutine (MwScenario *self, const char *name);
const MwCell *mw_node_get_cell   (const MwNode *node, const char *key);
guint mw_node_get_callee (const MwNode *node);

/* The text of a duration in a printed line and in Python: seconds, no more digits than needed. */
char *mw_seconds_to_text (gint64 ns);

G_END_DECLS
