"""Summaries of verbatims by a language model: asked by a person, written by the worker."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import polars as pl
from django.db import transaction
from django.http import QueryDict
from django.utils import timezone, translation
from django_tasks import task

from parcours.core.language import speaking
from parcours.core.refusal import Refused
from parcours.listen.domain.endpoint import leaving, prompts
from parcours.listen.domain.endpoint.leaving import TurnedOff
from parcours.listen.domain.endpoint.problems import WORDS
from parcours.listen.domain.endpoint.waiting import attempt
from parcours.listen.domain.sources.line import Trouble
from parcours.listen.domain.verbatims.asking import Asked
from parcours.listen.domain.verbatims.finding import Search, search
from parcours.listen.domain.verbatims.table import current
from parcours.listen.models import LanguageModel, Summary, Topic, Verbatim
from parcours.people.domain.auditing import note
from parcours.people.models import Member

TOPIC: Final = "topic/"
_JOB: Final = LanguageModel.Job.SUMMARIES


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a page shows of a summary: how it stands, and what asking for one would mean.

    ``kept`` is null where none was asked for; ``leaving`` of ``total`` verbatims would leave
    for ``address``, empty where summaries are turned off.
    """

    about: str
    topic: str
    kept: Summary | None
    is_current: bool
    total: int
    leaving: int
    address: str

    @property
    def problem(self) -> Any:
        """What is wrong, in words; empty where nothing is."""
        return WORDS.get(self.kept.problem, "") if self.kept and self.kept.problem else ""

    @property
    def is_waiting(self) -> bool:
        """Whether the worker is at it, or will be."""
        return self.kept is not None and self.kept.written_at is None and not self.kept.problem


def told(about: str, language: str, found: Search | None = None) -> Told | None:
    """Return what a page shows of a summary, nothing where there is and will be none.

    Args:
        about: a topic, or what the explorer asks for.
        language: of the reader.
        found: the explorer's search, where it was made already.
    """
    asked = leaving.active(_JOB)
    key = key_of(about, language)
    if asked is None and not Summary.objects.filter(key=key).exclude(written_at=None).exists():
        return None
    rows = found.all if found else _rows(about)
    version = _version(rows)
    known = Summary.objects.filter(key=key).prefetch_related("verbatims")
    kept = known.filter(version=version).first() or known.exclude(written_at=None).first()
    may = rows.filter(leaving.may_leave(asked))["likeness"].n_unique() if asked else 0
    return Told(
        about=about,
        topic=Summary(key=key).topic,
        kept=kept,
        is_current=kept is not None and kept.version == version,
        total=rows.height,
        leaving=min(may, asked.most_texts) if asked else 0,
        address=asked.address if asked else "",
    )


def cleaned(about: str) -> str:
    """Return what a summary is about as it is kept: a topic, or filters in a fixed order."""
    if about.startswith(TOPIC) and about.removeprefix(TOPIC).isdecimal():
        return about
    return about_of(Asked.of(QueryDict(about.removeprefix("?"))))


def about_of(asked: Asked) -> str:
    """Return what the explorer asks for, whatever its order."""
    return replace(asked, order="newest").query


@transaction.atomic
def ask(about: str, language: str, *, by: Member) -> Summary:
    """Have verbatims summarised in *language*; a summary of the very same ones is kept.

    Raises:
        Refused: summaries are turned off, or none of the words may leave.
    """
    asked = leaving.active(_JOB)
    rows = _rows(about)
    if asked is None or rows.filter(leaving.may_leave(asked)).is_empty():
        raise Refused(WORDS["nothing"])
    summary, is_new = Summary.objects.get_or_create(
        key=key_of(about, language),
        version=_version(rows),
        defaults={"about": about, "language": language, "asked_by": by},
    )
    if is_new or summary.problem:
        Summary.objects.filter(pk=summary.pk).update(
            problem="", detail="", tries=0, asked_by=by, asked_at=timezone.now()
        )
        note(by, "summary.asked", f"summary/{summary.pk}", detail=about)
        write.enqueue(summary.pk)
    return summary


@task()
def write(summary: int) -> None:
    """Have a summary written, unless it is or was turned off."""
    found = Summary.objects.filter(pk=summary, written_at=None).first()
    if found is not None:
        with translation.override(found.language), speaking(found.language):
            attempt(found, lambda: _write(found), write)


def _write(summary: Summary) -> None:
    asked = leaving.active(_JOB)
    if asked is None:
        raise TurnedOff
    rows = _rows(summary.about)
    numbers = _spread(rows.filter(leaving.may_leave(asked)), asked)
    if not numbers:
        raise Trouble("nothing")
    told, answered = leaving.ask(
        _JOB,
        numbers,
        lambda told: prompts.summary(told, summary.language),
        by=summary.asked_by,
    )
    points, left_out = prompts.read_summary(answered.content, told)
    _keep(
        summary,
        [number for number, _text in told],
        points=points,
        left_out=left_out,
        total=rows.height,
        model=answered.model,
        address=answered.address,
        problem="",
        detail="",
        written_at=timezone.now(),
    )


@transaction.atomic
def _keep(summary: Summary, numbers: Sequence[int], **facts: Any) -> None:
    """Keep what was written, if it is still wanted and nobody in it was forgotten since."""
    if leaving.active(_JOB) is None:
        raise TurnedOff
    still = set(Verbatim.objects.filter(pk__in=numbers).values_list("pk", flat=True))
    if still != set(numbers):
        raise TurnedOff
    if Summary.objects.filter(pk=summary.pk).update(**facts):
        summary.verbatims.set(numbers)


def _rows(about: str) -> pl.DataFrame:
    if about.startswith(TOPIC):
        number = about.removeprefix(TOPIC)
        topics = Topic.objects.filter(pk=number) if number.isdecimal() else Topic.objects.none()
        members = [n for each in topics for n in _members(each)]
        return current().frame.filter(pl.col("id").is_in(members))
    return search(Asked.of(QueryDict(about.removeprefix("?")))).all


def _members(topic: Topic) -> list[int]:
    merged = topic.merged.values_list("members", flat=True)
    return [*topic.members, *(number for each in merged for number in each)]


def _spread(rows: pl.DataFrame, asked: LanguageModel) -> list[int]:
    """Return the verbatims to be read: no words twice, spread evenly over the period."""
    apart = rows.sort("at", "id").unique("likeness", keep="last", maintain_order=True)
    step = max(apart.height / asked.most_texts, 1.0)
    places = sorted({int(place * step) for place in range(min(apart.height, asked.most_texts))})
    return apart["id"].gather(places).to_list()


def _version(rows: pl.DataFrame) -> str:
    return hashlib.sha256(rows["id"].sort().to_numpy().tobytes()).hexdigest()


def key_of(about: str, language: str) -> str:
    """Return under which key summaries of the same, in a language, are kept."""
    return hashlib.sha256(f"{language} {about}".encode()).hexdigest()
