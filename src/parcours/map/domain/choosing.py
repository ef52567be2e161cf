"""What a reader chose to look at: from which month to which, and of whom."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from parcours.ledger.domain import segments

SINCE, UNTIL = "from", "to"


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A period in months and values of segments; without any of them it is everything.

    ``months`` and ``segments`` are what there is to choose from.
    """

    since: str = ""
    until: str = ""
    where: Mapping[str, list[str]] = field(default_factory=dict)
    months: tuple[str, ...] = ()
    segments: Mapping[str, list[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, given: Any, known: Mapping[str, Any] | None) -> "Choice":
        """Read a choice from the address of a page; what does not exist is left out.

        Args:
            given: the parameters, a QueryDict.
            known: the answer of `living.choices`, null while there is none, with the
                segments of customers among its segments.
        """
        months: tuple[str, ...] = tuple(known["months"]) if known else ()
        offered: dict[str, list[str]] = known["segments"] if known else {}
        since, until = given.get(SINCE, ""), given.get(UNTIL, "")
        if since > until > "":
            since, until = until, since
        where = {name: _only(given.getlist(name), each) for name, each in offered.items()}
        return cls(
            since=since if since in months[1:] else "",
            until=until if until in months[:-1] else "",
            where={name: each for name, each in where.items() if each},
            months=months,
            segments=offered,
        )

    @property
    def given(self) -> dict[str, Any]:
        """The choice as `living.lived` takes it."""
        return {
            "since": self.since or None,
            "until": self.until or None,
            "where": segments.as_asked(self.where) or None,
        }

    @property
    def query(self) -> str:
        """The choice as the end of an address, ``?from=2025-03``; empty for everything."""
        pairs = [(SINCE, self.since)] if self.since else []
        pairs += [(UNTIL, self.until)] if self.until else []
        pairs += [(name, value) for name, each in self.where.items() for value in each]
        return f"?{urlencode(pairs)}" if pairs else ""

    @property
    def first(self) -> str:
        """The first month looked at."""
        return self.since or (self.months[0] if self.months else "")

    @property
    def last(self) -> str:
        """The last month looked at."""
        return self.until or (self.months[-1] if self.months else "")


def _only(wanted: Iterable[str], known: Iterable[str]) -> list[str]:
    among = set(wanted)
    return [each for each in known if each in among]
