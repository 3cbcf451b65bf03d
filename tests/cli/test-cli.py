#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Meanwhile authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives meanwhile-cli as a shell would and says what it sees in TAP.

test-cli.py PROGRAM GOLDEN-FOLDER
With MW_UPDATE_GOLDEN=1 the golden traces are written anew instead of compared.
"""

import gzip
import json
import os
import pty
import re
import resource
import select
import signal
import stat
import struct
import subprocess
import sys
import tempfile

import tap

PROGRAM, GOLDEN = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
UPDATE = os.environ.get('MW_UPDATE_GOLDEN') == '1'
SEEDED = {k: v for k, v in os.environ.items() if k not in ('COLUMNS', 'NO_COLOR', 'COLORFGBG', 'LANGUAGE')}
PATIENCE = 120  # s, for whatever must not hang

SMALL = {
    'format': 'meanwhile-scenario/1', 'id': 'small', 'group': 'waiting', 'seed': 7,
    'title': {'en': 'Small naps', 'fr': 'Petites siestes'},
    'summary': {'en': 'Small.', 'fr': 'Petit.'}, 'text': {'en': ['Small.'], 'fr': ['Petit.']},
    'parameters': {
        'pause': {'type': 'duration', 'label': {'en': 'pause', 'fr': 'pause'}, 'default': '50ms', 'min': '1ms', 'max': '1h'},
        'times': {'type': 'number', 'label': {'en': 'times', 'fr': 'fois'}, 'default': 2, 'min': 1, 'max': 50},
        'mood': {'type': 'choice', 'label': {'en': 'mood', 'fr': 'humeur'}, 'default': 'calm', 'choices': ['calm', 'wild']},
        'loud': {'type': 'switch', 'label': {'en': 'loud', 'fr': 'fort'}, 'default': False},
    },
    'coroutines': {
        'nap': {'steps': [{'sleep': '$pause'}, {'print': {'en': 'up “é” "q"', 'fr': 'debout'}}]},
        'in_turn': {'steps': [{'repeat': '$times', 'steps': [{'call': 'nap'}]}]},
        'at_once': {'steps': [{'gather': [{'call': 'nap', 'times': '$times'}]}]},
    },
    'variants': [
        {'id': 'in-turn', 'title': {'en': 'in turn', 'fr': 'tour à tour'}, 'entry': 'in_turn'},
        {'id': 'at-once', 'title': {'en': 'at once', 'fr': 'ensemble'}, 'entry': 'at_once'},
    ],
    'claims': [
        {'variant': 'in-turn', 'measure': 'makespan', 'expected': '100ms', 'tolerance': '900ms'},
        {'variant': 'at-once', 'measure': 'makespan', 'expected': '50ms', 'tolerance': '900ms'},
    ],
}

class Result:
    def __init__(self, status, out, err):
        self.status, self.out, self.err = status, out, err

    def json(self):
        return json.loads(self.out)


def run(*arguments, env=None, **more):
    done = subprocess.run([PROGRAM, *arguments], stdin=subprocess.DEVNULL, stdout=more.pop('stdout', subprocess.PIPE),
                          stderr=subprocess.PIPE, env={**SEEDED, **(env or {})}, timeout=PATIENCE, **more)
    return Result(done.returncode, (done.stdout or b'').decode(), done.stderr.decode())


def good(*arguments, **more):
    result = run(*arguments, **more)
    assert result.status == 0, (arguments, result.status, result.err)
    assert result.err == '', result.err
    return result


def bad(status, *arguments, says=(), **more):
    """One line on stderr, the exit status, and words that must stand in that line."""
    result = run(*arguments, **more)
    assert result.status == status, (arguments, result.status, result.out, result.err)
    assert result.err.startswith('meanwhile-cli: ') and result.err.endswith('\n'), result.err
    assert result.err.count('\n') == 1, result.err
    for word in [says] if isinstance(says, str) else says:
        assert word in result.err, (word, result.err)
    return result


def simulate(*arguments, **more):
    return good('run', *arguments, '--clock', 'simulated', **more)


def catalogue():
    return good('list', '--json').json()


class Folder(tempfile.TemporaryDirectory):
    def __enter__(self):
        self.path = super().__enter__()
        return self

    def file(self, name, content):
        path = os.path.join(self.path, name)
        if isinstance(content, dict):
            content = json.dumps(content)
        with open(path, 'wb') as stream:
            stream.write(content if isinstance(content, bytes) else content.encode())
        return path

    def at(self, name):
        return os.path.join(self.path, name)


def changed(**changes):
    return {**SMALL, **changes}


# The command line

def test_help_and_version():
    for arguments in [('--help',), ('-h',), ('help',)]:
        out = good(*arguments).out
        for command in ('list', 'run', 'check', 'verify'):
            assert command in out
    assert re.fullmatch(r'meanwhile-cli \d+\.\d+\.\d+\n', good('--version').out)
    for command, word in [('list', '--json'), ('run', '--variant'), ('check', '--live'), ('verify', 'FILE')]:
        out = good(command, '--help').out
        assert f'meanwhile-cli {command}' in out and word in out, out


def test_wrong_usage():
    bad(2, says='no command')
    bad(2, 'dance', says='dance')
    for command in ('list', 'run', 'check', 'verify'):
        bad(2, command, '--nonsense', says=[command, '--nonsense'])
    bad(2, 'run', says='no scenario')
    bad(2, 'run', 'three-greetings', 'permits', says='one scenario')
    bad(2, 'list', 'permits', says='permits')
    bad(2, 'verify', says='no file')
    bad(2, 'run', 'no-such-thing', says='no-such-thing')
    bad(2, 'check', 'no-such-thing', says='no-such-thing')
    with Folder() as folder:
        small = folder.file('small.json', SMALL)
        bad(2, 'run', small, '--variant', 'sideways', says=['sideways', 'in-turn', 'at-once'])
        bad(2, 'run', small, '--set', 'pauses=1s', says=['pauses', 'pause, times, mood, loud'])
        bad(2, 'run', small, '--set', 'pause=2h', says='pause')
        bad(2, 'run', small, '--set', 'pause=-1s', says='pause')
        bad(2, 'run', small, '--set', 'times=0', says='times')
        bad(2, 'run', small, '--set', 'times=99999999999999999999', says='times')
        bad(2, 'run', small, '--set', 'mood=angry', says='angry')
        bad(2, 'run', small, '--set', 'times', says='NAME=VALUE')
        bad(2, 'run', small, '--clock', 'sundial', says=['sundial', 'simulated'])
        bad(2, 'run', small, '--format', 'xml', says=['xml', 'json'])
        bad(2, 'run', small, '--lang', 'de', says=['de', 'fr'])
        for seed in ('-1', '1.5', '18446744073709551616', 'x', ''):
            bad(2, 'run', small, '--seed', seed, says='--seed')


# Files

def test_bad_files():
    with Folder() as folder:
        rows = [
            ('empty.json', b'', 'empty'),
            ('broken.json', b'{"format": "meanwhile-scenario/1", ', 'broken.json'),
            ('not-json.json', b'\x89PNG\r\n\x1a\n', 'not-json.json'),
            ('nul.json', b'{"format": "a\0b"}', 'nul.json'),
            ('list.json', b'[]', 'list.json'),
            ('deep-lists.json', b'[' * 100000, 'deep-lists.json'),
            ('deep-objects.json', b'{"a":' * 100000, 'deep-objects.json'),
            ('format.json', changed(format='meanwhile-scenario/9'), 'format'),
            ('unknown-key.json', changed(colour='red'), 'colour'),
            ('wrong-type.json', changed(variants={'id': 'x'}), 'variants'),
            ('no-variants.json', changed(variants=[]), 'variants'),
            ('huge-seed.json', changed(seed=10 ** 30), 'seed'),
        ]
        for step, word in [({'dance': 1}, 'dance'), ({'sleep': '-1s'}, 'sleep'), ({'sleep': '25h'}, 'sleep'), ({'sleep': True}, 'sleep'),
                           ({'with': 'gate', 'steps': [{'sleep': 0}]}, 'gate'), ({'await': 'nobody'}, 'nobody'),
                           ({'call': 'main'}, 'main'), ({'gather': [{'call': 'nap', 'times': 10 ** 9}]}, 'times')]:
            steps = {**SMALL['coroutines'], 'main': {'steps': [step]}}
            variants = [{'id': 'only', 'title': {'en': 'only', 'fr': 'seule'}, 'entry': 'main'}]
            rows.append((f'step-{len(rows)}.json', changed(coroutines=steps, variants=variants, claims=[]), word))
        rows.append(('no-permits.json', changed(resources={'gate': {'type': 'semaphore', 'permits': 0}}), 'permits'))
        for name, content, word in rows:
            path = folder.file(name, content)
            result = bad(2, 'run', path, '--clock', 'simulated', says=word)
            assert name in result.err, (name, result.err)
            bad(2, 'check', path, says=word)
        bad(2, 'run', folder.path, says=folder.path)
        bad(2, 'run', folder.at('missing.json'), says='missing.json')
        if os.geteuid() != 0:
            os.chmod(folder.file('secret.json', SMALL), 0)
            bad(2, 'run', folder.at('secret.json'), says='secret.json')


def test_billion_tasks():
    """However the number is reached."""
    steps = {
        'nap': {'steps': [{'sleep': '1s'}]},
        'thousand': {'steps': [{'gather': [{'call': 'nap', 'times': 1000}]}]},
        'million': {'steps': [{'gather': [{'call': 'thousand', 'times': 1000}]}]},
        'main': {'steps': [{'gather': [{'call': 'million', 'times': 1000}]}]},
    }
    variants = [{'id': 'only', 'title': {'en': 'only', 'fr': 'seule'}, 'entry': 'main'}]
    with Folder() as folder:
        path = folder.file('billion.json', changed(coroutines=steps, variants=variants, claims=[]))
        result = run('run', path, '--clock', 'simulated')
        assert result.status in (1, 2) and result.err.count('\n') == 1, (result.status, result.err)


# What a run says

def test_list_says_what_there_is():
    scenarios = catalogue()
    ids = [scenario['id'] for scenario in scenarios]
    assert len(ids) == len(set(ids)) and 'three-greetings' in ids
    text = good('list').out
    for scenario in scenarios:
        assert scenario['id'] in text and scenario['title'] and scenario['variants']
    french = good('list', '--json', '--lang', 'fr').json()
    assert [s['id'] for s in french] == ids and french != scenarios


def test_json_shape():
    kinds = {'makespan_ns': int, 'max_in_flight': int, 'tasks': int, 'loop_busy_ns': int, 'loop_idle_ns': int,
             'id': str, 'executor': str, 'end': str, 'printed': list, 'outcomes': dict}
    for scenario in catalogue():
        result = run('run', scenario['id'], '--clock', 'simulated', '--format', 'json')
        assert result.status in (0, 1), result.err
        run_ = result.json()
        assert run_['scenario'] == scenario['id'] and run_['clock'] == 'simulated'
        assert run_['seed'] == scenario['seed']
        assert list(run_['parameters']) == [p['name'] for p in scenario['parameters']]
        assert [v['id'] for v in run_['variants']] == [v['id'] for v in scenario['variants']]
        for variant in run_['variants']:
            for key, kind in kinds.items():
                assert type(variant[key]) is kind, (scenario['id'], key, variant[key])
            assert set(variant['outcomes']) == {'done', 'failed', 'timed_out', 'cancelled', 'forgotten'}
            assert sum(variant['outcomes'].values()) == variant['tasks']
            assert variant['loop_busy_ns'] + variant['loop_idle_ns'] == variant['makespan_ns']
            assert all(set(line) == {'t_ns', 'task', 'text'} for line in variant['printed'])
            assert (variant['speed_up'] is None) == (0 in (variant['makespan_ns'], run_['variants'][0]['makespan_ns']))
            assert 'lab_requests' not in variant
            assert (result.status == 1) >= (variant['end'] in ('deadlock', 'overrun'))


def test_exact_figures():
    result = simulate('three-greetings', '--format', 'json').json()
    assert [v['makespan_ns'] for v in result['variants']] == [6000000000, 2000000000]
    assert [v['speed_up'] for v in result['variants']] == [1.0, 3.0]
    with Folder() as folder:
        small = folder.file('small.json', SMALL)
        result = simulate(small, '--format', 'json', '--set', 'pause=10ms', '--set', 'times=3', '--set', 'loud=on', '--seed', '18446744073709551615').json()
        assert result['seed'] == 18446744073709551615
        assert result['parameters'] == {'pause': 10000000, 'times': 3, 'mood': 'calm', 'loud': True}
        first, second = result['variants']
        assert (first['makespan_ns'], second['makespan_ns']) == (30000000, 10000000)
        assert [line['t_ns'] for line in first['printed']] == [10000000, 20000000, 30000000]
        assert second['tasks'] == 4 and second['max_in_flight'] == 3 and second['outcomes']['done'] == 4
        assert second['printed'][0]['text'] == 'up “é” "q"'
        alone = simulate(small, '--format', 'json', '--variant', 'at-once').json()['variants']
        assert len(alone) == 1 and alone[0]['speed_up'] is None
        swapped = simulate(small, '--format', 'json', '-v', 'at-once', '-v', 'in-turn', '-v', 'at-once').json()['variants']
        assert [v['id'] for v in swapped] == ['at-once', 'in-turn'] and swapped[0]['speed_up'] == 2.0


def test_live():
    with Folder() as folder:
        small = folder.file('small.json', SMALL)
        result = good('run', small, '--format', 'json').json()
        assert result['clock'] == 'live'
        first, second = result['variants']
        assert 100000000 <= first['makespan_ns'] < 5000000000
        assert 50000000 <= second['makespan_ns'] < 5000000000
        assert second['max_in_flight'] == 2


def test_live_with_the_lab():
    scenario = next(s for s in catalogue() if s['id'] == 'thirty-stories')
    result = good('run', scenario['id'], '--format', 'json', '--set', 'latency=20ms', *[a for v in scenario['variants'][1:] for a in ('-v', v['id'])]).json()
    for variant in result['variants']:
        assert variant['lab_requests'] == 31, variant['lab_requests']
        assert 1 <= variant['lab_max_in_service'] <= 30
        assert variant['max_in_flight'] >= variant['lab_max_in_service']


def test_runs_that_fail():
    coroutines = {
        'twice': {'steps': [{'with': 'gate', 'steps': [{'with': 'gate', 'steps': [{'sleep': '1ms'}]}]}]},
        'fall': {'steps': [{'sleep': '5ms'}, {'raise': 'no luck'}]},
    }
    variants = [{'id': name, 'title': {'en': name, 'fr': name}, 'entry': name} for name in coroutines]
    stuck = changed(resources={'gate': {'type': 'semaphore', 'permits': 1}}, coroutines=coroutines, variants=variants, claims=[], parameters={})
    with Folder() as folder:
        path = folder.file('stuck.json', stuck)
        for clock in ('live', 'simulated'):
            result = bad(1, 'run', path, '--clock', clock, '-f', 'json', '-v', 'twice', says=['small/twice', 'deadlock', 'permit of gate'])
            assert result.json()['variants'][0]['end'] == 'deadlock'
            assert result.json()['variants'][0]['speed_up'] is None, 'who did not arrive was faster'
            result = bad(1, 'run', path, '--clock', clock, '-f', 'json', '-v', 'fall', says=['small/fall', 'no luck'])
            assert result.json()['variants'][0]['end'] == 'failed' and result.json()['variants'][0]['message'] == 'no luck'


def test_languages_and_locales():
    with Folder() as folder:
        small = folder.file('small.json', SMALL)
        plain = simulate(small, '--format', 'json').out
        for locale in ('C', 'C.UTF-8', 'tr_TR.UTF-8', 'fr_FR.UTF-8', 'nonsense'):
            env = {'LC_ALL': locale}
            assert simulate(small, '--format', 'json', env=env).out == plain, locale
            trace, picture = folder.at('run.jsonl'), folder.at('run.svg')
            simulate(small, '-v', 'at-once', '--lang', 'en', '--format', 'json', '--trace', trace, '--svg', picture, env=env)
            seen = (open(trace, 'rb').read(), open(picture, 'rb').read())
            if locale == 'C':
                first = seen
            assert seen == first, locale
            assert 'Small naps' in simulate(small, '--lang', 'en', env=env).out
        assert simulate(small, '--format', 'json', '--lang', 'fr').json()['variants'][0]['printed'][0]['text'] == 'debout'
        assert 'Petites siestes' in simulate(small, '--lang', 'fr').out
        assert 'debout' in simulate(small, '--lang', 'fr', '--lines').out


# The terminal

def on_terminal(arguments, columns, env):
    """What the program writes to a terminal of so many columns."""
    master, slave = pty.openpty()
    import fcntl
    import termios
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack('HHHH', 40, columns, 0, 0))
    process = subprocess.Popen([PROGRAM, *arguments], stdin=subprocess.DEVNULL, stdout=slave, stderr=subprocess.PIPE,
                               env={**SEEDED, 'TERM': 'xterm', **env})
    os.close(slave)
    out = read_terminal(master, lambda seen: False)
    assert process.wait(PATIENCE) == 0, process.stderr.read()
    process.stderr.close()
    return out


def read_terminal(master, enough):
    seen = b''
    while not enough(seen):
        ready, _, _ = select.select([master], [], [], PATIENCE)
        assert ready, 'the terminal is silent'
        try:
            piece = os.read(master, 65536)
        except OSError:
            piece = b''
        if not piece:
            break
        seen += piece
    else:
        return seen.decode()
    os.close(master)
    return seen.decode()


def test_terminal():
    with Folder() as folder:
        arguments = ['run', folder.file('small.json', SMALL), '--clock', 'simulated']
        coloured = on_terminal(arguments, 100, {})
        assert '\033[' in coloured
        plain = re.sub(r'\033\[[0-9;]*m', '', coloured)
        assert '\033' not in plain
        for env in ({'NO_COLOR': '1'}, {'TERM': 'dumb'}):
            assert '\033' not in on_terminal(arguments, 100, env)
        for columns, env, width in [(100, {}, 100), (60, {}, 60), (100, {'COLUMNS': '70'}, 70)]:
            lines = on_terminal(arguments, columns, {'NO_COLOR': '1', **env}).splitlines()
            chart = lines[:lines.index('')] if '' in lines else lines
            assert width - 20 < max(map(len, chart)) <= width, (width, chart)
        piped = good(*arguments).out
        assert '\033' not in piped and max(map(len, piped.splitlines())) <= 80
        ascii_ = good(*arguments, '--lang', 'en', env={'LC_ALL': 'C'}).out
        assert '█' not in ascii_


def test_real_servers_need_consent():
    """Only refusals: no test asks a real server."""
    bad(2, 'run', 'thirty-stories', '--real', says=['nothing was asked', '--allow-network', 'hacker-news.firebaseio.com', '100'])
    bad(2, 'run', 'three-greetings', '--real', '--allow-network', says='no real URLs')
    bad(2, 'run', 'thirty-stories', '--real', '--allow-network', '--clock', 'simulated', says='live')
    good('run', 'three-greetings', '--allow-network', '--clock', 'simulated')
    bad(2, 'check', 'thirty-stories', '--real', says='--real')
    assert 'with real URLs: 1, never asked by check, not judged' in good('check', 'thirty-stories').out
    assert 'real URLs' not in good('check', 'three-greetings').out


def test_guide():
    """Questions are printed where nobody can answer, asked at a terminal, and no part of the JSON."""
    arguments = ['run', 'decision-guide', '--clock', 'simulated', '--lang', 'en']
    printed = good(*arguments).out
    assert '5. Has anybody measured' in printed and '→ question 2' in printed and '→ three-greetings:' in printed
    assert '-80 %' in printed and 'not measured here' in printed
    assert 'Has anybody' not in good(*arguments, '--format', 'json').out
    master, slave = pty.openpty()
    process = subprocess.Popen([PROGRAM, *arguments], stdin=slave, stdout=slave, stderr=slave, env={**SEEDED, 'TERM': 'dumb'})
    os.close(slave)
    for answer in (b'nonsense', b'1', b'0', b'1', b'2', b'1', b'1'):
        read_terminal(master, lambda seen: seen.endswith(b'back): '))
        os.write(master, answer + b'\n')
    assert '→ meanwhile-cli run three-greetings' in read_terminal(master, lambda seen: False)
    assert process.wait(PATIENCE) == 0


def interrupt(scenario, variant, number, trace):
    master, slave = pty.openpty()
    process = subprocess.Popen([PROGRAM, 'run', scenario, '--set', 'pause=1h', '-v', variant, '--format', 'json', '--trace', trace],
                               stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=slave, env={**SEEDED, 'TERM': 'xterm'})
    os.close(slave)
    read_terminal(master, lambda seen: b'Ctrl+C' in seen)
    process.send_signal(number)
    out, _ = process.communicate(timeout=PATIENCE)
    os.close(master)
    assert process.returncode == 128 + number, process.returncode
    return json.loads(out)['variants'][0]


def test_interrupted():
    """Ctrl+C: what was measured is printed and written, and the shell hears 130; also out of a call that blocks for an hour."""
    blocking = {'id': 'blocking', 'title': {'en': 'blocking', 'fr': 'bloquant'}, 'entry': 'at_once', 'executor': 'blocking'}
    with Folder() as folder:
        small = folder.file('small.json', changed(variants=SMALL['variants'] + [blocking]))
        for number in (signal.SIGINT, signal.SIGTERM):
            for variant in ('at-once', 'blocking'):
                trace = folder.at(f'{variant}-{number}.jsonl')
                stopped = interrupt(small, variant, number, trace)
                assert stopped['end'] == 'stopped' and stopped['outcomes']['cancelled'] >= 1, stopped
                assert stopped['makespan_ns'] < PATIENCE * 10 ** 9
                good('verify', trace)


# What is written

def test_pictures():
    with Folder() as folder:
        small = folder.file('small.json', SMALL)
        paths = [folder.at('run.' + kind) for kind in ('svg', 'png', 'pdf')]
        simulate(small, '--svg', paths[0], '--png', paths[1], '--pdf', paths[2])
        starts = [b'<?xml', b'\x89PNG', b'%PDF']
        for path, start in zip(paths, starts):
            content = open(path, 'rb').read()
            assert content.startswith(start) and len(content) > 1000, (path, content[:40])
        assert sorted(os.listdir(folder.path)) == ['run.pdf', 'run.png', 'run.svg', 'small.json']


def test_traces():
    with Folder() as folder:
        small = folder.file('small.json', SMALL)
        simulate(small, '--trace', folder.at('run.jsonl'))
        simulate(small, '--trace', folder.at('my.run.jsonl.gz'))
        simulate(small, '--trace', folder.at('bare'))
        simulate(small, '-v', 'at-once', '--trace', folder.at('one.jsonl'))
        assert sorted(os.listdir(folder.path)) == [
            'bare-at-once', 'bare-in-turn', 'my.run-at-once.jsonl.gz', 'my.run-in-turn.jsonl.gz', 'one.jsonl',
            'run-at-once.jsonl', 'run-in-turn.jsonl', 'small.json']
        one = open(folder.at('one.jsonl'), 'rb').read()
        assert open(folder.at('run-at-once.jsonl'), 'rb').read() == one
        assert gzip.open(folder.at('my.run-at-once.jsonl.gz')).read() == one
        good('verify', folder.at('run-in-turn.jsonl'), folder.at('my.run-at-once.jsonl.gz'))


def test_chrome():
    """All runs in one file; no two slices of a thread partly overlap, or viewers would draw nonsense."""
    with Folder() as folder:
        for scenario in catalogue():
            path = folder.at(scenario['id'] + '.json')
            run('run', scenario['id'], '--clock', 'simulated', '--chrome', path)
            events = json.load(open(path))['traceEvents']
            assert {event['pid'] for event in events} == set(range(1, len(scenario['variants']) + 1)), scenario['id']
            threads = {}
            for event in events:
                if event['ph'] == 'X':
                    threads.setdefault((event['pid'], event['tid']), []).append((round(event['ts'] * 1000), round(event['dur'] * 1000)))
            assert threads, scenario['id']
            for slices in threads.values():
                for (begin, length), (after, _) in zip(slices, slices[1:]):
                    assert begin + length <= after, (scenario['id'], begin, length, after)
            starts = sorted(event['id'] for event in events if event['ph'] == 's')
            assert starts == sorted(event['id'] for event in events if event['ph'] == 'f')


def test_same_seed_same_bytes():
    with Folder() as folder:
        for scenario in catalogue():
            contents = []
            for attempt in ('a', 'b'):
                place = folder.at(scenario['id'] + attempt)
                os.mkdir(place)
                run('run', scenario['id'], '--clock', 'simulated', '--seed', '99', '--trace', os.path.join(place, 'run.jsonl'))
                contents.append({name: open(os.path.join(place, name), 'rb').read() for name in os.listdir(place)})
            assert contents[0] and contents[0] == contents[1], scenario['id']


def full_device(folder):
    """A device that is always full.  Root could lose the machine's own to the very mistake that is looked for, and so gets
    one in the test's folder."""
    if os.geteuid() != 0:
        return '/dev/full'
    path = folder.at('full')
    try:
        os.mknod(path, stat.S_IFCHR | 0o666, os.makedev(1, 7))
        os.close(os.open(path, os.O_WRONLY))
    except OSError as error:
        raise tap.Skip(f'no device can be made here: {error}')
    return path


def test_full_device():
    with Folder() as folder:
        small = folder.file('small.json', SMALL)
        full = full_device(folder)
        before = os.stat(full)
        for option in ('--svg', '--png', '--pdf', '--trace', '--chrome'):
            bad(1, 'run', small, '--clock', 'simulated', '-v', 'at-once', option, full, says=full)
        bad(2, 'run', small, '--clock', 'simulated', '--trace', full, says='--variant')
        after = os.stat(full)
        assert (before.st_ino, before.st_rdev) == (after.st_ino, after.st_rdev)
        with open(full, 'wb') as stream:
            bad(1, 'run', small, '--clock', 'simulated', '--format', 'json', stdout=stream, says='standard output')


def test_full_disk():
    with Folder() as folder:
        small = folder.file('small.json', SMALL)

        def small_files():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (200, 200))

        kept = folder.file('kept.svg', 'what was there before')
        for option, path in [('--svg', kept), ('--svg', folder.at('new.svg')), ('--png', folder.at('new.png')), ('--trace', folder.at('new.jsonl'))]:
            bad(1, 'run', small, '--clock', 'simulated', '-v', 'at-once', option, path, says=path, preexec_fn=small_files)
        assert open(kept).read() == 'what was there before'
        assert sorted(os.listdir(folder.path)) == ['kept.svg', 'small.json'], os.listdir(folder.path)


def test_places_that_cannot_be_written():
    """Said before the run, which would last 100 hours."""
    with Folder() as folder:
        small = folder.file('small.json', SMALL)
        for option in ('--svg', '--png', '--pdf', '--trace'):
            for path in (folder.path, folder.at('no/such/folder.x'), ''):
                bad(2, 'run', small, '--set', 'pause=1h', '--set', 'times=50', option, path, says='cannot write')


# Judging

def test_verify_judges():
    with Folder() as folder:
        small = folder.file('small.json', SMALL)
        path = folder.at('run.jsonl')
        simulate(small, '-v', 'at-once', '--trace', path)
        content = open(path, 'rb').read()
        lines = content.splitlines(keepends=True)
        assert 'hold' in good('verify', path).out
        for name, damaged in [('cut', content[:len(content) // 2]), ('no-end', b''.join(lines[:-1])),
                              ('line-gone', b''.join(lines[:3] + lines[4:])), ('flipped', content[:300] + bytes([content[300] ^ 1]) + content[301:])]:
            damaged = folder.file(name + '.jsonl', damaged)
            result = bad(1, 'verify', damaged, says=name)
            assert name in result.out, result.out
        both = run('verify', path, folder.at('cut.jsonl'))
        assert both.status == 1 and 'run.jsonl' in both.out
        bad(2, 'verify', folder.file('empty.jsonl', b''), says='empty.jsonl')
        bad(2, 'verify', folder.file('picture.jsonl', b'\x89PNG\r\n\x1a\n'), says='picture.jsonl')
        bad(2, 'verify', small, says='small.json')
        bad(2, 'verify', folder.path)
        bad(2, 'verify', folder.at('missing.jsonl'), says='missing.jsonl')
        bad(2, 'verify', folder.file('deep.jsonl', b'[' * 100000), says='deep.jsonl')


def test_check_judges():
    with Folder() as folder:
        right = folder.file('right.json', SMALL)
        good('check', right)
        good('check', right, '--live')
        assert re.search(r'✓ +small +in-turn +makespan +0.1\ss +0.1\ss +exact', good('check', right, '--verbose').out)
        claims = [{'variant': 'in-turn', 'measure': 'makespan', 'expected': '101ms', 'tolerance': '1ms'},
                  {'variant': 'in-turn', 'measure': 'tasks', 'expected': 1}]
        wrong = folder.file('wrong.json', changed(claims=claims))
        result = bad(1, 'check', wrong, right)
        assert re.search(r'✕ +small +in-turn +makespan +0.101\ss +0.1\ss +exact', result.out), result.out
        assert 'tasks' not in result.out


def test_check_shows_the_source():
    claims = [{'variant': 'in-turn', 'measure': 'makespan', 'expected': '100ms', 'seed-figure': '0.11s'},
              {'variant': 'in-turn', 'measure': 'tasks', 'expected': 1}]
    with Folder() as folder:
        result = good('check', folder.file('sourced.json', changed(claims=claims)))
    assert re.search(r'✓ +small +in-turn +makespan +0.1\ss +0.1\ss +exact +0.11\ss\n', result.out), result.out
    assert 'tasks' not in result.out


def test_check_says_where_an_order_parts():
    claims = [{'variant': 'at-once', 'measure': 'order', 'lines': ['up “é” "q"', 'down']},
              {'variant': 'in-turn', 'measure': 'order', 'lines': ['up “é” "q"', 'up “é” "q"', 'gone']}]
    with Folder() as folder:
        out = bad(1, 'check', folder.file('small.json', changed(claims=claims))).out
    assert re.search(r'at-once +order, line 2 +“down” +“up “é” "q"”', out) and re.search(r'in-turn +order, line 3 +“gone” +nothing', out), out


def test_check_sets():
    with Folder() as folder:
        small = folder.file('small.json', SMALL)
        assert '✕' in bad(1, 'check', small, '--set', 'pause=60ms').out
        bad(2, 'check', small, '--set', 'paws=60ms', says='paws')
        bad(2, 'check', small, small, '--set', 'pause=60ms', says='one scenario')
        bad(2, 'check', '--set', 'pause=60ms', says='one scenario')


def test_check_json():
    claims = [{'variant': 'in-turn', 'measure': 'makespan', 'expected': '101ms', 'seed-figure': '0.11s'},
              {'variant': 'at-once', 'measure': 'ended', 'subject': 'nobody', 'expected': '0s'},
              {'variant': 'at-once', 'measure': 'speed-up', 'expected': 2}]
    with Folder() as folder:
        rows = json.loads(bad(1, 'check', folder.file('small.json', changed(claims=claims)), '--format', 'json').out)
    assert [row['holds'] for row in rows] == [False, False, True]
    assert (rows[0]['expected'], rows[0]['measured'], rows[0]['seed_figure']) == (101000000, 100000000, 110000000)
    assert rows[1]['measured'] is None and rows[1]['subject'] == 'nobody'
    assert rows[2]['measured'] == 2.0 and rows[2]['seed_figure'] is None
    bad(2, 'check', '--format', 'xml', says='json')


def test_catalogue_holds():
    good('check')


# Golden traces

def test_golden_traces():
    """To the byte: a recording names no version of the program, so there is nothing to scrub."""
    differing = []
    fresh = {}
    with Folder() as folder:
        for scenario in catalogue():
            arguments = ['run', scenario['id'], '--clock', 'simulated', '--lang', 'en', '--trace', folder.at(scenario['id'] + '.jsonl')]
            assert run(*arguments).status in (0, 1)
        for name in sorted(os.listdir(folder.path)):
            good('verify', folder.at(name))
            fresh[name] = open(folder.at(name), 'rb').read()
    os.makedirs(GOLDEN, exist_ok=True)
    old = {name for name in os.listdir(GOLDEN) if name.endswith('.jsonl')}
    if UPDATE:
        for name in old - set(fresh):
            os.remove(os.path.join(GOLDEN, name))
    for name, content in fresh.items():
        path = os.path.join(GOLDEN, name)
        if UPDATE:
            open(path, 'wb').write(content)
        elif name not in old or open(path, 'rb').read() != content:
            differing.append(name)
            open(path + '.new', 'wb').write(content)
    assert not differing, f'differ, the new ones lie beside the old as *.new: {differing}'
    assert UPDATE or old == set(fresh), old ^ set(fresh)


tap.run(globals())
