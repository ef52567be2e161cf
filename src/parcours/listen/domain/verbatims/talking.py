"""Topics: what people talk about within each driver, found again night after night."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

import numpy as np
import polars as pl
from django.db import transaction
from django_tasks import task

from parcours.core.text.rising import rises
from parcours.core.text.topics import Topic as Found
from parcours.core.text.topics import belonging, topics
from parcours.ledger.domain.announcing import announce
from parcours.listen.domain.verbatims import codes
from parcours.listen.domain.verbatims.asking import Asked
from parcours.listen.domain.verbatims.complaining import NUMBERS
from parcours.listen.domain.verbatims.latest import last_day, latest
from parcours.listen.domain.verbatims.passages import LONG, passages
from parcours.listen.domain.verbatims.reading import frame
from parcours.listen.models import Topic
from parcours.people.domain.auditing import note
from parcours.people.models import Member

YEAR: Final = timedelta(days=365)
WEEK: Final = timedelta(days=7)
MOST: Final = 8
_MOST_READ: Final = 20_000
_MEMBERS: Final = 100


@task()
def find() -> None:
    """Look for topics in what was said of each driver in the last year."""
    for driver in codes.DRIVERS:
        find_in(driver)
    announce("verbatims")


def find_in(driver: str) -> None:
    """Look for the topics of one driver; those of before stay, and are counted anew."""
    told = _told(driver)
    known = [Found.of(each.found) for each in Topic.objects.filter(driver=driver)]
    # What is long and was copied from place to place is no topic of its own.
    said = told.unique("once", keep="first", maintain_order=True)
    late = said.filter(pl.col("at") >= latest() - WEEK)
    found = list(topics(said["text"], most=MOST, known=known).topics)
    # What is said by few in a year, and by many this week, is only found in the week.
    found += topics(late["text"], most=MOST, known=[*known, *found]).topics
    by_key = {each.key: each for each in (*known, *found)}
    every = list(by_key.values())
    of = belonging(told["text"], every)
    _keep(driver, every, told.with_columns(topic=pl.Series(of)))


def counted() -> dict[str, list[Topic]]:
    """Return the topics of each driver as people see them: merged ones within the other."""
    found: dict[str, list[Topic]] = {driver: [] for driver in codes.DRIVERS}
    for topic in Topic.objects.filter(merged_into=None).prefetch_related("merged"):
        for other in topic.merged.all():
            topic.count += other.count
            topic.members = sorted([*topic.members, *other.members], reverse=True)
            for month, count in other.months.items():
                topic.months[month] = topic.months.get(month, 0) + count
        if topic.count or topic.name:
            found[topic.driver].append(topic)
    for each in found.values():
        each.sort(key=lambda topic: -topic.count)
    return found


def rename(topic: Topic, name: str, *, by: Member) -> None:
    """Call *topic* by *name*; by its own words where that is empty."""
    topic.name = name.strip()[:80]
    topic.save(update_fields=["name"])
    note(by, "topic.renamed", f"topic/{topic.pk}", detail=str(topic))


@transaction.atomic
def merge(topic: Topic, into: Topic, *, by: Member) -> None:
    """Count *topic* as part of *into*; what was part of it goes along."""
    if topic == into or topic.driver != into.driver:
        return
    Topic.objects.filter(merged_into=topic).update(merged_into=into)
    Topic.objects.filter(pk=into.pk).update(merged_into=None)
    Topic.objects.filter(pk=topic.pk).update(merged_into=into)
    note(by, "topic.merged", f"topic/{topic.pk}", detail=f"{topic} → {into}")


@transaction.atomic
def part(topic: Topic, *, by: Member) -> list[Topic]:
    """Part a topic again: what was merged into it, else its own words into two.

    The two halves are topics of their own from then on; the whole is found no more, and the
    name it was given goes to the larger of what is new.

    Returns:
        What it is in parts, the largest first; nothing where it does not part.
    """
    merged = list(Topic.objects.filter(merged_into=topic))
    if merged:
        Topic.objects.filter(merged_into=topic).update(merged_into=None)
        note(by, "topic.parted", f"topic/{topic.pk}", detail=str(topic))
        return sorted([topic, *merged], key=lambda each: -each.count)
    told = _told(topic.driver)
    own = told.filter(pl.Series(belonging(told["text"], [Found.of(topic.found)]) == 0))
    every = list(Topic.objects.filter(driver=topic.driver))
    taken = [Found.of(each.found) for each in every]
    halves = topics(own["text"], most=2, known=taken).topics
    if len(halves) < 2 or {each.key for each in halves} <= {each.key for each in every}:
        return []
    kept = [Found.of(each.found) for each in every if each.pk != topic.pk]
    new = [each for each in halves if each.key not in {one.key for one in kept}]
    name, title, driver = topic.name, str(topic), topic.driver
    topic.delete()
    found = [*kept, *new]
    _keep(driver, found, told.with_columns(topic=pl.Series(belonging(told["text"], found))))
    Topic.objects.filter(pk=_largest(driver, new)[0].pk).update(name=name)
    note(by, "topic.parted", f"topic/{title}", detail=", ".join(each.key for each in new))
    return _largest(driver, halves)


def _largest(driver: str, found: Sequence[Found]) -> list[Topic]:
    """Return these topics as they are kept, the largest first."""
    keys = [each.key for each in found]
    return list(Topic.objects.filter(driver=driver, key__in=keys).order_by("-count", "pk"))


def _told(driver: str) -> pl.DataFrame:
    """Return the newest verbatims on a driver of the last year: id, at, text, once.

    Of long texts what they say of the driver: it is what their topics are of. ``once`` is
    the same for long texts of the same words; few words may well be said by many.
    """
    asked = Asked(driver=(driver,), since=last_day() - YEAR)
    told = frame(["id", "at", "likeness", "text"], asked)
    newest = told.sort("at", "id", descending=True).head(_MOST_READ)
    is_long = pl.col("text").str.len_chars() > LONG
    return newest.select(
        "id", "at", passages(newest["text"], driver).alias("text"),
        once=pl.when(is_long).then("likeness").otherwise("id"),
    )  # fmt: skip


@transaction.atomic
def _keep(driver: str, every: Sequence[Found], told: pl.DataFrame) -> None:
    risen = _risen(every, told)
    for place, topic in enumerate(every):
        own = told.filter(pl.col("topic") == place)
        months = own.group_by(pl.col("at").dt.strftime("%Y-%m").alias("month")).len()
        Topic.objects.update_or_create(
            driver=driver,
            key=topic.key,
            defaults={
                "found": topic.to_dict(),
                "count": own.height,
                "months": dict(months.sort("month").iter_rows()),
                "members": own["id"].head(_MEMBERS).to_list(),
                "quotes": _quotes(topic, own),
                "rise": risen.get(topic.key),
            },
        )


def _quotes(topic: Found, own: pl.DataFrame) -> list[int]:
    """Return three verbatims of different words, with most of the topic's for their length."""
    own = own.unique("text", keep="first", maintain_order=True)
    lengths = own["text"].str.len_chars().to_numpy()
    said = np.zeros(own.height)
    for word in topic.folded:
        folded = (
            own["text"].str.to_lowercase().str.normalize("NFD").str.replace_all(r"\p{M}", "")
        )
        said += topic.weights[word] * folded.str.contains(word, literal=True).to_numpy()
    order = np.argsort(-said / np.sqrt(40 + lengths), kind="stable")
    return own["id"].gather(order[:3]).to_list()


def _risen(every: Sequence[Found], told: pl.DataFrame) -> dict[str, Any]:
    """Return how much more often a topic was said last week, where that is proved."""
    if not every or told.is_empty():
        return {}
    late = told.select("topic", is_late=pl.col("at") >= latest() - WEEK)
    each = pl.concat(
        late.select("is_late", said=pl.col("topic") == place, key=pl.lit(topic.key))
        for place, topic in enumerate(every)
    )
    alerts = rises(each, ["key"], said="said", lately="is_late").filter("is_alert")
    return {row["key"]: {name: row[name] for name in NUMBERS} for row in alerts.to_dicts()}
