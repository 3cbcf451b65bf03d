# SPDX-FileCopyrightText: 2026 The Meanwhile authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""CPython's own asyncio on a virtual clock of integer nanoseconds: the law that the engine is held against.

asyncio_virtual.py SCRIPT executes SCRIPT, whose last line of each program calls run(seed, coroutine), and prints
one line per program: its seed, then what it said, each word with its time.
Timers that fall due together fire in the order in which they were armed (heapq leaves that to chance)."""
import asyncio
import contextlib
import itertools
import re
import selectors
import sys
import warnings

if sys.version_info < (3, 11):
    sys.exit(77)


class Fault(Exception):
    pass


class Deadlock(BaseException):
    pass


class Timer(asyncio.TimerHandle):
    __slots__ = ("sequence",)
    counter = itertools.count()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.sequence = next(Timer.counter)

    def __lt__(self, other):
        return (self._when, self.sequence) < (other._when, other.sequence)


asyncio.events.TimerHandle = Timer
asyncio.base_events.MAXIMUM_SELECT_TIMEOUT = 1 << 62


class Timeout(asyncio.timeouts.Timeout):
    """As from Python 3.12 on: requests to cancel that were there before the scope do not count (gh-95051)."""

    async def __aenter__(self):
        await super().__aenter__()
        self._cancelling = self._task.cancelling()
        return self

    async def __aexit__(self, kind, value, trace):
        expiring = self._state is asyncio.timeouts._State.EXPIRING
        try:
            await super().__aexit__(None, None, None)
        finally:
            if expiring and self._task.cancelling() <= self._cancelling and kind is asyncio.CancelledError:
                raise TimeoutError


asyncio.timeouts.Timeout = Timeout


class Members(dict):
    """A set that keeps the order in which its members came: whom a group cancels first is else left to chance."""

    def add(self, task):
        self[task] = None

    def discard(self, task):
        self.pop(task, None)


class Group(asyncio.TaskGroup):
    """Raises the first of its errors alone, which is what an except clause of a scenario looks at."""

    def __init__(self):
        super().__init__()
        self._tasks = Members()

    def create_task(self, coroutine):
        try:
            return super().create_task(coroutine)
        except RuntimeError:
            coroutine.close()
            raise Fault("the group is shutting down") from None

    async def __aexit__(self, *exception):
        try:
            return await super().__aexit__(*exception)
        except BaseExceptionGroup as group:
            raise group.exceptions[0] from None


class Selector(selectors.SelectSelector):
    def select(self, timeout=None):
        if timeout is None:
            raise Deadlock
        loop.now += timeout
        return []


class Loop(asyncio.SelectorEventLoop):
    def __init__(self):
        super().__init__(Selector())
        self._clock_resolution = 1  # due: when < now + 1, that is when <= now
        self.now = 0
        self.born = []
        self.set_task_factory(self.make_task)

    @staticmethod
    def make_task(self, coroutine, **kwargs):
        task = asyncio.Task(coroutine, loop=self, **kwargs)
        self.born.append(task)
        return task

    def time(self):
        return self.now


said = []
shared = {}


def say(text):
    said.append(f"{loop.now}:{text}")


def warned(message, *_):
    said.append(f"{loop.now}:RuntimeWarning: {re.sub('c[0-9]+_[0-9]+', 'c', str(message))}")


warnings.simplefilter("always", RuntimeWarning)
warnings.showwarning = warned


def block(ns):
    loop.now += ns


def cancel(task):
    if task is not None:
        task.cancel()


def task_done(queue):
    try:
        queue.task_done()
    except ValueError as error:
        raise Fault(*error.args)


async def result_of(task):
    if task is None:
        raise Fault("there is no task to await")
    return await task


def run_to_end(coroutine):
    """Runs on a loop of its own, as asyncio.run does; how it ended."""
    global loop
    said.clear()
    loop = Loop()
    loop.set_exception_handler(lambda *_: None)
    asyncio.set_event_loop(loop)
    try:
        try:
            loop.run_until_complete(coroutine)
            end = "complete"
        except (Exception, asyncio.CancelledError):
            end = "failed"
        for task in [task for task in loop.born if not task.done()]:
            task.cancel()
        # asyncio.run forgets tasks that are born while the others clean up; the engine waits for them too
        while left := [task for task in loop.born if not task.done()]:
            loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
    except Deadlock:
        end = "deadlock"
    for task in loop.born:
        task._log_destroy_pending = False
    loop.close()
    return end


def run(seed, coroutine):
    shared.update({1: asyncio.Semaphore(1), 2: asyncio.Semaphore(2), 8: asyncio.Lock(), 9: asyncio.Queue(1), 10: asyncio.Queue(),
                   11: asyncio.Event()})
    end = run_to_end(coroutine())
    print(seed, loop.now, end, *said)
    sys.stdout.flush()


with open(sys.argv[1], encoding="utf-8") as script:
    exec(compile(script.read(), sys.argv[1], "exec"))
