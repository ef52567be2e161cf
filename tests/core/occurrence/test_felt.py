"""What customers say of an occurrence: the score nearest to the moment."""

from typing import Any

import pytest

from parcours.core.events import Events
from parcours.core.occurrence import occurrences
from tests.core.occurrence.told import Found, canvas, event, find, hour, log, promise, within

OTHER = {"touchpoint": "call", "title": "Call", "events": ["survey"]}


def score(at: float, score: float = 7.0, **columns: Any) -> dict[str, Any]:
    return event("survey", at, **{"score": score, "scale": "nps_0_10", **columns})


def felt_of(*events: dict[str, Any], as_of: float = 1000, **fields: Any) -> Found:
    """Return felt and source for a question at 10, due at 12, on the survey's touchpoint."""
    here = canvas(within(**fields), events=["survey"])
    return find(here, log(*events), "felt", "felt_source", as_of=as_of)


def asked(**columns: Any) -> dict[str, Any]:
    return event("asked", 10, **columns)


def test_a_score_is_rescaled_from_its_own_scale() -> None:
    columns = ("felt", "felt_source", "felt_scale")
    here = canvas(within(), events=["survey"])

    assert find(here, log(asked(), score(11)), *columns) == [(3.8, "touchpoint", "nps_0_10")]
    found = find(here, log(asked(), score(11, 7, scale="ces_1_7")), *columns)
    assert found == [(5.0, "touchpoint", "ces_1_7")]


@pytest.mark.parametrize(
    ("value", "scale"), [(11.0, "nps_0_10"), (0.0, "csat_1_5"), (3.0, "smileys"), (3.0, None)]
)
def test_a_score_outside_its_scale_or_without_one_is_none(
    value: float, scale: str | None
) -> None:
    frame = Events.of(log(asked(), score(11, value, scale=scale)))
    here = canvas(within(), events=["survey"])

    found = occurrences(frame, here, as_of=hour(1000))

    assert found.select("felt", "felt_source").rows() == [(None, None)]


def test_scores_of_the_same_case_come_first_however_far() -> None:
    near, far = score(12, 2), score(100, 9, case_id="1")

    assert felt_of(asked(case_id="1"), near, far) == [(4.6, "case")]


def test_a_score_of_another_case_counts_for_the_touchpoint_only() -> None:
    here, other = within(), {**OTHER, "promises": [within(promise="q")]}
    both = canvas(here, others=[other])
    events = log(asked(case_id="1"), score(11, case_id="2"))

    found = find(both, events, "promise", "felt")

    assert found == [("p", None), ("q", 3.8)]


def test_a_score_belongs_to_the_first_touchpoint_whose_pattern_matches() -> None:
    both = canvas(
        within(), events=["survey"], others=[{**OTHER, "promises": [within(promise="q")]}]
    )

    found = find(both, log(asked(), score(11)), "promise", "felt")

    assert found == [("p", 3.8), ("q", None)]


def test_the_moment_is_the_answer_where_there_is_one_and_else_due() -> None:
    early, late = score(10.5, 0), score(14, 10)

    assert felt_of(asked(), early, late) == [(1.0, "touchpoint")]
    assert felt_of(asked(), early, late, event("answered", 13)) == [(5.0, "touchpoint")]


def test_of_two_scores_equally_near_the_later_counts() -> None:
    assert felt_of(asked(), score(11, 0), score(13, 10)) == [(5.0, "touchpoint")]


def test_of_two_scores_at_one_instant_the_first_in_the_log_counts() -> None:
    before = [score(11, 0), score(11, 10)]
    after = [score(13, 10), score(13, 0)]

    assert felt_of(asked(), *before) == [(1.0, "touchpoint")]
    assert felt_of(asked(), *after) == [(5.0, "touchpoint")]


@pytest.mark.parametrize(("at", "expected"), [(9.9, None), (10, 3.8), (14, 3.8), (14.1, None)])
def test_scores_count_from_the_opening_until_the_window_after_the_moment_has_passed(
    at: float, expected: float | None
) -> None:
    assert felt_of(asked(), score(at), felt_window="2 h")[0][0] == expected


def test_the_opening_may_carry_the_score_itself() -> None:
    opening = score(10)
    here = canvas(within(opens="survey"), events=["survey"])

    assert find(here, log(opening), "felt", "felt_source") == [(3.8, "touchpoint")]
    assert find(here, log({**opening, "case_id": "1"}), "felt_source") == ["case"]


def felt(**fields: Any) -> dict[str, Any]:
    return promise("felt", **fields)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (7.0, ("kept", 0.0, None)),
        (2.0, ("broken", 2.0, hour(11))),
        (10.0, ("kept", -1.2, None)),
    ],
)
def test_a_felt_promise_is_kept_from_the_aim_on(
    value: float, expected: tuple[str, float, Any]
) -> None:
    here = canvas(felt(aim=3.8), events=["survey"])

    found = find(here, log(asked(), score(11, value)), "state", "breach", "broken_at")

    assert found == [expected]


def test_the_aim_of_the_touchpoint_counts_where_the_promise_has_none() -> None:
    here = canvas(felt(), events=["survey"])  # aims at 4

    found = find(here, log(asked(), score(11)), "state", "breach", "closed")

    assert found == [("broken", 0.2, hour(11))]


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [(12, ("pending", None)), (20, ("pending", None)), (20.1, ("void", "no score"))],
)
def test_without_a_score_it_is_pending_until_the_window_has_passed_then_void(
    as_of: float, expected: tuple[str, str | None]
) -> None:
    here = canvas(felt(felt_window="10 h"), events=["survey"])

    found = find(here, log(asked(), score(21)), "state", "void_reason", as_of=as_of)

    assert found == [expected]


@pytest.mark.parametrize(
    ("cancelled", "scored", "expected"),
    [
        (11, 12, ("void", "unless")),
        (12, 12, ("kept", None)),
        (20, None, ("void", "unless")),
        (20.1, None, ("void", "no score")),
    ],
)
def test_what_voids_a_felt_promise_comes_before_the_score_and_inside_the_window(
    cancelled: float, scored: float | None, expected: tuple[str, str | None]
) -> None:
    here = canvas(felt(unless="cancelled", felt_window="10 h"), events=["survey"])
    told = [asked(), event("cancelled", cancelled)]
    told += [] if scored is None else [score(scored, 10)]

    assert find(here, log(*told), "state", "void_reason") == [expected]


def test_a_felt_promise_looks_forward_from_its_opening() -> None:
    here = canvas(felt(), events=["survey"])
    events = log(score(9, 0), asked(), score(12, 10), score(13, 0))

    assert find(here, events, "state", "felt") == [("kept", 5.0)]


def test_without_a_case_a_felt_promise_matched_by_case_is_void() -> None:
    here = canvas(felt(match="case"), events=["survey"])

    found = find(here, log(asked(), score(11)), "void_reason", "felt", "breach")

    assert found == [("no case", 3.8, None)]
