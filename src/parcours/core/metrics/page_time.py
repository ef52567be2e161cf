"""How long a page holds a reader."""

from typing import Final

import polars as pl

from parcours.core.metrics.metric import Metric, each


def page_time(seconds: pl.Expr) -> pl.Expr:
    """Return the median time on a page.

    A median, since one page left open over lunch would carry a mean away.

    Args:
        seconds: one value per page read; pages without a measured time do not count.

    >>> pages = pl.DataFrame({"seconds": [20, 35, 5400, None]})
    >>> pages.select(page_time(pl.col("seconds"))).item()
    35.0
    """
    return seconds.median()


# A source tells the time when the page was read, or when it was left: never both.
_READ: Final = ("page.viewed", "page.left")

PAGE_TIME: Final = Metric(
    name="page_time",
    definition="page_time/2",
    title={"en": "Time per page, median", "fr": "Temps par page, médiane"},
    level="stage",
    stage="awareness",
    unit="seconds",
    source="median; interval: exact, Conover (1999), pages as if independent",
    statistic="median",
    activities=_READ,
    columns=("seconds",),
    observe=each(_READ, pl.col("seconds")),
)
