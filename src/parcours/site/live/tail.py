"""Reading announcements as they are committed, each once, in whatever order they come."""

import time
from typing import Final

from parcours.ledger.models import Announcement

_MOST: Final = 2_000
_LOOK_BACK: Final = 200
_WAIT: Final = 30.0  # seconds; longer than any transaction that announces something


class Tail:
    """The end of the table of announcements.

    PostgreSQL may commit a lower number after a higher one. So a number that is missing is
    asked for again for a while: it comes late, or was rolled back.
    """

    def __init__(self) -> None:
        recent = Announcement.objects.order_by("-pk").values_list("pk", flat=True)
        known = list(recent[:_LOOK_BACK])
        self.last = max(known, default=0)
        self._missing: dict[int, float] = {}
        self._miss(range(min(known, default=1), self.last), set(known))

    def news(self) -> list[Announcement]:
        """Return what was committed since the last call."""
        late = Announcement.objects.filter(pk__in=list(self._missing)) if self._missing else []
        new = list(Announcement.objects.filter(pk__gt=self.last).order_by("pk")[:_MOST])
        found = [*late, *new]
        for each in found:
            self._missing.pop(each.pk, None)
        if new:
            first, self.last = self.last + 1, new[-1].pk
            self._miss(range(first, self.last), {each.pk for each in new})
        now = time.monotonic()
        self._missing = {pk: until for pk, until in self._missing.items() if until > now}
        return found

    def _miss(self, numbers: range, known: set[int]) -> None:
        until = time.monotonic() + _WAIT
        self._missing |= {pk: until for pk in numbers[-_LOOK_BACK:] if pk not in known}
