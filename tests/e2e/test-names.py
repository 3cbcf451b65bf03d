#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Meanwhile authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The started program, used as with a screen reader: everything is found by name."""

import re

import driver
import tap


def with_program(test):
    def run():
        with driver.Program('--clock', 'simulated', 'three-greetings') as program:
            test(program, program.accessible())
    return run


@with_program
def test_run_and_read_the_console(program, accessible):
    accessible.find('button', r'^Run\b').click()
    program.activate('page', 's', 'console')
    program.activate('end')
    driver.wait_for(lambda: sum('Hello' in text for text in accessible.texts()) >= 3, 'three greetings in the console')


@with_program
def test_read_the_numbers(program, accessible):
    program.activate('page', 's', 'numbers')
    program.activate('end')
    driver.wait_for(lambda: any(re.search(r'6\.00', text) for text in accessible.texts()), '6.00 s among the numbers')


# GTK's containers that take the focus only to be scrolled or resized; a screen reader says what is in them.
CONTAINERS = ('scroll pane', 'filler')


@with_program
def test_everything_has_a_name(program, accessible):
    for page in ('explain', 'code', 'edit', 'console', 'findings', 'numbers', 'legend'):
        program.activate('page', 's', page)
        nodes = [node for node in accessible.walk() if 'focusable' in node.states() and node.role not in CONTAINERS]
        assert len(nodes) > 10, nodes
        unnamed = [node for node in nodes if not node.name.strip() or re.fullmatch(r'(Gtk|Adw|Mw)[A-Z]\w+', node.name)]
        assert not unnamed, f'on the page {page}: {unnamed}'


tap.run(globals())
