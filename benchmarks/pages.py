"""Server time of the pages that show figures: ``python -m benchmarks.pages 10m``.

The site is a real one over the synthetic log: its own database, the canvas of the benchmarks.
First its worker computes what the pages ask for, once; then each page is asked for in turn,
through everything but the network, and answered from what is kept.
"""

import os
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles
from typing import TYPE_CHECKING, Any, Final

from benchmarks import house, report

if TYPE_CHECKING:
    from django.test import Client

TARGET: Final = 0.2
RUNS: Final = 40
PAGES: Final = {
    "dashboard, 30 days": "/dashboard/?period=30d",
    "dashboard, 90 days": "/dashboard/?period=90d",
    "dashboard, 12 months": "/dashboard/?period=12m",
    "dashboard, one channel": "/dashboard/?period=90d&segment=channel:web",
    "one figure": "/dashboard/metrics/nps/?period=12m",
    "figures as a file": "/dashboard/figures.csv?period=90d",
    "living canvas": "/canvases/shop/",
}
_PASSES: Final = 3  # an answer may lead a page to another question


def main(size: str, runs: int = RUNS) -> int:
    """Measure, print, and say whether every page keeps to its 200 ms."""
    client = opened(size)
    seconds = computed(client)
    print(f"{house.made(size)['events']:,} events · {report.machine()}")
    print(f"computed once, by the worker: {seconds:.1f} s")
    print(f"{'page':<26}{'median':>10}{'p95':>10}{'bytes':>10}")
    slowest = 0.0
    for name, middle, high, size_of_page in timed(client, runs):
        print(f"{name:<26}{1000 * middle:>7.0f} ms{1000 * high:>7.0f} ms{size_of_page:>10,}")
        slowest = max(slowest, middle)
    print(f"target: {1000 * TARGET:.0f} ms; slowest median: {1000 * slowest:.0f} ms")
    return int(slowest > TARGET)


def opened(size: str) -> "Client":
    """Return the browser of an owner, on a site over the log of *size*."""
    log, data = house.log_of(size), house.KEPT / size / "site"
    shutil.rmtree(data, ignore_errors=True)  # of another version, its tables may be others
    data.mkdir()
    return browser_of(data, log)


def browser_of(data: Path, lake: Path) -> "Client":
    """Set a site up in *data* over a *lake*; return the browser of its owner."""
    os.environ |= {
        "PARCOURS_DATA": str(data),
        "PARCOURS_LAKE": str(lake),
        "PARCOURS_LOG_LEVEL": "ERROR",
        "DJANGO_SETTINGS_MODULE": "parcours.site.settings",
    }
    import django

    django.setup()
    from django.core.management import call_command
    from django.test import Client

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    client = Client(HTTP_HOST="localhost")
    client.force_login(_owner())
    return client


def computed(client: "Client") -> float:
    """Let the worker compute what the pages ask for; return how many seconds it took."""
    from parcours.ledger.models import Result
    from parcours.site.jobs.worker import run_waiting

    Result.objects.all().delete()
    start = time.perf_counter()
    for _pass in range(_PASSES):
        for address in PAGES.values():
            client.get(address)
        if not run_waiting():
            break
    return time.perf_counter() - start


def timed(client: "Client", runs: int) -> Iterator[tuple[str, float, float, int]]:
    """Yield each page's median, its 95th percentile (seconds) and its size."""
    times: dict[str, list[float]] = {name: [] for name in PAGES}
    sizes = dict.fromkeys(PAGES, 0)
    for _run in range(runs):
        for name, address in PAGES.items():
            start = time.perf_counter()
            response = client.get(address)
            times[name].append(time.perf_counter() - start)
            if response.status_code != 200:
                raise SystemExit(f"{address}: {response.status_code}")
            sizes[name] = len(response.content)
    for name, each in times.items():
        yield name, median(each), quantiles(each, n=20)[-1], sizes[name]


def _owner() -> Any:
    from parcours.map.domain.canvases import create, in_use
    from parcours.people.models import Member

    owner = Member.objects.filter(role="owner").first()
    if owner is None:
        owner = Member.objects.create_user("owner@example.org", name="Owner", role="owner")
    if not in_use():
        create("Shop", house.CANVAS.read_text(encoding="utf-8"), owner)
    return owner


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "1m"))
