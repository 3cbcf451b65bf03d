/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The colours, as a table: one line per role, one column per scheme.
 *
 * Every state keeps 3:1 against the backgrounds it may stand on, and every two fills differ by ΔE2000 ≥ 12 for people
 * with normal, protan, deutan and tritan vision; tests/paint/test-palette.c recomputes both.  What a request goes through is
 * told from the states that may stand in the same lane; of those, a worker thread is none.  "Created" is hollow and
 * short, so that it may be grey like the suspended.
 */

#include <math.h>

#include "mw-palette.h"

#define RGB(hex) { (guint8) ((hex) >> 16), (guint8) (((hex) >> 8) & 0xff), (guint8) ((hex) & 0xff) }
#define ROW(role, light, dark, high_light, high_dark) \
  [role] = { RGB (light), RGB (dark), RGB (high_light), RGB (high_dark) }

static const MwColor table[MW_N_ROLES][MW_N_SCHEMES] = {
  /*                         light     dark      high contrast: light, dark */
  ROW (MW_STATE_NONE,        0x5e5c64, 0xc0bfbc, 0x3d3b42, 0xe2e0dc),
  ROW (MW_STATE_CREATED,     0x5e5c64, 0xc0bfbc, 0x3d3b42, 0xe2e0dc),
  ROW (MW_STATE_READY,       0xb77a05, 0xf9f28e, 0x8f6a00, 0xfff7a8),
  ROW (MW_STATE_RUNNING,     0x1427a8, 0x5d95ff, 0x0f1d86, 0x7aaaff),
  ROW (MW_STATE_SLEEPING,    0x7a8b9c, 0x78838d, 0x5d6b79, 0xa9b4be),
  ROW (MW_STATE_IO,          0x7a8b9c, 0x78838d, 0x5d6b79, 0xa9b4be),
  ROW (MW_STATE_WAITING,     0x9b3ff0, 0xf5b9f4, 0x8a2be2, 0xffccfe),
  ROW (MW_STATE_AWAITING,    0x7a8b9c, 0x78838d, 0x5d6b79, 0xa9b4be),
  ROW (MW_STATE_BACKOFF,     0x431b0a, 0xf89917, 0x331306, 0xffb04a),
  ROW (MW_STATE_BLOCKING,    0xb81608, 0xf03657, 0x950c02, 0xff6f86),
  ROW (MW_STATE_THREAD,      0x0f6e5d, 0x96f5d6, 0x00503f, 0xa8ffe3),
  ROW (MW_STATE_DONE,        0x1b6b34, 0x8ff0a4, 0x0f4d22, 0xb4ffc4),
  ROW (MW_STATE_FAILED,      0xb81608, 0xff7b72, 0x950c02, 0xff9d96),
  ROW (MW_STATE_TIMED_OUT,   0x8a4500, 0xffbe6f, 0x6b3500, 0xffd29a),
  ROW (MW_STATE_CANCELLED,   0x5e5c64, 0xc0bfbc, 0x3d3b42, 0xe2e0dc),
  ROW (MW_STATE_FORGOTTEN,   0x5e5c64, 0xc0bfbc, 0x3d3b42, 0xe2e0dc),
  ROW (MW_ROLE_BACKGROUND,   0xffffff, 0x1d1d20, 0xffffff, 0x1d1d20),
  ROW (MW_ROLE_BAND,         0xf0eff1, 0x2b2b2f, 0xe9e8eb, 0x303030),
  ROW (MW_ROLE_LIFE,         0xf3f3f6, 0x28282c, 0xf3f3f6, 0x28282c),
  ROW (MW_ROLE_TEXT,         0x1e1e22, 0xf4f4f5, 0x000000, 0xffffff),
  ROW (MW_ROLE_DIM,          0x56545c, 0xb9b8bd, 0x2e2d32, 0xe6e5ea),
  ROW (MW_ROLE_GRID,         0xe3e2e6, 0x36363b, 0xb9b7be, 0x6a6a72),
  ROW (MW_ROLE_RULE,         0xc9c7ce, 0x4a4a50, 0x77757d, 0x9a9aa2),
  ROW (MW_ROLE_VEIL,         0x8d8b93, 0x7d7d86, 0x8d8b93, 0x7d7d86),
  ROW (MW_ROLE_GHOST,        0x56545c, 0xb9b8bd, 0x2e2d32, 0xe6e5ea),
  ROW (MW_ROLE_NOW,          0x1e1e22, 0xf4f4f5, 0x000000, 0xffffff),
  ROW (MW_ROLE_STRIP,        0x3d4f63, 0x9fb3c8, 0x22303f, 0xc9d8e8),
  ROW (MW_ROLE_LIMIT,        0x3d4f63, 0x9fb3c8, 0x22303f, 0xc9d8e8),
  ROW (MW_ROLE_SELECTION,    0x1e1e22, 0xf4f4f5, 0x000000, 0xffffff),
  ROW (MW_ROLE_ON_FILL,      0xffffff, 0x101014, 0xffffff, 0x000000),
  ROW (MW_ROLE_GOOD,         0x1b6b34, 0x8ff0a4, 0x0f4d22, 0xb4ffc4),
  ROW (MW_ROLE_OPENING,      0x007755, 0x22ddbb, 0x229977, 0x008899),
  ROW (MW_ROLE_MOVING,       0x111133, 0xeeffff, 0x000022, 0xeeffee),
};

/* The palette of SCHEME, made at the first call. */
const MwPalette *
mw_palette_get (MwScheme scheme)
{
  static MwPalette palettes[MW_N_SCHEMES];
  static gsize made = 0;

  g_assert (scheme < MW_N_SCHEMES);
  if (g_once_init_enter (&made))
    {
      for (guint s = 0; s < MW_N_SCHEMES; s++)
        {
          palettes[s].scheme = s;
          palettes[s].dark = s == MW_SCHEME_DARK || s == MW_SCHEME_HIGH_DARK;
          palettes[s].high_contrast = s == MW_SCHEME_HIGH_LIGHT || s == MW_SCHEME_HIGH_DARK;
          for (guint role = 0; role < MW_N_ROLES; role++)
            palettes[s].colors[role] = table[role][s];
        }
      g_once_init_leave (&made, 1);
    }
  return &palettes[scheme];
}

void
mw_color_to_hex (MwColor color, char buffer[8])
{
  g_snprintf (buffer, 8, "#%02x%02x%02x", color.red, color.green, color.blue);
}

static double
linear (guint8 channel)
{
  double c = channel / 255.0;

  return c <= 0.04045 ? c / 12.92 : pow ((c + 0.055) / 1.055, 2.4);
}

static double
luminance (MwColor color)
{
  return 0.2126 * linear (color.red) + 0.7152 * linear (color.green) + 0.0722 * linear (color.blue);
}

double
mw_color_contrast (MwColor a, MwColor b)
{
  double one = luminance (a), other = luminance (b);

  return (MAX (one, other) + 0.05) / (MIN (one, other) + 0.05);
}
