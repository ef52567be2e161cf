"""How well the machine reads, by people's word, and the shares if it never erred."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.core.cache import cache
from django.db.models import Count, Max

from parcours.core.figure import Figure
from parcours.core.interval import wilson
from parcours.core.text.agreement import agreement
from parcours.core.text.prevalence import Checked, true_share
from parcours.listen.domain.verbatims import codes, naming
from parcours.listen.domain.verbatims.table import Table, current
from parcours.listen.models import Correction, Draw, Gathering, Lesson

_AN_HOUR: Final = 3_600
_DRAWS: Final = 300
_ANYTHING: Final = 0.95  # width of an interval that excludes next to nothing
_Row = dict[str, Any]
_Reads = Callable[[_Row], Any]


@dataclass(frozen=True, kw_only=True)
class Share:
    """A code: how often the machine finds it, and how often it is there, its errors known."""

    title: str
    found: Figure
    true: Figure
    checked: Checked

    @property
    def is_known(self) -> bool:
        """Whether those checked say anything of the true share."""
        low, high = self.true.low or 0.0, self.true.high or 0.0
        return self.true.value is not None and high - low < _ANYTHING


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """How far two people agree on a code, and how far the machine agrees with people."""

    title: str
    people: Figure
    machine: Figure


@dataclass(frozen=True, kw_only=True)
class Polarity:
    """How often a driver that both found is found to please, displease or neither alike.

    ``taught`` is how many corrections say of the driver what it was.
    """

    title: str
    taught: int
    people: Figure
    machine: Figure


@dataclass(frozen=True, kw_only=True)
class Quality:
    """What people's corrections tell of the machine.

    ``by_chance`` is how many were drawn by chance: they alone say how often it errs.
    ``confusion`` has a row for each sentiment by people, a column for each by the machine,
    which may also abstain.
    """

    corrections: int
    by_chance: int
    twice: int
    shares: list[Share]
    agreements: list[Agreement]
    polarities: list[Polarity]
    confusion: list[tuple[str, list[int]]]


def quality() -> Quality:
    """Return how well the machine reads, kept for an hour or until people say more."""
    key = _key()
    numbers = cache.get(key)
    if numbers is None:
        numbers = _measured()
        cache.set(key, numbers, _AN_HOUR)
    return _named(numbers)


def _key() -> str:
    """Return what differs once something was corrected, taken back or learned."""
    lineage = Gathering.objects.values_list("lineage", flat=True).first()
    lesson = Lesson.objects.values_list("pk", flat=True).first()
    said = Correction.objects.aggregate(
        last=Max("pk"), count=Count("pk"), undone=Count("undone_at")
    )
    return "-".join(map(str, ("verbatims-quality/2", lineage, lesson, *said.values())))


def _measured() -> dict[str, Any]:
    rows = [
        {name: correction[name] for name in ("verbatim_id", "by_id", "drawn", *_JUDGED)}
        | {"coded": coded}
        for correction, coded in _with_coding()
    ]
    newest = {row["verbatim_id"]: row for row in rows}
    chance = [row for row in newest.values() if row["drawn"] == Draw.Reason.CHANCE]
    pairs = _pairs(rows)
    return {
        "corrections": len(newest),
        "by_chance": len(chance),
        "twice": len(pairs),
        "shares": {name: _share(name, chance, newest.values()) for name in _READS},
        "agreements": {name: _agreement(name, pairs, newest.values()) for name in _READS},
        "polarities": {
            name: _polarity(place, pairs, newest.values())
            for place, name in enumerate(codes.DRIVERS)
        },
        "confusion": _confusion(newest.values()),
    }


def _with_coding() -> Iterator[tuple[_Row, _Row]]:
    """Yield each standing correction with what the machine reads there without knowing it.

    What it learned from cannot say how well it reads: of that, what it reads having learned
    from all others.
    """
    lesson = Lesson.objects.first()
    crossed = lesson.crossed if lesson else {}
    columns = [f"verbatim__{name}" for name in _JUDGED]
    standing = Correction.objects.standing().order_by("at", "pk")
    for row in standing.values("verbatim_id", "by_id", "drawn", *_JUDGED, *columns):
        now = {name: row[f"verbatim__{name}"] for name in _JUDGED}
        yield row, crossed.get(str(row["verbatim_id"])) or now


def _named(numbers: dict[str, Any]) -> Quality:
    titles = _titles()
    return Quality(
        corrections=numbers["corrections"],
        by_chance=numbers["by_chance"],
        twice=numbers["twice"],
        shares=[
            Share(title=titles[name], found=found, true=true, checked=checked)
            for name, (found, true, checked) in numbers["shares"].items()
        ],
        agreements=[
            Agreement(title=titles[name], people=people, machine=machine)
            for name, (people, machine) in numbers["agreements"].items()
        ],
        polarities=[
            Polarity(title=titles[name], taught=taught, people=people, machine=machine)
            for name, (taught, people, machine) in numbers["polarities"].items()
        ],
        confusion=[(naming.sentiment(said), counts) for said, counts in numbers["confusion"]],
    )


def _titles() -> dict[str, str]:
    drivers = naming.drivers()
    return {
        "negative": naming.sentiment(codes.NEGATIVE),
        "positive": naming.sentiment(codes.POSITIVE),
        **drivers,
    }


_JUDGED: Final = ("sentiment", "present", "positive", "negative", "flags")


def _has_driver(place: int) -> _Reads:
    return lambda row: bool((row["present"] or 0) >> place & 1)


_READS: Final[dict[str, _Reads]] = {
    "negative": lambda row: row["sentiment"] == codes.NEGATIVE,
    "positive": lambda row: row["sentiment"] == codes.POSITIVE,
    **{name: _has_driver(place) for place, name in enumerate(codes.DRIVERS)},
}


def _share(
    name: str, chance: Sequence[_Row], corrected: Iterable[_Row]
) -> tuple[Figure, Figure, Checked]:
    """Return the share that the machine finds in all, the true one, and what was checked."""
    reads = _READS[name]
    both = Counter((reads(row), reads(row["coded"])) for row in chance)
    checked = Checked(
        found=both[True, True], missed=both[True, False],
        false=both[False, True], cleared=both[False, False],
    )  # fmt: skip
    found, n = _in_all(name, current())
    # Where people had their say the table holds their word: here the machine's is asked for.
    found += sum(reads(row["coded"]) - reads(row) for row in corrected)
    raw = Figure(value=found / n if n else None, n=n, unit="share", definition="coded share/1")
    return raw, true_share(found, n, checked=checked), checked


def _in_all(name: str, table: Table) -> tuple[int, int]:
    frame = table.frame
    if name in codes.DRIVERS:
        column = frame.select(codes.has("present", codes.DRIVERS.index(name))).to_series()
        return int(column.sum()), frame.height
    wanted = codes.NEGATIVE if name == "negative" else codes.POSITIVE
    return int((frame["sentiment"] == wanted).sum() or 0), frame.height


def _pairs(rows: Iterable[_Row]) -> list[tuple[_Row, _Row]]:
    """Return, for each verbatim that two people said something of, the first word of each."""
    by_verbatim: dict[int, dict[int, _Row]] = {}
    for row in rows:
        by_verbatim.setdefault(row["verbatim_id"], {}).setdefault(row["by_id"], row)
    both = [list(each.values()) for each in by_verbatim.values() if len(each) > 1]
    return [(first, second) for first, second, *_others in both]


def _agreement(
    name: str, pairs: Sequence[tuple[_Row, _Row]], rows: Iterable[_Row]
) -> tuple[Figure, Figure]:
    reads = _READS[name]
    people = [[reads(first) for first, _ in pairs], [reads(second) for _, second in pairs]]
    told = [(reads(row), reads(row["coded"])) for row in rows]
    machine = [[said for said, _ in told], [coded for _, coded in told]]
    return agreement(people, draws=_DRAWS), agreement(machine, draws=_DRAWS)


def _polarity(
    place: int, pairs: Sequence[tuple[_Row, _Row]], rows: Iterable[_Row]
) -> tuple[int, Figure, Figure]:
    """Return of a driver how many corrections there are, and how often polarities are alike."""
    told = [(row, row["coded"]) for row in rows if _sign(place, row) is not None]
    return len(told), _alike(place, pairs), _alike(place, told)


def _alike(place: int, pairs: Iterable[tuple[_Row, _Row]]) -> Figure:
    signs = [(_sign(place, first), _sign(place, second)) for first, second in pairs]
    both = [one == other for one, other in signs if one is not None and other is not None]
    low, high = wilson(sum(both), len(both)) if both else (None, None)
    return Figure(
        value=sum(both) / len(both) if both else None,
        low=low,
        high=high,
        n=len(both),
        unit="share",
        definition="same polarity/1",
    )


def _sign(place: int, row: _Row) -> int | None:
    """Return 1 where a driver pleases, -1 where it displeases, 0 for neither; null: absent."""
    here = [bool((row[name] or 0) >> place & 1) for name in ("present", "positive", "negative")]
    return int(here[1]) - int(here[2]) if here[0] else None


def _confusion(rows: Iterable[_Row]) -> list[tuple[int, list[int]]]:
    counts = Counter((row["sentiment"], row["coded"]["sentiment"]) for row in rows)
    columns = [*codes.SENTIMENTS, None]
    return [(said, [counts[said, coded] for coded in columns]) for said in codes.SENTIMENTS]
