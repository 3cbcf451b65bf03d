/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Recomputes what the palette promises: WCAG contrast on every ground, and CIEDE2000 between every two fills as people with
 * normal, protan, deutan and tritan vision see them (Machado, Oliveira and Fernandes 2009, severity 1). */

#include <math.h>

#include "mw-palette.h"

#define LEAST_CONTRAST   3.0
#define LEAST_DIFFERENCE 12.0

typedef struct { double l, a, b; } Lab;

static const double visions[][3][3] = {
  { { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } },
  { { 0.152286, 1.052583, -0.204868 }, { 0.114503, 0.786281, 0.099216 }, { -0.003882, -0.048116, 1.051998 } },
  { { 0.367322, 0.860646, -0.227968 }, { 0.280085, 0.672501, 0.047413 }, { -0.011820, 0.042940, 0.968881 } },
  { { 1.255528, -0.076749, -0.178779 }, { -0.078411, 0.930809, 0.147602 }, { 0.004733, 0.691367, 0.303900 } },
};

/* One state per fill; "created" is hollow, ends have shapes. */
static const guint8 fills[] = {
  MW_STATE_READY, MW_STATE_RUNNING, MW_STATE_SLEEPING, MW_STATE_WAITING, MW_STATE_BACKOFF, MW_STATE_BLOCKING, MW_STATE_THREAD,
};

/* What a request goes through, and the states that its lane may show beside it. */
static const guint8 wire[] = {
  MW_STATE_READY, MW_STATE_RUNNING, MW_STATE_IO, MW_STATE_WAITING, MW_STATE_BACKOFF, MW_STATE_BLOCKING, MW_ROLE_OPENING, MW_ROLE_MOVING,
};

static double
linear (guint8 channel)
{
  double c = channel / 255.0;

  return c <= 0.04045 ? c / 12.92 : pow ((c + 0.055) / 1.055, 2.4);
}

static double
cube (double t)
{
  return t > 216.0 / 24389 ? cbrt (t) : (24389.0 / 27 * t + 16) / 116;
}

static Lab
seen (MwColor color, guint vision)
{
  double in[3] = { linear (color.red), linear (color.green), linear (color.blue) }, out[3];
  double x, y, z;

  for (guint i = 0; i < 3; i++)
    out[i] = CLAMP (visions[vision][i][0] * in[0] + visions[vision][i][1] * in[1] + visions[vision][i][2] * in[2], 0, 1);
  x = cube ((0.4124564 * out[0] + 0.3575761 * out[1] + 0.1804375 * out[2]) / 0.95047);
  y = cube (0.2126729 * out[0] + 0.7151522 * out[1] + 0.0721750 * out[2]);
  z = cube ((0.0193339 * out[0] + 0.1191920 * out[1] + 0.9503041 * out[2]) / 1.08883);
  return (Lab) { 116 * y - 16, 500 * (x - y), 200 * (y - z) };
}

static double
degrees (double b, double a)
{
  double h = atan2 (b, a) * 180 / G_PI;

  return h < 0 ? h + 360 : h;
}

static double
cosine (double angle)
{
  return cos (angle * G_PI / 180);
}

static double
difference (Lab one, Lab other)
{
  double mean_c = (hypot (one.a, one.b) + hypot (other.a, other.b)) / 2;
  double g = 0.5 * (1 - sqrt (pow (mean_c, 7) / (pow (mean_c, 7) + pow (25, 7))));
  double a1 = (1 + g) * one.a, a2 = (1 + g) * other.a;
  double c1 = hypot (a1, one.b), c2 = hypot (a2, other.b);
  double h1 = degrees (one.b, a1), h2 = degrees (other.b, a2);
  double dh = fabs (h2 - h1) <= 180 ? h2 - h1 : (h2 > h1 ? h2 - h1 - 360 : h2 - h1 + 360);
  double mean_h = fabs (h2 - h1) <= 180 ? (h1 + h2) / 2 : (h1 + h2 < 360 ? (h1 + h2 + 360) / 2 : (h1 + h2 - 360) / 2);
  double mean_l = (one.l + other.l) / 2, c = (c1 + c2) / 2;
  double t = 1 - 0.17 * cosine (mean_h - 30) + 0.24 * cosine (2 * mean_h) + 0.32 * cosine (3 * mean_h + 6) - 0.2 * cosine (4 * mean_h - 63);
  double sl = 1 + 0.015 * pow (mean_l - 50, 2) / sqrt (20 + pow (mean_l - 50, 2)), sc = 1 + 0.045 * c, sh = 1 + 0.015 * c * t;
  double rt = -2 * sqrt (pow (c, 7) / (pow (c, 7) + pow (25, 7))) * sin (60 * exp (-pow ((mean_h - 275) / 25, 2)) * G_PI / 180);
  double l = (other.l - one.l) / sl, k = (c2 - c1) / sc, h = 2 * sqrt (c1 * c2) * sin (dh / 2 * G_PI / 180) / sh;

  return sqrt (l * l + k * k + h * h + rt * k * h);
}

/* The formula itself, on pairs of Sharma, Wu and Dalal 2005. */
static void
test_formula (void)
{
  static const struct { Lab one, other; double expected; } rows[] = {
    { { 50, 2.6772, -79.7751 }, { 50, 0, -82.7485 }, 2.0425 },
    { { 50, -1.3802, -84.2814 }, { 50, 0, -82.7485 }, 1.0000 },
    { { 50, 2.4900, -0.0010 }, { 50, -2.4900, 0.0009 }, 7.1792 },
    { { 50, 2.5000, 0 }, { 73, 25, -18 }, 27.1492 },
    { { 2.0776, 0.0795, -1.1350 }, { 0.9033, -0.0636, -0.5514 }, 0.9082 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpfloat_with_epsilon (difference (rows[i].one, rows[i].other), rows[i].expected, 0.0001);
}

static void
test_contrast (void)
{
  static const MwColor light[] = { { 0xff, 0xff, 0xff }, { 0xfa, 0xfa, 0xfb }, { 0xf6, 0xf5, 0xf4 } };
  static const MwColor dark[] = { { 0x1d, 0x1d, 0x20 }, { 0x22, 0x22, 0x26 }, { 0x30, 0x30, 0x30 } };

  for (guint scheme = 0; scheme < MW_N_SCHEMES; scheme++)
    {
      const MwPalette *palette = mw_palette_get (scheme);
      const MwColor *grounds = palette->dark ? dark : light;

      for (guint state = MW_STATE_CREATED; state < MW_N_STATES; state++)
        {
          for (guint i = 0; i < 3; i++)
            g_assert_cmpfloat (mw_color_contrast (palette->colors[state], grounds[i]), >=, LEAST_CONTRAST);
          g_assert_cmpfloat (mw_color_contrast (palette->colors[state], palette->colors[MW_ROLE_LIFE]), >=, LEAST_CONTRAST);
          g_assert_cmpfloat (mw_color_contrast (palette->colors[state], palette->colors[MW_ROLE_BACKGROUND]), >=, LEAST_CONTRAST);
        }

      for (guint i = 0; i < 3; i++)
        {
          g_assert_cmpfloat (mw_color_contrast (palette->colors[MW_ROLE_OPENING], grounds[i]), >=, LEAST_CONTRAST);
          g_assert_cmpfloat (mw_color_contrast (palette->colors[MW_ROLE_MOVING], grounds[i]), >=, LEAST_CONTRAST);
        }

      /* Words need more. */
      for (guint i = 0; i < 3; i++)
        {
          static const MwRole grounds_of_words[] = { MW_ROLE_BACKGROUND, MW_ROLE_BAND, MW_ROLE_LIFE };

          g_assert_cmpfloat (mw_color_contrast (palette->colors[MW_ROLE_TEXT], palette->colors[grounds_of_words[i]]), >=, 7);
          g_assert_cmpfloat (mw_color_contrast (palette->colors[MW_ROLE_DIM], palette->colors[grounds_of_words[i]]), >=, 4.5);
        }
      g_assert_cmpfloat (mw_color_contrast (palette->colors[MW_ROLE_ON_FILL], palette->colors[MW_STATE_RUNNING]), >=, 4.5);
      g_assert_cmpfloat (mw_color_contrast (palette->colors[MW_ROLE_STRIP], palette->colors[MW_ROLE_BACKGROUND]), >=, LEAST_CONTRAST);
      g_assert_cmpfloat (mw_color_contrast (palette->colors[MW_ROLE_GOOD], palette->colors[MW_ROLE_BACKGROUND]), >=, 4.5);
    }
}

static double
least_difference (const MwPalette *palette, const guint8 *roles, guint n)
{
  double least = G_MAXDOUBLE;

  for (guint vision = 0; vision < G_N_ELEMENTS (visions); vision++)
    for (guint i = 0; i < n; i++)
      for (guint j = 0; j < i; j++)
        least = MIN (least, difference (seen (palette->colors[roles[i]], vision), seen (palette->colors[roles[j]], vision)));
  return least;
}

static void
test_differences (void)
{
  for (guint scheme = 0; scheme < MW_N_SCHEMES; scheme++)
    {
      const MwPalette *palette = mw_palette_get (scheme);
      double states = least_difference (palette, fills, G_N_ELEMENTS (fills)), phases = least_difference (palette, wire, G_N_ELEMENTS (wire));

      g_test_message ("scheme %u: smallest difference %.1f, with the phases of requests %.1f", scheme, states, phases);
      g_assert_cmpfloat (states, >=, LEAST_DIFFERENCE);
      g_assert_cmpfloat (phases, >=, LEAST_DIFFERENCE);
    }
}

static void
test_hex (void)
{
  char hex[8];

  mw_color_to_hex (mw_palette_get (MW_SCHEME_LIGHT)->colors[MW_STATE_RUNNING], hex);
  g_assert_cmpstr (hex, ==, "#1427a8");
  g_assert_cmpfloat (mw_color_contrast ((MwColor) { 0, 0, 0 }, (MwColor) { 255, 255, 255 }), ==, 21);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/palette/formula", test_formula);
  g_test_add_func ("/palette/contrast", test_contrast);
  g_test_add_func ("/palette/differences", test_differences);
  g_test_add_func ("/palette/hex", test_hex);
  return g_test_run ();
}
