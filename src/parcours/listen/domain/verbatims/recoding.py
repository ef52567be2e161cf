"""Reading all verbatims again, in the background: by a newer coder, by other canvases.

What people said of them is not touched.
"""

from collections.abc import Iterator
from typing import Final

import polars as pl
from django.db.models import QuerySet
from django_tasks import task

from parcours.listen.domain.verbatims import coding, places, writing
from parcours.listen.models import Gathering, Verbatim

_PLACED: Final = ("activity", "channel", "source", "score", "scale", "language", "properties")


@task()
def code_again() -> None:
    """Code every verbatim that another coder read. Stopped, it goes on where it was."""
    version = coding.version()
    for rows in parts(Verbatim.objects.exclude(coder=version), ("text",)):
        found = coding.coded(rows["text"]).drop("language", "likeness")
        writing.change(rows.select("id").hstack(found).with_columns(coder=pl.lit(version)))
    Gathering.objects.filter(pk=1).update(coder=version)


@task()
def place_again() -> None:
    """Find the touchpoints of every verbatim on the canvases of today."""
    now = places.fingerprint()
    for rows in parts(Verbatim.objects.all(), (*_PLACED, "at", "places", "segments")):
        found = places.placed(rows.with_columns(pl.col(pl.String).replace("", None)))
        before = rows.select("id", was=pl.col("places"), were=pl.col("segments"))
        moved = before.hstack(found).filter(
            (pl.col("was") != pl.col("places")) | (pl.col("were") != pl.col("segments"))
        )
        if moved.height:
            writing.change(moved.select("id", "places", "segments"))
    Gathering.objects.filter(pk=1).update(canvases=now)


def parts(verbatims: QuerySet[Verbatim], columns: tuple[str, ...]) -> Iterator[pl.DataFrame]:
    """Yield columns of verbatims with their ``id``, part by part, by number."""
    last = 0
    while True:
        part = verbatims.filter(pk__gt=last).order_by("pk").values_list("pk", *columns)
        rows = list(part[: writing.AT_ONCE])
        if not rows:
            return
        yield pl.DataFrame(
            rows, schema=["id", *columns], orient="row", infer_schema_length=None
        )
        last = rows[-1][0]
