/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The vertical layout.
 *
 * Sizes are tables in units of the base text, airy, dense and tight, and one for terminals, in which every row is one
 * line.  A list of attempts goes from airy to cramped and the first that fits is taken; what is left over goes to the
 * lanes, up to their largest size.  When not all lanes fit, all variants keep the same number K of lanes, the largest
 * that fits, and fold the rest.  If K would fall below MIN_LANES the picture says that it needs more
 * height, and its owner scrolls.  Rejected: shrinking lanes below legible names (nobody reads 5 px rows; a
 * fold says honestly how many there are), and folding each variant by its own (equal tasks would no longer face
 * each other).
 */

#include "mw-config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "mw-connections.h"
#include "mw-rows-private.h"

#define MIN_LANES      2
#define MAX_THREADS    16
#define MANY_TASKS     5    /* from here on the in-flight strip says something */
#define NARROW         44   /* text sizes: below, the figures take two lines */

/* In units of the base text. */
typedef struct
{
  double margin, title, figures, ruler, legend;
  double header, gap;
  double lane_min, lane_max, lane;  /* the last: when there is no height to fill */
  double loop, strip;
  double fold_task, fold_min, fold_max;
  double bar;  /* share of a lane that a full bar takes */
} Sizes;

static const Sizes airy = {
  .margin = 1.0, .title = 2.2, .figures = 3.0, .ruler = 1.9, .legend = 1.9,
  .header = 2.5, .gap = 1.0, .lane_min = 2.3, .lane_max = 5.0, .lane = 3.15, .loop = 1.9, .strip = 3.0,
  .fold_task = 0.3, .fold_min = 2.0, .fold_max = 7.0, .bar = 0.76,
};

static const Sizes dense = {
  .margin = 0.7, .title = 1.8, .figures = 2.4, .ruler = 1.6, .legend = 1.5,
  .header = 1.9, .gap = 0.5, .lane_min = 1.25, .lane_max = 2.3, .loop = 1.3, .strip = 1.8,
  .fold_task = 0.12, .fold_min = 1.3, .fold_max = 3.0, .bar = 0.8,
};

static const Sizes tight = {
  .margin = 0.6, .title = 1.6, .figures = 2.2, .ruler = 1.4, .legend = 1.3,
  .header = 1.75, .gap = 0.35, .lane_min = 1.1, .lane_max = 2.0, .loop = 1.0, .strip = 1.3,
  .fold_task = 0.1, .fold_min = 1.1, .fold_max = 2.0, .bar = 0.82,
};

static const Sizes cells = {
  .margin = 0, .title = 1, .figures = 1, .ruler = 1, .legend = 1,
  .header = 1, .gap = 1, .lane_min = 1, .lane_max = 1, .lane = 1, .loop = 1, .strip = 1,
  .fold_task = 1, .fold_min = 1, .fold_max = 1, .bar = 1,
};

/* What one variant wants to show, counted before anything is placed. */
typedef struct
{
  guint    n_tasks;
  guint    n_threads;
  guint    n_strips;
  guint    n_connections;  /* with a lane */
  gboolean loop;
  gboolean in_flight;
} Wish;

typedef struct
{
  const MwRaceView *view;
  MwRows           *rows;
  const Sizes      *sizes;
  Wish             *wishes;
  guint             lanes;   /* K */
  double            lane;    /* height */
} Plan;

/* Whether a variant used the resource, and its kind has a height worth drawing. */
static gboolean
is_drawn (const MwStrip *strip)
{
  static const gboolean kinds[MW_N_RESOURCES] = {
    [MW_RESOURCE_SEMAPHORE] = TRUE, [MW_RESOURCE_LOCK] = TRUE, [MW_RESOURCE_LIMITER] = TRUE, [MW_RESOURCE_QUEUE] = TRUE,
    [MW_RESOURCE_POOL] = TRUE, [MW_RESOURCE_SESSION] = TRUE, [MW_RESOURCE_EVENT] = TRUE, [MW_RESOURCE_VALUE] = TRUE,
    [MW_RESOURCE_PROCESSES] = TRUE, [MW_RESOURCE_DATABASE] = TRUE,
    [MW_RESOURCE_ROOM] = TRUE,
    [MW_RESOURCE_SCOPE] = TRUE, [MW_RESOURCE_CACHE] = TRUE,
  };

  return strip->points->len > 0 && strip->max > 0 && strip->kind < MW_N_RESOURCES && kinds[strip->kind];
}

static Wish
wish_of (const MwRaceView *view, guint entrant, const MwRowsOptions *options, gboolean many)
{
  MwHistory *history = view->entrants[entrant].history;
  const char *executor = mw_trace_get_header (mw_history_get_trace (history))->executor;
  Wish wish = { .n_tasks = mw_history_get_n_tasks (history) };

  if ((options->flags & MW_ROWS_NO_LOOP) == 0)
    {
      wish.n_threads = MIN (mw_history_get_n_threads (history), MAX_THREADS);
      wish.loop = executor == NULL || !g_str_has_prefix (executor, "threads");
    }
  if ((options->flags & MW_ROWS_NO_STRIPS) == 0)
    {
      for (guint i = 0; i < mw_history_get_n_strips (history); i++)
        wish.n_strips += is_drawn (mw_history_get_strip (history, i));
      wish.in_flight = many;
    }
  return wish;
}

static double
fold_height (const Plan *plan, guint n_tasks)
{
  return CLAMP (n_tasks * plan->sizes->fold_task, plan->sizes->fold_min, plan->sizes->fold_max) * plan->rows->options.text;
}

/* Lanes of a variant when K is the limit: a fold of a single task would be silly. */
static guint
lanes_of (const Plan *plan, const Wish *wish)
{
  return wish->n_tasks <= plan->lanes + 1 && plan->lanes < G_MAXUINT ? MIN (wish->n_tasks, plan->lanes + 1) : MIN (wish->n_tasks, plan->lanes);
}

/* Height of everything but the lanes. */
static double
fixed_height (const Plan *plan)
{
  const MwRows *rows = plan->rows;
  const Sizes *sizes = plan->sizes;
  double height = rows->title_height + rows->figures_height + rows->ruler_height + rows->legend_height;

  for (guint i = 0; i < plan->view->n_entrants; i++)
    {
      const Wish *wish = &plan->wishes[i];
      guint folded = wish->n_tasks - lanes_of (plan, wish);

      height += rows->options.text * (sizes->header + (i > 0 ? sizes->gap : 0) + sizes->loop * (wish->loop + wish->n_threads + wish->n_connections) +
                                      sizes->strip * (wish->n_strips + wish->in_flight));
      if (folded > 0)
        height += fold_height (plan, folded);
    }
  return height + rows->options.text * sizes->gap / 2;
}

static guint
count_lanes (const Plan *plan)
{
  guint lanes = 0;

  for (guint i = 0; i < plan->view->n_entrants; i++)
    lanes += lanes_of (plan, &plan->wishes[i]);
  return lanes;
}

/* The parts above and below the rows. */
static void
place_columns (Plan *plan)
{
  MwRows *rows = plan->rows;
  const Sizes *sizes = plan->sizes;
  double text = rows->options.text, inner = rows->width - 2 * sizes->margin * text;

  rows->margin = sizes->margin * text;
  rows->title_height = rows->options.flags & MW_ROWS_TITLE ? sizes->title * text : 0;
  rows->figures_lines = inner < NARROW * text && sizes != &cells ? 2 : 1;
  rows->figures_height = rows->options.flags & MW_ROWS_FIGURES ? sizes->figures * (rows->figures_lines > 1 ? 1.35 : 1) * text : 0;
  rows->ruler_height = sizes->ruler * text;
  rows->legend_height = 0;
  if (rows->options.flags & MW_ROWS_LEGEND)
    mw_rows_place_legend (rows, sizes->legend * text);
}

static gboolean
fits (const Plan *plan)
{
  double lane = plan->sizes->lane_min * plan->rows->options.text;

  return fixed_height (plan) + count_lanes (plan) * lane <= plan->rows->options.height;
}

static guint
most_tasks (const Plan *plan)
{
  guint most = 0;

  for (guint i = 0; i < plan->view->n_entrants; i++)
    most = MAX (most, plan->wishes[i].n_tasks);
  return most;
}

/* From airy to cramped; the first that fits is taken, or else the last.  Of many tasks most are folded anyway: then six lanes
 * with air are worth more than ten without. */
typedef struct
{
  const Sizes *sizes;
  guint        least_lanes;  /* G_MAXUINT: all */
  guint        most_tasks;   /* only for so many */
  guint        connections;  /* at most so many have a lane: the tasks come first */
  gboolean     in_flight;
} Attempt;

static const Attempt attempts[] = {
  { &airy, G_MAXUINT, G_MAXUINT, MW_CONNECTIONS_MAX, TRUE },
  { &dense, G_MAXUINT, G_MAXUINT, MW_CONNECTIONS_MAX, TRUE },
  { &tight, G_MAXUINT, 12, MW_CONNECTIONS_MAX, TRUE },
  { &dense, 6, G_MAXUINT, 2, TRUE },
  { &tight, 5, G_MAXUINT, 2, TRUE },
  { &tight, MIN_LANES, G_MAXUINT, 0, FALSE },
};

static gboolean
try_layout (Plan *plan, const Attempt *attempt, guint limit)
{
  if (most_tasks (plan) > attempt->most_tasks)
    return FALSE;
  plan->sizes = attempt->sizes;
  plan->lanes = limit;
  place_columns (plan);
  for (guint i = 0; i < plan->view->n_entrants; i++)
    {
      plan->wishes[i].in_flight = plan->wishes[i].in_flight && attempt->in_flight;
      plan->wishes[i].n_connections = MIN (plan->wishes[i].n_connections, attempt->connections);
    }
  while (!fits (plan) && plan->lanes > attempt->least_lanes)
    plan->lanes--;
  return fits (plan);
}

/* Chooses sizes, the number of lanes and their height. */
static void
choose (Plan *plan)
{
  const MwRowsOptions *options = &plan->rows->options;
  guint limit = options->max_lanes > 0 ? options->max_lanes : MAX (most_tasks (plan), 1);
  gboolean free = options->height <= 0;
  double spare;

  plan->sizes = options->flags & MW_ROWS_CELLS ? &cells : &airy;
  plan->lanes = free && options->max_lanes == 0 ? MIN (limit, 48) : limit;
  place_columns (plan);
  if (free)
    {
      plan->lane = plan->sizes->lane * options->text;
      if (most_tasks (plan) > 8)
        plan->lane = plan->sizes->lane_min * options->text;
      return;
    }
  if (options->flags & MW_ROWS_CELLS)
    {
      plan->lane = options->text;
      while (!fits (plan) && plan->lanes > MIN_LANES)
        plan->lanes--;
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (attempts); i++)
    if (try_layout (plan, &attempts[i], limit))
      break;
  spare = (options->height - fixed_height (plan)) / MAX (count_lanes (plan), 1);
  plan->lane = CLAMP (spare, plan->sizes->lane_min * options->text, plan->sizes->lane_max * options->text);
}

/* The gutter is as wide as its longest name, within reason. */
static double
gutter_width (const Plan *plan)
{
  double text = plan->rows->options.text;
  guint columns = 4;

  for (guint i = 0; i < plan->rows->rows->len; i++)
    {
      const MwRow *row = &g_array_index (plan->rows->rows, MwRow, i);
      g_autofree char *label = row->kind == MW_ROW_HEADER ? NULL : mw_rows_dup_label (plan->view, row);

      if (label != NULL)
        columns = MAX (columns, mw_text_columns (label));
    }
  if (plan->rows->options.flags & MW_ROWS_CELLS)
    return ceil (MIN (columns + 1, 0.28 * plan->rows->width / (MW_ROWS_CHARACTER * text))) * MW_ROWS_CHARACTER * text;
  return MIN (columns * MW_ROWS_CHARACTER * text + text, MIN (0.27 * plan->rows->width, 14 * text));
}

static MwRow *
add_row (Plan *plan, MwRowKind kind, guint entrant, double *y, double height)
{
  double share = plan->sizes->bar;
  MwRow row = {
    .kind = kind,
    .entrant = entrant,
    .y = *y,
    .height = height,
    .bar = height * share,
    .foot = *y + height * (1 + share) / 2,
    .labelled = TRUE,
  };

  *y += height;
  g_array_append_val (plan->rows->rows, row);
  return &g_array_index (plan->rows->rows, MwRow, plan->rows->rows->len - 1);
}

static void
add_tasks (Plan *plan, guint entrant, double *y)
{
  const Wish *wish = &plan->wishes[entrant];
  guint lanes = lanes_of (plan, wish);

  for (guint i = 0; i < lanes; i++)
    {
      MwRow *row = add_row (plan, MW_ROW_LANE, entrant, y, plan->lane);

      row->task = i + 1;
      row->n_tasks = 1;
    }
  if (lanes < wish->n_tasks)
    {
      MwRow *row = add_row (plan, MW_ROW_FOLD, entrant, y, fold_height (plan, wish->n_tasks - lanes));

      row->task = lanes + 1;
      row->n_tasks = wish->n_tasks - lanes;
    }
}

/* What finds no lane of its own lies in the last one. */
static void
add_connections (Plan *plan, guint entrant, double *y)
{
  guint n = plan->wishes[entrant].n_connections;

  for (guint i = 1; i <= n; i++)
    {
      MwRow *row = add_row (plan, MW_ROW_CONNECTION, entrant, y, plan->sizes->loop * plan->rows->options.text);

      row->lane = i;
      row->n_tasks = i < n ? 1 : mw_history_get_n_connections (plan->view->entrants[entrant].history) - n + 1;
    }
}

static void
add_strips (Plan *plan, guint entrant, double *y)
{
  MwHistory *history = plan->view->entrants[entrant].history;
  double height = plan->sizes->strip * plan->rows->options.text;

  if (plan->wishes[entrant].n_strips > 0)
    for (guint i = 0; i < mw_history_get_n_strips (history); i++)
      if (is_drawn (mw_history_get_strip (history, i)))
        add_row (plan, MW_ROW_STRIP, entrant, y, height)->strip = i;
  if (plan->wishes[entrant].in_flight)
    add_row (plan, MW_ROW_STRIP, entrant, y, height)->strip = MW_ROW_IN_FLIGHT;
}

static void
place (Plan *plan)
{
  MwRows *rows = plan->rows;
  double text = rows->options.text, y = 0;

  rows->title_y = y;
  rows->figures_y = y += rows->title_height;
  rows->ruler_y = y += rows->figures_height;
  rows->body_y = y += rows->ruler_height;
  for (guint i = 0; i < plan->view->n_entrants; i++)
    {
      y += i > 0 ? plan->sizes->gap * text : 0;
      add_row (plan, MW_ROW_HEADER, i, &y, plan->sizes->header * text);
      add_tasks (plan, i, &y);
      if (plan->wishes[i].loop)
        add_row (plan, MW_ROW_LOOP, i, &y, plan->sizes->loop * text);
      for (guint n = 1; n <= plan->wishes[i].n_threads; n++)
        add_row (plan, MW_ROW_THREAD, i, &y, plan->sizes->loop * text)->lane = n;
      add_connections (plan, i, &y);
      add_strips (plan, i, &y);
    }
  rows->body_height = y - rows->body_y;
  rows->legend_y = y += plan->sizes == &cells ? 0 : plan->sizes->gap / 2 * text;
  rows->height = y + rows->legend_height;

  /* A legend stands at the foot of a picture that is higher than its rows. */
  if (rows->options.height > rows->height - 0.5 && plan->sizes != &cells)
    {
      rows->legend_y = rows->options.height - rows->legend_height;
      rows->height = rows->options.height;
    }
  for (guint i = 0; i < rows->legend->len; i++)
    g_array_index (rows->legend, MwLegendItem, i).y += rows->legend_y;
}

MwRows *
mw_rows_new (const MwRaceView *view, const MwRowsOptions *options)
{
  MwRows *self = g_new0 (MwRows, 1);
  Plan plan = { .view = view, .rows = self, .wishes = g_newa0 (Wish, view->n_entrants + 1) };
  gboolean many = FALSE, connections = (options->flags & (MW_ROWS_NO_LOOP | MW_ROWS_CELLS)) == 0 && mw_connections_are_shown (view);
  double text = options->text, room;

  g_return_val_if_fail (options->text > 0, NULL);
  self->options = *options;
  self->width = options->width;
  self->rows = g_array_new (FALSE, FALSE, sizeof (MwRow));
  self->legend = g_array_new (FALSE, FALSE, sizeof (MwLegendItem));
  mw_rows_find_legend (self, view);
  for (guint i = 0; i < view->n_entrants; i++)
    many = many || mw_history_get_n_tasks (view->entrants[i].history) >= MANY_TASKS;
  for (guint i = 0; i < view->n_entrants; i++)
    {
      plan.wishes[i] = wish_of (view, i, options, many);
      if (connections)
        plan.wishes[i].n_connections = MIN (mw_history_get_n_connections (view->entrants[i].history), MW_CONNECTIONS_MAX);
    }
  choose (&plan);
  place (&plan);

  /* Right of the last instant there is room for its end mark and, in a wide picture, for the duration beside it. */
  room = self->width - 2 * self->margin > 40 * text ? 6.8 * text : 1.8 * text;
  if (options->flags & MW_ROWS_CELLS)
    room = 2 * MW_ROWS_CHARACTER * text;
  self->plot_left = self->margin + gutter_width (&plan);
  self->plot_right = MAX (self->plot_left + 1, self->width - self->margin - room);
  return self;
}
