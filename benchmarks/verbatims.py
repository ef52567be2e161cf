"""The verbatim explorer at a million texts: ``python -m benchmarks.verbatims 1m``.

The site is a real one: its worker gathers the texts from the log and codes them, then the
explorer is asked, through everything but the network: words, filters, counts, pages.
"""

import re
import shutil
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from statistics import median, quantiles
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

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
    "begun, and without": "?q=livr*+-retard",
    "a word of nearly all": "?q=pas",
    "a rare word": "?q=motbcdef",
    "sentiment and driver": "?sentiment=negative&driver=time:negative",
    "words and filters": "?q=attente&sentiment=negative&channel=web&segment.shop=Lille",
    "a touchpoint, a year": "?touchpoint=1:checkout&since=2025-06-01&until=2025-12-31",
    "worst first, score": "?order=worst&felt_most=2&language=fr",
}
_AT_ONCE: Final = 100_000
_SHOPS: Final = ("Lille", "Lyon", "Bastille", "Nantes", "Bordeaux", "Nice", "Rennes", "Metz")
_CHANNELS: Final = ("web", "store", "email", "app", "phone", "review")
_SOURCES: Final = ("surveys", "inbox", "google", "trustpilot")
_START: Final = datetime(2024, 1, 1, tzinfo=UTC)


def main(size: str, runs: int = RUNS) -> int:
    """Measure, print, and say whether every answer keeps to its 300 ms."""
    count = house.SIZES[size]
    client = opened(size)
    seconds = gathered(count)
    print(f"{count:,} verbatims · {report.machine()}")
    print(f"gathered and coded by the worker: {seconds:.0f} s, {count / seconds:,.0f} a second")
    print(f"{'what is asked':<24}{'first':>10}{'median':>10}{'p95':>10}{'found':>12}")
    slowest = 0.0
    for name, first, middle, high, found in timed(client, runs):
        times = "".join(f"{1000 * each:>7.0f} ms" for each in (first, middle, high))
        print(f"{name:<24}{times}{found:>12,}")
        slowest = max(slowest, middle)
    print(f"target: {1000 * TARGET:.0f} ms; slowest median: {1000 * slowest:.0f} ms")
    return int(slowest > TARGET)


def opened(size: str) -> "Client":
    """Return the browser of an owner, on a site of its own for verbatims."""
    data = house.KEPT / f"verbatims-{size}"
    if not (data / "made").exists():
        shutil.rmtree(data, ignore_errors=True)
        data.mkdir(parents=True)
    return browser_of(data, data / "lake")


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


def timed(client: "Client", runs: int) -> Iterator[tuple[str, float, float, float, int]]:
    """Yield what is asked with its first time, median, 95th percentile, and how many."""
    for name, query in PAGES.items():
        times = []
        for _run in range(runs + 1):
            start = time.perf_counter()
            response = client.get(f"/verbatims/{query}")
            times.append(time.perf_counter() - start)
            if response.status_code != 200:
                raise SystemExit(f"{query}: {response.status_code}")
        first, *others = times
        told = re.search(r"<strong>([^<]+) verbatims?</strong>", response.content.decode())
        found = int(re.sub(r"\D", "", told[1])) if told else 0
        yield name, first, median(others), quantiles(others, n=20)[-1], found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "1m"))
