"""What this room keeps of customers: the lists behind touchpoints, made anew at need."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from parcours.map.domain import lists
from parcours.people.domain.keeping import Keeper


def _export(_customer_ids: Collection[str]) -> Iterator[tuple[str, Any]]:
    """Yield nothing: all that the lists say is in the event log, which exports itself."""
    yield from ()


def _erase(_customer_ids: Collection[str]) -> None:
    lists.forget()


def _expire(before: datetime) -> int:
    return lists.forget(before)


LISTS = Keeper(
    key="lists",
    title=_("Lists of cases and words behind touchpoints"),
    why=_(
        "To show the people behind a figure at once. They repeat what the event log says, and "
        "are made anew at need (legitimate interest)."
    ),
    days=30,
    export=_export,
    erase=_erase,
    expire=_expire,
)
