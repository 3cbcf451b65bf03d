/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The forms of the states, and what can be drawn with any painter.
 *
 * Bars stand on a common foot like houses on a street: the height says how much of the loop a state takes, and above
 * what is half or thin there is room for words.  Rejected: bars centred on their lane (a thin line then runs through
 * the words, and heights are harder to compare).
 */

#include <math.h>
#include <string.h>

#include "mw-painter.h"

#define HALF 0.48

static const MwForm forms[MW_N_STATES] = {
  [MW_STATE_NONE] = { 0, MW_PATTERN_NONE, MW_DASH_NONE, FALSE, "", ' ', ' ' },
  [MW_STATE_CREATED] = { HALF, MW_PATTERN_NONE, MW_DASH_DOTTED, FALSE, "C", 0x25ab /* ▫ */, 'C' },
  [MW_STATE_READY] = { HALF, MW_PATTERN_TICKS, MW_DASH_NONE, FALSE, "R", 0x25a5 /* ▥ */, 'R' },
  [MW_STATE_RUNNING] = { 1, MW_PATTERN_NONE, MW_DASH_NONE, TRUE, "▶", 0x2588 /* █ */, '#' },
  [MW_STATE_SLEEPING] = { 0, MW_PATTERN_NONE, MW_DASH_DASHED, TRUE, "~", 0x254c /* ╌ */, '~' },
  [MW_STATE_IO] = { 0, MW_PATTERN_NONE, MW_DASH_NONE, TRUE, "~", 0x2500 /* ─ */, '-' },
  [MW_STATE_WAITING] = { HALF, MW_PATTERN_HATCH, MW_DASH_NONE, FALSE, "P", 0x2592 /* ▒ */, 'P' },
  [MW_STATE_AWAITING] = { 0, MW_PATTERN_NONE, MW_DASH_DOTTED, TRUE, "…", 0x2508 /* ┈ */, '.' },
  [MW_STATE_BACKOFF] = { HALF, MW_PATTERN_DOTS, MW_DASH_NONE, FALSE, "↻", 0x21bb /* ↻ */, 'B' },
  [MW_STATE_BLOCKING] = { 1, MW_PATTERN_CROSS, MW_DASH_NONE, FALSE, "!", 0x2593 /* ▓ */, '!' },
  [MW_STATE_THREAD] = { 1, MW_PATTERN_STRIPES, MW_DASH_NONE, FALSE, "T", 0x2261 /* ≡ */, 'T' },
  [MW_STATE_DONE] = { 1, MW_PATTERN_NONE, MW_DASH_NONE, TRUE, "✓", 0x2713, '+' },
  [MW_STATE_FAILED] = { 1, MW_PATTERN_NONE, MW_DASH_NONE, TRUE, "✕", 0x2715, 'X' },
  [MW_STATE_TIMED_OUT] = { 1, MW_PATTERN_NONE, MW_DASH_NONE, TRUE, "⏱", 0x29d7 /* ⧗ */, 'O' },
  [MW_STATE_CANCELLED] = { 1, MW_PATTERN_NONE, MW_DASH_NONE, TRUE, "⊘", 0x2298, '/' },
  [MW_STATE_FORGOTTEN] = { HALF, MW_PATTERN_NONE, MW_DASH_DOTTED, FALSE, "?", 0x25cc /* ◌ */, '?' },
};

const MwForm *
mw_form_of_state (MwState state)
{
  return &forms[state < MW_N_STATES ? state : MW_STATE_NONE];
}

double
mw_form_height (MwState state, double bar, double text)
{
  double share = mw_form_of_state (state)->height;

  return share > 0 ? share * bar : MIN (bar, CLAMP (text * 0.2, 2.0, 10.0));
}

void
mw_painter_push_group (MwPainter *self, const char *kind, const char *title)
{
  if (self->klass->push_group != NULL)
    self->klass->push_group (self, kind, title);
}

void
mw_painter_pop_group (MwPainter *self)
{
  if (self->klass->pop_group != NULL)
    self->klass->pop_group (self);
}

/* The end of the N-th letter of TEXT, with the accents that belong to it. */
static const char *
after_letters (const char *text, guint n)
{
  const char *p = text;

  while (n-- > 0 && *p != '\0')
    {
      p = g_utf8_next_char (p);
      while (*p != '\0' && (g_unichar_ismark (g_utf8_get_char (p)) || g_unichar_iszerowidth (g_utf8_get_char (p))))
        p = g_utf8_next_char (p);
    }
  return p;
}

static char *
shortened (const char *text, guint n)
{
  const char *end = after_letters (text, n);

  while (end > text && end[-1] == ' ')
    end--;
  return g_strdup_printf ("%.*s…", (int) (end - text), text);
}

double
mw_painter_text (MwPainter *self, double x, double y, MwAlign align, double room, const MwFont *font, MwInk ink, const char *text)
{
  double width = mw_painter_measure (self, font, text);
  g_autofree char *shorter = NULL;
  guint low = 0, high;

  if (*text == '\0' || room <= 0)
    return 0;
  if (width > room)
    {
      /* The largest number of letters that fits with the ellipsis. */
      high = (guint) g_utf8_strlen (text, -1);
      while (low + 1 < high)
        {
          guint middle = low + (high - low) / 2;
          g_autofree char *attempt = shortened (text, middle);

          if (mw_painter_measure (self, font, attempt) <= room)
            low = middle;
          else
            high = middle;
        }
      if (low == 0)
        return 0;
      shorter = shortened (text, low);
      width = mw_painter_measure (self, font, shorter);
    }
  self->klass->text (self, x, y, align, font, ink, shorter != NULL ? shorter : text);
  return width;
}

/* A thin line whose dashes keep their place when the span is cut at the window's edge. */
static void
draw_thin (MwPainter *self, const MwBox *box, double origin, const MwForm *form, MwInk ink)
{
  double y = box->y + box->height / 2, period, x = box->x;

  if (form->dash == MW_DASH_NONE || box->width < 2 * box->height)
    {
      mw_painter_box (self, box, 0, ink);
      return;
    }
  period = (MW_DASH_ON (form->dash) + MW_DASH_OFF (form->dash)) * box->height;
  x = origin + floor ((x - origin) / period) * period;
  mw_painter_push_clip (self, box);
  mw_painter_line (self, x, y, box->x + box->width, y, box->height, form->dash, ink);
  mw_painter_pop_clip (self);
}

void
mw_painter_span (MwPainter *self, const MwBox *box, double origin, double text, MwState state, MwReason reason, gboolean merged)
{
  const MwForm *form = mw_form_of_state (state);
  double height = mw_form_height (state, box->height, text);
  MwBox body = { box->x, box->y + box->height - height, box->width, height };
  MwInk ink = MW_INK (mw_role_of_state (state));
  double thickness = CLAMP (text * 0.1, 1.0, 6.0), period = CLAMP (text * 0.42, 4.0, 24.0);

  if (self->klass->span != NULL)
    {
      self->klass->span (self, box, origin, text, state, reason, merged);
      return;
    }
  if (form->height <= 0)
    {
      draw_thin (self, &body, origin, form, ink);
      return;
    }

  /* A pattern that has no room to repeat cannot be read. */
  if (form->solid || merged || body.width < 2 * period)
    {
      mw_painter_box (self, &body, MIN (text * 0.12, body.width / 3), ink);
      return;
    }
  if (form->pattern == MW_PATTERN_NONE)
    {
      mw_painter_outline (self, &body, 0, thickness, form->dash, ink);
      return;
    }
  mw_painter_box (self, &body, 0, MW_INK_ALPHA (ink.role, 0.16));
  mw_painter_pattern (self, &body, form->pattern, origin, period, form->pattern == MW_PATTERN_DOTS ? thickness * 2 : thickness, ink);
  mw_painter_outline (self, &body, 0, state == MW_STATE_BLOCKING ? thickness * 1.5 : thickness * 0.8, MW_DASH_NONE, ink);
}
