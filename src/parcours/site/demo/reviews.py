"""The reviews of the demo's log, as a source that was brought as a file has them."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import polars as pl
from django.db import transaction

from parcours.core.language import language
from parcours.listen.domain.sources import connecting
from parcours.listen.domain.sources.connecting import Connection
from parcours.listen.domain.sources.posted import Answered, Posted
from parcours.listen.domain.sources.taking import take
from parcours.listen.models import Review, Source
from parcours.people.models import Claim, Customer, Member

_NAMES: Final = {"en": "Reviews of Maison Lutèce", "fr": "Avis sur Maison Lutèce"}
_AT_ONCE: Final = 2_000
POSTED: Final = "review.posted"
ANSWERED: Final = "review.answered"


def by_source(events: pl.DataFrame) -> pl.DataFrame:
    """Return the log with its reviews named as those that a file of reviews brought."""
    is_review, kind = pl.col("activity") == POSTED, Source.Kind.FILE.value
    return events.with_columns(
        event_id=pl.when(is_review).then(pl.format(f"{kind}:{{}}", "event_id"))
        .otherwise("event_id"),
        source=pl.when(is_review).then(pl.lit(kind)).otherwise("source"),
    )  # fmt: skip


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
    answered = events.filter(activity=ANSWERED).group_by("case_id")
    posted = events.filter(activity=POSTED).sort("at", "event_id")
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


def bring(case: Sequence[Mapping[str, Any]], now: datetime) -> None:
    """Take the review among the events of a case, as those of a file are: log and source.

    Where the source is not there any more, nobody hears of it.
    """
    source = Source.objects.filter(kind=Source.Kind.FILE, paused_at=None).first()
    posted = [_posted(each, case) for each in case if each["activity"] == POSTED]
    if source is not None and posted:
        take(source, posted, now=now)
        Source.objects.filter(pk=source.pk).update(pulled_at=now)


def _posted(event: Mapping[str, Any], case: Sequence[Mapping[str, Any]]) -> Posted:
    known = Claim.objects.filter(
        customer__customer_id=event["customer_id"], kind=Claim.Kind.EMAIL, withdrawn_at=None
    )
    writer = known.select_related("customer").first()
    return Posted(
        review_id=event["case_id"],
        at=event["at"],
        rating=event["score"],
        text=event["text"] or "",
        language=event["language"] or "",
        author=writer.customer.name if writer else "",
        email=writer.value if writer else "",
        case_id=event["case_id"],
        answers=tuple(
            Answered("", each["at"]) for each in case if each["activity"] == ANSWERED
        ),
        about=json.loads(event["properties"] or "{}"),
    )
