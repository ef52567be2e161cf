"""A second source of what was felt: inferred from words, beside the scores people gave."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from math import sqrt
from typing import Final, Literal

import polars as pl

from parcours.core.events import Events
from parcours.core.figure import Figure
from parcours.core.kernel import Log

INFERRED: Final[Literal["inferred"]] = "inferred"
DEFINITION: Final = "inferred/1"
ERROR: Final = "error"
SPREAD: Final = "spread"
_KEY: Final = ("customer_id", "event_id")
_Z: Final = 1.959964


@dataclass(frozen=True)
class LogWithInferred:
    """A log whose events also have ``inferred``, felt on 1 to 5, null where nothing is.

    Args:
        inferred: customer_id, event_id and ``inferred``, each event once. A customer is
            named as the log names them.
    """

    log: Log
    inferred: pl.DataFrame

    @property
    def buckets(self) -> int:
        """How many buckets there are."""
        return self.log.buckets

    @property
    def version(self) -> int:
        """The version of the log underneath."""
        return self.log.version

    def events(self, bucket: int, columns: Sequence[str] = ()) -> Events:
        """Return one bucket, with ``inferred`` as one more column."""
        frame = self.log.events(bucket, [*columns, "event_id"]).frame
        table = self.inferred.select(*_KEY, pl.col(INFERRED).cast(pl.Float64))
        return Events(frame.join(table, on=_KEY, how="left", maintain_order="left"))

    def last_at(self) -> datetime | None:
        """Return the moment of the latest event; null where there is none."""
        return self.log.last_at()


def mean_figure(value: float, *, n: int, variance: float) -> Figure:
    """Return a mean of what was inferred with its 95 % interval, within 1 to 5."""
    half = _Z * sqrt(variance)
    return Figure(
        value=value, low=max(1.0, value - half), high=min(5.0, value + half), n=n,
        unit="felt", definition=DEFINITION,
    )  # fmt: skip


def widening(inferred: pl.DataFrame | None) -> Callable[[Figure | None], Figure | None]:
    """Return what makes the interval of a mean as wide as inferring it deserves.

    Figures of what is inferred know who happened to speak. To that come how far people's
    feeling lies from what their words let infer, for each of them, and from whom it was
    learned, for all alike: its mean error is an upper bound, reached where all err together.

    Args:
        inferred: ``error``, the standard error of each from whom it was learned, and
            ``spread``, the variance around it; without them figures stay as they are.
    """
    if inferred is None or not {ERROR, SPREAD} <= set(inferred.columns) or inferred.is_empty():
        return lambda figure: figure
    error, spread = (float(inferred[name].mean()) for name in (ERROR, SPREAD))  # type: ignore[arg-type]

    def wider(figure: Figure | None) -> Figure | None:
        if figure is None or figure.value is None or figure.low is None or figure.high is None:
            return figure
        half = (figure.high - figure.low) / 2 / _Z
        variance = half**2 + error**2 + spread / max(figure.n, 1)
        made = mean_figure(figure.value, n=figure.n, variance=variance)
        return replace(figure, low=made.low, high=made.high)

    return wider
