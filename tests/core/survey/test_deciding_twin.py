"""The policy on arrays decides as the policy by hand does, whatever happened to whom."""

import json
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parcours.core.kernel import MemoryLog
from parcours.core.survey.deciding import decide
from parcours.core.survey.history import columns_needed
from parcours.core.survey.policy import KINDS, Policy, read_policy
from tests.core.survey.policy_by_hand import PolicyByHand, at

# Other tests show that every line is run: here, thousands of runs would only be slower.
pytestmark = pytest.mark.no_cover
PEOPLE = st.sampled_from(["ana", "bob", "cleo"])
# Few hours and days, so that rests often end at the very moment of a candidate.
MOMENTS = st.builds(
    lambda day, hour: at(24 * day + hour), st.integers(0, 12), st.sampled_from([7, 8, 12, 20])
)

events = st.fixed_dictionaries(
    {
        "customer_id": st.sampled_from(["ana", "bob", "dan"]),
        "at": MOMENTS,
        "activity": st.sampled_from(
            ["survey.sent"] * 3
            + ["complaint.opened", "complaint.closed", "order.placed"]
            + ["consent.given", "consent.withdrawn", "customer.unsubscribed"]
        ),
        "case_id": st.sampled_from([None, "k", "l"]),
        "kind": st.sampled_from([None, *KINDS]),
        "purpose": st.sampled_from([None, "surveys", "news"]),
    }
)
candidates = st.fixed_dictionaries(
    {
        "customer_id": PEOPLE,
        "at": MOMENTS,
        "survey": st.sampled_from(["delivery", "nps", "till"]),
        "kind": st.sampled_from(KINDS),
        "priority": st.integers(0, 1),
        "is_reachable": st.integers(0, 5).map(bool),
        "is_held_out": st.integers(0, 5).map(lambda n: n == 0),
        "chance": st.floats(0, 1, exclude_max=True),
        "probability": st.sampled_from([1.0, 1.0, 0.4]),
    }
)
policies = st.fixed_dictionaries(
    {
        "rest": st.dictionaries(
            st.sampled_from(KINDS), st.integers(0, 10).map(lambda n: f"{n} d")
        ),
        "between": st.integers(0, 5).map(lambda n: f"{n} d"),
        "complaint_lasts": st.sampled_from(["2 d", "365 d"]),
        "consent_needed": st.booleans(),
    }
).map(lambda told: read_policy(told | {"time_zone": "UTC", "hours": ALL_DAYS, "holidays": {}}))
ALL_DAYS = {"days": "mon-sun", "opens": "08:00", "closes": "20:00"}


def logged(rows: list[dict[str, Any]]) -> MemoryLog:
    schema = {
        "event_id": pl.String(),
        "customer_id": pl.String(),
        "case_id": pl.String(),
        "at": pl.Datetime("us", "UTC"),
        "activity": pl.String(),
        "properties": pl.String(),
    }
    frame = pl.DataFrame(
        [
            {
                "event_id": str(number),
                "properties": json.dumps({"kind": row["kind"], "purpose": row["purpose"]}),
                **{name: row[name] for name in ("customer_id", "case_id", "at", "activity")},
            }
            for number, row in enumerate(rows)
        ],
        schema=schema,
    )
    return MemoryLog(frame)


def one_an_instant(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Keep one event of each person and moment: which of two comes first is nobody's claim."""
    return list({(row["customer_id"], row["at"]): row for row in rows}.values())


@settings(max_examples=80, deadline=None)
@given(
    st.lists(events, max_size=12).map(one_an_instant),
    st.lists(candidates, max_size=10),
    policies,
)
def test_arrays_decide_as_a_person_would(
    happened: list[dict[str, Any]], asked: list[dict[str, Any]], policy: Policy
) -> None:
    log = logged(happened).events(0, sorted(columns_needed(policy)))
    frame = pl.DataFrame(asked, schema=TYPES)

    found = decide(log, policy, frame)

    rules: list[set[str]] = [set() for _row in asked]
    for number, rule in found.spoke.select("candidate", "rule").iter_rows():
        rules[number].add(rule)
    expected = PolicyByHand(happened, policy).decide(asked)
    assert list(zip(found.decisions["asked"].to_list(), rules, strict=True)) == expected


TYPES: dict[str, Any] = {
    "customer_id": pl.String(),
    "at": pl.Datetime("us", "UTC"),
    "survey": pl.String(),
    "kind": pl.String(),
    "priority": pl.Int64(),
    "is_reachable": pl.Boolean(),
    "is_held_out": pl.Boolean(),
    "chance": pl.Float64(),
    "probability": pl.Float64(),
}
