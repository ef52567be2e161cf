"""Whatever happens to a log, in whatever order, it holds what a plain dictionary would."""

from datetime import UTC, datetime, timedelta

import polars as pl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parcours.core.log import EventLog

START = datetime(2026, 1, 1, tzinfo=UTC)
EVENTS = st.tuples(
    st.integers(0, 7),  # event
    st.integers(0, 3),  # customer
    st.integers(0, 4),  # minute at which it happened
    st.integers(0, 4),  # minute at which it was recorded
)
CHANGES = st.one_of(
    st.tuples(st.just("append"), st.lists(EVENTS, max_size=8)),
    st.tuples(st.just("delete"), st.lists(st.integers(0, 7), max_size=3)),
    st.tuples(st.just("erase"), st.lists(st.integers(0, 3), max_size=2)),
    st.tuples(st.just("compact"), st.none()),
)


def table(rows):
    return pl.DataFrame(
        {
            "event_id": [f"e{event}" for event, _customer, _at, _recorded in rows],
            "customer_id": [f"c{customer}" for _event, customer, _at, _recorded in rows],
            "at": [START + timedelta(minutes=at) for _event, _customer, at, _recorded in rows],
            "activity": ["a.b"] * len(rows),
            "recorded_at": [START + timedelta(minutes=recorded) for *_others, recorded in rows],
        },
        schema_overrides={
            "at": pl.Datetime("us", "UTC"),
            "recorded_at": pl.Datetime("us", "UTC"),
        },
    )


def change(log, model, what, given):
    """Do the same to both."""
    if what == "append":
        log.append(table(given))
        for event, customer, at, recorded in given:
            known = model.get((event, customer))
            if known is None or recorded < known[1]:
                model[event, customer] = (at, recorded)
    elif what == "delete":
        log.delete([f"e{event}" for event in given])
        for key in [key for key in model if key[0] in given]:
            del model[key]
    elif what == "erase":
        log.erase([f"c{customer}" for customer in given])
        for key in [key for key in model if key[1] in given]:
            del model[key]
    else:
        log.compact(keep=timedelta(0))


def held(log):
    """The log as the model is written."""
    frame = log.scan(["event_id", "customer_id", "at", "recorded_at"]).collect()
    minutes = [(frame[name] - START).dt.total_minutes() for name in ("at", "recorded_at")]
    keys = zip(
        (int(event[1:]) for event in frame["event_id"]),
        (int(customer[1:]) for customer in frame["customer_id"]),
        strict=True,
    )
    return dict(zip(keys, zip(*minutes, strict=True), strict=True)), frame.height


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(changes=st.lists(CHANGES, max_size=8))
def test_any_history_ends_as_a_dictionary_would(tmp_path_factory, changes):
    log = EventLog.create(tmp_path_factory.mktemp("lake") / "log", buckets=2)
    model = {}

    for what, given_to_it in changes:
        change(log, model, what, given_to_it)

        assert held(log) == (model, len(model))
        assert held(EventLog.open(log.uri)) == (model, len(model))
    assert log.count() == len(model)
    moments = [START + timedelta(minutes=at) for at, _recorded in model.values()]
    assert log.last_at() == max(moments, default=None)
    assert log.first_at() == min(moments, default=None)
