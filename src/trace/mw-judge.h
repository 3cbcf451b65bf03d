/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mw-time.h"
#include "mw-verify.h"

G_BEGIN_DECLS

/* Private to the judge: what its rules share.  A rule is a fold of its own over the events; it sees each event
 * together with the state of the event's task before and after, and tells what it finds. */

typedef struct _MwRule  MwRule;
typedef struct _MwJudge MwJudge;

/* Each of the functions may be NULL. */
struct _MwRule
{
  const char *name;
  gsize       size;   /* of the rule's own state, zeroed at the beginning; 0: none */
  void      (*read)  (MwJudge *judge, gpointer state, const MwEvent *event);
  void      (*end)   (MwJudge *judge, gpointer state);
  void      (*clear) (gpointer state);
};

struct _MwJudge
{
  MwTrace      *trace;
  GPtrArray    *findings;
  guint         limit;
  const MwRule *rule;     /* the one that is asked */
  gsize         index;    /* of the event at hand; after the last one the number of events */
  gint64        end;      /* time of the last event */
  guint32       n_tasks;  /* created so far */
  GArray       *states;   /* guint8 MwState per task; index = id */
  MwState       before;   /* of the event's task; NONE for the run itself */
  MwState       after;    /* the same as before where the event is not legal */
  gboolean      legal;
  gboolean      has_end;  /* an event that ends the run was seen */
  MwRunEnd      run_end;
};

void        mw_judge_find      (MwJudge *judge, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* "task 3 (fetch 2)" in a buffer that the caller frees */
char       *mw_judge_name_task (MwJudge *judge, guint32 task);
/* The element of ARRAY for TASK, made (zeroed) where there is none yet. */
gpointer    mw_judge_of_task   (GArray **array, gsize size, guint32 task);

static inline gboolean
mw_judge_is_done (const MwJudge *judge)
{
  return judge->findings->len >= judge->limit;
}

/* mw-rules-form.c */
extern const MwRule mw_rule_time, mw_rule_reference, mw_rule_transition, mw_rule_run_end, mw_rule_ending;
/* mw-rules-loop.c */
extern const MwRule mw_rule_lane, mw_rule_iteration, mw_rule_loop_time;
/* mw-rules-times.c */
extern const MwRule mw_rule_state_times, mw_rule_in_flight;
/* mw-rules-gate.c */
extern const MwRule mw_rule_value, mw_rule_hand_over, mw_rule_owner;
/* mw-rules-worker.c */
extern const MwRule mw_rule_worker;
/* mw-rules-line.c */
extern const MwRule mw_rule_line, mw_rule_tokens;
/* mw-rules-deadline.c */
extern const MwRule mw_rule_deadline, mw_rule_attempt;
/* mw-rules-group.c */
extern const MwRule mw_rule_group;
/* mw-rules-request.c */
extern const MwRule mw_rule_phase, mw_rule_connection;
/* mw-rules-room.c */
extern const MwRule mw_rule_room;

G_END_DECLS
