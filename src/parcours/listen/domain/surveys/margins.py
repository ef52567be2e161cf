"""Who was to be heard, as people fill it in: of each shop, channel, language, what part."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any, Final

from django.utils.translation import gettext as _

from parcours.core.refusal import Refused
from parcours.core.report.numbers import percent
from parcours.listen.domain.surveys.resulting import MOST_VALUES, SEGMENTS
from parcours.listen.domain.surveys.segments import segments, values

Margins = Mapping[str, Mapping[str, float]]
_WEIGHABLE: Final = tuple(name for name in SEGMENTS if name != "wave")


class NotMargins(Refused):
    """What was filled in is no number of people, nor a share of them."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """A value of a segment: its part of the answers in words, and what is wanted in percent."""

    field: str
    title: str
    count: int
    among: str
    wanted: str


@dataclass(frozen=True, kw_only=True)
class Margin:
    """What answers can be weighted by, and whether they are."""

    title: str
    is_set: bool
    rows: list[Row]


def read(given: Mapping[str, str]) -> dict[str, dict[str, float]]:
    """Return the shares that fields like ``shop:Lille`` say, brought to sum to 1.

    Percentages or numbers of people, whatever they sum to; what is left empty has none.

    Raises:
        NotMargins: one is no number.

    >>> read({"shop:Lille": "40", "shop:Le Mans": "120", "channel:qr": ""})
    {'shop': {'Lille': 0.25, 'Le Mans': 0.75}}
    """
    told: dict[str, dict[str, float]] = {}
    for field, said in given.items():
        name, _colon, value = field.partition(":")
        if name in _WEIGHABLE and value and said.strip():
            told.setdefault(name, {})[value] = _number(said, value)
    return {
        name: {value: number / whole for value, number in shares.items()}
        for name, shares in told.items()
        if (whole := sum(shares.values()))
    }


def shown(payload: Mapping[str, Any], margins: Margins) -> list[Margin]:
    """Return what a survey's answers can be weighted by: what they differ by, and what is set.

    Args:
        payload: its results.
        margins: the shares that are set.
    """
    return [
        Margin(
            title=segments()[name],
            is_set=name in margins,
            rows=_rows(name, _heard(payload, name), margins.get(name, {})),
        )
        for name in _WEIGHABLE
        if name in margins or 1 < len(payload["segments"][name]) < MOST_VALUES
    ]


def _heard(payload: Mapping[str, Any], name: str) -> Mapping[str, int]:
    # Results of before know the values only.
    return payload.get("heard", {}).get(name) or dict.fromkeys(payload["segments"][name], 0)


def _rows(name: str, heard: Mapping[str, int], wanted: Mapping[str, float]) -> list[Row]:
    whole = sum(heard.values())
    titles = values(name, {**heard, **wanted})
    return [
        Row(
            field=f"{name}:{value}",
            title=title,
            count=heard.get(value, 0),
            among=percent(heard.get(value, 0) / whole) if whole else "",
            wanted=f"{100 * wanted[value]:.4g}" if value in wanted else "",
        )
        for value, title in sorted(titles.items(), key=lambda each: each[1])
    ]


def _number(said: str, value: str) -> float:
    try:
        number = float(said.replace(",", ".").replace("%", ""))
    except ValueError:
        number = -1
    if not (isfinite(number) and number >= 0):
        raise NotMargins(
            _("“%(said)s” is no share: write a number for %(value)s, or nothing.")
            % {"said": said, "value": value}
        )
    return number
