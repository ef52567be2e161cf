"""Teams say what they believe before they see what was lived."""

from datetime import date

import pytest
from django.http import QueryDict

from parcours.map.domain import blind
from parcours.map.domain.looking import look
from parcours.map.models import Belief
from parcours.people.models import Member, Team
from tests.map.company import company, empty_company, known

__all__ = ["company", "empty_company", "known"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def colleagues(bob: Member) -> list[Member]:
    """Three more of the stores."""
    stores = Team.objects.get(key="stores")
    made = [
        Member.objects.create_user(f"{name}@example.org", name=name, role="colleague")
        for name in ("Cid", "Dan", "Eve")
    ]
    for each in made:
        each.teams.add(stores)
    return made


def test_a_team_is_asked_about_its_own_touchpoints(empty_company, bob):
    assert [point.touchpoint for point in blind.asked(empty_company, bob)] == ["delivery"]


def test_a_team_is_found_by_its_name_on_the_canvas(empty_company, ana):
    ana.teams.add(Team.objects.create(key="customer-service", name="Service"))

    assert [point.touchpoint for point in blind.asked(empty_company, ana)] == ["calls"]


def test_nobody_is_asked_who_has_no_team_or_only_looks(empty_company, ana, bob, viewer):
    viewer.teams.set(bob.teams.all())

    assert blind.asked(empty_company, ana) == []
    assert blind.asked(empty_company, viewer) == []


def test_the_figures_of_a_touchpoint_are_hidden_until_its_team_has_spoken(company, bob):
    before = look(company, bob, QueryDict())
    assert before.gap.promises == ()
    assert {each.touchpoint: each.felt.n for each in before.gap.touchpoints} == {
        "delivery": 0, "calls": 0,
    }  # fmt: skip
    assert (before.gap.kept.n, before.gap.value.n, before.gap.customers_touched) == (0, 0, 0)
    assert (before.gap.nps, before.gap.csat) == (None, None)
    assert before.over_time == {"promises": {}, "touchpoints": {}}


def test_once_its_team_has_spoken_the_figures_are_there(company, bob):
    blind.say(company, bob, {"delivery": (4, 0.9)})
    after = look(company, bob, QueryDict())

    assert after.gap.promises[0].n["broken"] == 10
    assert list(after.over_time["promises"]) == ["on-time"]


def test_a_question_that_is_skipped_is_kept_as_such_and_not_asked_again(empty_company, bob):
    blind.say(empty_company, bob, {})

    said = Belief.objects.get()
    assert (said.touchpoint, said.team, said.felt, said.kept_share) == (
        "delivery", "stores", None, None,
    )  # fmt: skip
    assert blind.asked(empty_company, bob) == []
    assert blind.believed(empty_company, bob) == {}


def test_who_has_seen_the_figures_cannot_answer_again(empty_company, bob):
    blind.say(empty_company, bob, {"delivery": (5, 1.0)})
    blind.say(empty_company, bob, {"delivery": (2, 0.2)})

    assert Belief.objects.get().felt == 5


def test_it_is_asked_again_each_quarter(empty_company, bob):
    blind.say(empty_company, bob, {"delivery": (5, 1.0)})
    Belief.objects.update(quarter=date(2020, 1, 1))

    assert [point.touchpoint for point in blind.asked(empty_company, bob)] == ["delivery"]


def test_others_know_of_a_team_only_the_mean_of_three(empty_company, ana, bob, colleagues):
    for member, felt in zip([bob, *colleagues[:1]], (5, 4), strict=True):
        blind.say(empty_company, member, {"delivery": (felt, 0.8)})
    two = blind.believed(empty_company, ana)
    blind.say(empty_company, colleagues[1], {"delivery": (3, None)})

    assert two == {}
    assert blind.believed(empty_company, ana) == {
        "delivery": blind.Believed(felt=4.0, kept_share=0.8, n=3)
    }


def test_the_latest_quarter_is_what_a_team_believes(empty_company, bob, colleagues):
    blind.say(empty_company, colleagues[0], {"delivery": (1, None)})
    Belief.objects.update(quarter=date(2020, 1, 1))
    blind.say(empty_company, bob, {"delivery": (5, None)})

    assert blind.believed(empty_company, bob)["delivery"] == blind.Believed(
        felt=5.0, kept_share=None, n=1
    )


def test_what_a_team_says_takes_the_place_of_what_the_canvas_says(company, bob):
    blind.say(company, bob, {"delivery": (5, 1.0)})

    found = look(company, bob, QueryDict()).gap

    assert [each.belief for each in found.touchpoints] == [5.0, None]
    assert [point.belief for _stage, point in found.canvas.touchpoints()] == [5.0, None]


def test_the_belief_of_the_canvas_stands_where_nobody_was_asked(company, ana):
    assert look(company, ana, QueryDict()).gap.touchpoints[0].belief == 3.7
