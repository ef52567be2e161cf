"""Who keeps personal data, why and how long: the register of the house.

Each room says in its AppConfig what it keeps about customers (``keepers = ("dotted.NAME",)``).
Exporting, erasing and expiring are loops over these, so that no room can be forgotten.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django.apps import apps
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks import task

from parcours.people.models import Retention


@dataclass(frozen=True, kw_only=True)
class Keeper:
    """What one room keeps about people.

    Args:
        key: names it in the register and in an export.
        title: what is kept, in words (a lazy translation).
        why: what for, and by which right.
        days: how long, by default; null is for as long as the person is known.
        export: customer_ids → (file name, plain values or bytes), all of these people's.
        erase: customer_ids → nothing of theirs is left. Doing it twice is doing it once.
        expire: forget what is older than a moment; return how much it was.
    """

    key: str
    title: Any
    why: Any
    export: Callable[[Collection[str]], Iterable[tuple[str, Any]]]
    erase: Callable[[Collection[str]], None]
    days: int | None = None
    expire: Callable[[datetime], int] | None = None


@cache
def keepers() -> tuple[Keeper, ...]:
    """Return every keeper, those of the highest rooms first."""
    names = [
        name for config in apps.get_app_configs() for name in getattr(config, "keepers", ())
    ]
    return tuple(import_string(name) for name in names)


def days_kept(keeper: Keeper) -> int | None:
    """Return how long a keeper keeps, as the owner decided, else by default."""
    decided = Retention.objects.filter(keeper=keeper.key).first()
    return decided.days if decided else keeper.days


@task()
def expire() -> None:
    """Forget everything that is older than its keeper may keep it."""
    for keeper in keepers():
        days = days_kept(keeper)
        if keeper.expire is not None and days is not None:
            keeper.expire(timezone.now() - timedelta(days=days))
