/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "lab-diary.h"

/* A lab with one client on a context of its own, and waits that end. */

typedef struct
{
  MwLab        *lab;
  GMainContext *context;
  MwProgram    *program;
  MwServices   *client;
} Live;

void     live_init  (Live *self, const MwServiceSpec *spec, guint max_conns);
void     live_clear (Live *self);
void     live_begin (Live *self, Diary *diary);
/* Iterates the context until *COUNT is WANTED; fails the test where that takes longer than any machine needs. */
void     live_wait  (Live *self, const guint *count, guint wanted);
/* The same until the server has counted WANTED requests. */
void     live_wait_for_requests (Live *self, guint wanted);
/* The same until not more than WANTED descriptors are open. */
void     live_wait_for_descriptors (Live *self, guint wanted);
guint    live_count_descriptors (void);
