"""A second source of what was felt: inferred from words, beside the scores people gave."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

import polars as pl

from parcours.core.events import Events
from parcours.core.kernel import Log

INFERRED: Final[Literal["inferred"]] = "inferred"
DEFINITION: Final = "inferred/1"
_KEY: Final = ("customer_id", "event_id")


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
