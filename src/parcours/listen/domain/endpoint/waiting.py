"""Going back to a language model later: patiently, a few times, and as long as it asks."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

from django.utils import timezone
from django_tasks.base import Task

from parcours.ledger.domain.announcing import announce
from parcours.listen.domain.endpoint.leaving import Taken, TurnedOff
from parcours.listen.domain.endpoint.problems import PASSING
from parcours.listen.domain.sources.line import Trouble
from parcours.listen.models import Suggestion, Summary

_MOST_TRIES: Final = 3
_LONGEST: Final = timedelta(minutes=10)
"""Longer than that nobody waits before a page: a person asks again."""
_PAUSE: Final = timedelta(seconds=15)

Wanted = Summary | Suggestion


def attempt(wanted: Wanted, do: Callable[[], None], again: Task[Any, Any]) -> None:
    """Do what is wanted of a language model, or note what was wrong and go back later.

    Args:
        wanted: what it is to write; deleted where it was turned off meanwhile.
        do: asks it and keeps what it wrote.
        again: the job that attempts it, by its number.
    """
    try:
        do()
    except TurnedOff:
        wanted.delete()
    except Taken as taken:
        if taken.wait <= _LONGEST:
            again.using(run_after=timezone.now() + taken.wait).enqueue(wanted.pk)
            return
        _note(wanted, Trouble("busy"))
    except Trouble as trouble:
        wait = max(_PAUSE * (wanted.tries + 1), timedelta(seconds=trouble.wait or 0))
        _note(wanted, trouble)
        if trouble.word in PASSING and wanted.tries < _MOST_TRIES and wait <= _LONGEST:
            again.using(run_after=timezone.now() + wait).enqueue(wanted.pk)
    announce(wanted.topic)


def _note(wanted: Wanted, trouble: Trouble) -> None:
    wanted.tries += 1
    wanted.problem, wanted.detail = trouble.word, trouble.detail
    # It may have been dropped while it was asked: an update brings nothing back.
    type(wanted).objects.filter(pk=wanted.pk).update(
        tries=wanted.tries, problem=wanted.problem, detail=wanted.detail
    )
