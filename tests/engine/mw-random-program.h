/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mw-build.h"
#include "mw-random.h"

#define N_COROUTINES 6
#define N_GENERATORS 2   /* come after them */
#define N_SLOTS      3
#define MAX_GROUPS   8   /* each has a slot of its own */

/* A random program: coroutines that call later ones, generators, two semaphores, a pool.  PYTHON: only steps that asyncio has.
 * Printed lines name their place. */
MwProgram *mw_random_program (guint64 seed, MwExecutor executor, gboolean python);

/* The same program as Python functions c0 … whose names end in SEED. */
void       mw_random_program_to_python (MwProgram *program, guint64 seed, GString *text);
