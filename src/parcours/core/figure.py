"""A number that says how sure it is, what it means and when it was true."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

Unit = Literal["share", "points", "felt", "score", "seconds", "money", "count", "ratio"]
Evidence = Literal["too few", "thin", "enough"]

TOO_FEW: Final = 10  # below: nothing may be concluded, and people could be recognised
THIN: Final = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One measured value with its 95 % interval.

    ``share`` is 0 to 1, ``points`` -100 to 100, ``felt`` 1 to 5, ``seconds`` of the
    promise's own clock, ``money`` in ``currency``. ``value`` is null where nothing was
    measured; ``low`` and ``high`` are null where no interval can be given.
    """

    value: float | None
    n: int
    unit: Unit
    definition: str
    low: float | None = None
    high: float | None = None
    as_of: datetime | None = None
    currency: str | None = None
    note: str = ""

    @property
    def evidence(self) -> Evidence:
        """Whether ``n`` allows a conclusion: below 10 it never does, below 30 it is thin."""
        if self.n < TOO_FEW or self.value is None:
            return "too few"
        return "thin" if self.n < THIN else "enough"

    def _repr_html_(self) -> str:
        from parcours.core.report.small import figure_html

        return figure_html(self)

    @property
    def is_one_sided(self) -> bool:
        """Whether the whole interval lies on one side of zero (for differences and effects).

        Among many such figures one in twenty would by chance alone: see `conclusive`.
        """
        if self.evidence == "too few" or self.low is None or self.high is None:
            return False
        return self.low > 0 or self.high < 0
