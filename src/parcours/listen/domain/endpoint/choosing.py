"""What an owner chooses: where a language model answers, what may leave, which jobs it does."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

import polars as pl
from django.db import transaction
from django.utils import timezone
from django_tasks import task

from parcours.ledger.domain.announcing import announce
from parcours.listen.domain.endpoint import calling, leaving, prompts
from parcours.listen.domain.endpoint.leaving import SEPARATOR, Taken, TurnedOff
from parcours.listen.domain.sources.line import Trouble
from parcours.listen.domain.verbatims import naming
from parcours.listen.domain.verbatims.table import current as table
from parcours.listen.models import Disclosure, LanguageModel, Suggestion, Summary
from parcours.people.domain.auditing import note
from parcours.people.models import Member

TOPIC: Final = "language-model"
_SUBJECT: Final = "language-model"
_SENTENCE: Final = "The queue was far too long, but the seller was kind."


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What a person says of a language model. A secret left out stays as it was."""

    address: str
    model: str
    secret: str = field(default="", repr=False)
    is_ours: bool = False
    kinds: Sequence[str] = ()
    most_texts: int


def kinds(chosen: Sequence[str] = ()) -> list[tuple[str, str]]:
    """Return the kinds of words there are, and those *chosen*, each in words with its count."""
    rows = table().frame
    counted = (
        rows.group_by("activity", "source")
        .len("n")
        .cast({"activity": pl.String, "source": pl.String})
    )
    found = {f"{kind or ''}{SEPARATOR}{source or ''}": n for kind, source, n in counted.rows()}
    for each in chosen:
        found.setdefault(each, 0)
    told = [(key, n, *key.partition(SEPARATOR)[::2]) for key, n in found.items()]
    return [
        (key, f"{_named(activity, source)} ({n})")
        for key, n, activity, source in sorted(told, key=lambda each: (-each[1], each[0]))
    ]


def _named(activity: str, source: str) -> str:
    names = [naming.value("activity", activity, {}), naming.source(source)]
    return " · ".join(filter(None, names))


@transaction.atomic
def choose(choice: Choice, *, by: Member) -> LanguageModel:
    """Keep what an owner chose. A key is never told to another host than it was given for."""
    kept, _is_new = LanguageModel.objects.get_or_create(pk=1)
    is_elsewhere = _host(kept.address) != _host(choice.address)
    if choice.secret or is_elsewhere:
        kept.secret = calling.sealed(choice.secret)
    kept.address, kept.model, kept.is_ours = choice.address, choice.model, choice.is_ours
    kept.kinds, kept.most_texts = list(choice.kinds), choice.most_texts
    kept.problem = kept.detail = ""
    kept.tested_at = kept.rest_until = None
    kept.save()
    where = f"{kept.model} @ {kept.address}: {', '.join(kept.kinds) or '—'}"
    note(by, "language-model.changed", _SUBJECT, detail=where)
    return kept


@transaction.atomic
def turn_on(job: str, *, by: Member) -> None:
    """Let a language model do a job from now on. Twice is once."""
    kept = LanguageModel.objects.select_for_update().get(pk=1)
    if kept.address and job not in kept.jobs:
        kept.jobs = [*kept.jobs, job]
        kept.save(update_fields=["jobs"])
        note(by, "language-model.turned-on", _SUBJECT, detail=f"{job} @ {kept.address}")
        announce(TOPIC)


@transaction.atomic
def turn_off(job: str, *, by: Member) -> None:
    """Let a job be done no more; what waits for it is dropped. Twice is once."""
    kept = LanguageModel.objects.select_for_update().get(pk=1)
    if job in kept.jobs:
        kept.jobs = [each for each in kept.jobs if each != job]
        kept.save(update_fields=["jobs"])
        _drop_waiting(job)
        note(by, "language-model.turned-off", _SUBJECT, detail=job)
        announce(TOPIC)


@transaction.atomic
def forget(*, by: Member) -> None:
    """Forget the address, the key and all that was chosen. What was written stays, marked."""
    if LanguageModel.objects.filter(pk=1).delete()[0]:
        for job in LanguageModel.Job.values:
            _drop_waiting(job)
        note(by, "language-model.forgotten", _SUBJECT)
        announce(TOPIC)


def begin_trial(*, by: Member) -> None:
    """Have the worker try whether a language model answers as it should."""
    LanguageModel.objects.filter(pk=1).update(testing_at=timezone.now())
    trial.enqueue(by.pk)


@task()
def trial(by: int) -> None:
    """Let a language model label a sentence of ours: no customer's words leave."""
    facts: dict[str, Any] = {"problem": "", "detail": "", "rest_until": None}
    member = Member.objects.filter(pk=by).first()
    try:
        _none, answered = leaving.ask(
            Disclosure.Purpose.TRIAL, [], lambda _none: prompts.labels(_SENTENCE), by=member
        )
        prompts.read_labels(answered.content)
        facts["seconds"] = answered.seconds
    except Trouble as trouble:
        facts = {"problem": trouble.word, "detail": trouble.detail}
    except Taken as taken:
        trial.using(run_after=timezone.now() + taken.wait).enqueue(by)
        return
    except TurnedOff:
        return
    now = timezone.now()
    LanguageModel.objects.filter(pk=1).update(testing_at=None, tested_at=now, **facts)
    announce(TOPIC)


def _drop_waiting(job: str) -> None:
    waiting: Any = Summary if job == LanguageModel.Job.SUMMARIES else Suggestion
    waiting.objects.filter(written_at=None).delete()


def _host(address: str) -> tuple[str, str | None, int | None]:
    parts = urlsplit(address)
    return parts.scheme, parts.hostname, parts.port
