/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The interpreter: one task, step by step, until it has to wait.
 *
 * A task is a stack of frames, one per open block.  Each op is a row of the table below: how its step begins, how
 * it goes on after a wait, and, where it has a block, what happens when the block ends or a fault passes.  A fault
 * is only a value in the task: the loop unwinds frame by frame until one takes it, which lets a finally block
 * sleep and a return travel the same road.
 */

#include "mw-task.h"

const MwOpClass mw_op_classes[MW_N_OPS] = {
  [MW_OP_SLEEP] = { mw_op_sleep, mw_op_done_resume },
  [MW_OP_BLOCK] = { mw_op_block, mw_op_done_resume },
  [MW_OP_COMPUTE] = { mw_op_compute, mw_op_done_resume },
  [MW_OP_PRINT] = { mw_op_print },
  [MW_OP_CALL] = { mw_op_call, NULL, mw_op_call_leave, mw_op_call_unwind },
  [MW_OP_START] = { mw_op_start, mw_op_start_resume },
  [MW_OP_AWAIT] = { mw_op_await, mw_op_await_resume },
  [MW_OP_CANCEL] = { mw_op_cancel },
  [MW_OP_GATHER] = { mw_op_gather, mw_op_gather_resume },
  [MW_OP_WITH] = { mw_op_with, mw_op_with_resume, mw_op_with_leave, mw_op_with_leave },
  [MW_OP_TIMEOUT] = { mw_op_timeout, NULL, mw_op_timeout_leave, mw_op_timeout_leave, mw_op_timeout_drop },
  [MW_OP_RETRY] = { mw_op_retry, mw_op_retry_resume, mw_op_retry_leave, mw_op_retry_unwind },
  [MW_OP_RAISE] = { mw_op_raise },
  [MW_OP_TRY] = { mw_op_try, NULL, mw_op_try_leave, mw_op_try_unwind },
  [MW_OP_GET] = { mw_op_request, mw_op_request_resume },
  [MW_OP_POST] = { mw_op_request, mw_op_request_resume },
  [MW_OP_OFFLOAD] = { mw_op_offload, mw_op_done_resume },
  [MW_OP_REPEAT] = { mw_op_repeat, NULL, mw_op_loop_leave, mw_op_plain_unwind },
  [MW_OP_RETURN] = { mw_op_return },
  [MW_OP_SET] = { mw_op_set },
  [MW_OP_WRITE_FILE] = { mw_op_write_file, mw_op_file_resume },
  [MW_OP_READ_FILE] = { mw_op_read_file, mw_op_file_resume },
  [MW_OP_EXECUTE] = { mw_op_execute, mw_op_execute_resume },
  [MW_OP_QUERY] = { mw_op_query, mw_op_query_resume, mw_op_query_leave, mw_op_plain_unwind },
  [MW_OP_COMMIT] = { mw_op_commit, mw_op_execute_resume },
  [MW_OP_YIELD] = { mw_op_sleep, mw_op_done_resume },
  [MW_OP_AS_COMPLETED] = { mw_op_completed, mw_op_completed_resume, mw_op_completed_leave, mw_op_completed_unwind, mw_op_completed_drop },
  [MW_OP_GROUP] = { mw_op_group, mw_op_group_resume, mw_op_group_leave, mw_op_group_leave, mw_op_group_drop },
  [MW_OP_SHIELD] = { mw_op_gather, mw_op_gather_resume },
  [MW_OP_FORGET] = { mw_op_forget },
  [MW_OP_FOR_EACH] = { mw_op_for_each, NULL, mw_op_loop_leave, mw_op_plain_unwind },
  [MW_OP_EMIT] = { mw_op_emit },
  [MW_OP_STREAM] = { mw_op_stream, NULL, mw_op_stream_leave, mw_op_stream_unwind, mw_op_stream_drop },
  [MW_OP_BATCHES] = { mw_op_batches, mw_op_gather_resume },
  [MW_OP_ARRIVALS] = { mw_op_arrivals, mw_op_arrivals_resume },
  [MW_OP_CONNECT] = { mw_op_connect, mw_op_connect_resume, mw_op_connect_leave, mw_op_connect_leave },
  [MW_OP_RECEIVE] = { mw_op_receive, mw_op_receive_resume },
  [MW_OP_SEND] = { mw_op_send, mw_op_send_resume },
  [MW_OP_BROADCAST] = { mw_op_broadcast, mw_op_broadcast_resume },
  [MW_OP_OPEN] = { mw_op_open, mw_op_open_resume },
  [MW_OP_CLOSE] = { mw_op_close, mw_op_close_resume },
  [MW_OP_PUT] = { mw_op_put, mw_op_put_resume },
  [MW_OP_TAKE] = { mw_op_take, mw_op_take_resume },
  [MW_OP_CONSUME] = { mw_op_consume, mw_op_consume_resume, mw_op_consume_leave, mw_op_plain_unwind },
  [MW_OP_TASK_DONE] = { mw_op_task_done },
  [MW_OP_JOIN] = { mw_op_join },
  [MW_OP_SIGNAL] = { mw_op_signal },
  [MW_OP_WAIT] = { mw_op_wait },
  [MW_OP_READ] = { mw_op_read },
  [MW_OP_WRITE] = { mw_op_write },
  [MW_OP_CACHED] = { mw_op_cached, mw_op_cached_resume, mw_op_cached_leave, mw_op_cached_unwind },
};

/* Opens the first block of STEP in a new frame of SIZE bytes, zeroed, whose first member is an MwFrame.  Without a
 * STEP it is that of the task's own coroutine, for which there is room behind the task. */
gpointer
mw_task_push (MwTask *self, gsize size, const MwStep *step, MwOp op)
{
  MwFrame *frame = step != NULL ? g_malloc0 (size) : (gpointer) (self + 1);

  frame->outer = self->frame;
  frame->step = step;
  frame->op = (guint8) op;
  self->frame = frame;
  return frame;
}

/* Closes the innermost frame. */
void
mw_task_pop (MwTask *self)
{
  MwFrame *frame = self->frame;

  self->frame = frame->outer;
  if (frame->step != NULL)
    g_free (frame);
}

/* Bytes of a frame of COROUTINE. */
gsize
mw_task_call_size (const MwCoroutine *coroutine)
{
  return sizeof (MwCallFrame) + sizeof (MwValue) * coroutine->n_slots;
}

/* Goes into COROUTINE; ARGUMENTS are copied. */
void
mw_task_push_call (MwTask *self, const MwStep *step, guint coroutine, const MwValue *arguments)
{
  const MwCoroutine *called = &self->engine->program->coroutines[coroutine];
  MwCallFrame *call = mw_task_push (self, mw_task_call_size (called), step, MW_OP_CALL);

  call->coroutine = coroutine;
  for (guint i = 0; i < called->n_arguments; i++)
    call->slots[i] = arguments[i];
}

/* The innermost coroutine's frame. */
MwCallFrame *
mw_task_get_call (MwTask *self)
{
  MwFrame *frame = self->frame;

  while (frame->op != MW_OP_CALL)
    frame = frame->outer;
  return (MwCallFrame *) frame;
}

/* The coroutine of FRAME has ended, with task->raised or well. */
static void
close_call (MwTask *task, MwFrame *frame)
{
  gboolean streams = frame->step != NULL && frame->step->op == MW_OP_STREAM;

  mw_forget_variables (task, (MwCallFrame *) frame);
  mw_task_pop (task);
  if (streams)
    mw_stream_ended (task);
}

static void
return_value (MwTask *task, MwFrame *frame, MwValue value)
{
  const MwStep *step = frame->step;

  close_call (task, frame);
  if (step == NULL)
    task->result = value;
  else if (step->op == MW_OP_STREAM)
    return;
  else if (step->slot != MW_NO_SLOT)
    mw_task_assign (task, step->slot, value);
}

MwFlow
mw_op_call_leave (MwTask *task, MwFrame *frame)
{
  return_value (task, frame, (MwValue) { MW_VALUE_NONE });
  return MW_FLOW_NEXT;
}

MwFlow
mw_op_call_unwind (MwTask *task, MwFrame *frame)
{
  if (task->raised.code == MW_FAULT_RETURN)
    {
      task->raised.code = 0;
      return_value (task, frame, task->result);
    }
  else
    {
      close_call (task, frame);
    }
  return MW_FLOW_NEXT;
}

/* A frame that has nothing to clean up. */
MwFlow
mw_op_plain_unwind (MwTask *task, MwFrame *frame)
{
  mw_task_pop (task);
  return MW_FLOW_NEXT;
}

static MwFlow
resume (MwTask *self)
{
  const MwOpClass *op = &mw_op_classes[self->step->op];

  self->resuming = FALSE;
  return op->resume ? op->resume (self, self->step) : MW_FLOW_NEXT;
}

/* The block that FRAME is in. */
static const MwBlock *
block_of (MwTask *self, const MwFrame *frame)
{
  if (frame->op == MW_OP_CALL)
    return &self->engine->program->coroutines[((const MwCallFrame *) frame)->coroutine].body;
  return &frame->step->block[frame->stage];
}

/* One step, one end of a block, or one frame of unwinding. */
static MwFlow
advance (MwTask *self)
{
  MwFrame *frame = self->frame;
  const MwBlock *block = block_of (self, frame);
  const MwStep *step;

  if (self->raised.code != 0 || frame->next >= block->n_steps)
    {
      const MwOpClass *op = &mw_op_classes[frame->op];

      if (frame->step)
        self->step = frame->step;
      return self->raised.code != 0 ? op->unwind (self, frame) : op->leave (self, frame);
    }
  step = self->step = &block->steps[frame->next++];
  return mw_op_classes[step->op].begin (self, step);
}

/* Runs the task of HANDLE until it waits or ends. */
void
mw_task_run_handle (MwEngine *engine, MwHandle *handle)
{
  MwTask *self = (MwTask *) handle;
  MwFlow flow = MW_FLOW_NEXT;

  if (engine->ended)
    return;
  self->started = TRUE;
  if (self->in_thread)
    {
      self->in_thread = FALSE;
      mw_engine_record (engine, MW_EVENT_BLOCKING_END, self, 0, 0, 0);
      mw_task_check_deadline (self);
    }
  else
    {
      mw_engine_record (engine, MW_EVENT_RUNNING, self, 0, 0, 0);
    }
  if (self->must_cancel)
    {
      self->must_cancel = FALSE;
      mw_task_raise (self, MW_FAULT_CANCELLED, engine->stopping && engine->why == MW_RUN_COMPLETE ? "cancelled when the loop closed" : "cancelled");
    }
  if (self->resuming)
    flow = resume (self);
  while (flow == MW_FLOW_NEXT && self->frame && !engine->ended)
    {
      engine->n_since_reading++;
      if (++engine->n_steps > engine->max_steps || mw_trace_get_n_events (engine->trace) > engine->max_events)
        mw_engine_overrun (engine);
      if (!engine->ended)
        flow = advance (self);
    }
  if (flow == MW_FLOW_SUSPEND)
    {
      self->resuming = TRUE;
      if (self->must_cancel && self->wait != MW_WAIT_NONE)
        mw_task_deliver_cancel (self);
    }
  else if (!engine->ended)
    mw_task_end (self);
}
