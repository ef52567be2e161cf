"""The verbatim explorer at a million texts: ``python -m benchmarks.verbatims 1m``.

The site is a real one: its worker gathers the texts from the log and codes them, then the
explorer is asked, through everything but the network: words, filters, counts, pages. What
was gathered is kept under build/bench, for SQLite and for PostgreSQL (``--postgresql``).
"""

import argparse
import os
import re
import shutil
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median, quantiles
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl
from tests import postgres

from benchmarks import house, report
from benchmarks.pages import browser_of

if TYPE_CHECKING:
    from django.test import Client

TARGET: Final = 0.3
RUNS: Final = 15
PAGES: Final = {
    "newest": "",
    "a common word": "?q=livraison",
    "two words": "?q=livraison+retard",
    "a phrase, accents": "?q=%22trois+clics%22",
    "a common phrase": "?q=%22est+pas%22",
    "begun, and without": "?q=livr*+-retard",
    "all but a word": "?q=-pas",
    "a word of nearly all": "?q=pas",
    "a rare word": "?q=motbcdef",
    "sentiment and driver": "?sentiment=negative&driver=time:negative",
    "words and filters": "?q=attente&sentiment=negative&channel=web&segment.shop=Lille",
    "a touchpoint, a year": "?touchpoint=1:checkout&since=2025-06-01&until=2025-12-31",
    "worst first, score": "?order=worst&felt_most=2&language=fr",
    "flags, corrected": "?flag=complaint&is_corrected=no&is_private=no",
    "a deep page": "?q=livraison&order=oldest&after=1.73e15~900000",
}
_AT_ONCE: Final = 100_000
_SHOPS: Final = ("Lille", "Lyon", "Bastille", "Nantes", "Bordeaux", "Nice", "Rennes", "Metz")
_CHANNELS: Final = ("web", "store", "email", "app", "phone", "review")
_SOURCES: Final = ("surveys", "inbox", "google", "trustpilot")
_START: Final = datetime(2024, 1, 1, tzinfo=UTC)


def main() -> int:
    """Measure on one database; return 1 if an answer does not keep to its 300 ms."""
    asked = _asked()
    name = f"verbatims-{asked.size}" + "-postgresql" * asked.postgresql
    kept = house.KEPT / name
    if not (kept / "made").exists():
        shutil.rmtree(kept, ignore_errors=True)
        kept.mkdir(parents=True)
    if not asked.postgresql:
        return measured(kept, asked.size, asked.runs)
    folder = kept / "postgresql"
    folder.mkdir(exist_ok=True)
    programs = postgres.installed()
    if programs is None:
        raise SystemExit("PostgreSQL is not installed.")
    with postgres.started(programs, folder) as address:
        os.environ["PARCOURS_DATABASE_URL"] = address
        return measured(kept, asked.size, asked.runs)


def measured(kept: Path, size: str, runs: int) -> int:
    """Measure, print, and say whether every answer keeps to its 300 ms."""
    count = house.SIZES[size]
    client = browser_of(kept, kept / "lake")
    seconds = gathered(count)
    from django.db import connection

    print(f"{count:,} verbatims · {connection.vendor} · {report.machine()}")
    print(f"gathered and coded by the worker: {seconds:.0f} s, {count / seconds:,.0f} a second")
    heads = ("first", "median", "p95", "CPU", "again")
    print(
        f"{'what is asked':<24}" + "".join(f"{each:>10}" for each in heads) + f"{'found':>12}"
    )
    slowest = 0.0
    for name, times, found in timed(client, runs):
        shown = "".join(f"{1000 * each:>7.0f} ms" for each in times)
        print(f"{name:<24}{shown}{found:>12,}")
        slowest = max(slowest, times[2])
    slowest_p95 = f"slowest p95: {1000 * slowest:.0f} ms"
    print(f"target: {1000 * TARGET:.0f} ms; {slowest_p95}; {report.machine()}")
    return int(slowest > TARGET)


def gathered(count: int) -> float:
    """Fill the log and let the worker read it; return how many seconds the reading took."""
    from django.conf import settings

    from parcours.ledger.domain.lake import lake
    from parcours.listen.domain.verbatims import gathering

    made = settings.DATA / "made"
    if not made.exists():
        for start in range(0, count, _AT_ONCE):
            lake().append(spoken(start, min(_AT_ONCE, count - start)))
        lake().compact()
        began = time.perf_counter()
        gathering.gather()
        made.write_text(str(time.perf_counter() - began))
    return float(made.read_text())


def spoken(start: int, count: int) -> pl.DataFrame:
    """Return *count* answers, the same for the same *start*: demo phrases and rare words."""
    from parcours.core.demo.verbatims import LANGUAGES, phrases

    rng = np.random.default_rng(start)
    pool = [
        [text for texts in phrases(language).values() for text in texts]
        for language in LANGUAGES
    ]
    language = (rng.random(count) < 0.3).astype(int)
    rows = []
    for number in language:
        chosen = rng.choice(pool[number], size=rng.integers(1, 4))
        rows.append(" ".join([*chosen, _rare(int(rng.integers(50_000)))]))
    shops = rng.choice(_SHOPS, count)
    seconds = rng.integers(0, 63_000_000, count)
    return pl.DataFrame(
        {
            "event_id": [f"said-{start + place}" for place in range(count)],
            "customer_id": [f"C-{each}" for each in rng.integers(0, 400_000, count)],
            "at": [_START + timedelta(seconds=int(each)) for each in seconds],
            "activity": rng.choice(["survey.answered", "review.posted"], count),
            "channel": rng.choice(_CHANNELS, count),
            "score": rng.integers(1, 6, count).astype(float),
            "scale": ["csat_1_5"] * count,
            "text": rows,
            "language": [LANGUAGES[number] for number in language],
            "properties": [f'{{"shop": "{shop}"}}' for shop in shops],
            "source": rng.choice(_SOURCES, count),
        }
    )


def _rare(number: int) -> str:
    """Return a word of letters that few texts have: ``motbcdef`` for 12345."""
    return "mot" + "".join(chr(ord("a") + int(digit)) for digit in str(number))


def timed(client: "Client", runs: int) -> Iterator[tuple[str, tuple[float, ...], int]]:
    """Yield what is asked with its seconds, and how many were found.

    The seconds are those of the first time; then, each time as if it were asked for the first
    time, the median, the 95th percentile, and the median of this process's CPU; then the
    median where the same was asked just before, as by whoever turns pages.
    """
    from parcours.listen.domain.verbatims import table

    for name, query in PAGES.items():
        fresh, again = [], []
        for _run in range(runs + 1):
            table.current().forget_answers()
            fresh.append(_asked_for(client, query))
            again.append(_asked_for(client, query)[0])
        first, *others = (seconds for seconds, _worked, _page in fresh)
        told = re.search(r"<strong>([^<]+) verbatims?</strong>", fresh[0][2])
        found = int(re.sub(r"\D", "", told[1])) if told else 0
        cpu = median(worked for _seconds, worked, _page in fresh[1:])
        high = quantiles(others, n=20)[-1]
        yield name, (first, median(others), high, cpu, median(again[1:])), found


def _asked_for(client: "Client", query: str) -> tuple[float, float, str]:
    """Return the seconds on the clock and on processors that a page takes, and the page."""
    start, worked = time.perf_counter(), time.process_time()
    response = client.get(f"/verbatims/{query}")
    times = time.perf_counter() - start, time.process_time() - worked
    if response.status_code != 200:
        raise SystemExit(f"{query}: {response.status_code}")
    return (*times, response.content.decode())


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.verbatims")
    parser.add_argument("size", choices=house.SIZES, nargs="?", default="1m")
    parser.add_argument("--postgresql", action="store_true", help="instead of SQLite")
    parser.add_argument("--runs", type=int, default=RUNS)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
