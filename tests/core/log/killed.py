"""A process that writes to a log until it is killed, and tells what was acknowledged."""

import multiprocessing
import random
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from multiprocessing.connection import Connection

import polars as pl

from parcours.core.log import EventLog

START = datetime(2026, 1, 1, tzinfo=UTC)
ROWS = 12
CUSTOMERS = 9

Work = Callable[[EventLog, int], None]


def batch(number: int) -> pl.DataFrame:
    """Batch *number*: its events are always the same, its customers in several buckets."""
    return pl.DataFrame(
        {
            "event_id": [f"{number}-{row}" for row in range(ROWS)],
            "customer_id": [f"c{(number + row) % CUSTOMERS}" for row in range(ROWS)],
            "at": [START + timedelta(minutes=number * ROWS + row) for row in range(ROWS)],
            "activity": ["order.placed"] * ROWS,
            "recorded_at": [START + timedelta(days=number)] * ROWS,
        }
    )


def append(log: EventLog, number: int) -> None:
    log.append(batch(number))


def append_and_compact(log: EventLog, number: int) -> None:
    log.append(batch(number))
    log.compact(keep=timedelta(hours=number % 2))


def visits(*customers: str) -> pl.DataFrame:
    """One visit of each customer, who is named in several columns."""
    return pl.DataFrame(
        {
            "event_id": [f"visit-{customer}" for customer in customers],
            "customer_id": customers,
            "at": [START] * len(customers),
            "activity": ["visit.started"] * len(customers),
            "properties": [f'{{"who": "{customer}"}}' for customer in customers],
        }
    )


def append_and_erase(log: EventLog, number: int) -> None:
    log.append(visits(f"visitor-{number}-", "ana", "bob"))
    log.erase(f"visitor-{number}-")


def _work(uri: str, work: Work, first: int, journal: Connection) -> None:
    log = EventLog.open(uri)
    for number in count(first):
        journal.send(("begun", number))
        work(log, number)
        journal.send(("done", number))


def start(uri: str, work: Work, first: int) -> tuple[multiprocessing.Process, Connection]:
    """Start a process that does *work* for batch *first* and all that follow."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.core.log.killed"])
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(uri, work, first, theirs), daemon=True)
    process.start()
    theirs.close()
    return process, ours


def told(journal: Connection) -> Iterator[tuple[str, int]]:
    """All that a dead process had said."""
    while True:
        try:
            yield journal.recv()
        except EOFError:
            return


def kill_at_random(uri: str, work: Work, first: int) -> list[tuple[str, int]]:
    """Kill a process at a random moment of its first or second batch.

    The moment lies within about the time that the batch before took, so it may be before,
    in the middle of, or after any of its writes. Returns the process's journal.
    """
    process, journal = start(uri, work, first)
    said, took = [_next(journal)], 0.1
    for _batch in range(random.randrange(2)):
        since = time.monotonic()
        said.append(_next(journal))
        took = time.monotonic() - since
        said.append(_next(journal))
    time.sleep(random.random() * took * 1.2)
    process.kill()
    process.join()
    return [*said, *told(journal)]


def _next(journal: Connection) -> tuple[str, int]:
    assert journal.poll(60), "the process does not go on"
    return journal.recv()
