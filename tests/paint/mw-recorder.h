/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mw-painter.h"

/* A painter that remembers what it was asked to draw, as every other painter would be asked. */
typedef enum { RECORD_BOX, RECORD_SPAN, RECORD_TEXT, RECORD_MARK, RECORD_LINE, RECORD_STRIP } RecordKind;

typedef struct
{
  RecordKind  kind;
  MwBox       box;      /* of a text: what it covers, by the font's size */
  MwBox       clip;
  MwRole      role;
  MwState     state;    /* of a span */
  MwShape     shape;
  double      size;     /* of a font */
  char       *text;
  char       *group;    /* title of the innermost group that has one */
} Record;

typedef struct
{
  MwPainter  parent;
  GPtrArray *records;   /* of Record* */
  GArray    *clips;     /* of MwBox */
  GPtrArray *groups;
} MwRecorder;

MwRecorder *mw_recorder_new  (void);
void        mw_recorder_free (MwRecorder *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MwRecorder, mw_recorder_free)
