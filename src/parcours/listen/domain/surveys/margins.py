"""Who was to be heard, as people write it: a line a column, its values and their shares.

``shop: Lille 40, Lyon 35, Paris 25``
"""

import re
from typing import Final

from django.utils.translation import gettext as _

from parcours.core.refusal import Refused
from parcours.listen.domain.surveys.resulting import SEGMENTS

_VALUE: Final = re.compile(r"\s*(?P<value>.+?)\s+(?P<share>\d+(?:[.,]\d+)?)\s*%?\s*")

_BETWEEN: Final = re.compile(r",\s+|;")  # not the comma of a decimal


class NotMargins(Refused):
    """The text says no shares."""


def read(text: str) -> dict[str, dict[str, float]]:
    """Return the shares that *text* says, brought to sum to 1.

    Raises:
        NotMargins: a line is not like ``shop: Lille 40, Lyon 60``.

    >>> read("shop: Lille 40, Le Mans 120 %")
    {'shop': {'Lille': 0.25, 'Le Mans': 0.75}}
    """
    found: dict[str, dict[str, float]] = {}
    for line in filter(str.strip, text.splitlines()):
        name, _colon, rest = line.partition(":")
        shares = _shares(rest)
        if name.strip() not in SEGMENTS or not shares:
            raise NotMargins(
                _(
                    "“%(line)s” says no shares. Write one of %(names)s, a colon, then values "
                    "and their shares: `shop: Lille 40, Lyon 60`"
                )
                % {"line": line.strip(), "names": ", ".join(SEGMENTS)}
            )
        found[name.strip()] = shares
    return found


def written(margins: dict[str, dict[str, float]]) -> str:
    """Return *margins* as people write them, in the order of the alphabet.

    >>> written({"shop": {"Lille": 0.25, "Le Mans": 0.75}})
    'shop: Le Mans 75, Lille 25'
    """
    return "\n".join(
        f"{name}: "
        + ", ".join(f"{value} {100 * share:.4g}" for value, share in sorted(shares.items()))
        for name, shares in sorted(margins.items())
    )


def _shares(text: str) -> dict[str, float]:
    parts = [_VALUE.fullmatch(each) for each in _BETWEEN.split(text)]
    if not all(parts):
        return {}
    told = {each["value"]: float(each["share"].replace(",", ".")) for each in parts if each}
    whole = sum(told.values())
    return {value: share / whole for value, share in told.items()} if whole else {}
