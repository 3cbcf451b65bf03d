/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The words of a run file.
 *
 * A line names its fields by what they mean for its kind ("parent", "by", "until"), because people read these files;
 * a field that has no name of its own there is "object", "value" or "why", so that nothing that an event holds is
 * lost.  Adding a kind of event is one row.
 */

#include "mw-run-shape.h"

#define PLAIN "object", "value", "why"

static const MwRunShape shapes[MW_N_EVENTS] = {
  [MW_EVENT_CREATED] = { "parent", "name", "why", .value_is_text = TRUE },
  [MW_EVENT_READY] = { "by", "value", "why" },
  [MW_EVENT_RUNNING] = { PLAIN },
  [MW_EVENT_SUSPENDED] = { "on", "until", "why", .reason_always = TRUE, .value_default = -1 },
  [MW_EVENT_BLOCKING_BEGIN] = { "on", "value", "why" },
  [MW_EVENT_BLOCKING_END] = { PLAIN },
  [MW_EVENT_THREAD_QUEUED] = { "pool", "value", "why" },
  [MW_EVENT_THREAD_BEGIN] = { "pool", "value", "why" },
  [MW_EVENT_THREAD_END] = { PLAIN },
  [MW_EVENT_ATTEMPT] = { "object", "number", "why" },
  [MW_EVENT_DEADLINE_ARMED] = { "object", "at", "why", .value_always = TRUE },
  [MW_EVENT_DEADLINE_FIRED] = { "object", "at", "why", .value_always = TRUE },
  [MW_EVENT_DEADLINE_DISARMED] = { "object", "at", "why", .value_always = TRUE },
  [MW_EVENT_CANCEL_REQUESTED] = { "by", "value", "why" },
  [MW_EVENT_ENDED] = { "error", "value", "outcome", .object_is_text = TRUE, .reason_always = TRUE },
  [MW_EVENT_RESOURCE] = { "resource", "value", "why", .value_always = TRUE },
  [MW_EVENT_PHASE] = { "request", "connection", "phase", .reason_always = TRUE },
  [MW_EVENT_ITERATION_BEGIN] = { "object", "handles", "why", .value_always = TRUE },
  [MW_EVENT_ITERATION_END] = { PLAIN },
  [MW_EVENT_LINE] = { "text", "value", "why", .object_is_text = TRUE },
  [MW_EVENT_RUN_ENDED] = { "message", "value", "how", .object_is_text = TRUE, .reason_always = TRUE },
  [MW_EVENT_GROUP_JOINED] = { "owner", "group", "why", .value_always = TRUE },
  [MW_EVENT_GROUP_LEFT] = { "object", "group", "why", .value_always = TRUE },
  [MW_EVENT_ANSWERED] = { "request", "status", "why", .value_always = TRUE },
  [MW_EVENT_MESSAGE] = { "room", "client", "what", .reason_always = TRUE },
};

static guint
count_reasons (MwEventKind kind)
{
  switch ((int) kind)
    {
    case MW_EVENT_ENDED:
      return MW_N_OUTCOMES;
    case MW_EVENT_PHASE:
      return MW_N_PHASES;
    case MW_EVENT_RUN_ENDED:
      return MW_N_RUN_ENDS;
    case MW_EVENT_MESSAGE:
      return MW_N_MESSAGES;
    default:
      return MW_N_REASONS;
    }
}

const MwRunShape *
mw_run_shape_get (MwEventKind kind)
{
  return &shapes[kind];
}

const char *
mw_run_shape_reason_name (MwEventKind kind, guint reason)
{
  switch ((int) kind)
    {
    case MW_EVENT_ENDED:
      return mw_outcome_name (reason);
    case MW_EVENT_PHASE:
      return mw_phase_name (reason);
    case MW_EVENT_RUN_ENDED:
      return mw_run_end_name (reason);
    case MW_EVENT_MESSAGE:
      return mw_message_name (reason);
    default:
      return mw_reason_name (reason);
    }
}

gboolean
mw_run_shape_find_kind (const char *name, MwEventKind *kind)
{
  for (guint i = 0; i < MW_N_EVENTS; i++)
    if (mw_run_is (name, mw_event_kind_name (i)))
      {
        *kind = i;
        return TRUE;
      }
  return FALSE;
}

gboolean
mw_run_shape_find_reason (MwEventKind kind, const char *name, guint8 *reason)
{
  guint n_reasons = count_reasons (kind);

  for (guint i = 0; i < n_reasons; i++)
    if (mw_run_is (name, mw_run_shape_reason_name (kind, i)))
      {
        *reason = (guint8) i;
        return TRUE;
      }
  return FALSE;
}
