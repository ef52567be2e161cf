"""A policy is read from plain data, and says which field it cannot read."""

import pytest

from parcours.core.duration import Duration
from parcours.core.survey.policy import InvalidPolicy, Policy, read_policy, written


def test_the_default_policy_is_the_cautious_one() -> None:
    policy = Policy()

    assert policy.rest == {
        "relationship": Duration(180, "d"),
        "transactional": Duration(90, "d"),
        "review": Duration(90, "d"),
    }
    assert policy.between == Duration(14, "d")


def test_a_policy_comes_back_from_its_own_plain_data() -> None:
    told = {
        "rest": {"transactional": "30 d"},
        "between": "7 d",
        "complaint_opens": ["complaint.opened", "parcel.damaged"],
        "hours": [{"days": ["mon-fri"], "opens": "10:00", "closes": "24:00"}],
        "holidays": {"country": "BE", "also": ["2026-12-24"]},
    }

    policy = read_policy(told)

    assert read_policy(written(policy)) == policy
    assert written(policy)["holidays"] == {"country": "BE", "also": "2026-12-24"}


@pytest.mark.parametrize(
    ("data", "place"),
    [
        ({"between": "often"}, "between: "),
        ({"rest": {"pulse": "3 d"}}, "rest: unknown kind of contact `pulse`"),
        ({"rests": {}}, "rests: "),
        ({"hours": {"days": "mon", "opens": "9:00", "closes": "8:00"}}, "hours.0: "),
    ],
)
def test_what_cannot_be_read_is_named(data: dict[str, object], place: str) -> None:
    with pytest.raises(InvalidPolicy) as error:
        read_policy(data)

    assert str(error.value).startswith(place)
