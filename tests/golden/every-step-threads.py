import asyncio
import collections
import concurrent.futures
import contextlib
import pathlib
import queue
import random
import sqlite3
import threading
import time
import cachetools
import httpx
import websockets.sync.client


class Resource:
    def __init__(self, opening, closing):
        self.opening, self.closing = opening, closing

    def open(self):
        time.sleep(self.opening)

    def close(self):
        time.sleep(self.closing)

    def __enter__(self):
        self.open()

    def __exit__(self, *error):
        self.close()



class Limiter:
    def __init__(self, burst, period):
        self.lock, self.interval, self.burst = threading.Lock(), period / burst, burst
        self.full = time.monotonic()

    def __enter__(self):
        with self.lock:
            self.full = max(self.full, time.monotonic()) + self.interval
            time.sleep(max(0, self.full - time.monotonic() - self.burst * self.interval))

    def __exit__(self, *error):
        pass


n = 3
delay = 0.25
collect = True
gate = threading.Semaphore(n)
web = httpx.Client(
    base_url="https://site.example",
    limits=httpx.Limits(max_connections=7),
    follow_redirects=True,
)
room = {}
books = sqlite3.connect("books.sqlite")
mutex = threading.Lock()
pace = Limiter(n, 1)
drip = Limiter(1, 2 / 10)
orders = queue.Queue(n)
pile = queue.Queue()
bell = threading.Event()
total = 5
db = Resource(0.002, delay)
cupboard = cachetools.TTLCache(maxsize=1000000, ttl=1)
cupboard_locks = collections.defaultdict(threading.Lock)
memo = cachetools.TTLCache(maxsize=1000000, ttl=3600)
executor = concurrent.futures.ThreadPoolExecutor(max_workers=4)


def compute(seconds):
    until = time.thread_time() + seconds
    while time.thread_time() < until:
        pass


def send_or_drop(socket, text, patience):
    socket.socket.settimeout(patience)
    try:
        socket.send(text)
    except TimeoutError:
        socket.close()


def nap(name, wait, i):
    time.sleep(wait)
    return i


def fail():
    raise RuntimeError("cost: $5 {now} \"quoted\"")


def helper(job):
    job.cancel()


def main():
    print(f"after {delay} s")
    time.sleep(0.0015)
    compute(0.002)
    x = nap("one", random.uniform(0.001, delay), -1)
    print(f"x is {x}")
    t = executor.submit(nap, "two", random.expovariate(1 / 0.003), random.randrange(1, 7))
    t.result()
    t = executor.submit(nap, f"{x}th", 0, 0)
    y = t.result()
    t = executor.submit(nap, "three", 3600, 0)
    helper(t)
    try:
        t.result()
    except (asyncio.CancelledError, RuntimeError):
        pass
    finally:
        print("tidy")
    futures = [
        executor.submit(nap, "four", 0.001, 4),
        *[executor.submit(nap, f"n{i}", [0.001, 0.002][i % 2], i) for i in range(2, n + 2)],
        executor.submit(fail),
    ]
    results = [future.exception() or future.result() for future in futures]
    futures = [executor.submit(nap, "plain", 0.001, i) for i in range(2)]
    [future.result() for future in futures]
    with gate:
        time.sleep(0)
    with web:
        response = web.get("/v0/item/1.json")
        status = response.status_code
    try:
        until = time.monotonic() + delay
        response = web.get("/v0/item/3.json")
        response.raise_for_status()
        if time.monotonic() >= until:
            raise TimeoutError
    except (TimeoutError, httpx.HTTPStatusError) as error:
        if isinstance(error, httpx.HTTPStatusError) and error.response.status_code not in (429, 503):
            raise
        print(f"status {status}")
    try:
        for attempt in range(2):
            try:
                for attempt_2 in range(2):
                    try:
                        fail()
                        break
                    except Exception:
                        if attempt_2 == 1:
                            raise
                        time.sleep(random.uniform(0.5, 1) * 0.001 * n ** attempt_2)
                break
            except (httpx.HTTPStatusError, RuntimeError) as error:
                if isinstance(error, httpx.HTTPStatusError) and error.response.status_code not in (503,):
                    raise
                if attempt == 1:
                    raise
                time.sleep(random.uniform(0, min(0.01, 0.001 * 1.5 ** attempt)))
    except Exception:
        y = y
    with httpx.Client(base_url="https://site.example") as once:
        response = once.post(f"/v0/item/{n}.json", content=f"n is {n}")
    status = response.status_code
    time.sleep(0.001)
    compute(0.001)
    for _ in range(2):
        time.sleep(0.001)
    for k in range(1, n + 1):
        print(f"turn {k} of {n}")
    share()
    z = [1, 2][1]
    compute(0.001)
    pathlib.Path(f"page-{x}.txt").write_bytes(bytes(2000))
    size = len(pathlib.Path(f"page-{x}.txt").read_bytes())
    pathlib.Path(f"page-{x}.txt").read_bytes()
    with books:
        books.execute("CREATE TABLE book (id INTEGER PRIMARY KEY, title TEXT, pages INTEGER)")
        cursor = books.execute("INSERT INTO book VALUES (?, ?, ?)", (1, "it's \"one\"", x))
        added = cursor.rowcount
        books.commit()
        for title, pages in books.execute("SELECT title, pages FROM book WHERE id < ? ORDER BY id", (9,)):
            print(f"{title}: {pages}")
        (count,) = books.execute("SELECT count(*) FROM book").fetchone()
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
    time.sleep(0)
    futures = [
        executor.submit(nap, "late", 0.002, 1),
        *[executor.submit(nap, f"c{j}", 0.001, j) for j in range(2)],
    ]
    for future in concurrent.futures.as_completed(futures):
        try:
            one = future.result()
        except Exception as error:
            one = error
        print(f"got {one}")
    futures = [executor.submit(nap, f"d{j}", 0.001, j) for j in range(2)]
    for future in concurrent.futures.as_completed(futures):
        future.result()
        time.sleep(0)
    todo = [(nap, f"b{j}", 0.001, j,) for j in range(n)]
    batch = []
    for offset in range(0, len(todo), 2):
        futures = [executor.submit(*part) for part in todo[offset:offset + 2]]
        batch += [future.exception() or future.result() for future in futures]
    todo = [
        (nap, "b", 0.001, 0,),
        (fail,),
    ]
    for offset in range(0, len(todo), 1):
        futures = [executor.submit(*part) for part in todo[offset:offset + 1]]
        concurrent.futures.wait(futures)
    futures = []
    for j in range(1, 4):
        if futures:
            time.sleep(random.expovariate(1 / 0.001))
        futures.append(executor.submit(nap, f"a{j}", delay, j))
    served = [future.exception() or future.result() for future in futures]
    futures = []
    for _ in range(2):
        if futures:
            time.sleep(0.001)
        futures.append(executor.submit(nap, "a", 0.001, 0))
    [future.result() for future in futures]
    try:
        with concurrent.futures.ThreadPoolExecutor() as tasks_of_main:
            m = tasks_of_main.submit(nap, "member", 0.001, 0)
            over = m.done()
            tasks_of_main.submit(fail)
    except RuntimeError:
        print(f"over: {over}")
    x = nap("safe", 0.001, 5)
    nap("safe", 0.001, 5)
    kept = nap("lost", 0.001, 5)
    nap("lost", 0.001, 5)
    for element in served:
        print(f"served {element}")
    for length in [0.001, 0.002]:
        time.sleep(length)
    for item in numbers(served):
        print(f"item {item}")
    with contextlib.closing(careful()) as stream:
        for _ in stream:
            time.sleep(0)
    with websockets.sync.client.connect("ws://room.example/1") as socket:
        room[1] = socket
        try:
            message = room[1].recv()
            room[1].send(f"got {message}")
            for socket in list(room.values()):
                socket.send("to all")
            for socket in list(room.values()):
                socket.send("in turn")
            for socket in list(room.values()):
                socket.send("queued")
            for socket in list(room.values()):
                send_or_drop(socket, "or else", delay)
        finally:
            del room[1]
    return results


def numbers(list):
    for number in list:
        yield number


def careful():
    try:
        yield 1
    finally:
        print("closed")


def share():
    global total
    with mutex:
        t = total
        total = t + 1
    with pace:
        with drip:
            print("two tokens")
    with db:
        time.sleep(0.001)
    db.open()
    db.close()
    orders.put([7, 8, 9][(t + 1) % 3])
    orders.put(None)
    order = orders.get()
    orders.task_done()
    while True:
        order = orders.get()
        if order is None:
            orders.task_done()
            break
        print(order)
        orders.task_done()
    orders.join()
    pile.put(None)
    while True:
        item = pile.get()
        if item is None:
            break
        time.sleep(0)
    bell.set()
    bell.wait()
    time.sleep(0.001)
    if n not in cupboard:
        with cupboard_locks[n]:
            if n not in cupboard:
                found = nap("load", 0.001, 1)
                cupboard[n] = found
    kept = cupboard[n]
    if "a" not in memo:
        time.sleep(0.001)
        memo["a"] = None
    return kept


main()
