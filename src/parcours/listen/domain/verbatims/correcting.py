"""People say what a verbatim says: their word wins, is never overwritten, and can be undone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from parcours.listen.domain.verbatims import codes, writing
from parcours.listen.models import Correction, Suggestion, Verbatim
from parcours.people.domain.auditing import note
from parcours.people.models import Member


@dataclass(frozen=True, kw_only=True)
class Coding:
    """What a verbatim says, by machine or by a person.

    ``drivers`` are those present, each with its polarity; ``sentiment`` is null where the
    machine abstains. ``correction`` is null where nobody corrected it.
    """

    sentiment: int | None
    drivers: Mapping[str, int]
    flags: tuple[str, ...] = ()
    probability: float | None = None
    correction: Correction | None = None

    @classmethod
    def of(cls, row: Verbatim | Correction | Suggestion) -> "Coding":
        """Return what the columns of a row say."""
        return cls(
            sentiment=row.sentiment,
            drivers={
                name: (row.positive >> place & 1) - (row.negative >> place & 1)
                for place, name in enumerate(codes.DRIVERS)
                if row.present >> place & 1
            },
            flags=tuple(codes.names(row.flags, codes.FLAGS)),
            probability=row.probability if isinstance(row, Verbatim) else None,
            correction=row if isinstance(row, Correction) else None,
        )

    @property
    def columns(self) -> dict[str, Any]:
        """The same as columns of a row."""
        signs = {1: "positive", -1: "negative"}
        found = {"present": codes.mask(self.drivers, codes.DRIVERS)}
        for sign, name in signs.items():
            meant = [driver for driver, told in self.drivers.items() if told == sign]
            found[name] = codes.mask(meant, codes.DRIVERS)
        return found | {
            "sentiment": self.sentiment,
            "flags": codes.mask(self.flags, codes.FLAGS),
        }

    @property
    def is_corrected(self) -> bool:
        """Whether it is a person's word."""
        return self.correction is not None


def effective(verbatims: Iterable[Verbatim]) -> dict[int, Coding]:
    """Return what verbatims say, by number: the newest standing correction, else the coder."""
    known = {each.pk: Coding.of(each) for each in verbatims}
    standing = Correction.objects.standing().filter(verbatim__in=list(known))
    for correction in standing.order_by("at", "pk").select_related("by"):
        known[correction.verbatim_id] = Coding.of(correction)
    return known


@transaction.atomic
def correct(
    verbatim: Verbatim, said: Coding, *, by: Member, drawn: str = "", at: datetime | None = None
) -> Correction:
    """Write down what a person says of a verbatim, and what the coder said of it.

    Args:
        verbatim: as it is in the database.
        said: with a sentiment.
        by: whose word it is.
        drawn: why the label queue gave it to them; empty where they came upon it.
    """
    coded = Coding.of(verbatim).columns | {"coder": verbatim.coder}
    made = Correction.objects.create(
        verbatim=verbatim, by=by, drawn=drawn, coded=coded, at=at or timezone.now(),
        **said.columns,
    )  # fmt: skip
    writing.touch(verbatim.pk)
    note(by, "verbatim.corrected", f"verbatim/{verbatim.pk}")
    return made


@transaction.atomic
def undo(correction: Correction, *, by: Member) -> None:
    """Take a correction back: the one before counts, else the coder. Twice is once."""
    standing = Correction.objects.standing().filter(pk=correction.pk)
    if standing.update(undone_at=timezone.now(), undone_by=by):
        writing.touch(correction.verbatim_id)
        note(by, "verbatim.uncorrected", f"verbatim/{correction.verbatim_id}")
