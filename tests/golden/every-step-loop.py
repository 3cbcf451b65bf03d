import asyncio
import collections
import concurrent.futures
import contextlib
import pathlib
import random
import sqlite3
import time
import aiolimiter
import aiosqlite
import cachetools
import httpx
import websockets


class Resource:
    def __init__(self, opening, closing):
        self.opening, self.closing = opening, closing

    async def open(self):
        await asyncio.sleep(self.opening)

    async def close(self):
        await asyncio.sleep(self.closing)

    async def __aenter__(self):
        await self.open()

    async def __aexit__(self, *error):
        await self.close()


n = 3
delay = 0.25
collect = True
gate = asyncio.Semaphore(n)
web = httpx.AsyncClient(
    base_url="https://site.example",
    limits=httpx.Limits(max_connections=7),
    follow_redirects=True,
)
workers = concurrent.futures.ThreadPoolExecutor(max_workers=2)
room = {}
crew = concurrent.futures.ProcessPoolExecutor(max_workers=n)
books = aiosqlite.connect("books.sqlite")
mutex = asyncio.Lock()
pace = aiolimiter.AsyncLimiter(n, 1)
drip = aiolimiter.AsyncLimiter(1, 2 / 10)
orders = asyncio.Queue(n)
pile = asyncio.Queue()
bell = asyncio.Event()
total = 5
db = Resource(0.002, delay)
cupboard = cachetools.TTLCache(maxsize=1000000, ttl=1)
cupboard_locks = collections.defaultdict(asyncio.Lock)
memo = cachetools.TTLCache(maxsize=1000000, ttl=3600)


def compute(seconds):
    until = time.thread_time() + seconds
    while time.thread_time() < until:
        pass


async def send_or_drop(socket, text, patience):
    try:
        await asyncio.wait_for(socket.send(text), patience)
    except TimeoutError:
        await socket.close()


async def nap(name, wait, i):
    await asyncio.sleep(wait)
    return i


async def fail():
    raise RuntimeError("cost: $5 {now} \"quoted\"")


async def helper(job):
    job.cancel()


async def main():
    print(f"after {delay} s")
    time.sleep(0.0015)
    compute(0.002)
    x = await nap("one", random.uniform(0.001, delay), -1)
    print(f"x is {x}")
    t = asyncio.create_task(nap("two", random.expovariate(1 / 0.003), random.randrange(1, 7)))
    await t
    t = asyncio.create_task(nap(f"{x}th", 0, 0))
    y = await t
    t = asyncio.create_task(nap("three", 3600, 0))
    await helper(t)
    try:
        await t
    except (asyncio.CancelledError, RuntimeError):
        pass
    finally:
        print("tidy")
    results = await asyncio.gather(
        nap("four", 0.001, 4),
        *[nap(f"n{i}", [0.001, 0.002][i % 2], i) for i in range(2, n + 2)],
        fail(),
        return_exceptions=collect,
    )
    await asyncio.gather(*[nap("plain", 0.001, i) for i in range(2)])
    async with gate:
        await asyncio.sleep(0)
    async with web:
        response = await web.get("/v0/item/1.json")
        status = response.status_code
    try:
        async with asyncio.timeout(delay):
            response = await web.get("/v0/item/3.json")
            response.raise_for_status()
    except (TimeoutError, httpx.HTTPStatusError) as error:
        if isinstance(error, httpx.HTTPStatusError) and error.response.status_code not in (429, 503):
            raise
        print(f"status {status}")
    try:
        for attempt in range(2):
            try:
                for attempt_2 in range(2):
                    try:
                        await fail()
                        break
                    except Exception:
                        if attempt_2 == 1:
                            raise
                        await asyncio.sleep(random.uniform(0.5, 1) * 0.001 * n ** attempt_2)
                break
            except (httpx.HTTPStatusError, RuntimeError) as error:
                if isinstance(error, httpx.HTTPStatusError) and error.response.status_code not in (503,):
                    raise
                if attempt == 1:
                    raise
                await asyncio.sleep(random.uniform(0, min(0.01, 0.001 * 1.5 ** attempt)))
    except Exception:
        y = y
    async with httpx.AsyncClient(base_url="https://site.example") as once:
        response = await once.post(f"/v0/item/{n}.json", content=f"n is {n}")
    status = response.status_code
    await asyncio.to_thread(time.sleep, 0.001)
    await asyncio.get_running_loop().run_in_executor(workers, compute, 0.001)
    for _ in range(2):
        await asyncio.sleep(0.001)
    for k in range(1, n + 1):
        print(f"turn {k} of {n}")
    await share()
    z = [1, 2][1]
    await asyncio.get_running_loop().run_in_executor(crew, compute, 0.001)
    await asyncio.to_thread(pathlib.Path(f"page-{x}.txt").write_bytes, bytes(2000))
    size = len(await asyncio.to_thread(pathlib.Path(f"page-{x}.txt").read_bytes))
    await asyncio.to_thread(pathlib.Path(f"page-{x}.txt").read_bytes)
    async with books:
        await books.execute("CREATE TABLE book (id INTEGER PRIMARY KEY, title TEXT, pages INTEGER)")
        cursor = await books.execute("INSERT INTO book VALUES (?, ?, ?)", (1, "it's \"one\"", x))
        added = cursor.rowcount
        await books.commit()
        async with books.execute("SELECT title, pages FROM book WHERE id < ? ORDER BY id", (9,)) as cursor:
            async for title, pages in cursor:
                print(f"{title}: {pages}")
        async with books.execute("SELECT count(*) FROM book") as cursor:
            (count,) = await cursor.fetchone()
    # each statement opens a connection of its own
    with sqlite3.connect("shelf.sqlite") as connection:
        connection.execute("CREATE TABLE t (a)")
        connection.commit()
    pass  # each statement was committed with its connection
    with sqlite3.connect("shelf.sqlite") as connection:
        cursor = connection.execute("INSERT INTO t VALUES (?)", (count,))
        connection.commit()
    added = cursor.rowcount
    with sqlite3.connect("shelf.sqlite") as connection:
        for (a,) in connection.execute("SELECT a FROM t"):
            print(f"{a}, {added}, {size}")
    try:
        with sqlite3.connect("shelf.sqlite") as connection:
            (b,) = connection.execute("SELECT a FROM t WHERE a > ?", (99,)).fetchone()
    except (sqlite3.Error, OSError):
        pass
    await asyncio.sleep(0)
    pending = [
        asyncio.create_task(nap("late", 0.002, 1)),
        *[asyncio.create_task(nap(f"c{j}", 0.001, j)) for j in range(2)],
    ]
    for earliest in asyncio.as_completed(pending):
        try:
            one = await earliest
        except Exception as error:
            one = error
        print(f"got {one}")
    pending = [asyncio.create_task(nap(f"d{j}", 0.001, j)) for j in range(2)]
    for earliest in asyncio.as_completed(pending):
        await earliest
        await asyncio.sleep(0)
    coroutines = [nap(f"b{j}", 0.001, j) for j in range(n)]
    batch = []
    for offset in range(0, len(coroutines), 2):
        batch += await asyncio.gather(*coroutines[offset:offset + 2], return_exceptions=True)
    coroutines = [
        nap("b", 0.001, 0),
        fail(),
    ]
    for offset in range(0, len(coroutines), 1):
        await asyncio.gather(*coroutines[offset:offset + 1], return_exceptions=True)
    started = []
    for j in range(1, 4):
        if started:
            await asyncio.sleep(random.expovariate(1 / 0.001))
        started.append(asyncio.create_task(nap(f"a{j}", delay, j)))
    served = await asyncio.gather(*started, return_exceptions=True)
    started = []
    for _ in range(2):
        if started:
            await asyncio.sleep(0.001)
        started.append(asyncio.create_task(nap("a", 0.001, 0)))
    await asyncio.gather(*started)
    try:
        async with asyncio.TaskGroup() as tasks_of_main:
            m = tasks_of_main.create_task(nap("member", 0.001, 0))
            over = m.done()
            tasks_of_main.create_task(fail())
    except* RuntimeError:
        print(f"over: {over}")
    x = await asyncio.shield(nap("safe", 0.001, 5))
    await asyncio.shield(nap("safe", 0.001, 5))
    kept = nap("lost", 0.001, 5)
    nap("lost", 0.001, 5)
    for element in served:
        print(f"served {element}")
    for length in [0.001, 0.002]:
        await asyncio.sleep(length)
    async for item in numbers(served):
        print(f"item {item}")
    async with contextlib.aclosing(careful()) as stream:
        async for _ in stream:
            await asyncio.sleep(0)
    async with websockets.connect("ws://room.example/1") as socket:
        room[1] = socket
        try:
            message = await room[1].recv()
            await room[1].send(f"got {message}")
            await asyncio.gather(*(socket.send("to all") for socket in room.values()))
            for socket in list(room.values()):
                await socket.send("in turn")
            websockets.broadcast(room.values(), "queued")
            await asyncio.gather(*(send_or_drop(socket, "or else", delay) for socket in room.values()))
        finally:
            del room[1]
    return results


async def numbers(list):
    for number in list:
        yield number


async def careful():
    try:
        yield 1
    finally:
        print("closed")


async def share():
    global total
    async with mutex:
        t = total
        total = t + 1
    async with pace:
        async with drip:
            print("two tokens")
    async with db:
        await asyncio.sleep(0.001)
    await db.open()
    await db.close()
    await orders.put([7, 8, 9][(t + 1) % 3])
    await orders.put(None)
    order = await orders.get()
    orders.task_done()
    while True:
        order = await orders.get()
        if order is None:
            orders.task_done()
            break
        print(order)
        orders.task_done()
    await orders.join()
    await pile.put(None)
    while True:
        item = await pile.get()
        if item is None:
            break
        await asyncio.sleep(0)
    bell.set()
    await bell.wait()
    await asyncio.sleep(0.001)
    if n not in cupboard:
        async with cupboard_locks[n]:
            if n not in cupboard:
                found = await nap("load", 0.001, 1)
                cupboard[n] = found
    kept = cupboard[n]
    if "a" not in memo:
        await asyncio.sleep(0.001)
        memo["a"] = None
    return kept


asyncio.run(main())
