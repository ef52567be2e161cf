"""Which verbatims are nearly the same: one told twice, a text that many copied."""

from typing import Final

import polars as pl
from django.core.cache import cache
from django_tasks import task

from parcours.core.text.duplicates import near_duplicates
from parcours.listen.domain.verbatims import recoding, writing
from parcours.listen.models import Verbatim

_A_MONTH: Final = 30 * 86_400


@task()
def group_again() -> None:
    """Give all that are nearly the same the likeness of their first; nothing if none moved."""
    state = writing.progress()
    key = f"verbatims-grouped-{state.lineage}"
    if cache.get(key) == state.revision:
        return
    parts = list(recoding.parts(Verbatim.objects.all(), ("text", "likeness")))
    if parts:
        rows = pl.concat(parts)
        found = near_duplicates(rows["text"])
        likeness = rows["likeness"]
        grouped = pl.DataFrame(
            {
                "id": rows["id"].gather(found["row"]),
                "was": likeness.gather(found["row"]),
                "likeness": likeness.gather(found["group"]),
            }
        )
        moved = grouped.filter(pl.col("was") != pl.col("likeness")).select("id", "likeness")
        for part in moved.iter_slices(writing.AT_ONCE):
            writing.change(part)
    cache.set(key, writing.progress().revision, _A_MONTH)
