"""One bucket's events, sorted by customer and moment, as the integer codes kernels work on."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray


@dataclass(frozen=True)
class Events:
    """A bucket of the log, or any table of whole customers.

    ``frame`` is sorted by (customer_id, at); rows of the same instant keep the order in
    which they were recorded. It holds the columns that were asked for, always with
    ``customer_id``, ``at`` and ``activity``, which a log gives as Categorical. All arrays
    have one value per row.
    """

    frame: pl.DataFrame

    @classmethod
    def of(cls, frame: pl.DataFrame) -> "Events":
        """Sort *frame* as a bucket is sorted, and wrap it."""
        return cls(frame.sort("customer_id", "at", maintain_order=True))

    @cached_property
    def customer(self) -> NDArray[np.uint32]:
        """Number of the customer inside this bucket: 0, 1, 2… in row order."""
        return self.frame["customer_id"].rle_id().to_numpy()

    @cached_property
    def at(self) -> NDArray[np.int64]:
        """Microseconds since 1970, UTC."""
        return self.frame["at"].to_physical().to_numpy()

    @cached_property
    def _coded(self) -> tuple[list[str], NDArray[np.uint32]]:
        # Polars numbers categories as they come, in all tables of the process.
        column = self.frame["activity"].cast(pl.Categorical)
        number = column.to_physical().to_numpy()
        counts = np.bincount(number)
        found = pl.Series(np.flatnonzero(counts).astype(np.uint32))
        names = found.cat.to(pl.Categorical).cast(pl.String)
        order = names.arg_sort()
        place = np.zeros(len(counts), np.uint32)
        place[found.gather(order).to_numpy()] = np.arange(len(order))
        return names.gather(order).to_list(), place[number]

    @property
    def activities(self) -> list[str]:
        """The activities that occur here, sorted; ``activity`` holds positions in this list."""
        return self._coded[0]

    @property
    def activity(self) -> NDArray[np.uint32]:
        """Position in ``activities``. Another bucket has other positions."""
        return self._coded[1]

    @cached_property
    def memo(self) -> dict[Any, Any]:
        """What kernels found out about these rows and will ask again."""
        return {}

    def __len__(self) -> int:
        return self.frame.height
