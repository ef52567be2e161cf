"""The log as the site reads it: lake and outbox, and the customers of one person as one."""

from datetime import UTC, datetime, timedelta

import polars as pl
import pytest

from parcours.core.kernel import MemoryLog, run
from parcours.core.metrics import measure
from parcours.core.schema import SCHEMA
from parcours.ledger.domain import moving, reading
from parcours.ledger.domain.lake import lake
from parcours.ledger.domain.recording import record, record_many
from parcours.people.domain import identity
from parcours.people.models import Customer

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
PEOPLE = [f"c{number}" for number in range(40)]


def history(whose):
    """Three events of each customer, at moments that interleave, some at the same instant."""
    return [
        {
            "event_id": f"{customer}-{step}",
            "customer_id": customer,
            "at": NOON + timedelta(hours=step),
            "activity": ("visit.started", "order.placed", "survey.answered")[step],
            "score": float(step) if step == 2 else None,
            "scale": "nps_0_10" if step == 2 else None,
        }
        for customer in whose
        for step in range(3)
    ]


def whole(log, columns=tuple(SCHEMA)):
    parts = run(log, lambda events: events.frame, columns=columns)
    return pl.concat(parts).with_columns(pl.col("activity").cast(pl.String))


def as_one_table(events):
    """What core itself makes of the same events in one table."""
    return whole(MemoryLog(pl.DataFrame(events)))


def figures(log):
    return measure(log, every="1d")


@pytest.fixture
def merged():
    """Half of each history in the lake, half in the outbox; c0 to c3 are known customers."""
    for each in PEOPLE[:4]:
        Customer.objects.create(customer_id=each)
    events = history(PEOPLE)
    record_many(events[::2])
    moving.move()
    record_many(events[1::2])


def person(customer_id):
    return Customer.objects.get(customer_id=customer_id)


def test_lake_and_outbox_are_read_as_one_sorted_log(merged):
    log = reading.current_log()

    names = ["event_id", "customer_id", "at", "activity", "score"]
    found = whole(log).select(names).sort("customer_id", maintain_order=True)
    assert found.equals(as_one_table(history(PEOPLE)).select(names))
    assert log.last_at() == NOON + timedelta(hours=2)


@pytest.mark.parametrize("columns", [(), ("event_id",), ("score", "recorded_at")])
def test_a_bucket_has_the_columns_asked_for_as_the_lake_gives_them(merged, columns):
    log = reading.current_log()

    for bucket in range(log.buckets):
        ours = log.events(bucket, columns).frame
        assert dict(ours.schema) == dict(lake().events(bucket, columns).frame.schema)
        assert ours["customer_id"].is_sorted()


def test_customers_who_are_one_person_are_read_as_one_in_the_bucket_of_who_stands_for_them(
    merged,
):
    identity.merge(person("c0"), person("c1"), evidence="the same card")
    identity.merge(person("c0"), person("c2"), evidence="the same card")

    log = reading.current_log()

    renamed = [
        each | {"customer_id": "c0"} if each["customer_id"] in ("c1", "c2") else each
        for each in history(PEOPLE)
    ]
    names = ["customer_id", "at", "activity"]
    found = whole(log).select(names).sort(names)
    assert found.equals(as_one_table(renamed).select(names).sort(names))
    whose = [set(log.events(bucket).frame["customer_id"]) for bucket in range(log.buckets)]
    assert sum("c0" in each for each in whose) == 1


def test_an_event_that_both_customers_have_is_one_of_the_person(merged):
    record("order.placed", customer_id="c1", event_id="c0-1", at=NOON + timedelta(hours=1))
    before = whole(reading.current_log()).height

    identity.merge(person("c0"), person("c1"), evidence="the same card")

    assert whole(reading.current_log()).height == before - 1


def test_parting_gives_every_figure_back(merged):
    before, events = figures(reading.current_log()), whole(reading.current_log())

    merge = identity.merge(person("c0"), person("c1"), evidence="the same card")
    as_one = figures(reading.current_log())
    moving.move()
    identity.split(merge)

    log = reading.current_log()
    assert not as_one.equals(before)
    assert figures(log).equals(before)
    assert whole(log).sort("event_id").equals(events.sort("event_id"))


def test_a_persons_events_are_found_by_any_of_their_names(merged):
    identity.merge(person("c0"), person("c1"), evidence="the same card")

    of_both = reading.events_of("c1")

    assert of_both.equals(reading.events_of("c0"))
    assert of_both["event_id"].to_list() == [
        "c0-0", "c1-0", "c1-1", "c0-1", "c0-2", "c1-2",
    ]  # fmt: skip
    assert reading.events_of("c7")["event_id"].to_list() == ["c7-0", "c7-1", "c7-2"]
    assert reading.events_of("nobody").is_empty()


def test_the_version_changes_with_what_is_read_and_with_nothing_else(merged):
    seen = [reading.current_log().version]
    again = reading.current_version()
    record("visit.started", customer_id="c5", at=NOON)
    seen.append(reading.current_version())
    moving.move()
    seen.append(reading.current_version())
    merge = identity.merge(person("c0"), person("c1"), evidence="the same card")
    seen.append(reading.current_version())
    identity.split(merge)
    seen.append(reading.current_version())

    assert again == seen[0]
    assert len(set(seen)) == 5
    assert reading.current_log().version == seen[-1]


def test_an_empty_site_has_an_empty_log():
    log = reading.current_log()

    assert log.last_at() is None
    assert whole(log).is_empty()


def test_what_waits_is_read_once_by_who_remembers_the_last_number():
    record("order.placed", customer_id="c-1", event_id="e-1")
    last, first = reading.waiting()
    record("order.placed", customer_id="c-2", event_id="e-2")

    newest, second = reading.waiting(last)

    assert (first["event_id"].to_list(), second["event_id"].to_list()) == (["e-1"], ["e-2"])
    assert reading.waiting(newest)[0] == newest
    assert reading.waiting_keys() == {("c-1", "e-1"), ("c-2", "e-2")}
