#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Meanwhile authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The started program, driven by its actions over D-Bus as a script would."""

import pathlib
import tempfile

import driver
import tap


def title(accessible):
    return accessible.find('frame').name


def open_scenario(program, accessible, name, expected):
    program.activate('open', 's', name)
    driver.wait_for(lambda: expected in title(accessible), f'“{expected}” in the title')


def run_to_its_end(program, accessible):
    program.activate('run')
    accessible.find('button', r'^Run\b')  # until then it says Stop


def in_program(test):
    """Runs the test with the program, what is seen of it, and an empty folder."""
    def run():
        with tempfile.TemporaryDirectory() as folder, driver.Program('--clock', 'simulated', 'three-greetings') as program:
            accessible = program.accessible()
            driver.wait_for(lambda: 'greetings' in title(accessible), 'the first scenario')
            test(program, accessible, pathlib.Path(folder))
    return run


@in_program
def test_a_moment_is_a_picture(program, accessible, folder):
    """The picture is a function of the moment: another moment, another picture; the same moment, the same bytes."""
    run_to_its_end(program, accessible)
    pictures = []
    for seconds in (0.5, 2.5, 0.5):
        program.activate('seek', 'd', seconds)
        pictures.append(program.screenshot(folder / 'moment.png'))
    assert pictures[0] != pictures[1]
    assert pictures[0] == pictures[2]
    assert not list(folder.glob('*.part'))


@in_program
def test_screenshot_has_the_windows_size(program, accessible, folder):
    extents = accessible.find('frame').accessible.get_extents(driver.Atspi.CoordType.WINDOW)
    size = driver.png_size(program.screenshot(folder / 'window.png'))
    assert size == (extents.width, extents.height), f'{size} but the window is {extents.width}×{extents.height}'


@in_program
def test_another_scenario(program, accessible, folder):
    program.activate('seek', 'd', 1.0)
    before = program.screenshot(folder / 'before.png')
    open_scenario(program, accessible, 'permits', 'ermit')
    run_to_its_end(program, accessible)
    program.activate('seek', 'd', 1.0)
    assert program.screenshot(folder / 'after.png') != before


@in_program
def test_bad_files_leave_the_scenario(program, accessible, folder):
    shown = title(accessible)
    files = {'broken.json': b'{ "format"', 'empty.json': b'', 'deep.json': b'[' * 100000, 'nul.json': b'{"a": "\0"}'}
    for name, content in files.items():
        (folder / name).write_bytes(content)
    for path in [*(folder / name for name in files), folder, folder / 'missing.json']:
        program.activate('open', 's', str(path))
        driver.wait_for(lambda: accessible.look('label', path.name), f'a message that names {path.name}')
        assert title(accessible) == shown
    program.activate('run')
    open_scenario(program, accessible, 'backoff', '')


@in_program
def test_nonsense_is_survived(program, accessible, folder):
    program.activate('screenshot', 's', str(folder / 'missing' / 'picture.png'))
    program.activate('clock', 's', 'sundial')
    program.activate('set', 's', 'nothing=5')
    program.activate('speed', 'd', -1.0)
    for seconds in (-1.0, 1e300, float('nan')):
        program.activate('seek', 'd', seconds)
    assert driver.png_size(program.screenshot(folder / 'after.png'))


tap.run(globals())
