"""How changes, periods and misses are said to a reader."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_skeleton
from django.utils.translation import gettext as _

from parcours.core.figure import TOO_FEW, Figure
from parcours.core.language import language
from parcours.core.metrics import Metric
from parcours.core.report import numbers
from parcours.measure.domain.figures import figure_of

_PERCENT: Final = "\N{NO-BREAK SPACE}%"


@dataclass(frozen=True, kw_only=True)
class Change:
    """A proved change, or that there is none: only a proved one has an arrow and a tone."""

    text: str
    interval: str
    is_proved: bool
    direction: str = ""
    tone: str = ""


def change(kept: Any, metric: Metric | None, *, is_proved: bool) -> Change | None:
    """Return how a change is said, null where there is nothing to compare with.

    Args:
        kept: the difference, as a result keeps a figure.
        metric: says whether more is better; of promises kept it is.
    """
    figure = figure_of(kept)
    if figure is None or figure.value is None:
        return None
    text, between = signed(figure), signed_interval(figure)
    if not is_proved:
        return Change(text=text, interval=between, is_proved=False)
    is_up = figure.value > 0
    wanted = metric.higher_is_better if metric else True
    tone = "" if wanted is None else "good" if is_up == wanted else "bad"
    direction = "up" if is_up else "down"
    return Change(text=text, interval=between, is_proved=True, direction=direction, tone=tone)


def signed(figure: Figure) -> str:
    """Return a difference with its sign and unit: ``+4 pts``, ``−17 %``, ``+2 min``."""
    value = figure.value or 0.0
    if figure.unit == "ratio":
        return _percents(value) + _PERCENT
    if figure.unit == "seconds":
        return ("+" if value > 0 else "") + numbers.duration(value)
    return numbers.value(figure, signed=True)


def signed_interval(figure: Figure) -> str:
    """Return the interval of a difference, empty where there is none."""
    if figure.unit != "ratio" or figure.low is None or figure.high is None:
        return numbers.interval(figure, signed=True)
    between = "\N{NO-BREAK SPACE};\N{NO-BREAK SPACE}" if language() == "fr" else "; "
    return f"[{_percents(figure.low)}{between}{_percents(figure.high)}]"


def missed(spread: dict[str, Any], currency: str | None) -> str:
    """Return by how much half of the cases missed a promise, or kept it; empty if unknown.

    Args:
        spread: as a result keeps it.
    """
    middle = spread["quantiles"].get("0.5")
    if middle is None or spread["n"] < TOO_FEW:
        return ""
    sign = "+" if middle > 0 else ""
    if spread["unit"] == "seconds":
        return sign + numbers.duration(middle)
    if spread["unit"] == "amount" and currency:
        return sign + numbers.price(middle, currency)
    return numbers.decimal(middle, 1, signed=True)


def scale_name(scale: str | None) -> str:
    """Return the ends of a scale, empty where there is none.

    >>> scale_name("csat_1_5")
    '1–5'
    """
    low, _sep, high = (scale or "").partition("_")[2].rpartition("_")
    return f"{low}–{high}" if low and high else scale or ""


def day(at: date) -> str:
    """Return a day without its year, as short as people write it: ``Nov 2``, ``2 nov.``."""
    return str(format_skeleton("MMMd", at, locale=language()))


def month(at: date) -> str:
    """Return a month with its year."""
    return str(format_skeleton("yMMM", at, locale=language()))


def span(since: datetime, until: datetime, zone: str) -> str:
    """Return from which day to which."""
    first, last = (at.astimezone(ZoneInfo(zone)).date() for at in (since, until))
    return _("{first} to {last}").format(
        first=format_date(first, "medium", locale=language()),
        last=format_date(last, "medium", locale=language()),
    )


def _percents(share: float) -> str:
    return numbers.decimal(100 * share, 1 if abs(share) < 0.1 else 0, signed=True)
