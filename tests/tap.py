# SPDX-FileCopyrightText: 2026 The Meanwhile authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Test programs in Python that speak TAP: run(globals()) calls every function whose name begins with test_."""

import sys
import traceback


class Skip(Exception):
    """Raised by a test that cannot be run here; the text says why."""


def skip_all(why):
    print('1..0 # SKIP', why)
    sys.exit(0)


def _report(number, name, function):
    try:
        function()
    except Skip as skip:
        print(f'ok {number} {name} # SKIP {skip}', flush=True)
    except Exception:
        traceback.print_exc()
        print(f'not ok {number} {name}', flush=True)
        return False
    else:
        print(f'ok {number} {name}', flush=True)
    return True


def run(namespace):
    tests = [(name, thing) for name, thing in namespace.items() if name.startswith('test_')]
    print(f'1..{len(tests)}', flush=True)
    results = [_report(number, name[5:], function) for number, (name, function) in enumerate(tests, 1)]
    sys.exit(0 if all(results) else 1)
