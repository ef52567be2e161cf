"""Links for people outside: what they show, how they end."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from parcours.map.domain import blind
from parcours.map.models import Canvas
from parcours.measure.domain import sharing
from parcours.measure.domain.asking import Asked
from parcours.measure.models import Context, Share
from parcours.people.models import AuditEntry, Member
from parcours.site.jobs.worker import run_waiting

pytestmark = pytest.mark.django_db


def made(by: Member, **more) -> Share:
    ends = {"expires_at": timezone.now() + timedelta(days=7)} | more
    return sharing.share(Share(title="The board", **ends), Asked(period="30d"), by=by)


def opened(share: Share):
    return Client().get(reverse("shared", args=[share.token]))


@pytest.mark.usefixtures("lived")
def test_whoever_has_the_link_sees_the_figures_and_no_way_further(ana):
    Context.objects.create(title="Ours", starts="2026-05-04", by=ana, audience="private")

    share = made(ana)
    opened(share)
    run_waiting()
    response = opened(share)
    html = response.content.decode()

    assert response.status_code == 200
    assert "The journey as a whole" in html
    assert "Ours" not in html
    assert 'href="/canvases' not in html
    assert 'href="/dashboard' not in html
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in response["Cache-Control"]


@pytest.mark.usefixtures("empty")
def test_a_link_ends_when_it_expires_or_is_taken_back(ana):
    share = made(ana)
    assert opened(share).status_code == 200

    sharing.revoke(share, by=ana)

    assert opened(share).status_code == 404
    assert opened(made(ana, expires_at=timezone.now())).status_code == 404


@pytest.mark.usefixtures("empty")
def test_a_link_cannot_be_guessed(ana):
    share = made(ana)

    for token in (str(share.pk), f"{share.pk}:x", share.token[:-1] + "~", share.token.upper()):
        assert Client().get(f"/shared/{token}/").status_code == 404


@pytest.mark.usefixtures("empty")
def test_who_shared_what_until_when_is_written_down(ana):
    share = made(ana)
    sharing.revoke(share, by=ana)
    sharing.revoke(share, by=ana)
    opened(share)

    entries = AuditEntry.objects.filter(subject=f"share/{share.pk}").order_by("pk")
    assert [entry.action for entry in entries] == ["dashboard.shared", "dashboard.unshared"]


@pytest.mark.usefixtures("empty")
def test_how_often_it_was_opened_is_counted(ana):
    share = made(ana)
    opened(share)
    opened(share)

    share.refresh_from_db()
    assert share.opened == 2


@pytest.mark.usefixtures("empty")
def test_one_address_opens_it_sixty_times_a_minute_at_most(ana):
    cache.clear()
    share = made(ana)

    codes = [opened(share).status_code for _time in range(70)]

    # The minute may end in between.
    assert 429 in codes or codes.count(200) > 60


@pytest.mark.usefixtures("empty")
def test_ana_makes_a_link_to_what_she_was_looking_at(anas: Client):
    anas.post("/dashboard/shares/?period=12m", {"title": "The board", "days": "30"})

    share = Share.objects.get()
    assert (share.title, share.period) == ("The board", "12m")
    assert timedelta(days=29) < share.expires_at - timezone.now() <= timedelta(days=30)

    anas.post(reverse("measure:share-revocation", args=[share.pk]))
    share.refresh_from_db()
    assert not share.is_open


@pytest.mark.parametrize("who", ["bob", "viewer"])
def test_only_those_who_lead_may_share(client: Client, who, request):
    client.force_login(request.getfixturevalue(who))

    assert client.get("/dashboard/shares/").status_code == 404


def test_the_days_of_a_link_are_said_in_the_reader_s_language(anas: Client, french: None):
    anas.cookies["parcours-language"] = "fr"

    page = anas.get("/dashboard/shares/").content.decode()

    assert '<option value="30" selected>30 jours</option>' in page


@pytest.mark.usefixtures("lived")
def test_who_is_still_to_say_what_they_believe_does_not_see_it_through_a_link(ana, bob):
    share = sharing.share(
        Share(title="The board", expires_at=timezone.now() + timedelta(days=7)),
        Asked(canvas=Canvas.objects.get(), period="30d"),
        by=ana,
    )
    address = reverse("shared", args=[share.token])
    for _ in range(2):
        opened(share)
        run_waiting()

    def promises_seen_by(member: Member | None) -> list[str]:
        browser = Client()
        if member is not None:
            browser.force_login(member)
        return [row.title for row in browser.get(address).context["rows"]]

    assert promises_seen_by(None) == promises_seen_by(ana) == ["On the day"]
    assert promises_seen_by(bob) == []

    blind.say(Canvas.objects.get(), bob, {})
    assert promises_seen_by(bob) == ["On the day"]
