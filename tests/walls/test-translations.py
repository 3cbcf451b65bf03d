#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Meanwhile authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is written in the sources to be translated is in POTFILES, and every language of LINGUAS has all of it.

The template is made here with the options that meson's preset for GLib programs has, and each language is merged
with it: a text that was added or changed since shows up as untranslated or fuzzy.
"""

import os
import pathlib
import re
import subprocess
import tempfile

import tap

ROOT = pathlib.Path(os.environ['MW_TEST_SOURCE'])

IN_CODE = re.compile(r'(?<![\w"])(_|N_|C_|NC_|Q_|g_dngettext|ngettext|g_dpgettext2?)\s*\(\s*"')
IN_UI = re.compile(r'translatable="(yes|true|1)"')
KEYWORDS = ('_', 'N_', 'C_:1c,2', 'NC_:1c,2', 'Q_', 'ngettext:1,2', 'g_dcgettext:2', 'g_dngettext:2,3', 'g_dpgettext2:2c,3')


def is_translatable(path, text):
    return bool(IN_UI.search(text) if path.endswith('.ui') else IN_CODE.search(text))


def words(name):
    return [line for line in (ROOT / 'po' / name).read_text(encoding='utf-8').split('\n') if line and line[0] != '#']


def translatable_files():
    found = [path for folder in ('src', 'ui') for path in (ROOT / folder).rglob('*') if path.suffix in ('.c', '.h', '.ui')]
    return sorted(str(path.relative_to(ROOT)) for path in found
                  if is_translatable(path.name, path.read_text(encoding='utf-8')))


def tool(*command):
    result = subprocess.run(command, cwd=ROOT, text=True, capture_output=True)
    assert result.returncode == 0, f'{command[0]}: {result.stderr}'
    return result.stderr


def make_template(path):
    tool('xgettext', '--from-code=UTF-8', '--files-from=po/POTFILES', '--output', path, '--force-po', '--package-name=meanwhile',
         '--add-comments', *(f'--keyword={keyword}' for keyword in KEYWORDS))


def test_what_is_translatable():
    for text in ('g_print (_("a"))', 'N_ ("a")', 'C_("b", "a")', 'ngettext ("a", "b", n)'):
        assert is_translatable('x.c', text), text
    for text in ('"_(\\"a\\")"', 'x_("a")', '_(name)'):
        assert not is_translatable('x.c', text), text
    assert is_translatable('x.ui', '<property name="label" translatable="yes">a') and not is_translatable('x.ui', '_("a")')


def test_potfiles():
    listed, found = words('POTFILES'), translatable_files()
    assert listed == found, f'to add: {sorted(set(found) - set(listed))}, to remove: {sorted(set(listed) - set(found))}, or not sorted'


def test_no_text_is_cut():
    """xgettext stops where a macro that it does not know stands in a text: G_GINT64_FORMAT, but not PRId64."""
    cut = re.compile(r'_\s*\(\s*"[^\n]*" G_G\w+_FORMAT')
    assert cut.search('_("%" G_GINT64_FORMAT " of") ') and not cut.search('_("%" PRId64)')
    found = [str(path) for path in (ROOT / 'src').rglob('*.c') if cut.search(path.read_text(encoding='utf-8'))]
    assert not found, found


def test_languages_are_complete():
    with tempfile.TemporaryDirectory() as folder:
        template, merged = f'{folder}/meanwhile.pot', f'{folder}/merged.po'
        make_template(template)
        for language in words('LINGUAS'):
            tool('msgmerge', '--quiet', '--no-fuzzy-matching', '--output-file', merged, f'po/{language}.po', template)
            statistics = tool('msgfmt', '--check', '--statistics', '--output-file=/dev/null', merged)
            assert re.fullmatch(r'\d+ translated messages?\.', statistics.strip()), f'{language}: {statistics}'


tap.run(globals())
