"""Whether a figure differs from the one before it, and whether a week is an unusual one."""

from collections.abc import Sequence
from dataclasses import replace
from math import exp, inf, log, sqrt
from statistics import fmean, stdev
from typing import Final

from scipy.special import stdtr

from parcours.core.figure import Figure
from parcours.core.interval import Difference, Interval, t_score

LEAST: Final = 8
"""Values below which nobody can say what is usual."""


def difference(now: Figure, before: Figure) -> Figure:
    """Return *now* minus *before* with its 95 % interval, made of the intervals of both.

    Of two counts it is the change as a share of the count before (0.1 is a tenth more), as a
    ``ratio``. Of two shares the interval is Newcombe's. ``n`` is that of the smaller. Customers
    who are in both make the interval too wide rather than too narrow. Where one of the two
    cannot be shown, or has no interval, there is no value, or no interval.

    Source:
        Zou, G. and Donner, A. (2008). Construction of confidence limits about effect measures:
        a general approach. Statistics in Medicine 27, 1693.

    >>> now = Figure(value=0.8, low=0.6918, high=0.877, n=70, unit="share", definition="kept/1")
    >>> before = replace(now, value=0.6, low=0.4905, high=0.7003, n=80)
    >>> found = difference(now, before)
    >>> f"{found.value:.2f} {found.low:.2f} {found.high:.2f}"
    '0.20 0.05 0.33'
    """
    is_count = now.unit == "count"
    nothing = replace(
        now, value=None, low=None, high=None, n=min(now.n, before.n),
        unit="ratio" if is_count else now.unit, definition=f"change of {now.definition}",
        note="",
    )  # fmt: skip
    if "too few" in (now.evidence, before.evidence) or (is_count and not before.value):
        return nothing
    ends = _ends(now), _ends(before)
    value, low, high = _ratio(*ends) if is_count else _minus(*ends)
    return replace(
        nothing,
        value=value,
        low=low if abs(low) < inf else None,
        high=high if abs(high) < inf else None,
    )


def usual(values: Sequence[float], *, level: float = 0.95) -> Interval | None:
    """Return where the next of *values* falls with this chance, if nothing changes.

    It takes the values as alike and independent: a season or a trend makes false alarms
    more frequent. Null below eight values, and where none ever differed.

    Source:
        Whitmore, G. (1986). Prediction limits for a univariate normal observation. The
        American Statistician 40, 141.

    >>> low, high = usual([10, 12, 11, 9, 10, 11, 12, 9])
    >>> f"{low:.1f} {high:.1f}"
    '7.5 13.5'
    """
    error = _error(values)
    if error is None:
        return None
    half = t_score(len(values) - 1, level) * error
    return fmean(values) - half, fmean(values) + half


def surprise(value: float, values: Sequence[float]) -> float:
    """Return how often chance alone puts the next of *values* as far out as *value*.

    >>> round(surprise(15, [10, 12, 11, 9, 10, 11, 12, 9]), 3)
    0.009
    """
    error = _error(values)
    if error is None:
        return 1.0
    distance = abs(value - fmean(values)) / error
    return 2 * float(stdtr(len(values) - 1, -distance))


def _error(values: Sequence[float]) -> float | None:
    """Return the standard error of foreseeing the next value."""
    if len(values) < LEAST:
        return None
    return stdev(values) * sqrt(1 + 1 / len(values)) or None


def _ends(figure: Figure) -> Difference:
    low, high = figure.low, figure.high
    return (
        figure.value or 0.0,
        -inf if low is None else low,
        inf if high is None else high,
    )


def _minus(now: Difference, before: Difference) -> Difference:
    (a, a_low, a_high), (b, b_low, b_high) = now, before
    low = a - b - sqrt((a - a_low) ** 2 + (b_high - b) ** 2)
    return a - b, low, a - b + sqrt((a_high - a) ** 2 + (b - b_low) ** 2)


def _ratio(now: Difference, before: Difference) -> Difference:
    value, low, high = _minus(_logarithms(now), _logarithms(before))
    return exp(value) - 1, exp(low) - 1, exp(high) - 1 if high < inf else inf


def _logarithms(ends: Difference) -> Difference:
    value, low, high = (log(end) if end > 0 else -inf for end in ends)
    return value, low, high
