/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mw-scenario.h"

/* Two sleeps of $pause, one after the other and at once; an hour that nobody waits for; and a raise. */
static inline MwScenario *
small_scenario (void)
{
  static const char text[] =
    "{ 'format': 'meanwhile-scenario/1', 'id': 'small', 'group': 'waiting', 'seed': 7,"
    "  'title': {'en': 'Small', 'fr': 'Petit'}, 'summary': {'en': 'Small.', 'fr': 'Petit.'},"
    "  'text': {'en': ['Small.'], 'fr': ['Petit.']},"
    "  'parameters': {"
    "    'pause': {'type': 'duration', 'label': {'en': 'pause', 'fr': 'pause'}, 'default': '50ms', 'min': '1ms', 'max': '1h'},"
    "    'mood': {'type': 'choice', 'label': {'en': 'mood', 'fr': 'humeur'}, 'default': 'calm', 'choices': ['calm', 'wild']} },"
    "  'coroutines': {"
    "    'nap': {'steps': [{'sleep': '$pause'}, {'print': 'up'}]},"
    "    'in_turn': {'steps': [{'call': 'nap'}, {'call': 'nap'}]},"
    "    'at_once': {'steps': [{'gather': [{'call': 'nap'}, {'call': 'nap'}]}]},"
    "    'hour': {'steps': [{'print': 'off'}, {'sleep': '1h'}]},"
    "    'block': {'steps': [{'print': 'off'}, {'block': '1h'}]},"
    "    'fall': {'steps': [{'raise': 'fell'}]} },"
    "  'variants': ["
    "    {'id': 'in-turn', 'title': {'en': 'in turn', 'fr': 'tour à tour'}, 'entry': 'in_turn'},"
    "    {'id': 'at-once', 'title': {'en': 'at once', 'fr': 'ensemble'}, 'entry': 'at_once'},"
    "    {'id': 'hour', 'title': {'en': 'an hour', 'fr': 'une heure'}, 'entry': 'hour'},"
    "    {'id': 'block', 'title': {'en': 'a block', 'fr': 'un blocage'}, 'entry': 'block'},"
    "    {'id': 'fall', 'title': {'en': 'a fall', 'fr': 'une chute'}, 'entry': 'fall'} ],"
    "  'claims': ["
    "    {'variant': 'in-turn', 'measure': 'makespan', 'expected': '100ms', 'tolerance': '400ms', 'seed-figure': '101ms'},"
    "    {'variant': 'at-once', 'measure': 'makespan', 'expected': '50ms', 'tolerance': '400ms'},"
    "    {'variant': 'at-once', 'measure': 'speed-up', 'expected': 2, 'tolerance': 1} ] }";
  g_autofree char *json = g_strdup (text);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  MwScenario *scenario;

  g_strdelimit (json, "'", '"');
  bytes = g_bytes_new (json, strlen (json));
  scenario = mw_scenario_parse (bytes, "small.json", &error);
  g_assert_no_error (error);
  return scenario;
}

enum { IN_TURN, AT_ONCE, HOUR, BLOCK, FALL };
