/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mw-scenario-private.h"

G_BEGIN_DECLS

typedef enum
{
  MW_MODULE_ASYNCIO = 1 << 0,
  MW_MODULE_FUTURES = 1 << 1,
  MW_MODULE_HTTPX = 1 << 2,
  MW_MODULE_RANDOM = 1 << 3,
  MW_MODULE_THREADING = 1 << 4,
  MW_MODULE_TIME = 1 << 5,
  MW_MODULE_AIOSQLITE = 1 << 6,
  MW_MODULE_PATHLIB = 1 << 7,
  MW_MODULE_SQLITE = 1 << 8,
  MW_MODULE_LIMITER = 1 << 9,
  MW_MODULE_QUEUE = 1 << 10,
  MW_MODULE_CACHETOOLS = 1 << 11,
  MW_MODULE_COLLECTIONS = 1 << 12,
  MW_MODULE_CONTEXTLIB = 1 << 13,
  MW_MODULE_WEBSOCKETS = 1 << 14,
} MwModules;

/* Classes that the lines need and Python does not have. */
typedef enum
{
  MW_HELPER_RESOURCE = 1 << 0,
  MW_HELPER_LIMITER = 1 << 1,
} MwHelpers;

/* A listing while it is written. */
typedef struct
{
  MwScenario *scenario;
  guint       variant;
  MwExecutor  executor;
  guint       lang;
  GArray     *lines;       /* of MwListingLine */
  guint       indent;
  guint       n_retries;   /* around this place */
  MwModules   modules;     /* that the lines need */
  MwHelpers   helpers;
  gboolean    computes;    /* they need compute () */
  gboolean    drops;       /* they need send_or_drop () */
  gboolean   *parameters;  /* that they name */
  gboolean   *resources;
} MwListing;

G_GNUC_PRINTF (3, 4)
void  mw_listing_add        (MwListing *self, guint32 step, const char *format, ...);
void  mw_listing_add_steps  (MwListing *self, const MwNode *nodes, guint n_nodes);
/* EXPRESSION as Python; transfer full. */
char *mw_listing_expression (MwListing *self, const MwExpression *expression);
char *mw_listing_quote      (const char *text, gboolean formatted);

/* Parts of a line, for the writers of steps; texts are transfer full unless const. */
char       *mw_listing_value_of      (MwListing *self, const MwNode *node, const char *key);
/* Which of a field's words is meant in this variant. */
gint64      mw_listing_word_of       (MwListing *self, const MwNode *node, const char *key);
const char *mw_listing_await_of      (MwListing *self);
char       *mw_listing_assignment_of (const MwNode *node);
char       *mw_listing_call_of       (MwListing *self, const MwNode *node, gboolean submitted);
char       *mw_listing_loop_of       (MwListing *self, const MwNode *node, const char *times_key);
void        mw_listing_add_inner     (MwListing *self, const MwNode *node, const char *key);

/* What stands around each call of a list. */
typedef struct
{
  const char *open;
  const char *close;
  gboolean    submitted;   /* function and arguments, not a call */
} MwWrap;

extern const MwWrap mw_listing_bare, mw_listing_submitted;

void        mw_listing_add_calls     (MwListing *self, const MwNode *node, const char *open, const char *option, const char *close, const MwWrap *wrap);
void        mw_listing_add_futures   (MwListing *self, const MwNode *node, const char *as, const char *collect);
gboolean    mw_listing_is_one_loop   (const MwCell *calls);
char       *mw_listing_collect_of    (MwListing *self, const MwNode *node);
/* Whether a step of CODE stands anywhere in the steps of NODES. */
gboolean    mw_listing_has           (const MwNode *nodes, guint n_nodes, gint code);

void        mw_listing_write_yield   (MwListing *self, const MwNode *node);
void        mw_listing_write_batches (MwListing *self, const MwNode *node);
void        mw_listing_write_completed (MwListing *self, const MwNode *node);
void        mw_listing_write_arrivals (MwListing *self, const MwNode *node);
void        mw_listing_write_group   (MwListing *self, const MwNode *node);
void        mw_listing_write_shield  (MwListing *self, const MwNode *node);
void        mw_listing_write_forget  (MwListing *self, const MwNode *node);
void        mw_listing_write_for_each (MwListing *self, const MwNode *node);
void        mw_listing_write_stream  (MwListing *self, const MwNode *node);
void        mw_listing_write_emit    (MwListing *self, const MwNode *node);
/* Of a session: "https://news.example"; transfer full. */
char       *mw_listing_site_of       (MwListing *self, const MwShared *session);
gboolean    mw_listing_is_fresh      (MwListing *self, const MwShared *session);

void        mw_listing_write_gather  (MwListing *self, const MwNode *node);
void        mw_listing_write_retry   (MwListing *self, const MwNode *node);
void        mw_listing_write_try     (MwListing *self, const MwNode *node);

void        mw_listing_write_write_file    (MwListing *self, const MwNode *node);
void        mw_listing_write_read_file     (MwListing *self, const MwNode *node);
void        mw_listing_write_execute       (MwListing *self, const MwNode *node);
void        mw_listing_write_query         (MwListing *self, const MwNode *node);
void        mw_listing_write_commit        (MwListing *self, const MwNode *node);
void        mw_listing_write_with_database (MwListing *self, const MwNode *node);
void        mw_listing_add_database        (MwListing *self, const MwShared *shared);
void        mw_listing_write_connect   (MwListing *self, const MwNode *node);
void        mw_listing_write_receive   (MwListing *self, const MwNode *node);
void        mw_listing_write_send      (MwListing *self, const MwNode *node);
void        mw_listing_write_broadcast (MwListing *self, const MwNode *node);
/* What the error "connection" is in Python: that of WebSockets where a scenario has nothing else. */
const char *mw_listing_connection_error (MwListing *self);
#define MW_DECLARE_WRITER(step) void mw_listing_write_##step (MwListing *self, const MwNode *node)
MW_DECLARE_WRITER (open);   MW_DECLARE_WRITER (close); MW_DECLARE_WRITER (put);  MW_DECLARE_WRITER (take); MW_DECLARE_WRITER (consume);
MW_DECLARE_WRITER (task_done); MW_DECLARE_WRITER (join); MW_DECLARE_WRITER (signal); MW_DECLARE_WRITER (wait); MW_DECLARE_WRITER (read);
MW_DECLARE_WRITER (write);  MW_DECLARE_WRITER (cached);
#undef MW_DECLARE_WRITER

/* What makes a resource, at the head; its value under KEY is transfer full. */
char       *mw_listing_resource_value (MwListing *self, const MwShared *shared, const char *key);
void        mw_listing_add_semaphore (MwListing *self, const MwShared *shared);
void        mw_listing_add_lock      (MwListing *self, const MwShared *shared);
void        mw_listing_add_limiter   (MwListing *self, const MwShared *shared);
void        mw_listing_add_queue     (MwListing *self, const MwShared *shared);
void        mw_listing_add_event     (MwListing *self, const MwShared *shared);
void        mw_listing_add_value     (MwListing *self, const MwShared *shared);
void        mw_listing_add_scope     (MwListing *self, const MwShared *shared);
void        mw_listing_add_cache     (MwListing *self, const MwShared *shared);
/* "global counter" for each value that NODES write and NAMES does not hold yet. */
void        mw_listing_add_globals   (MwListing *self, const MwNode *nodes, guint n_nodes, GPtrArray *names);
void        mw_listing_add_helpers   (MwListing *self);

/* The value of a parameter in this variant, as long as nobody changes it. */
gint64      mw_listing_parameter     (MwListing *self, guint index);

static inline gboolean
mw_listing_is_async (MwListing *self)
{
  return self->executor == MW_EXECUTOR_LOOP;
}

G_END_DECLS
