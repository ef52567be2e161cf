"""The ledger of what left for a language model, as its page shows it."""

from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, Sum

from parcours.listen.domain.endpoint.problems import WORDS
from parcours.listen.models import Disclosure, Verbatim

_SHOWN: Final = 50


@dataclass(frozen=True, kw_only=True)
class Line:
    """One time that words left: ``verbatims`` by number, and whether each is still here."""

    disclosure: Disclosure
    verbatims: list[tuple[int, bool]]

    @property
    def problem(self) -> Any:
        """What went wrong, in words; empty where it answered or is asked still."""
        return WORDS.get(self.disclosure.outcome, "")


@dataclass(frozen=True, kw_only=True)
class Ledger:
    """The newest lines, and what all of them add up to."""

    lines: list[Line]
    times: int
    characters: int
    tokens: int


def ledger() -> Ledger:
    """Return what left, the newest first."""
    newest = list(Disclosure.objects.select_related("by")[:_SHOWN])
    named = {number for line in newest for number in line.verbatims}
    here = set(Verbatim.objects.filter(pk__in=named).values_list("pk", flat=True))
    whole = Disclosure.objects.aggregate(
        times=Count("pk"), characters=Sum("characters"),
        told=Sum("tokens_in"), answered=Sum("tokens_out"),
    )  # fmt: skip
    return Ledger(
        lines=[
            Line(disclosure=line, verbatims=[(each, each in here) for each in line.verbatims])
            for line in newest
        ],
        times=whole["times"],
        characters=whole["characters"] or 0,
        tokens=(whole["told"] or 0) + (whole["answered"] or 0),
    )
