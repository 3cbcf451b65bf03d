#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Meanwhile authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The program ends cleanly, whatever it is doing: with status 0, and in a sanitizer build without a leak."""

import os

import driver
import tap

CATALOGUE = os.path.join(os.path.dirname(__file__), '..', '..', 'data', 'scenarios', 'catalogue.list')
SCENARIOS = open(CATALOGUE, encoding='utf-8').read().split()


def test_after_every_scenario():
    with driver.Program('--clock', 'simulated') as program:
        for scenario in SCENARIOS:
            program.activate('open', 's', scenario)
            program.activate('run')
            program.activate('step', 'i', 1)
        program.activate('open', 's', 'nothing-of-this-name')


def test_in_the_middle_of_live_runs():
    with driver.Program('--clock', 'live', 'thirty-stories') as program:
        program.activate('run')
        program.activate('open', 's', 'blocked-loop')
        program.activate('run')


tap.run(globals())
