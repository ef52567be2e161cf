"""Labels that a language model suggests, beside our own reading, for a person to decide.

They are asked for where the queue draws what our coder is unsure of. What it draws by chance
or for a second person is labelled blind: that alone says how often machines err.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any, Final

from django.db import transaction
from django.db.models import F
from django.utils import timezone, translation
from django_tasks import task

from parcours.core.figure import Figure
from parcours.core.interval import wilson
from parcours.core.language import speaking
from parcours.listen.domain.endpoint import leaving, prompts
from parcours.listen.domain.endpoint.leaving import TurnedOff
from parcours.listen.domain.endpoint.waiting import attempt
from parcours.listen.domain.verbatims import naming, queue
from parcours.listen.domain.verbatims.correcting import Coding
from parcours.listen.models import Correction, Draw, LanguageModel, Suggestion
from parcours.people.models import Member

_JOB: Final = LanguageModel.Job.LABELS
_REST: Final = timedelta(minutes=10)
"""After that a suggestion that failed is asked for anew."""


def of(draw: Draw, *, by: Member) -> Suggestion | None:
    """Return what is suggested for a draw, asking for it the first time.

    Nothing where suggestions are turned off, its words may not leave, or it is to be
    labelled blind.
    """
    asked = leaving.active(_JOB)
    if asked is None or draw.reason != Draw.Reason.DOUBT:
        return None
    if not leaving.texts([draw.verbatim_id], asked):
        return None
    found, is_new = Suggestion.objects.get_or_create(
        verbatim_id=draw.verbatim_id, defaults={"asked_by": by}
    )
    if found.problem and found.asked_at < timezone.now() - _REST:
        found.asked_at, found.tries, found.problem, found.detail = timezone.now(), 0, "", ""
        found.save()
        is_new = True
    if is_new:
        suggest.enqueue(found.pk)
    return found


def taken_over(suggestion: Suggestion, draw: Draw, *, by: Member) -> Correction:
    """Make a suggestion a person's own word: it counts as their correction from now on."""
    with transaction.atomic():
        made = queue.label(draw, Coding.of(suggestion), by=by)
        Suggestion.objects.filter(pk=suggestion.pk).update(correction=made)
    return made


@task()
def suggest(suggestion: int) -> None:
    """Have labels suggested, unless they are or were turned off."""
    waiting = Suggestion.objects.filter(pk=suggestion, written_at=None)
    found = waiting.select_related("verbatim").first()
    if found is not None:
        with translation.override("en"), speaking("en"):
            attempt(found, lambda: _suggest(found), suggest)


def _suggest(suggestion: Suggestion) -> None:
    _told, answered = leaving.ask(
        _JOB,
        [suggestion.verbatim_id],
        lambda told: prompts.labels(told[0][1]),
        by=suggestion.asked_by,
    )
    said = prompts.read_labels(answered.content)
    if leaving.active(_JOB) is None:
        raise TurnedOff
    Suggestion.objects.filter(pk=suggestion.pk).update(
        **said.columns,
        model=answered.model,
        address=answered.address,
        problem="",
        detail="",
        written_at=timezone.now(),
    )


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A code: how often people kept what was suggested, and what our own coder read."""

    title: str
    suggested: Figure
    ours: Figure


@dataclass(frozen=True, kw_only=True)
class Record:
    """What became of suggestions: ``judged`` by people, ``taken`` over as they stood."""

    judged: int
    taken: int
    codes: list[Kept]


def record() -> Record | None:
    """Return what people made of suggestions, nothing where nobody judged one yet."""
    pairs = _judged()
    if not pairs:
        return None
    kept = [_kept(naming.facet("sentiment"), pairs, lambda row: row["sentiment"])]
    for place, title in enumerate(naming.drivers().values()):
        kept.append(_kept(title, pairs, partial(_has, place)))
    taken = Suggestion.objects.filter(correction__in=Correction.objects.standing()).count()
    return Record(judged=len(pairs), taken=taken, codes=kept)


_CODES: Final = ("sentiment", "present")
_Row = dict[str, Any]


def _has(place: int, row: _Row) -> bool:
    return bool((row["present"] or 0) >> place & 1)


def _kept(
    title: str, said: Sequence[tuple[_Row, _Row, _Row]], read: Callable[[_Row], Any]
) -> Kept:
    suggested = sum(read(person) == read(theirs) for person, theirs, _ours in said)
    ours = sum(read(person) == read(our) for person, _theirs, our in said)
    return Kept(
        title=title, suggested=_share(suggested, len(said)), ours=_share(ours, len(said))
    )


def _judged() -> list[tuple[_Row, _Row, _Row]]:
    """Return what the person, the language model and our coder said, by verbatim.

    Of those who had the suggestion before them: the newest standing correction made after it.
    """
    said = Correction.objects.standing().filter(
        drawn=Draw.Reason.DOUBT, at__gte=F("verbatim__suggestion__written_at")
    )
    columns = [f"verbatim__suggestion__{name}" for name in _CODES]
    rows = said.order_by("at", "pk").values("verbatim_id", "coded", *_CODES, *columns)
    newest = {row["verbatim_id"]: row for row in rows}
    return [
        (
            {name: row[name] for name in _CODES},
            {name: row[f"verbatim__suggestion__{name}"] for name in _CODES},
            {name: row["coded"].get(name) for name in _CODES},
        )
        for row in newest.values()
    ]


def _share(part: int, whole: int) -> Figure:
    low, high = wilson(part, whole)
    return Figure(
        value=part / whole, n=whole, low=low, high=high, unit="share",
        definition="kept by people/1",
    )  # fmt: skip
