"""Figures of a segment of customers are those of its customers' events, and of no other."""

import polars as pl
import pytest
from django.test import Client

from parcours.core.kernel import MemoryLog
from parcours.ledger.domain import segments
from parcours.ledger.domain.reading import current_log
from parcours.map.domain import living
from parcours.map.models import Canvas
from parcours.measure.domain import figures
from parcours.measure.domain.asking import Asked
from parcours.people.domain import identity
from parcours.people.models import Customer, Segment
from parcours.site.jobs.worker import run_waiting

pytestmark = pytest.mark.django_db

# Who tells when the log begins and ends is in it, so that a plain filter has the same period.
NAMES = ["c1", "last", *(f"v{week}-{n}" for week in range(1, 26) for n in range(9))]
NAMES += [f"a{7 * week}-{n}" for week in range(1, 26) for n in range(3)]


@pytest.fixture
def regulars(lived: pl.DataFrame) -> Segment:
    made = Segment.objects.create(name="Regulars")
    made.customers.set(
        Customer.objects.bulk_create(Customer(customer_id=name) for name in NAMES)
    )
    return made


def where(segment: Segment) -> dict[str, list[str]]:
    return segments.as_asked({segments.PEOPLE: [str(segment.pk)]})


def test_they_equal_a_plain_filter(lived: pl.DataFrame, regulars: Segment):
    text = Canvas.objects.get().text
    theirs = MemoryLog(lived.filter(pl.col("customer_id").is_in(NAMES)))
    given = {"canvas": text, "period": "90d"}

    found = figures.figures(current_log(), **given, where=where(regulars))

    assert found == figures.figures(theirs, **given)
    assert found != figures.figures(current_log(), **given)
    gap = living.lived(current_log(), canvas=text, where=where(regulars))
    assert gap == living.lived(theirs, canvas=text) | {"version": gap["version"]}


def test_whoever_is_one_person_with_somebody_of_it_is_in_it(regulars: Segment, ana):
    one = Customer.objects.get(customer_id="v1-1")
    other = Customer.objects.create(customer_id="v1-20")

    identity.merge(other, one, evidence="Same card", by=ana)

    log, _rest = segments.narrowed(current_log(), where(regulars))
    found = pl.concat(log.events(n, ["event_id"]).frame for n in range(log.buckets))
    assert found.filter(pl.col("customer_id") == "v1-20").height == 2


def test_a_changed_segment_has_another_answer(regulars: Segment):
    def visits() -> int | None:
        asked = Asked(canvas=Canvas.objects.get(), where={"people": [str(regulars.pk)]})
        found = asked.figures()
        return found.payload["metrics"]["visits"]["now"]["value"] if found else None

    assert visits() is None
    run_waiting()
    before = visits()
    regulars.customers.remove(Customer.objects.get(customer_id="v2-1"))
    regulars.customers.add(Customer.objects.create(customer_id="nobody"))

    assert visits() is None
    run_waiting()
    assert visits() == before - 1


def test_one_is_chosen_by_name_on_both_pages(anas: Client, regulars: Segment):
    Segment.objects.create(name="Nobody yet")
    canvas = Canvas.objects.get()
    pages = [
        f"/dashboard/?segment=people:{regulars.pk}",
        f"{canvas.get_absolute_url()}?people={regulars.pk}",
    ]
    for _ in range(2):
        for page in pages:
            anas.get(page)
        run_waiting()

    for page in pages:
        read = anas.get(page).text
        assert "being computed" not in read
        assert "Regulars" in read
        assert "Nobody yet" not in read
