"""What is kept of customers around a language model: which words left, what it wrote."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from parcours.listen.domain.verbatims import writing
from parcours.listen.domain.verbatims.correcting import Coding
from parcours.listen.models import Disclosure, Suggestion, Summary, Verbatim
from parcours.people.domain.keeping import Keeper


def _numbers(customer_ids: Collection[str]) -> dict[int, str]:
    found: dict[int, str] = {}
    for part in writing.parts(list(customer_ids)):
        theirs = Verbatim.objects.filter(customer_id__in=part)
        found |= dict(theirs.values_list("pk", "event_id"))
    return found


def _export(customer_ids: Collection[str]) -> Iterator[tuple[str, Any]]:
    theirs = _numbers(customer_ids)
    left = [
        {"at": line.at, "address": line.address, "model": line.model, "purpose": line.purpose,
         "event_ids": [theirs[number] for number in line.verbatims if number in theirs]}
        for line in Disclosure.objects.iterator()
        if not theirs.keys().isdisjoint(line.verbatims)
    ]  # fmt: skip
    suggested = [
        {"event_id": theirs[each.verbatim_id], "at": each.written_at, "model": each.model,
         "sentiment": each.sentiment, "drivers": dict(Coding.of(each).drivers)}
        for part in writing.parts(list(theirs))
        for each in Suggestion.objects.filter(verbatim__in=part).exclude(written_at=None)
    ]  # fmt: skip
    yield "language-model.json", {"left": left, "suggested": suggested}


def _erase(customer_ids: Collection[str]) -> None:
    for part in writing.parts(list(_numbers(customer_ids))):
        Summary.objects.filter(verbatims__in=part).delete()
        Suggestion.objects.filter(verbatim__in=part).delete()


def _expire(before: datetime) -> int:
    lines, _by_model = Disclosure.objects.filter(at__lt=before).delete()
    summaries, _by_model = Summary.objects.filter(asked_at__lt=before).delete()
    return lines + summaries


WRITTEN = Keeper(
    key="language-model",
    title=_("Language model: which verbatims left for it, what it wrote of them"),
    why=_(
        "To show whose words left, when and for where (accountability); summaries and "
        "suggestions to read faster (legitimate interest). Off until an owner turns it on."
    ),
    export=_export,
    erase=_erase,
    days=3 * 365,
    expire=_expire,
)
