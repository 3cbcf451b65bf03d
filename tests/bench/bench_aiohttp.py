#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Meanwhile authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The same requests as bench-http's, on aiohttp.

    bench_aiohttp.py URL TASKS PERMITS
"""
import asyncio
import sys
import time

import aiohttp


async def fetch(session, gate, url):
    async with gate, session.get(url) as response:
        response.raise_for_status()
        await response.read()


async def main(url, tasks, permits):
    gate = asyncio.Semaphore(permits)
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=permits)) as session:
        begin = time.monotonic_ns()
        await asyncio.gather(*(fetch(session, gate, url) for _ in range(tasks)))
        print(f'http_ns {(time.monotonic_ns() - begin) / tasks:.0f}')


if __name__ == '__main__':
    asyncio.run(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
