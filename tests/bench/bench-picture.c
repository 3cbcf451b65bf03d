/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* bench-picture [--tasks N] [SPANS…]: what a frame of the chart costs at 1920×1080, by the number of spans.
 *
 * With a display: before-paint to after-paint of a window that holds the chart and nothing else, over scripted zooms and pans,
 * while the picture plays and while the run grows.  Without one the same frames are composed and painted on an image.  Times
 * are the thread's CPU time and, in brackets, the clock's: they differ where the machine has something else to do.  Memory
 * is what the process grew by. */

#include <gtk/gtk.h>
#include <pango/pangocairo.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "bench-crowd.h"
#include "mw-chart.h"
#include "mw-picture.h"
#include "mw-snapshot-painter.h"

#define WIDTH  1920
#define HEIGHT 1080
#define GROWTH 2000  /* events a frame */

typedef struct
{
  const char *name;
  guint       n_frames;
  double      zoom;   /* factor of each frame */
  double      pan;    /* share of the width of each frame */
  gboolean    plays;
  gboolean    grows;
} Stage;

/* Zooms and pans make one figure; all return to where they began. */
static const Stage stages[] = {
  { "moved", 20, 1, 0, FALSE, FALSE },
  { "moved", 60, 1.03, 0, FALSE, FALSE },
  { "moved", 60, 1, 0.0016, FALSE, FALSE },
  { "moved", 40, 1.2, 0, FALSE, FALSE },
  { "moved", 60, 1, -0.0016, FALSE, FALSE },
  { "moved", 60, 1 / 1.25, 0, FALSE, FALSE },
  { "played", 60, 1, 0, TRUE, FALSE },
  { "grown", 60, 1, 0, FALSE, TRUE },
};

typedef struct
{
  GArray *cpu;    /* of double, ms */
  GArray *wall;
} Figures;

typedef struct
{
  BenchCrowd *crowd;
  MwHistory  *history;
  guint       stage;
  guint       frame;
  gint64      now;
  double      cpu, wall;
  Figures     figures[G_N_ELEMENTS (stages)];

  GtkWidget  *window;
  GtkWidget  *chart;
  GMainLoop  *loop;

  MwRows       *rows;
  MwViewport    viewport;
  MwTextCache  *texts;
  PangoContext *context;
} Bench;

static double
read_clock (clockid_t id)
{
  struct timespec now;

  clock_gettime (id, &now);
  return (double) now.tv_sec * 1e3 + (double) now.tv_nsec / 1e6;
}

static void
begin_frame (Bench *self)
{
  self->wall = read_clock (CLOCK_MONOTONIC);
  self->cpu = read_clock (CLOCK_THREAD_CPUTIME_ID);
}

static void
end_frame (Bench *self)
{
  double cpu = read_clock (CLOCK_THREAD_CPUTIME_ID) - self->cpu, wall = read_clock (CLOCK_MONOTONIC) - self->wall;

  g_array_append_val (self->figures[self->stage].cpu, cpu);
  g_array_append_val (self->figures[self->stage].wall, wall);
}

/* The next frame of the script; FALSE at its end. */
static gboolean
next_frame (Bench *self)
{
  const Stage *stage = &stages[self->stage];

  if (++self->frame >= stage->n_frames)
    {
      self->frame = 0;
      if (++self->stage >= G_N_ELEMENTS (stages))
        return FALSE;
      stage = &stages[self->stage];
    }
  if (stage->plays)
    self->now = mw_history_get_end (self->history) / stage->n_frames * self->frame;
  if (stage->grows)
    mw_history_update (self->history, GROWTH);
  if (!stage->plays)
    self->now = mw_history_get_end (self->history);
  return TRUE;
}

static MwEntrant
entrant_of (Bench *self)
{
  return (MwEntrant) { .history = self->history, .ghost = -1 };
}

static void
before_paint_cb (GdkFrameClock *clock, Bench *self)
{
  begin_frame (self);
}

static void
after_paint_cb (GdkFrameClock *clock, Bench *self)
{
  if (self->stage < G_N_ELEMENTS (stages))
    end_frame (self);
}

static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  Bench *self = data;

  if (!next_frame (self))
    {
      g_main_loop_quit (self->loop);
      return G_SOURCE_REMOVE;
    }
  mw_chart_show (MW_CHART (self->chart), self->now, 0);
  if (stages[self->stage].zoom < 1 || stages[self->stage].zoom > 1)
    mw_chart_zoom (MW_CHART (self->chart), stages[self->stage].zoom);
  mw_chart_pan (MW_CHART (self->chart), stages[self->stage].pan);
  return G_SOURCE_CONTINUE;
}

static void
run_window (Bench *self)
{
  MwEntrant entrant = entrant_of (self);

  self->loop = g_main_loop_new (NULL, FALSE);
  self->window = gtk_window_new ();
  self->chart = mw_chart_new ();
  gtk_window_set_decorated (GTK_WINDOW (self->window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (self->window), WIDTH, HEIGHT);
  gtk_window_set_child (GTK_WINDOW (self->window), self->chart);
  mw_chart_set_entrants (MW_CHART (self->chart), &entrant, 1);
  gtk_widget_realize (self->window);
  g_signal_connect (gtk_widget_get_frame_clock (self->window), "before-paint", G_CALLBACK (before_paint_cb), self);
  g_signal_connect (gtk_widget_get_frame_clock (self->window), "after-paint", G_CALLBACK (after_paint_cb), self);
  gtk_widget_add_tick_callback (self->chart, tick_cb, self, NULL);
  gtk_window_present (GTK_WINDOW (self->window));
  g_main_loop_run (self->loop);
  gtk_window_destroy (GTK_WINDOW (self->window));
  g_main_loop_unref (self->loop);
}

static void
compose (Bench *self, cairo_t *cr)
{
  MwEntrant entrant = entrant_of (self);
  MwRaceView view = { &entrant, 1, self->now };
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  MwPainter *painter = mw_snapshot_painter_new (snapshot, self->texts, mw_palette_get (MW_SCHEME_LIGHT), 1);
  MwPicture picture = mw_picture_fit (&view, self->rows);
  g_autoptr (GskRenderNode) node = NULL;

  picture.viewport = self->viewport;
  picture.now_line = self->now;
  mw_picture_draw (painter, &picture);
  mw_snapshot_painter_free (painter);
  node = gtk_snapshot_free_to_node (snapshot);
  gsk_render_node_draw (node, cr);
}

static void
run_image (Bench *self)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
  cairo_t *cr = cairo_create (surface);
  MwEntrant entrant = entrant_of (self);
  MwRaceView view = { &entrant, 1, self->now };
  MwRange content;
  MwRowsOptions options = { .width = WIDTH, .height = HEIGHT, .text = 16, .flags = MW_ROWS_FIGURES | MW_ROWS_LEGEND };

  self->context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  self->texts = mw_text_cache_new (self->context);
  self->rows = mw_rows_new (&view, &options);
  content = mw_race_view_get_extent (&view);
  self->viewport = mw_viewport_fit (content, self->rows->plot_left, self->rows->plot_right);
  do
    {
      const Stage *stage = &stages[self->stage];

      begin_frame (self);
      self->viewport = mw_viewport_zoom (&self->viewport, stage->zoom, self->viewport.x1, content);
      self->viewport = mw_viewport_pan (&self->viewport, -stage->pan * WIDTH, content);
      compose (self, cr);
      end_frame (self);
    }
  while (next_frame (self));
  mw_rows_free (self->rows);
  mw_text_cache_free (self->texts);
  g_object_unref (self->context);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double one = *(const double *) a, other = *(const double *) b;

  return one < other ? -1 : one > other;
}

static double
percentile (GArray *values, double share)
{
  g_array_sort (values, compare_doubles);
  return values->len == 0 ? 0 : g_array_index (values, double, (guint) (share * (values->len - 1)));
}

static void
print_figures (Bench *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (stages);)
    {
      Figures *figures = &self->figures[i];
      guint k = i + 1;

      for (; k < G_N_ELEMENTS (stages) && g_str_equal (stages[k].name, stages[i].name); k++)
        {
          g_array_append_vals (figures->cpu, self->figures[k].cpu->data, self->figures[k].cpu->len);
          g_array_append_vals (figures->wall, self->figures[k].wall->data, self->figures[k].wall->len);
        }
      printf ("  %s %5.1f %5.1f (%.1f %.1f)", stages[i].name, percentile (figures->cpu, 0.5), percentile (figures->cpu, 0.99),
              percentile (figures->wall, 0.5), percentile (figures->wall, 0.99));
      i = k;
    }
  printf ("\n");
}

/* Bytes that the process holds. */
static double
resident (void)
{
  g_autofree char *text = NULL;
  char *pages;

  if (!g_file_get_contents ("/proc/self/statm", &text, NULL, NULL))
    return 0;
  pages = strchr (text, ' ');
  return pages != NULL ? g_ascii_strtod (pages, NULL) * 4096 : 0;
}

static void
measure (guint64 n_spans, guint32 n_tasks, gboolean window)
{
  double before = resident (), after_trace, after_history, opened;
  BenchCrowd crowd = bench_crowd_new (n_tasks);
  Bench self = { .crowd = &crowd };
  gsize n_events;

  for (guint i = 0; i < G_N_ELEMENTS (stages); i++)
    self.figures[i] = (Figures) { g_array_new (FALSE, FALSE, sizeof (double)), g_array_new (FALSE, FALSE, sizeof (double)) };
  bench_crowd_append (&crowd, n_spans - MIN (n_spans, crowd.n_spans));
  n_events = mw_trace_get_n_events (crowd.trace);
  after_trace = resident ();
  self.history = mw_history_new (crowd.trace);
  opened = read_clock (CLOCK_THREAD_CPUTIME_ID);
  mw_history_update (self.history, G_MAXSIZE);
  opened = read_clock (CLOCK_THREAD_CPUTIME_ID) - opened;
  after_history = resident ();
  bench_crowd_append (&crowd, 60 * GROWTH);
  self.now = mw_history_get_end (self.history);
  printf ("%9" G_GUINT64_FORMAT " spans %6u tasks  open %6.0f ms  event %.1f B  span %.1f B", n_spans, n_tasks, opened,
          (after_trace - before) / (double) n_events, (after_history - after_trace) / (double) n_spans);
  if (window)
    run_window (&self);
  else
    run_image (&self);
  print_figures (&self);
  fflush (stdout);
  for (guint i = 0; i < G_N_ELEMENTS (stages); i++)
    {
      g_array_unref (self.figures[i].cpu);
      g_array_unref (self.figures[i].wall);
    }
  mw_history_free (self.history);
  bench_crowd_clear (&crowd);
}

int
main (int argc, char **argv)
{
  static const guint64 sizes[] = { 10000, 100000, 1000000, 10000000 };
  gboolean window = gtk_init_check ();
  guint32 n_tasks = 10000;
  int first = 1;

  if (argc > 2 && g_str_equal (argv[1], "--tasks"))
    {
      n_tasks = (guint32) atoi (argv[2]);
      first = 3;
    }
  printf ("%s, ms a frame: CPU median, p99 (clock median, p99)\n", window ? "window, before-paint to after-paint" : "image");
  for (int i = first; i < argc; i++)
    measure (g_ascii_strtoull (argv[i], NULL, 10), n_tasks, window);
  for (guint i = 0; i < G_N_ELEMENTS (sizes) && first >= argc; i++)
    measure (sizes[i], (guint32) MIN (n_tasks, sizes[i] / 10), window);
  return 0;
}
