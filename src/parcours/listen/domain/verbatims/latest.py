"""Until when customers spoke: today, or the day of the last word where it is long ago."""

from datetime import UTC, date, datetime, timedelta
from typing import Final

from django.utils import timezone

from parcours.listen.domain.verbatims.table import current

SILENCE: Final = timedelta(days=28)


def latest() -> datetime:
    """Return the end of the periods that are looked back on.

    It is now; where nobody said anything for four weeks, as after the import of a file of
    years ago, the moment of the newest verbatim.
    """
    now = timezone.now()
    newest: datetime | None = current().frame["at"].max()  # type: ignore[assignment]
    if newest is None or newest >= now - SILENCE:
        return now
    return newest.astimezone(UTC)


def last_day() -> date:
    """Return the day of `latest`, as the site counts days."""
    return timezone.localdate(latest())
