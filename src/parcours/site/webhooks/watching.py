"""Looking what happened that addresses want to be told of.

Each look goes back and finds most things again; each is told once, by its key.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, Final

import polars as pl
from django.utils import timezone
from django_tasks import task

from parcours.core.canvas import Canvas as Drawing
from parcours.core.events import Events
from parcours.core.kernel import Log, run
from parcours.core.occurrence import columns_needed, evaluate
from parcours.ledger.domain.reading import current_log
from parcours.ledger.models import Import
from parcours.listen.domain.verbatims import alert_words
from parcours.map.domain.canvases import in_use
from parcours.map.models import Canvas
from parcours.people.domain.keeping import days_kept
from parcours.site.models import Webhook
from parcours.site.webhooks import telling
from parcours.site.webhooks.events import (
    ALERT_RAISED,
    CANVAS_CHANGED,
    IMPORT_DONE,
    PROMISE_BROKEN,
)
from parcours.site.webhooks.keeping import DELIVERIES

_BACK: Final = timedelta(days=1)
_QUIET: Final = timedelta(minutes=1)
_MOST: Final = 10_000
_DAYS: Final = 30  # where all that was told is kept for ever
_TOLD: Final = ("promise", "customer_id", "case_id", "opened", "due", "broken_at", "breach")


@task()
def look() -> None:
    """Tell of imports that are done, canvases that changed and lie still since, and alerts."""
    now = timezone.now()
    for webhook in telling.listening(IMPORT_DONE):
        done = Import.objects.filter(finished_at__gt=_since(webhook, now), undone_at=None)
        for each in done:
            data = {"import": each.pk, "name": each.name, "report": _counts(each.report)}
            telling.tell(webhook, IMPORT_DONE, str(each.pk), data=data)
    for webhook in telling.listening(CANVAS_CHANGED):
        changed = Canvas.objects.filter(
            changed_at__gt=_since(webhook, now), changed_at__lt=now - _QUIET
        )
        for canvas in changed:
            data = {"canvas": canvas.slug, "name": canvas.name, "edits": canvas.edits}
            telling.tell(webhook, CANVAS_CHANGED, f"{canvas.pk}/{canvas.edits}", data=data)
    for webhook in telling.listening(ALERT_RAISED):
        for key, data in alert_words.begun(_since(webhook, now)):
            telling.tell(webhook, ALERT_RAISED, key, data=data)


@task()
def look_for_broken() -> None:
    """Tell of promises broken that were not told yet, in every canvas in use.

    It looks back as long as it is kept what was told: a break that becomes known late, by an
    import or after a standstill, is told as well, and none twice.
    """
    webhooks = telling.listening(PROMISE_BROKEN)
    if not webhooks:
        return
    now, log = timezone.now(), current_log()
    # What was told of a break is younger than the break: while one counts, so does the other.
    back = timedelta(days=days_kept(DELIVERIES) or _DAYS)
    for canvas in in_use():
        rows = list(broken(log, canvas.parsed(), since=now - back, until=now))
        for webhook in webhooks:
            _tell_broken(webhook, canvas, rows)


def broken(
    log: Log, canvas: Drawing, *, since: datetime, until: datetime
) -> Iterator[dict[str, Any]]:
    """Return the promises broken between two moments, the oldest first."""
    names = {promise.promise for _point, promise in canvas.promises()}
    if not names:
        return
    is_new = (pl.col("broken_at") > since) & (pl.col("broken_at") <= until)

    def kernel(events: Events) -> list[pl.DataFrame]:
        found = evaluate(events, canvas, as_of=until)
        return [
            each.frame()
            .filter(is_new, pl.col("state").cast(pl.String) == "broken")
            .select(*_TOLD, "opening_id")
            for each in found
        ]

    parts: Iterable[pl.DataFrame] = (
        part for parts in run(log, kernel, columns=columns_needed(canvas)) for part in parts
    )
    whole = pl.concat(list(parts)).sort("broken_at", "customer_id")
    yield from whole.iter_rows(named=True)


def _tell_broken(webhook: Webhook, canvas: Canvas, rows: list[dict[str, Any]]) -> None:
    """Tell an address of what it was not told yet: at most 10,000, the rest next time."""
    keys = {
        f"{canvas.pk}/{row['promise']}/{row['customer_id']}/{row['opening_id']}": row
        for row in rows
        if row["broken_at"] > webhook.made_at
    }
    for key in islice(telling.untold(webhook, PROMISE_BROKEN, keys), _MOST):
        row = keys[key]
        data = {"canvas": canvas.slug, **{name: row[name] for name in _TOLD}}
        telling.tell(webhook, PROMISE_BROKEN, key, data=data, customer_id=row["customer_id"])


def _since(webhook: Webhook, now: datetime) -> datetime:
    return max(webhook.made_at, now - _BACK)


def _counts(report: Any) -> dict[str, int]:
    names = ("read", "written", "duplicates", "rejected", "skipped")
    return {name: report[name] for name in names if name in (report or {})}
