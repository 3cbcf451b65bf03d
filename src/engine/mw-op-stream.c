/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* emit and stream: an asynchronous generator and the "async for" over it.
 *
 * The generator is no task.  Its frames stand on those of the stream while it works, so that whatever it waits for its
 * task waits for; an emit takes them off, leaves them with the stream, and the stream's block runs until it is through.
 * That is why async for alone makes nothing concurrent.
 *
 * A stream that is left early throws a fault of its own (GeneratorExit) into the generator where it stands: its finally
 * blocks run, within the same task, before the fault or return that left the stream goes on.  CPython does so under
 * contextlib.aclosing (), which the listing writes where it can be seen; without it the loop closes a dropped generator
 * from a task of its own, some time later, and nobody can tell when. */

#include "mw-task.h"

typedef struct
{
  MwFrame   frame;
  MwFrame  *generator;  /* its innermost frame while the block runs; NULL: it runs, or has ended */
  gboolean  ended;
  MwPending pending;   /* what goes on when the generator is closed */
} MwStreamFrame;

MwFlow
mw_op_stream (MwTask *task, const MwStep *step)
{
  g_autofree MwValue *arguments = mw_task_arguments (task, &step->spawns[0]);

  mw_task_push (task, sizeof (MwStreamFrame), step, MW_OP_STREAM);
  mw_task_push_call (task, step, step->spawns[0].coroutine, arguments);
  return MW_FLOW_NEXT;
}

/* Hands a value to the stream around the generator, and its task to the stream's block. */
MwFlow
mw_op_emit (MwTask *task, const MwStep *step)
{
  MwValue value = mw_task_evaluate (task, &step->operand[0]);
  MwStreamFrame *stream = (MwStreamFrame *) mw_task_get_call (task)->frame.outer;

  if (stream == NULL || stream->frame.op != MW_OP_STREAM || stream->pending.raised.code != 0)
    {
      mw_task_raise (task, MW_FAULT_ERROR, "nobody takes what is emitted here");
      return MW_FLOW_NEXT;
    }
  stream->generator = task->frame;
  task->frame = &stream->frame;
  stream->frame.next = 0;
  if (stream->frame.step->slot != MW_NO_SLOT)
    mw_task_assign (task, stream->frame.step->slot, value);
  return MW_FLOW_NEXT;
}

/* The frame of the generator's own coroutine was closed, with task->raised or well. */
void
mw_stream_ended (MwTask *task)
{
  MwStreamFrame *stream = (MwStreamFrame *) task->frame;

  stream->ended = TRUE;
  stream->frame.next = stream->frame.step->block[0].n_steps;
  if (stream->pending.raised.code != 0 && (task->raised.code == MW_FAULT_CLOSE || task->raised.code == 0))
    mw_task_take_up (task, &stream->pending);
}

static void
enter_generator (MwTask *task, MwStreamFrame *stream)
{
  task->frame = stream->generator;
  stream->generator = NULL;
}

MwFlow
mw_op_stream_leave (MwTask *task, MwFrame *frame)
{
  MwStreamFrame *stream = (MwStreamFrame *) frame;

  if (stream->ended)
    mw_task_pop (task);
  else
    enter_generator (task, stream);
  return MW_FLOW_NEXT;
}

MwFlow
mw_op_stream_unwind (MwTask *task, MwFrame *frame)
{
  MwStreamFrame *stream = (MwStreamFrame *) frame;

  if (stream->generator == NULL)
    {
      mw_task_pop (task);
      return MW_FLOW_NEXT;
    }
  mw_task_put_aside (task, &stream->pending);
  mw_task_raise (task, MW_FAULT_CLOSE, NULL);
  enter_generator (task, stream);
  return MW_FLOW_NEXT;
}

/* Only puts the generator's frames back where those who free a task's frames find them. */
void
mw_op_stream_drop (MwTask *task)
{
  MwStreamFrame *stream = (MwStreamFrame *) task->frame;

  if (stream->generator != NULL)
    enter_generator (task, stream);
  else
    mw_task_pop (task);
}
