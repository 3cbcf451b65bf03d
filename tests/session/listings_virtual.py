# SPDX-FileCopyrightText: 2026 The Meanwhile authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The Code page's listings, executed as they stand on the clock of ../engine/asyncio_virtual.py, whose SCRIPT this is:

asyncio_virtual.py listings_virtual.py LISTING… prints for each its path, what it printed at which ns, and its end.
Only what reads or spends time is replaced, for a listing counts in seconds and the clock in ns."""
import os
import time
import traceback
import types

NS = 1_000_000_000


class Instant(int):
    """What time.monotonic returns: seconds can be added to it without rounding."""

    def __add__(self, seconds):
        return Instant(int(self) + ns(seconds))


class Spent(int):
    """What time.thread_time returns: a deadline made of it is reached by computing, and that has been done."""

    def __add__(self, seconds):
        block(ns(seconds))
        return Spent(loop.now)


def ns(seconds):
    """In the run's time, which a time scale makes shorter than the scenario's."""
    return round(seconds * NS) // scale


def in_ns(function):
    return lambda seconds, *args, **kwargs: function(ns(seconds), *args, **kwargs)


def wait_for(function):
    return lambda what, timeout: function(what, timeout if timeout is None else ns(timeout))


async def to_thread(function, seconds):
    """A worker's blocking call: the loop goes on, and its end wakes the task as a timer would."""
    assert function is time.sleep
    await asyncio.sleep(seconds)


def run_program(coroutine):
    global ended
    ended = run_to_end(coroutine)


def execute(path):
    """Without asyncio.run in it the program is a blocking one: it moves the clock by itself."""
    global loop, ended, scale
    said.clear()
    loop = types.SimpleNamespace(now=0)
    ended = "complete"
    with open(path, encoding="utf-8") as listing:
        scale = int(listing.readline().removeprefix("# time-scale "))
        code = compile(listing.read(), path, "exec")
    try:
        exec(code, {"__name__": "__main__", "print": lambda *words: say(" ".join(map(str, words)))})
    except Exception:
        ended = "failed"
        if os.environ.get("MW_TEST_VERBOSE"):
            traceback.print_exc()
    print(path, *said, f"{loop.now}:{ended}", sep="\n")


asyncio.sleep = in_ns(asyncio.sleep)
asyncio.timeout = in_ns(asyncio.timeout)
asyncio.wait_for = wait_for(asyncio.wait_for)
asyncio.to_thread = to_thread
asyncio.run = run_program
time.sleep = in_ns(block)
time.monotonic = lambda: Instant(loop.now)
time.thread_time = lambda: Spent(loop.now)
for path in sys.argv[2:]:
    execute(path)
