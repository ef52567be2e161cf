"""How far people, or people and a model, label the same texts alike: Krippendorff's alpha."""

from collections.abc import Callable, Hashable, Sequence
from math import isnan
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from parcours.core.figure import Figure

Level = Literal["nominal", "ordinal", "interval", "ratio"]
Codings = Sequence[Sequence[Hashable]]

RELIABLE: Final = 0.8
TENTATIVE: Final = 2 / 3

_Floats = NDArray[np.float64]
_Distance = Callable[[_Floats, _Floats], _Floats]


def alpha(codings: Codings, level: Level = "nominal") -> float | None:
    """Return how far coders agree: 1 wholly, 0 as by chance, below 0 worse.

    From 0.8 labels are reliable, from 0.667 conclusions are tentative; below, the codebook
    needs work.

    Args:
        codings: one sequence per coder, all of one length, one label per text; null where
            the coder left it. Numbers unless *level* is nominal. Texts with fewer than two
            labels do not count.
        level: what a difference of labels means. ``ordinal`` for -1, 0, 1.

    Returns:
        Null where no text has two labels, or all labels are the same: nothing varied that
        coders could agree about.

    Source:
        Krippendorff, K. (2011). Computing Krippendorff's Alpha-Reliability.

    >>> alpha([["yes", "no", "no", None], ["yes", "no", "yes", "no"]])
    0.4444444444444444
    """
    values, counts = _counted(codings)
    return _alpha(values, counts, _DISTANCES[level])


def agreement(
    codings: Codings, level: Level = "nominal", *, draws: int = 1000, seed: int = 0
) -> Figure:
    """Return `alpha` with its interval: texts drawn again, *draws* times, with *seed*.

    ``n`` is the number of texts with two labels or more. The interval is null where a draw
    in twenty or more has nothing to agree about.

    Source:
        Zapf, A. et al. (2016). Measuring inter-rater reliability for nominal data - which
        coefficients and confidence intervals are appropriate? BMC Med Res Methodol 16, 93.
    """
    values, counts = _counted(codings)
    value = _alpha(values, counts, _DISTANCES[level])
    texts = len(counts)
    drawn: list[float] = []
    if value is not None:
        generator = np.random.default_rng(seed)
        for _draw in range(draws):
            again = counts[generator.integers(texts, size=texts)]
            found = _alpha(values, again, _DISTANCES[level])
            drawn += [] if found is None else [found]
    enough = len(drawn) > 0.95 * draws
    low, high = np.quantile(drawn, [0.025, 0.975]).tolist() if enough else (None, None)
    return Figure(
        value=value, n=texts, unit="ratio", definition=f"alpha/1 {level}", low=low, high=high
    )


def _counted(codings: Codings) -> tuple[list[Hashable], _Floats]:
    """Return the different labels in order, and how often each text has each of them."""
    given = [[label for label in text if not _is_missing(label)] for text in _by_text(codings)]
    paired = [text for text in given if len(text) > 1]
    values: list[Hashable] = sorted({label for text in paired for label in text})  # type: ignore[type-var]
    places = {value: place for place, value in enumerate(values)}
    counts = np.zeros((len(paired), len(values)))
    for row, text in enumerate(paired):
        for label in text:
            counts[row, places[label]] += 1
    return values, counts


def _by_text(codings: Codings) -> list[tuple[Hashable, ...]]:
    lengths = {len(coder) for coder in codings}
    if len(lengths) > 1:
        raise ValueError(
            f"coders have {sorted(lengths)} labels; give each one per text, null where none"
        )
    return list(zip(*codings, strict=True))


def _is_missing(label: Hashable) -> bool:
    return label is None or (isinstance(label, float) and isnan(label))


def _alpha(values: list[Hashable], counts: _Floats, distance: _Distance) -> float | None:
    sizes = counts.sum(axis=1)
    totals = counts.sum(axis=0)
    if np.count_nonzero(totals) < 2:
        return None
    apart = distance(np.asarray(_numbers(values), np.float64), totals)
    pairs = counts / (sizes - 1)[:, None]
    observed = np.vdot(pairs.T @ counts, apart)
    expected = totals @ apart @ totals / (totals.sum() - 1)
    return float(1 - observed / expected)


def _numbers(values: list[Hashable]) -> Sequence[Hashable]:
    is_number = all(isinstance(value, int | float) for value in values)
    return values if is_number else range(len(values))


def _nominal(values: _Floats, totals: _Floats) -> _Floats:
    return 1 - np.eye(len(values))


def _ordinal(values: _Floats, totals: _Floats) -> _Floats:
    middles = np.cumsum(totals) - totals / 2
    return np.subtract.outer(middles, middles) ** 2


def _interval(values: _Floats, totals: _Floats) -> _Floats:
    return np.subtract.outer(values, values) ** 2


def _ratio(values: _Floats, totals: _Floats) -> _Floats:
    sums = np.add.outer(values, values)
    apart = np.subtract.outer(values, values) ** 2
    shares: _Floats = np.divide(apart, sums**2, where=sums != 0, out=np.zeros_like(apart))
    return shares


_DISTANCES: Final[dict[Level, _Distance]] = {
    "nominal": _nominal,
    "ordinal": _ordinal,
    "interval": _interval,
    "ratio": _ratio,
}
