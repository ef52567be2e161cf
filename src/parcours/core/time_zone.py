"""Time zones, by region and city; and which one was probably meant."""

from difflib import get_close_matches
from functools import cache
from typing import Annotated, Final
from zoneinfo import available_timezones

from pydantic import AfterValidator

from parcours.core.language import _

_PROPOSED: Final = 3
_CLOSE: Final = 0.85


def _known(name: str) -> str:
    if name not in _zones():
        message = _("unknown time zone `{name}`: write a region and a city. {hint}")
        raise ValueError(message.format(name=name, hint=_hint(name)))
    return name


TimeZone = Annotated[str, AfterValidator(_known)]
"""A zone of this machine's list: ``Europe/Paris``, ``UTC``."""


@cache
def _zones() -> frozenset[str]:
    """Every time zone of this machine: asking costs as much as reading a canvas."""
    return frozenset(available_timezones())


def _hint(name: str) -> str:
    names = meant(name)
    if not names:
        return _("For instance: {name}.").format(name="Europe/Paris")
    if len(names) == 1:
        return _("Did you mean `{word}`?").format(word=names[0])
    words = ", ".join(f"`{each}`" for each in names)
    return _("Did you mean one of {words}?").format(words=words)


def meant(name: str) -> list[str]:
    """Return up to three zones that *name* may mean, the likeliest first.

    >>> meant("Paris"), meant("europe/pari")
    (['Europe/Paris'], ['Europe/Paris'])
    """
    word = name.strip().casefold().replace(" ", "_")
    places = [each for each in sorted(_zones()) if "/" in each]
    cities = [each for each in places if word in each.casefold().split("/")[1:]]
    if cities:
        return cities[:_PROPOSED]
    by_folded = {each.casefold(): each for each in places}
    by_city = {each.rsplit("/", 1)[1]: each for each in by_folded}
    near = get_close_matches(word, by_folded, n=_PROPOSED, cutoff=_CLOSE)
    near += get_close_matches(word, by_city, n=_PROPOSED, cutoff=_CLOSE)
    zones = [by_folded[by_city.get(each, each)] for each in near]
    return list(dict.fromkeys(zones))[:_PROPOSED]
