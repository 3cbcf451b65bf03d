#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Meanwhile authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The walls between the layers: who may include whom, read from the sources and tried with the compiler.

meson gives a layer the include folders of the layers below it; the tables here say the same a second time, and
narrower where a layer may see only some headers of another.  Each check is a function of plain data that is first
tried on data that must fail.
"""

import json
import os
import pathlib
import re
import shlex
import subprocess

import tap

ROOT = pathlib.Path(os.environ['MW_TEST_SOURCE'])
BUILD = pathlib.Path(os.environ['MW_TEST_BUILD'])

# A layer's code may include the headers of these layers, beside its own.
BELOW = {
    'base': (),
    'trace': ('base',),
    'engine': ('base', 'trace'),
    'scenario': ('base', 'trace', 'engine'),
    'lab': ('base', 'trace', 'engine'),
    'session': ('base', 'trace', 'engine', 'scenario', 'lab'),
    'timeline': ('base', 'trace'),
    'paint': ('base', 'trace', 'timeline'),
    'chart': ('base', 'trace', 'timeline', 'paint'),
    'cli': ('base', 'trace', 'engine', 'scenario', 'lab', 'session', 'timeline', 'paint'),
    'app': ('base', 'trace', 'engine', 'scenario', 'lab', 'session', 'timeline', 'paint', 'chart'),
}

# … and of these only the headers named.
ONLY = {
    ('scenario', 'engine'): {'mw-program.h'},
    ('scenario', 'trace'): set(),
    ('lab', 'engine'): {'mw-backend.h', 'mw-live.h', 'mw-program.h', 'mw-simulated.h'},
}

# Libraries that are behind a wall, by the beginning of the include, and the layers that may use them.
LIBRARIES = {
    'gtk/': ('chart', 'app'),
    'gdk/': ('chart', 'app'),
    'gsk/': ('chart', 'app'),
    'adwaita': ('app',),
    'gtksourceview/': ('app',),
    'graphene': ('chart', 'app'),
    'cairo': ('paint', 'chart', 'app'),
    'pango/': ('paint', 'chart', 'app'),
    'libsoup/': ('lab',),
    'json-glib/': ('trace', 'scenario', 'session', 'cli'),
    'sqlite3': ('lab',),
    'gio/': tuple(layer for layer in BELOW if layer not in ('base', 'timeline')),
}

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.MULTILINE)


def sources(*folders, suffixes=('.c', '.h')):
    """{path below the root: text}"""
    return {str(path.relative_to(ROOT)): path.read_text(encoding='utf-8')
            for folder in folders for path in sorted((ROOT / folder).rglob('*')) if path.suffix in suffixes}


def layer_of(path):
    return path.split('/')[1]


def climbing(files):
    """Includes that leave their folder by its path."""
    return [(path, name) for path, text in files.items() for _, name in INCLUDE.findall(text) if '..' in name.split('/')]


def forbidden_headers(files):
    """Includes of a header of ours that the tables do not allow."""
    owner = {os.path.basename(path): layer_of(path) for path in files if path.endswith('.h')}
    found = []
    for path, text in files.items():
        layer = layer_of(path)
        for _, name in INCLUDE.findall(text):
            other = owner.get(os.path.basename(name), layer)
            if other != layer and (other not in BELOW[layer] or name not in ONLY.get((layer, other), {name})):
                found.append((path, name))
    return found


def forbidden_libraries(files):
    return [(path, name) for path, text in files.items() for _, name in INCLUDE.findall(text)
            for prefix, layers in LIBRARIES.items() if name.startswith(prefix) and layer_of(path) not in layers]


def without_licence(files):
    return [path for path, text in files.items()
            if not {'SPDX-FileCopyrightText:', 'SPDX-License-Identifier:'} <= set(' '.join(text.splitlines()[:6]).split())]


def compiler_of(layer):
    """The command with which meson compiles a file of the layer, without input and outputs; None: it has no file."""
    for entry in json.loads((BUILD / 'compile_commands.json').read_text(encoding='utf-8')):
        path = os.path.relpath(os.path.join(entry['directory'], entry['file']), ROOT / 'src' / layer)
        if '/' in path or not path.endswith('.c'):
            continue
        words = iter(shlex.split(entry['command']))
        command = []
        for word in words:
            if word in ('-o', '-MF', '-MQ', '-c'):
                next(words)
            elif not word.startswith('-M'):
                command.append(word)
        return command, entry['directory']
    return None


def compiles(compiler, header):
    command, directory = compiler
    result = subprocess.run([*command, '-fsyntax-only', '-x', 'c', '-'], cwd=directory, text=True, capture_output=True,
                            input=f'#include "{header}"\n')
    assert result.returncode == 0 or f'{header}: No such file' in result.stderr or f"'{header}' file not found" in result.stderr, \
        result.stderr
    return result.returncode == 0


def none(found):
    assert not found, '\n'.join(map(str, found))


def test_no_include_climbs():
    assert climbing({'src/a/x.c': '#include "../b/y.h"\n'}) and not climbing({'src/a/x.c': '#include "y..h"\n'})
    none(climbing(sources('src', 'tests')))


def test_headers_of_layers_below():
    tree = {'src/trace/t.h': '', 'src/engine/e.h': '', 'src/trace/bad.c': ' # include "e.h"', 'src/engine/good.c': '#include "t.h"'}
    assert forbidden_headers(tree) == [('src/trace/bad.c', 'e.h')]
    tree = {'src/engine/mw-engine.h': '', 'src/engine/mw-program.h': '',
            'src/scenario/a.c': '#include "mw-program.h"\n#include "mw-engine.h"\n'}
    assert forbidden_headers(tree) == [('src/scenario/a.c', 'mw-engine.h')]
    none(forbidden_headers(sources('src')))


def test_header_names_are_unique():
    names = [os.path.basename(path) for path in sources('src', suffixes=('.h',))]
    assert len(names) == len(set(names)), sorted(names)


def test_libraries():
    assert forbidden_libraries({'src/paint/x.c': '#include <gtk/gtk.h>\n'}) == [('src/paint/x.c', 'gtk/gtk.h')]
    assert not forbidden_libraries({'src/chart/x.c': '#include <gtk/gtk.h>\n'})
    none(forbidden_libraries(sources('src')))


def test_every_folder_is_a_layer():
    assert {path.name for path in (ROOT / 'src').iterdir() if path.is_dir()} == set(BELOW)


def test_upward_include_does_not_compile():
    headers = {}
    for path in sources('src', suffixes=('.h',)):
        headers.setdefault(layer_of(path), os.path.basename(path))
    tried = 0
    for layer, below in BELOW.items():
        compiler = compiler_of(layer)
        if compiler is None:
            continue
        for other, header in headers.items():
            if other == layer:
                assert compiles(compiler, header), f'{header} does not compile in its own layer'
            elif other not in below:
                assert not compiles(compiler, header), f'{layer} can include {header} of {other}'
                tried += 1
    assert tried >= 8, f'only {tried} includes tried'


def test_licence_on_top():
    assert without_licence({'a.c': 'int a;\n'}) == ['a.c']
    files = sources('src', 'tests', 'ui', 'build-aux', suffixes=('.c', '.h', '.py', '.sh', '.ui', '.css'))
    files = {path: text for path, text in files.items() if not path.startswith('tests/golden/')} # what programs wrote
    for script in ('run', 'check', '.ci/run', 'build-aux/with-display', 'build-aux/make-pictures'):
        files[script] = (ROOT / script).read_text(encoding='utf-8')
    none(without_licence(files))


tap.run(globals())
