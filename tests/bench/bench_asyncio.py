#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Meanwhile authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The same tasks as bench-engine's, on CPython's asyncio.

    bench_asyncio.py wakes ACTIVE ROUNDS DORMANT MIN-MS MAX-MS
    bench_asyncio.py handoff TASKS ROUNDS

Collection of garbage is left as it is, as in any program.  The run ends without ceremony (os._exit): to cancel
100,000 tasks would take longer than the measurement.
"""
import asyncio
import os
import resource
import sys

HOUR = 3600


def cpu_ns():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return (usage.ru_utime + usage.ru_stime) * 1e9


def resident_bytes():
    with open('/proc/self/statm', encoding='ascii') as statm:
        return int(statm.read().split()[1]) * os.sysconf('SC_PAGE_SIZE')


class Countdown:
    """An event that is set when so many have arrived."""

    def __init__(self, n):
        self.left = n
        self.event = asyncio.Event()

    def arrive(self):
        self.left -= 1
        if self.left == 0:
            self.event.set()


async def active(delay, rounds, countdown):
    for _ in range(rounds):
        await asyncio.sleep(delay)
    countdown.arrive()
    await asyncio.sleep(HOUR)


async def punctual(delay, rounds, countdown, late):
    time = asyncio.get_running_loop().time
    for _ in range(rounds):
        deadline = time() + delay
        await asyncio.sleep(delay)
        late.append(time() - deadline)
    countdown.arrive()
    await asyncio.sleep(HOUR)


async def dormant():
    await asyncio.sleep(HOUR)


async def wakes(n_active, rounds, n_dormant, min_ms, max_ms):
    delays = [(min_ms + i % (max_ms - min_ms + 1)) / 1000 for i in range(n_active)]
    late = []
    countdown = Countdown(n_active)
    before = resident_bytes()
    # To note how late it is costs CPU time, so that it is done where the CPU time is not looked at.
    if min_ms >= 20:
        tasks = [asyncio.create_task(punctual(delay, rounds, countdown, late)) for delay in delays]
    else:
        tasks = [asyncio.create_task(active(delay, rounds, countdown)) for delay in delays]
    tasks += [asyncio.create_task(dormant()) for _ in range(n_dormant)]
    await asyncio.sleep(0)
    asleep = resident_bytes()
    begin = cpu_ns()
    await countdown.event.wait()
    print('cpu_ns', (cpu_ns() - begin) / (n_active * rounds))
    print('task_bytes', (asleep - before) / len(tasks))
    if late:
        late.sort()
        print('late_p50_us', late[len(late) // 2] * 1e6)
        print('late_p99_us', late[len(late) * 99 // 100] * 1e6)


async def keep(gate):
    async with gate:
        await asyncio.sleep(0.05)


async def queue_up(gate, rounds, countdown):
    for _ in range(rounds):
        async with gate:
            pass
    countdown.arrive()


async def handoff(n_tasks, rounds):
    gate = asyncio.Semaphore(1)
    countdown = Countdown(n_tasks)
    tasks = [asyncio.create_task(keep(gate))]
    tasks += [asyncio.create_task(queue_up(gate, rounds, countdown)) for _ in range(n_tasks)]
    await asyncio.sleep(0)
    begin = cpu_ns()
    await countdown.event.wait()
    print('handoff_ns', (cpu_ns() - begin) / (n_tasks * rounds))


if __name__ == '__main__':
    benches = {('wakes', 5): wakes, ('handoff', 2): handoff}
    bench = benches.get((sys.argv[1], len(sys.argv) - 2)) if len(sys.argv) > 1 else None
    if bench is None:
        sys.exit(__doc__)
    asyncio.get_event_loop_policy().new_event_loop().run_until_complete(bench(*map(int, sys.argv[2:])))
    sys.stdout.flush()
    os._exit(0)
