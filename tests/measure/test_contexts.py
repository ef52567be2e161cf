"""Who sees, adds and changes what is known of a day."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from parcours.measure.domain import knowing
from parcours.measure.models import Context
from parcours.people.models import Member, Team
from parcours.site.jobs.worker import run_waiting
from parcours.ui import happening

pytestmark = pytest.mark.django_db

DAY = date(2026, 5, 4)
GIVEN = {"title": "Strike", "starts": "2026-05-04", "audience": "everyone"}


def made(by: Member, audience: str, team: Team | None = None) -> Context:
    return Context.objects.create(
        title=f"{by}, {audience}", starts=DAY, by=by, audience=audience, team=team
    )


def titles(member: Member) -> list[str]:
    return sorted(Context.objects.visible_to(member).values_list("title", flat=True))


def test_private_is_for_oneself_a_team_s_for_the_team_the_rest_for_everyone(ana, bob, zoe):
    stores = bob.teams.get()
    for by in (ana, bob):
        made(by, "private")
        made(by, "everyone")
    made(ana, "team", stores)
    made(ana, "team", Team.objects.create(key="support", name="Support"))

    assert titles(ana) == [
        "Ana, everyone", "Ana, private", "Ana, team", "Ana, team", "Bob, everyone",
    ]  # fmt: skip
    assert titles(bob) == ["Ana, everyone", "Ana, team", "Bob, everyone", "Bob, private"]
    assert titles(zoe) == []


def test_one_changes_one_s_own_and_who_leads_what_everyone_sees(ana, bob):
    theirs, mine = made(bob, "everyone"), made(ana, "everyone")

    assert set(Context.objects.changeable_by(ana)) == {theirs, mine}
    assert list(Context.objects.changeable_by(bob)) == [theirs]


def test_a_colleague_adds_changes_and_takes_away(client: Client, bob):
    client.force_login(bob)
    client.post(reverse("measure:contexts"), GIVEN)
    strike = Context.objects.get()

    client.post(strike.get_absolute_url(), GIVEN | {"title": "Strike of trains"})
    strike.refresh_from_db()
    assert (strike.title, strike.by, strike.starts) == ("Strike of trains", bob, DAY)

    client.post(reverse("measure:context-deletion", args=[strike.pk]))
    assert not Context.objects.exists()


def test_what_another_one_wrote_in_private_does_not_exist(client: Client, ana, bob):
    client.force_login(ana)
    secret = made(bob, "private")

    assert client.get(secret.get_absolute_url()).status_code == 404
    deletion = reverse("measure:context-deletion", args=[secret.pk])
    assert client.post(deletion).status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [{"ends": "2026-05-01"}, {"audience": "team"}, {"title": ""}, {"starts": "yesterday"}],
)
def test_what_makes_no_sense_is_refused_and_said(client: Client, bob, wrong):
    client.force_login(bob)

    response = client.post(reverse("measure:contexts"), GIVEN | wrong)

    assert "errorlist" in response.content.decode()
    assert not Context.objects.exists()


def test_one_cannot_speak_for_a_team_that_one_is_not_in(client: Client, bob):
    other = Team.objects.create(key="support", name="Support")
    client.force_login(bob)

    client.post(reverse("measure:contexts"), GIVEN | {"audience": "team", "team": other.pk})

    assert not Context.objects.exists()


def test_who_only_looks_adds_nothing(client: Client, viewer):
    client.force_login(viewer)

    client.post(reverse("measure:contexts"), GIVEN)

    assert not Context.objects.exists()


@pytest.mark.usefixtures("lived")
def test_a_context_marks_the_charts_of_its_days(anas: Client, ana, bob):
    Context.objects.create(title="New carrier", starts=DAY, by=bob)
    Context.objects.create(title="A secret", starts=DAY, by=bob, audience="private")

    anas.get("/dashboard/")
    run_waiting()
    html = anas.get("/dashboard/").content.decode()

    # Once on each of the two charts, once in the list.
    assert html.count("New carrier") == 2
    assert "A secret" not in html


@pytest.mark.usefixtures("lived")
def test_a_context_of_a_touchpoint_marks_its_charts_and_no_other_s(anas: Client, ana, bob):
    given = GIVEN | {"title": "New carrier", "touchpoint": "delivery", "ends": "2026-05-20"}
    anas.post(reverse("measure:contexts"), given)
    assert "Delivery" in anas.get(reverse("measure:contexts")).text

    found = knowing.of_touchpoint(ana, "delivery")

    starts = [date(2026, month, 1) for month in (3, 4, 5, 6)]
    marked = happening.marks(found, starts, ["Mar", "Apr", "May", "Jun"])
    assert marked["markLine"]["data"] == [{"xAxis": "May", "name": "New carrier"}]
    assert knowing.of_touchpoint(ana, "calls") == []


def test_a_touchpoint_that_no_canvas_has_is_refused(client: Client, bob):
    client.force_login(bob)

    client.post(reverse("measure:contexts"), GIVEN | {"touchpoint": "moon"})

    assert not Context.objects.exists()
