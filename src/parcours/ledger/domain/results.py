"""Answers computed from the log, kept per version of it and refreshed by the worker.

A room asks; it gets what is kept at once, however old, and its age. Pages never compute.
"""

import hashlib
import json
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from threading import Lock
from typing import Any, Final

from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks import task

from parcours.ledger.domain.announcing import announce
from parcours.ledger.domain.reading import current_log, current_version
from parcours.ledger.models import Result

Ask = Callable[..., Any]

AT_MOST_EVERY: Final = timedelta(seconds=10)
REST: Final = 5
"""How many times as long as it takes to compute an answer it is then left alone."""
FORGOTTEN: Final = timedelta(days=30)
_A_DAY: Final = timedelta(days=1)
_importing: Final = Lock()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is kept: plain values, when they were computed, and whether the log moved since.

    ``until`` is the moment of the latest event that it counts. ``problem`` says why the last
    try to refresh it failed; it is empty where it did not. ``topic`` is announced when a newer
    answer is there.
    """

    payload: Any
    computed_at: datetime
    seconds: float
    is_current: bool
    until: datetime | None = None
    problem: str = ""
    topic: str = ""


def answer(ask: Ask, **given: Any) -> Answer | None:
    """Return what is kept for a question, null until it is computed for the first time.

    Where nothing is kept, or the log moved since, the worker is asked to compute it: at most
    every ten seconds, and not more often than every five times as long as it takes.

    Args:
        ask: a function of a module, from a log and *given* to plain values.
        given: plain values too.
    """
    name, key = name_of(ask), key_of(given)
    kept = Result.objects.filter(question=name, key=key).defer("payload").first()
    is_current = kept is not None and kept.lake_version == current_version()
    if not is_current:
        refresh.using(run_after=_due(kept)).enqueue(name, given)
    if kept is None or kept.computed_at is None:
        return None
    _remember_that_it_was_asked(kept)
    return Answer(
        payload=_payload(kept.pk, kept.computed_at),
        computed_at=kept.computed_at,
        seconds=kept.seconds,
        is_current=is_current,
        until=kept.until,
        problem=kept.problem,
        topic=_topic(name, key),
    )


def problem(ask: Ask, **given: Any) -> str:
    """Return why a question could not be answered, empty where it could or was not tried."""
    kept = Result.objects.filter(question=name_of(ask), key=key_of(given))
    return kept.values_list("problem", flat=True).first() or ""


def topic(ask: Ask, **given: Any) -> str:
    """Return what is announced when a question has a new answer."""
    return _topic(name_of(ask), key_of(given))


def compute(name: str, given: dict[str, Any]) -> Result:
    """Compute a question on the log as it is now, and keep the answer.

    What the computation raises is kept as the answer's problem, and raised.
    """
    log, start = current_log(), time.monotonic()
    try:
        payload = _function(name)(log, **given)
    except Exception as error:
        problem = str(error) or type(error).__name__
        failed = {"problem": problem, "failed_at": timezone.now()}
        _keep(name, given, failed | {"seconds": time.monotonic() - start})
        raise
    found = {
        "seconds": time.monotonic() - start,
        "payload": payload,
        "lake_version": log.version,
        "until": log.last_at(),
        "computed_at": timezone.now(),
        "problem": "",
        "failed_at": None,
    }
    return _keep(name, given, found)


@task()
def refresh(name: str, given: dict[str, Any]) -> None:
    """Compute a question in the worker, unless what is kept is current already."""
    kept = Result.objects.filter(question=name, key=key_of(given)).defer("payload").first()
    if kept is None or kept.lake_version != current_version():
        compute(name, given)


def outdate(names: Iterable[str]) -> None:
    """Say that what some questions rest on beside the log has changed.

    Their answers stay, and are computed again once somebody asks.

    Args:
        names: where the questions' functions are found.
    """
    resting = Result.objects.filter(question__in=list(names), lake_version__isnull=False)
    resting.update(lake_version=None)


@task()
def prune() -> None:
    """Forget the answers that nobody asked for in thirty days."""
    Result.objects.filter(asked_at__lt=timezone.now() - FORGOTTEN).delete()


def _function(name: str) -> Ask:
    """Return a question's function. Two threads that import one package hinder each other."""
    with _importing:
        found: Ask = import_string(name)
    return found


def name_of(ask: Ask) -> str:
    """Return where a question's function is found."""
    return f"{ask.__module__}.{ask.__qualname__}"


def key_of(given: dict[str, Any]) -> str:
    """Return the fingerprint of a question's arguments, whatever their order."""
    return hashlib.sha256(json.dumps(given, sort_keys=True).encode()).hexdigest()


def _topic(name: str, key: str) -> str:
    return f"result/{hashlib.sha256(f'{name} {key}'.encode()).hexdigest()[:24]}"


def _keep(name: str, given: dict[str, Any], found: dict[str, Any]) -> Result:
    key = key_of(given)
    kept, _is_new = Result.objects.update_or_create(
        question=name, key=key, defaults=found | {"given": given}
    )
    announce(_topic(name, key))
    return kept


def _due(kept: Result | None) -> datetime | None:
    """Return when an answer may be computed again; null for at once."""
    tried_at = (kept.failed_at or kept.computed_at) if kept else None
    if kept is None or tried_at is None:
        return None
    due = tried_at + max(AT_MOST_EVERY, REST * timedelta(seconds=kept.seconds))
    return due if due > timezone.now() else None


def _remember_that_it_was_asked(kept: Result) -> None:
    """Write it once a day: a page that is looked at need not wait for a write."""
    now = timezone.now()
    if kept.asked_at < now - _A_DAY:
        Result.objects.filter(pk=kept.pk).update(asked_at=now)


@lru_cache(maxsize=256)
def _payload(pk: int, _computed_at: datetime) -> Any:
    return Result.objects.values_list("payload", flat=True).get(pk=pk)
