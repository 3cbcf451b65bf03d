import asyncio
import random
import pathlib
import sqlite3
import threading
import time
import httpx

n = 2
delay = 0.25
collect = True
gate = threading.Semaphore(n)
web = httpx.Client(
    base_url="http://site.example",
    limits=httpx.Limits(max_connections=7),
)
books = sqlite3.connect("books.sqlite")


def compute(seconds):
    until = time.thread_time() + seconds
    while time.thread_time() < until:
        pass


def nap(name, wait, i):
    time.sleep(wait)
    return i


def fail():
    raise RuntimeError("cost: $5 {now} \"quoted\"")


def helper(job):
    pass


def main():
    print(f"after {delay} s")
    time.sleep(0.0015)
    compute(0.002)
    x = nap("one", random.uniform(0.001, delay), -1)
    print(f"x is {x}")
    t = nap("two", random.expovariate(1 / 0.003), random.randrange(1, 7))
    t = nap(f"{x}th", 0, 0)
    y = t
    t = nap("three", 3600, 0)
    helper(t)
    try:
        pass
    except (asyncio.CancelledError, RuntimeError):
        pass
    finally:
        print("tidy")
    results = []
    try:
        results.append(nap("four", 0.001, 4))
    except Exception as error:
        results.append(error)
    for i in range(2, n + 2):
        try:
            results.append(nap(f"n{i}", [0.001, 0.002][i % 2], i))
        except Exception as error:
            results.append(error)
    try:
        results.append(fail())
    except Exception as error:
        results.append(error)
    for i in range(2):
        nap("plain", 0.001, i)
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
    time.sleep(0.001)
    compute(0.001)
    for _ in range(2):
        time.sleep(0.001)
    for k in range(1, n + 1):
        print(f"turn {k} of {n}")
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
    return results


main()
