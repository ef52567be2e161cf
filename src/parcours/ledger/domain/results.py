"""Answers computed from the log, kept per version of the lake and refreshed by the worker.

A room asks; it gets what is kept at once, however old, and its age. Pages never compute.
"""

import hashlib
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks import task

from parcours.core.kernel import Log
from parcours.ledger.domain.announcing import announce
from parcours.ledger.domain.reading import current_log
from parcours.ledger.models import Result

Ask = Callable[..., Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is kept: plain values, when they were computed, and whether the log moved since."""

    payload: Any
    computed_at: datetime
    seconds: float
    is_current: bool


def answer(ask: Ask, **given: Any) -> Answer | None:
    """Return what is kept for a question, null while it is computed for the first time.

    Where nothing is kept, or the log moved since, the worker is asked to compute it.

    Args:
        ask: a function of a module, from a log and *given* to plain values.
        given: plain values too.
    """
    name, key = f"{ask.__module__}.{ask.__qualname__}", key_of(given)
    kept = Result.objects.filter(question=name, key=key).defer("payload").first()
    version = current_log().version
    if kept is None or kept.lake_version != version:
        refresh.enqueue(name, given)
    if kept is None:
        return None
    return Answer(
        payload=_payload(kept.pk, kept.computed_at),
        computed_at=kept.computed_at,
        seconds=kept.seconds,
        is_current=kept.lake_version == version,
    )


def compute(name: str, given: dict[str, Any]) -> Result:
    """Compute a question on the log as it is now, and keep the answer."""
    log: Log = current_log()
    version, start = log.version, time.monotonic()
    payload = import_string(name)(log, **given)
    kept, _is_new = Result.objects.update_or_create(
        question=name,
        key=key_of(given),
        defaults={
            "given": given,
            "payload": payload,
            "lake_version": version,
            "computed_at": timezone.now(),
            "seconds": time.monotonic() - start,
        },
    )
    announce(f"result/{name}/{kept.key}")
    return kept


@task()
def refresh(name: str, given: dict[str, Any]) -> None:
    """Compute a question in the worker, unless what is kept is current already."""
    kept = Result.objects.filter(question=name, key=key_of(given)).defer("payload").first()
    if kept is None or kept.lake_version != current_log().version:
        compute(name, given)


def key_of(given: dict[str, Any]) -> str:
    """Return the fingerprint of a question's arguments, whatever their order."""
    return hashlib.sha256(json.dumps(given, sort_keys=True).encode()).hexdigest()


@lru_cache(maxsize=256)
def _payload(pk: int, _computed_at: datetime) -> Any:
    return Result.objects.values_list("payload", flat=True).get(pk=pk)
