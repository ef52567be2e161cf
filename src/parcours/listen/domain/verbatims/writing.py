"""The only door into the table of verbatims: each change gives it a new revision."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, Final, TypeVar

import polars as pl
from django.db import connection, transaction
from django.db.models import F
from django_tasks import task

from parcours.core.log.bucketing import buckets_of
from parcours.core.scale import rescale
from parcours.ledger.domain import results
from parcours.ledger.domain.announcing import announce
from parcours.ledger.domain.lake import lake
from parcours.listen.domain.verbatims import coding, places
from parcours.listen.models import Departure, Gathering, Summary, Verbatim

AT_ONCE: Final = 5_000
"""Verbatims a transaction: long enough to be quick, short enough to let others write."""
KEPT_DEPARTURES: Final = 10_000
TOPIC: Final = "verbatims"
_RESTING: Final = (
    "parcours.map.domain.living.lived",
    "parcours.listen.domain.verbatims.complaining.risen",
    "parcours.listen.domain.verbatims.inferring.calibration",
    "parcours.listen.domain.verbatims.weighing.weights_of",
    "parcours.listen.domain.verbatims.feeling.months",
)
"""Questions of the log whose answers rest on what is read in verbatims too."""
# SQLite of some systems takes no more names in one question.
_NAMES: Final = 900
_TABLE: Final = Verbatim._meta.db_table
_LENGTHS: Final = {
    field.name: field.max_length for field in Verbatim._meta.fields if field.max_length
}

T = TypeVar("T")


def progress() -> Gathering:
    """Return how far the table follows the log."""
    return Gathering.objects.get_or_create(pk=1)[0]


def new_revision() -> int:
    """Return the next revision, in the caller's transaction: others wait until it is done.

    So whoever has seen a revision has seen all before it. Answers that rest on verbatims
    are to be refreshed.
    """
    progress()
    results.outdate(_RESTING)
    Gathering.objects.filter(pk=1).update(revision=F("revision") + 1)
    return Gathering.objects.values_list("revision", flat=True).get(pk=1)


def add(told: pl.DataFrame, *, is_waiting: bool = False) -> int:
    """Code and keep what customers said; return how many verbatims are new.

    Args:
        told: events of the log with words of customers.
        is_waiting: whether the lake has them not yet.
    """
    added = 0
    for part in told.iter_slices(AT_ONCE):
        fresh = _unknown(part)
        if fresh.height:
            _insert(_columns(fresh).with_columns(is_waiting=pl.lit(is_waiting)))
            added += fresh.height
    return added


def change(rows: pl.DataFrame) -> None:
    """Write columns of verbatims.

    Args:
        rows: ``id``, and the columns to be written.
    """
    names = [name for name in rows.columns if name != "id"]
    assigned = ", ".join(f"{name} = %s" for name in [*names, "revision"])
    with transaction.atomic():
        revision = new_revision()
        given = rows.select(*names, pl.lit(revision), "id")
        with connection.cursor() as cursor:
            cursor.executemany(f"UPDATE {_TABLE} SET {assigned} WHERE id = %s", given.rows())
        announce(TOPIC)


def touch(number: int) -> None:
    """Say that a verbatim reads otherwise now, in the caller's transaction."""
    Verbatim.objects.filter(pk=number).update(revision=new_revision())
    announce(TOPIC)


def remove(numbers: Sequence[int]) -> None:
    """Delete verbatims, all that people said of them, and what was written of them."""
    for part in parts(numbers):
        with transaction.atomic():
            revision = new_revision()
            Summary.objects.filter(verbatims__in=part).delete()
            Verbatim.objects.filter(pk__in=part).delete()
            Departure.objects.bulk_create(
                Departure(number=number, revision=revision) for number in part
            )
            announce(TOPIC)


@task()
def prune() -> None:
    """Forget which verbatims are gone, but for the last of them.

    A process that slept over more of them reads the table anew.
    """
    with transaction.atomic():
        numbers = Departure.objects.order_by("-revision").values_list("revision", flat=True)
        for last in numbers[KEPT_DEPARTURES : KEPT_DEPARTURES + 1]:
            Departure.objects.filter(revision__lte=last).delete()
            Gathering.objects.filter(pk=1).update(forgotten=last)


def parts(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """Yield *values* in numbers that every database takes in one question."""
    for start in range(0, len(values), _NAMES):
        yield values[start : start + _NAMES]


def keys(customer_ids: Iterable[str]) -> pl.DataFrame:
    """Return customer_id and event_id of the verbatims of some customers."""
    found: list[tuple[str, str]] = []
    for part in parts(list(dict.fromkeys(customer_ids))):
        known = Verbatim.objects.filter(customer_id__in=part)
        found += known.values_list("customer_id", "event_id")
    return pl.DataFrame(found, schema=["customer_id", "event_id"], orient="row", strict=False)


def _unknown(part: pl.DataFrame) -> pl.DataFrame:
    fits = [
        pl.col(name).str.len_chars() <= _LENGTHS[name] for name in ("customer_id", "event_id")
    ]
    fresh = part.filter(*fits).unique(["customer_id", "event_id"], maintain_order=True)
    known = keys(fresh["customer_id"]).cast(pl.String)
    return fresh.join(known, on=["customer_id", "event_id"], how="anti", maintain_order="left")


def _columns(told: pl.DataFrame) -> pl.DataFrame:
    """Return verbatims as the table keeps them."""
    text = pl.col("text").str.replace_all("\0", " ", literal=True)
    told = told.with_columns(
        text,
        bucket=pl.Series(buckets_of(told["customer_id"], lake().buckets)).cast(pl.Int32),
        felt=rescale(pl.col("score"), pl.col("scale")),
        told=pl.col("language").str.to_lowercase().str.head(2),
    )
    found = coding.coded(told["text"])
    spoken = pl.coalesce("told", "language").fill_null("").alias("language")
    kept = told.select(
        "customer_id", "event_id", "bucket", "at", "score", "felt", "text", "told",
        *(
            pl.col(name).fill_null("").str.head(_LENGTHS[name])
            for name in ("activity", "channel", "source", "case_id", "scale")
        ),
        pl.col("properties").fill_null(""),
    )  # fmt: skip
    columns = kept.hstack(found).with_columns(spoken).drop("told")
    return columns.hstack(places.placed(told)).with_columns(coder=pl.lit(coding.version()))


def _insert(columns: pl.DataFrame) -> None:
    with transaction.atomic():
        rows = columns.with_columns(revision=pl.lit(new_revision()))
        names, marks = ", ".join(rows.columns), ", ".join("%s" for _name in rows.columns)
        insert = f"INSERT INTO {_TABLE} ({names}) VALUES ({marks}) ON CONFLICT DO NOTHING"
        with connection.cursor() as cursor:
            cursor.executemany(insert, list(_rows(rows)))
        announce(TOPIC)


def _rows(columns: pl.DataFrame) -> Iterator[tuple[Any, ...]]:
    place = columns.get_column_index("at")
    for row in columns.iter_rows():
        yield (*row[:place], _moment(row[place]), *row[place + 1 :])


def _moment(at: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(at)
