# SPDX-FileCopyrightText: 2026 The Meanwhile authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Starts the program and drives it from outside: its actions over D-Bus, its widgets by name as a screen reader does.

Nothing here sleeps for a fixed time: wait_for() asks again until what is waited for is there or the deadline is over,
and says what was missing.
"""

import os
import pathlib
import re
import struct
import subprocess

import tap

try:
    import gi
    gi.require_version('Atspi', '2.0')
    from gi.repository import Atspi, Gio, GLib
except (ImportError, ValueError) as error:
    tap.skip_all(error)

BUILD = pathlib.Path(os.environ['MW_TEST_BUILD'])
APP_ID = os.environ['MW_APP_ID']
OBJECT = '/' + re.sub('[.-]', lambda match: '/' if match.group() == '.' else '_', APP_ID)
PATIENCE = 120  # seconds; a sanitizer build on a busy machine is slow to start


def wait_for(condition, what, seconds=PATIENCE):
    """The first true value of condition()."""
    context = GLib.MainContext.default()
    expired = []
    deadline = GLib.timeout_add(int(seconds * 1000), lambda: expired.append(True))
    while True:
        value = condition()
        if value:
            GLib.source_remove(deadline)
            return value
        assert not expired, f'waited {seconds} s for {what}'
        woken = []
        GLib.timeout_add(20, lambda: woken.append(True))
        while not woken:
            context.iteration(True)


class Program:
    """The program, started with these arguments; a context manager that ends it."""

    def __init__(self, *arguments):
        self.process = subprocess.Popen([BUILD / 'src/app/meanwhile', *arguments])
        self.bus = Gio.bus_get_sync(Gio.BusType.SESSION)
        wait_for(lambda: self._is_alive() and 'screenshot' in self.actions(), 'the window')

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        try:
            self._call(OBJECT, 'org.gtk.Actions', 'Activate', GLib.Variant('(sava{sv})', ('quit', [], {})))
        except GLib.Error:
            pass  # it may be gone before it has answered; whether it went well says its status
        try:
            status = self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise
        assert kind or status == 0, f'the program ended with {status}'

    def _is_alive(self):
        assert self.process.poll() is None, f'the program ended with {self.process.returncode}'
        return True

    def _call(self, path, interface, method, parameters=None):
        return self.bus.call_sync(APP_ID, path, interface, method, parameters, None, Gio.DBusCallFlags.NO_AUTO_START, 30000, None)

    def actions(self):
        """Names of the window's actions; none as long as there is no window."""
        try:
            return self._call(f'{OBJECT}/window/1', 'org.gtk.Actions', 'List').unpack()[0]
        except GLib.Error:
            return []

    def activate(self, name, signature=None, value=None):
        """Activates an action of the window; returns when the program has done so."""
        parameters = [GLib.Variant(signature, value)] if signature else []
        self._call(f'{OBJECT}/window/1', 'org.gtk.Actions', 'Activate', GLib.Variant('(sava{sv})', (name, parameters, {})))
        self._call(f'{OBJECT}/window/1', 'org.gtk.Actions', 'List')
        self._is_alive()

    def screenshot(self, path):
        """The bytes of a picture of the window."""
        path.unlink(missing_ok=True)
        self.activate('screenshot', 's', str(path))
        wait_for(path.exists, f'a picture in {path.name}')
        return path.read_bytes()

    def accessible(self):
        """The program as assistive technology sees it."""
        def find():
            desktop = Atspi.get_desktop(0)
            desktop.clear_cache()
            for index in range(desktop.get_child_count()):
                child = desktop.get_child_at_index(index)
                if child and child.get_process_id() == self.process.pid and child.get_child_count():
                    return Node(child)
            return None
        return wait_for(find, 'the program on the accessibility bus')


class Node:
    """An accessible object.  Everything is asked for anew: GTK tells of changes only where somebody has looked before."""

    # Names of roles as at-spi 2.46 has them and as they became later.
    ROLES = {'push button': 'button', 'toggle button': 'button', 'switch': 'check box', 'entry': 'text'}

    def __init__(self, accessible):
        accessible.clear_cache()
        self.accessible = accessible
        role = accessible.get_role_name()
        self.role = self.ROLES.get(role, role)
        self.name = accessible.get_name() or ''
        self.description = accessible.get_description() or ''

    def __repr__(self):
        return f'{self.role} “{self.name}”'

    def states(self):
        return {state.value_nick for state in self.accessible.get_state_set().get_states()}

    def text(self):
        """What is written in a label or entry, otherwise the name."""
        if 'Text' not in self.accessible.get_interfaces():
            return self.name
        return Atspi.Text.get_text(self.accessible, 0, Atspi.Text.get_character_count(self.accessible))

    def walk(self):
        yield self
        for index in range(self.accessible.get_child_count()):
            try:
                child = self.accessible.get_child_at_index(index)
                if child:
                    yield from Node(child).walk()
            except GLib.Error:
                pass  # it went away meanwhile

    def look(self, role, name=''):
        """The first object within with this role and a name that matches, or None."""
        return next((node for node in self.walk() if node.role == role and re.search(name, node.name)), None)

    def find(self, role, name=''):
        return wait_for(lambda: self.look(role, name), f'{role} “{name}” in {self}')

    def texts(self):
        return [text for text in (node.text() for node in self.walk() if node.role in ('label', 'text', 'list item', 'table cell')) if text]

    def click(self):
        assert Atspi.Action.do_action(self.accessible, 0), f'{self} cannot be clicked'


def png_size(data):
    """Width and height of a whole PNG file."""
    assert data[:8] == b'\x89PNG\r\n\x1a\n' and data[12:16] == b'IHDR' and data[-8:-4] == b'IEND', 'not a whole PNG'
    return struct.unpack('>II', data[16:24])
