"""What the worker does with a file: try it, carry it into the log, take it back."""

import csv
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import IO, Any, Final

import polars as pl
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_tasks import task

from parcours.core.kernel import run
from parcours.core.language import speaking
from parcours.core.refusal import Refused
from parcours.core.sources import Plan, preview
from parcours.core.sources.importing import APPENDED
from parcours.core.sources.reading import NO_EVENTS, Batch
from parcours.core.sources.showing import Section, preview_sections
from parcours.ledger.domain import files, repeating, whose
from parcours.ledger.domain.announcing import announce
from parcours.ledger.domain.lake import alone, lake
from parcours.ledger.domain.planning import FileGone, plan_of
from parcours.ledger.models import Import

PRIORITY: Final = -10
"""Below all that a page waits for."""

_TOLD_EVERY: Final = 0.5  # seconds between two words of progress
_AGAIN: Final = timedelta(seconds=3)
_GONE: Final = timedelta(minutes=1)
_ROWS: Final = 12


@task()
def try_out(pk: int) -> None:
    """Read a whole file and count what would enter; nothing is written."""
    brought = Import.objects.get(pk=pk)
    with _reporting(brought) as told:
        named = whose.with_people(plan_of(brought), brought.identities, is_trial=True)
        seen = preview(named, progress=told)
        brought.trial = {
            "read": seen.read,
            "events": seen.total,
            "rejected": seen.rejected,
            "sections": [_plain(each) for each in preview_sections(seen)],
        }
        _save(brought, "trial")


@task()
def carry_out(pk: int) -> None:
    """Write the events of a file into the lake. One at a time, so that other jobs run too.

    Killed and started again it reads the file from the start: an event that the lake has
    already keeps its name, and is one.
    """
    brought = Import.objects.get(pk=pk)
    if brought.recorded_at is None or brought.stage != "importing":
        return
    if _another_runs(brought):
        carry_out.using(priority=PRIORITY, run_after=timezone.now() + _AGAIN).enqueue(pk)
        return
    with _reporting(brought) as told:
        named = whose.with_people(plan_of(brought), brought.identities, source=_source(brought))
        report = _carry(named, brought, told)
        new = _entered(brought.recorded_at)
        brought.report = report | {"written": new, "duplicates": report["accepted"] - new}
        if brought.report["duplicates"]:
            repeating.keep(named, brought)
        brought.finished_at, brought.trial = timezone.now(), None
        _save(brought, "report", "finished_at", "trial")
        files.discard(brought)
        announce("events", count=new)


@task()
def take_back(pk: int) -> None:
    """Take the events of an import out of the lake, but for those that others told too."""
    brought = Import.objects.get(pk=pk)
    if brought.recorded_at is None:
        return
    with alone():
        lake().take_back(brought.recorded_at)
        repeating.tell_again(brought)
    files.discard_all(brought)
    brought.undone_at = timezone.now()
    _save(brought, "undone_at")
    announce("events", count=0)


def _carry(named: Plan, brought: Import, told: Callable[[int, int], None]) -> dict[str, Any]:
    counts: Counter[str] = Counter()
    waiting: list[pl.DataFrame] = []
    with files.rejected(brought).open("w", encoding="utf-8-sig", newline="") as side:
        for batch in named.batches():
            counts.update(read=batch.read, accepted=batch.events.height)
            counts.update(rejected=batch.rejected.height, skipped=sum(batch.skipped.values()))
            _set_aside(batch, side)
            whose.remember(batch.reached, source=_source(brought))
            waiting.append(batch.events)
            if sum(map(len, waiting)) >= APPENDED:
                _append(waiting, brought)
            told(batch.done, named.total)
        _append(waiting, brought)
    return {name: counts[name] for name in ("read", "accepted", "rejected", "skipped")}


def _source(brought: Import) -> str:
    return brought.mapping.get("source") or brought.name


def _append(waiting: list[pl.DataFrame], brought: Import) -> None:
    moment = pl.lit(brought.recorded_at)
    events = pl.concat([NO_EVENTS, *waiting]).with_columns(recorded_at=moment)
    waiting.clear()
    with alone():
        # Whoever erased someone meanwhile stopped this import: its file may name them.
        if not Import.objects.filter(pk=brought.pk, failed_at=None).exists():
            raise FileGone(_("The file is not here any more: bring it again."))
        if events.height:
            lake().append(events)


def _set_aside(batch: Batch, side: IO[str]) -> None:
    writer = csv.writer(side, delimiter=";")
    if side.tell() == 0:
        writer.writerow(batch.rejected.columns)
    writer.writerows(batch.rejected.iter_rows())


def _entered(recorded_at: datetime) -> int:
    """Return how many events the log has from one moment: those it did not have before."""
    is_new = pl.col("recorded_at") == recorded_at
    counts = run(
        lake(),
        lambda events: events.frame.filter(is_new).height,
        columns=["recorded_at"],
    )
    return sum(counts)


def _another_runs(brought: Import) -> bool:
    recently = timezone.now() - _GONE
    running = Import.objects.filter(
        finished_at=None, failed_at=None, seen_at__gt=recently, recorded_at__isnull=False
    )
    return running.exclude(pk=brought.pk).exists()


@contextmanager
def _reporting(brought: Import) -> Iterator[Callable[[int, int], None]]:
    """Speak the importer's language, give what tells progress, and keep what goes wrong."""
    heard = 0.0

    def told(done: int, total: int) -> None:
        nonlocal heard
        if time.monotonic() - heard < _TOLD_EVERY:
            return
        heard = time.monotonic()
        brought.share_done, brought.seen_at = done / max(total, 1), timezone.now()
        _save(brought, "share_done", "seen_at")

    with translation.override(brought.language), speaking(brought.language):
        try:
            told(0, 1)
            yield told
        except Refused as refused:
            _fail(brought, str(refused))
        except Exception as error:
            _fail(brought, f"{type(error).__name__}: {error}")
            raise


def _fail(brought: Import, problem: str) -> None:
    brought.problem, brought.failed_at, brought.trying_at = problem, timezone.now(), None
    _save(brought, "problem", "failed_at", "trying_at")


def _save(brought: Import, *fields: str) -> None:
    brought.save(update_fields=fields)
    announce(brought.topic)


def _plain(section: Section) -> dict[str, Any]:
    rows = [list(row) for row in section.rows[:_ROWS]]
    return {"title": section.title, "columns": list(section.columns), "rows": rows}
