"""How long it is kept why each person was asked or not, and for whom."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from parcours.listen.models import Decision
from parcours.people.domain.keeping import Keeper


def _export(customer_ids: Collection[str]) -> Iterator[tuple[str, Any]]:
    theirs = Decision.objects.filter(customer_id__in=customer_ids)
    told = theirs.values(
        "survey__name", "opened", "at", "is_asked", "reason", "reminder", "spoke"
    )
    yield "why-asked.json", list(told)


def _erase(customer_ids: Collection[str]) -> None:
    Decision.objects.filter(customer_id__in=customer_ids).delete()


def _expire(before: datetime) -> int:
    count, _by_model = Decision.objects.filter(at__lt=before).delete()
    return count


DECISIONS = Keeper(
    key="decisions",
    title=_("Why each person was asked to answer a survey, or was not"),
    why=_("To ask nobody too often, and to be able to say why someone was asked."),
    export=_export,
    erase=_erase,
    days=400,
    expire=_expire,
)
