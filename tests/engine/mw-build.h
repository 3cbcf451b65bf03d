/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mw-engine.h"
#include "mw-live.h"
#include "mw-simulated.h"
#include "mw-time.h"

/* Programs written in C, for tests: mw_build_sleep (p, …) makes a step, BLOCK (p, step, step …) a block. */

#define MS MW_NS_PER_MS
#define SEC MW_NS_PER_SEC

MwOperand mw_build_number   (gint64 number);
MwOperand mw_build_text     (MwProgram *p, const char *text);
MwOperand mw_build_slot     (guint slot);

MwStep    mw_build_step     (MwProgram *p, MwOp op, MwOperand a);
MwStep    mw_build_print    (MwProgram *p, const char *text);
MwStep    mw_build_sleep    (MwProgram *p, gint64 ns);
MwStep    mw_build_spawn    (MwProgram *p, MwOp op, guint coroutine, guint n_arguments, const MwOperand *arguments);
MwStep    mw_build_gather   (MwProgram *p, guint n, const guint *coroutines, guint flags);
MwStep    mw_build_scope    (MwProgram *p, MwOp op, guint32 ref, MwOperand a, MwBlock block);
MwBlock   mw_build_block    (MwProgram *p, guint n, const MwStep *steps);

#define BLOCK(p, ...) mw_build_block (p, G_N_ELEMENTS (((MwStep[]) { __VA_ARGS__ })), (MwStep[]) { __VA_ARGS__ })

/* Coroutine INDEX of the program (grown as needed). */
void      mw_build_coroutine (MwProgram *p, guint index, const char *name, guint n_arguments, guint n_slots, MwBlock body);
guint32   mw_build_resource  (MwProgram *p, const char *name, MwResourceKind kind, gint64 limit);
MwProgram *mw_build_program  (MwExecutor executor);

/* Files and databases for tests: a file has 1000 bytes unless it was written, "gone" is not there; a statement changes
 * one row, and a query finds two: 0, 1 … and 100, 101 …  A folder or SQLite is not needed for the order of things. */
MwStorage *mw_build_storage  (void);
MwStep    mw_build_file      (MwProgram *p, MwOp op, guint32 disk, const char *name, gint64 bytes);
MwStep    mw_build_statement (MwProgram *p, MwOp op, guint32 database, guint n_columns);
/* Runs P and returns its trace; asserts that the judge finds nothing. */
MwTrace  *mw_build_simulate  (MwProgram *p);
MwTrace  *mw_build_run_live  (MwProgram *p);
/* "0.000 text | 1.000 text": the printed lines with their times in s; PLAIN: without times. */
char     *mw_build_console   (MwTrace *trace, gboolean plain);
/* "name done 1.000, name failed 2.000" in the order of their ends. */
char     *mw_build_ends      (MwTrace *trace);
/* Time (ns) and reason of the run's end. */
gint64    mw_build_end       (MwTrace *trace, MwRunEnd *why);
/* How often an event of KIND occurs. */
guint     mw_build_count     (MwTrace *trace, MwEventKind kind);
