"""The reviews of the demo's log, as a source that was brought as a file has them."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

import polars as pl
from django.db import transaction

from parcours.core.language import language
from parcours.listen.domain.sources import connecting
from parcours.listen.domain.sources.connecting import Connection
from parcours.listen.models import Review, Source
from parcours.people.models import Customer, Member

_NAMES: Final = {"en": "Reviews of Maison Lutèce", "fr": "Avis sur Maison Lutèce"}
_AT_ONCE: Final = 2_000


@transaction.atomic
def keep_reviews(events: pl.DataFrame, owner: Member, until: datetime) -> None:
    """Keep the reviews that the log tells of, once; the log is told of none again.

    What the house replied is not in the log: a review is answered, without words.

    Args:
        events: of the demo.
        owner: who brought them.
        until: where the demo's year ends.
    """
    if Source.objects.exists():
        return
    reviews = _reviews(events.filter(pl.col("at") < until))
    name = Connection(name=_NAMES[language()])
    source = connecting.connect(Source.Kind.FILE, name, by=owner)
    Review.objects.bulk_create(_rows(reviews, source, until), batch_size=_AT_ONCE)
    Source.objects.filter(pk=source.pk).update(made_at=until, pulled_at=until)


def _reviews(events: pl.DataFrame) -> pl.DataFrame:
    """Return each review, and when it was answered."""
    answered = events.filter(activity="review.answered").group_by("case_id")
    posted = events.filter(activity="review.posted").sort("at", "event_id")
    first = answered.agg(answered_at=pl.col("at").min())
    return posted.join(first, on="case_id", how="left", maintain_order="left")


def _rows(reviews: pl.DataFrame, source: Source, until: datetime) -> Iterator[Review]:
    known = Customer.objects.in_bulk(field_name="customer_id")
    for row in reviews.iter_rows(named=True):
        writer = known[row["customer_id"]]
        yield Review(
            source=source,
            external_id=row["event_id"],
            customer=writer,
            author=writer.name,
            rating=row["score"],
            text=row["text"] or "",
            language=row["language"] or "",
            case_id=row["case_id"],
            at=row["at"],
            answered_at=row["answered_at"],
            seen_at=until,
        )
