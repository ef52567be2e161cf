"""What the six kinds of promise may say."""

import pytest
from pydantic import TypeAdapter, ValidationError

from parcours.core.duration import Duration
from parcours.core.pattern import Pattern
from parcours.core.promise import KINDS, By, Felt, Limit, Never, Promise, Same, Within

SHARED = {"promise": "p", "title": "P", "opens": "order.placed"}
OWN = {
    Within: {"keeps": "order.shipped", "within": "2 d"},
    By: {"keeps": "order.delivered", "grace": "1 h", "whole_day": True},
    Limit: {"of": "properties.wait", "at_most": 300},
    Never: {"breaks": "fee.added", "until": "order.paid"},
    Same: {"equals": "price.seen", "of": "amount"},
    Felt: {"aim": 4},
}
reading = TypeAdapter(Promise)


@pytest.mark.parametrize("kind", OWN)
def test_each_kind_is_read_by_its_name(kind: type):
    promise = reading.validate_python(SHARED | OWN[kind] | {"kind": kind.__name__.lower()})

    assert type(promise) is kind
    assert reading.validate_python(promise) is promise
    assert reading.validate_python(promise.model_dump(mode="json")) == promise


def test_the_kinds_are_six():
    assert tuple(kind.__name__.lower() for kind in OWN) == KINDS


def test_what_is_left_out_has_a_usual_value():
    promise = reading.validate_python(SHARED | OWN[Within] | {"kind": "within"})

    assert promise == Within(
        promise="p",
        kind="within",
        title="P",
        opens=Pattern(activity=("order.placed",)),
        keeps=Pattern(activity=("order.shipped",)),
        within=Duration(2, "d"),
        match="customer",
        openings="each",
        where={},
        unless=None,
        recovers=None,
        recovery_window=Duration(30, "d"),
        felt_window=Duration(30, "d"),
        horizon=None,
        segment=None,
        adjust=(),
    )


def test_a_promise_does_not_change_once_read():
    promise = reading.validate_python(SHARED | OWN[Felt] | {"kind": "felt"})

    with pytest.raises(ValidationError, match="frozen"):
        promise.aim = 5


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        (Within, {"keeps": None}),
        (Limit, {"at_most": None}),
        (Limit, {"at_least": 301}),
        (Limit, {"at_most": float("nan")}),
        (Limit, {"at_most": True}),
        (Limit, {"of": "channel"}),
        (Limit, {"of": "properties."}),
        (Never, {"until": None}),
        (Same, {"tolerance": -0.1}),
        (Felt, {"aim": 5.5}),
        (Felt, {"segment": "colour"}),
        (Felt, {"horizon": "2 business h"}),
        (Felt, {"promise": "Queue 5"}),
        (Felt, {"adjust": ["colour"]}),
    ],
)
def test_what_makes_no_sense_is_refused(kind: type, change: dict[str, object]):
    fields = SHARED | OWN[kind] | {"kind": kind.__name__.lower()}
    reading.validate_python(fields)

    with pytest.raises(ValidationError):
        reading.validate_python(fields | change)
