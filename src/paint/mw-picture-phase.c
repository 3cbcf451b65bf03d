/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a request goes through: thin segments on the foot of its task's lane, and on the lane of the connection that carries it.
 *
 * Two colours for six phases (a connection is opened, bytes move); what shares one differs in form, and stands in the
 * order of HTTP.  Waiting for a connection looks like every wait for one's turn, waiting for the answer like every wait for
 * the outside world: these are the same thing.
 */

#include "mw-config.h"

#include "mw-connections.h"
#include "mw-picture-private.h"

typedef struct
{
  MwRole    role;
  MwPattern pattern;
  MwDash    dash;    /* of a line; NONE with no pattern: solid */
  double    height;  /* share of the rail */
} PhaseForm;

static const PhaseForm forms[MW_N_PHASES] = {
  [MW_PHASE_QUEUED] = { (MwRole) MW_STATE_WAITING, MW_PATTERN_HATCH, MW_DASH_NONE, 1 },
  [MW_PHASE_DNS] = { MW_ROLE_OPENING, MW_PATTERN_NONE, MW_DASH_DOTTED, 0.6 },
  [MW_PHASE_CONNECT] = { MW_ROLE_OPENING, MW_PATTERN_NONE, MW_DASH_NONE, 1 },
  [MW_PHASE_TLS] = { MW_ROLE_OPENING, MW_PATTERN_NONE, MW_DASH_DASHED, 0.6 },
  [MW_PHASE_SEND] = { MW_ROLE_MOVING, MW_PATTERN_NONE, MW_DASH_NONE, 0.6 },
  [MW_PHASE_WAIT] = { (MwRole) MW_STATE_IO, MW_PATTERN_NONE, MW_DASH_NONE, 0.4 },
  [MW_PHASE_READ] = { MW_ROLE_MOVING, MW_PATTERN_NONE, MW_DASH_NONE, 1 },
};

#define RAIL 0.42  /* text sizes */

double
mw_picture_rail_height (const MwCanvas *self, const MwRow *row)
{
  return MIN (row->bar, MAX (3.0, self->text * RAIL));
}

void
mw_painter_phase (MwPainter *painter, const MwBox *box, double origin, MwPhase phase)
{
  const PhaseForm *form = &forms[phase];
  double height = form->height * box->height, foot = box->y + box->height;
  MwBox body = { box->x, foot - height, box->width, height };

  if (form->dash != MW_DASH_NONE && box->width > 2 * height)
    mw_painter_line (painter, box->x, foot - height / 2, box->x + box->width, foot - height / 2, height, form->dash, MW_INK (form->role));
  else if (form->pattern != MW_PATTERN_NONE && box->width > height)
    {
      mw_painter_box (painter, &body, 0, MW_INK_ALPHA (form->role, 0.16));
      mw_painter_pattern (painter, &body, form->pattern, origin, MAX (4.0, height * 0.8), MAX (1.0, height * 0.16), MW_INK (form->role));
      mw_painter_outline (painter, &body, 0, 1, MW_DASH_NONE, MW_INK (form->role));
    }
  else
    mw_painter_box (painter, &body, 0, MW_INK (form->role));
}

void
mw_picture_draw_phase_sample (MwCanvas *self, double x, double y, MwPhase phase)
{
  double height = MAX (3.0, self->text * RAIL);
  MwBox box = { x, y - height / 2, self->text * 1.5, height };

  mw_painter_phase (self->painter, &box, x, phase);
}

/* Draws PHASE up to UNTIL; TRUE unless it begins behind the right edge.  With WAITS, on a connection, waiting for the answer is drawn,
 * too, and every request has a mark where it is sent: the next one follows at once. */
static gboolean
draw_phase (MwCanvas *self, const MwRow *row, const MwPhaseSpan *phase, gint64 until, gboolean waits)
{
  const MwViewport *viewport = &self->picture->viewport;
  double x0 = mw_viewport_x (viewport, phase->begin), x1 = mw_viewport_x (viewport, MIN (phase->end, until));
  double height = mw_picture_rail_height (self, row), left = MAX (x0, viewport->x0), right = MIN (x1, viewport->x1);
  MwBox box = { left, row->foot - height, right - left, height };

  if (phase->begin > until || x0 > viewport->x1)
    return FALSE;
  if (waits && phase->phase == MW_PHASE_SEND && x0 >= viewport->x0)
    mw_painter_line (self->painter, x0, row->foot - MIN (row->bar, 2 * height), x0, row->foot, MAX (1.0, self->text * 0.1), MW_DASH_NONE,
                     MW_INK (MW_ROLE_MOVING));
  if (box.width < 0.5 || (phase->phase == MW_PHASE_WAIT && !waits))
    return TRUE;
  if (!waits && row->bar <= 2 * height)
    return TRUE;
  if (forms[phase->phase].dash != MW_DASH_NONE)
    mw_painter_box (self->painter, &box, 0, MW_INK (MW_ROLE_LIFE));
  mw_painter_phase (self->painter, &box, x0, phase->phase);
  return TRUE;
}

/* The lane of a task: phases over the line that says only that it waits. */
void
mw_picture_draw_phases (MwCanvas *self, const MwRow *row, const MwTaskHistory *task, gint64 until)
{
  gint64 next = self->picture->viewport.range.begin, pixel = MAX (1, mw_range_length (self->picture->viewport.range) / 2000);
  guint i = 0;

  if (self->cells || task->phases == NULL)
    return;
  while (i < task->phases->len)
    {
      const MwPhaseSpan *phase = &g_array_index (task->phases, MwPhaseSpan, i);
      guint high = task->phases->len;

      if (phase->end > next)
        {
          if (!draw_phase (self, row, phase, until, FALSE))
            return;
          next = phase->begin + pixel;
          i++;
          continue;
        }
      /* Over what shares the pixel at a jump. */
      while (i < high)
        {
          guint middle = i + (high - i) / 2;

          if (g_array_index (task->phases, MwPhaseSpan, middle).end <= next)
            i = middle + 1;
          else
            high = middle;
        }
    }
}

/* Where a connection is made stands a mark: what follows without one found it open. */
static void
draw_connection (MwCanvas *self, const MwRow *row, guint connection, gint64 until)
{
  MwHistory *history = mw_canvas_history (self, row);
  const MwViewport *viewport = &self->picture->viewport;
  const GArray *refs = mw_history_get_connection (history, connection);
  const MwPhaseSpan *first = refs->len > 0 ? mw_history_get_phase (history, &g_array_index (refs, MwPhaseRef, 0)) : NULL;
  gint64 pixel = MAX (1, mw_range_length (viewport->range) / 2000);
  guint i = mw_connections_find (history, connection, viewport->range.begin);
  double born;

  if (first == NULL || first->begin > until)
    return;
  born = mw_viewport_x (viewport, first->begin);
  if (born < viewport->x1)
    {
      double left = MAX (born, viewport->x0), right = CLAMP (mw_viewport_x (viewport, until), viewport->x0, viewport->x1);
      MwBox open = { left, row->foot - row->bar, MAX (right - left, 0), row->bar };

      mw_painter_box (self->painter, &open, 0, MW_INK (MW_ROLE_LIFE));
    }
  while (i < refs->len)
    {
      const MwPhaseSpan *phase = mw_history_get_phase (history, &g_array_index (refs, MwPhaseRef, i));

      if (!draw_phase (self, row, phase, until, TRUE))
        break;
      i = MAX (i + 1, mw_connections_find (history, connection, phase->begin + pixel));
    }
  if (born >= viewport->x0 && born <= viewport->x1)
    mw_painter_line (self->painter, born, row->foot - row->bar, born, row->foot, MAX (2.0, self->text * 0.16), MW_DASH_NONE, MW_INK (MW_ROLE_OPENING));
}

void
mw_picture_draw_connection (MwCanvas *self, const MwRow *row)
{
  gint64 until = mw_race_view_shown_until (self->picture->view, row->entrant);
  g_autofree char *label = mw_rows_dup_label (self->picture->view, row);

  mw_painter_push_group (self->painter, "connection", label);
  for (guint c = row->lane; c < row->lane + row->n_tasks; c++)
    draw_connection (self, row, c, until);
  mw_painter_pop_group (self->painter);
}
