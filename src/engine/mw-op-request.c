/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Steps that make an HTTP request: get, post. */

#include "mw-task.h"

MwFlow
mw_op_request (MwTask *task, const MwStep *step)
{
  MwTaskOperation *operation = mw_task_operation_new (task, MW_JOB_REQUEST, 0);
  MwRequest *request = &operation->operation.job.request;

  operation->request = ++task->engine->n_requests;
  request->session = step->ref;
  request->path = mw_task_text (task, &step->operand[0]);
  if (step->op == MW_OP_POST)
    request->body = mw_task_text (task, &step->operand[2]);
  operation->operation.job.duration = mw_op_time_left (task);
  if (task->engine->program->executor != MW_EXECUTOR_LOOP)
    {
      MwFlow flow = mw_task_block (task, MW_REASON_REQUEST, step->ref);

      return flow == MW_FLOW_NEXT ? mw_op_request_resume (task, step) : flow;
    }
  return mw_task_begin_operation (task, MW_REASON_REQUEST, step->ref);
}

/* Reads the answer: a status of 400 and above is a fault unless the step accepts every status. */
MwFlow
mw_op_request_resume (MwTask *task, const MwStep *step)
{
  MwOperation *operation = task->operation ? &task->operation->operation : NULL;

  if (operation != NULL && operation->status > 0)
    mw_engine_record (task->engine, MW_EVENT_ANSWERED, task, 0, task->operation->request, operation->status);
  if (operation != NULL && task->raised.code == 0)
    {
      gboolean accepted = operation->fault >= MW_FAULT_HTTP_FIRST && mw_task_number (task, &step->operand[1], 0) != 0;

      if ((accepted || !mw_task_raise_fault_of (task, operation)) && step->slot != MW_NO_SLOT)
        mw_task_assign (task, step->slot, mw_value_number (operation->status));
    }
  mw_task_operation_drop (task);
  return MW_FLOW_NEXT;
}
