"""What rises is told: to whom it was chosen for, once, with its numbers and quotes."""

import re
from datetime import UTC, datetime, timedelta

import polars as pl
import pytest
from django.core import mail
from django.utils import timezone

from parcours.ledger.domain.lake import lake
from parcours.listen.domain.verbatims import alert_mail, following, gathering, noticing
from parcours.listen.models import Gathering, Notice, Rise, Topic
from parcours.people.models import Member
from parcours.site.models import Delivery, Webhook
from parcours.site.webhooks import telling, watching
from parcours.ui.notice import notices
from tests.listen.verbatims.said import shop
from tests.listen.verbatims.test_drivers import answers

__all__ = ["shop"]
pytestmark = pytest.mark.django_db

TAGS = re.compile("<[^>]*>")
LILLE = ("time", "segment.shop", "Lille")
NUMBERS = {
    "times": 2.0, "times_low": 1.5,
    "lately": 9, "all_lately": 20, "before": 4, "all_before": 60,
}  # fmt: skip
WEEKLY, AT_ONCE = "weekly", "at once"


@pytest.fixture
def told(shop) -> None:
    """At Lille complaints of the queue rose six times; one of them tells a telephone."""
    rows = [
        *answers(100, queue=5, days=200, place="Lille"),
        *answers(60, queue=18, days=5, place="Lille", kind=1),
    ]
    for number, row in enumerate(each for each in rows if "queue" in each.get("text", "")):
        row["text"] += f" Call me on 06 12 34 56 {number:02}, visit {number}."
    lake().append(pl.DataFrame(rows, infer_schema_length=None))
    gathering.gather()
    Gathering.objects.update(coder="")


def run() -> None:
    """Let the regular tasks run, as the worker does."""
    noticing.look.func()
    alert_mail.send_due.func()


def rise(**more) -> Rise:
    now = timezone.now()
    given = {"driver": "time", "facet": "segment.shop", "value": "Lyon", "numbers": NUMBERS}
    return Rise.objects.create(**given | {"began_at": now, "stood_at": now} | more)


def test_who_follows_is_told_once_in_their_language_with_numbers_quotes_and_a_link(told, bob):
    Member.objects.filter(pk=bob.pk).update(language="fr")
    following.follow(bob, driver="time", facet="segment.shop", value="Lille", pace=AT_ONCE)

    run()
    run()

    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == (
        [bob.email],
        "Davantage de plaintes\xa0: Temps et praticité, Lille, × 5,6",
    )
    assert "18 verbatims sur 60 ces quatre dernières semaines, 5 sur 100 avant" in sent.body
    assert sent.body.count("[téléphone]") == 3
    assert "06 12 34" not in sent.body
    (notice,) = Notice.objects.filter(member=bob)
    assert (notice.rise.key, notice.rise.get_absolute_url() in sent.body) == (LILLE, True)


def test_the_page_covers_personal_data_for_who_may_not_see_customers(told, client, ana, viewer):
    noticing.look.func()
    address = Rise.objects.get(facet="segment.shop", driver="time").get_absolute_url()

    client.force_login(viewer)
    covered = TAGS.sub("", client.get(address).content.decode())
    client.force_login(ana)
    open_ = TAGS.sub("", client.get(address).content.decode())

    assert (covered.count("06 12 34"), open_.count("06 12 34")) == (0, 3)
    assert "between" in covered
    assert "18 of 60 verbatims" in covered


def test_of_what_is_found_at_once_the_surest_stands_first(client, ana):
    now = timezone.now()
    rise(value="Lille", began_at=now - timedelta(days=2))
    for value in ("Lyon", "Nantes"):  # as noticed: the surest first
        Notice.objects.create(member=ana, rise=rise(value=value, began_at=now), due_at=now)

    client.force_login(ana)
    lasting = client.get("/verbatims/alerts/").context["lasting"]

    assert [each.rise.value for each in lasting] == ["Lyon", "Nantes", "Lille"]
    assert ["Lyon" in each.title for each in notices(ana)] == [True, False]


def test_a_rise_lasts_while_it_is_found_and_another_begins_only_after_a_calm_week(told, bob):
    following.follow(bob, facet="segment.shop", value="Lille", driver="time", pace=AT_ONCE)
    lasting = Rise.objects.filter(facet="segment.shop", driver="time")
    run()
    six_days = timezone.now() - timedelta(days=6)
    lasting.update(stood_at=six_days, began_at=six_days)
    run()
    assert lasting.count() == 1
    assert lasting.get().stood_at > six_days

    lasting.update(stood_at=timezone.now() - 2 * noticing.CALM, value="Lyon")
    noticing.look.func()
    Rise.objects.filter(value="Lyon").exclude(ended_at=None).update(value="Lille")
    assert lasting.count() == 2
    assert lasting.lasting().count() == 1
    alert_mail.send_due.func()
    assert len(mail.outbox) == 2


def test_nobody_is_told_what_they_did_not_choose_or_what_lasted_before(told, bob, viewer):
    following.follow(bob, driver="offer", pace=AT_ONCE)
    run()
    following.follow(viewer, pace=AT_ONCE)
    run()
    assert (mail.outbox, Notice.objects.count()) == ([], 0)


def test_nothing_is_looked_for_while_texts_are_read_by_two_coders(told):
    Gathering.objects.update(coder="of before")
    noticing.look.func()
    assert not Rise.objects.exists()


def test_a_topic_that_rises_is_told_to_who_follows_its_driver(shop, bob):
    given = {"found": {"weights": {"till": 2.0}}, "rise": NUMBERS, "quotes": []}
    Topic.objects.create(driver="time", key="till", **given)
    following.follow(bob, driver="time", pace=AT_ONCE)
    following.follow(bob, driver="offer", pace=AT_ONCE)

    run()

    assert "“till” (Time and convenience), × 2" in mail.outbox[0].subject
    assert "Offer" not in mail.outbox[0].body


def test_a_digest_comes_on_monday_in_one_mail_and_not_at_all_when_nothing_rose(bob):
    thursday = datetime(2026, 11, 19, 12, tzinfo=UTC)
    due = noticing.due_at(WEEKLY, thursday)
    assert (due.isoweekday(), due.hour, (due - thursday).days) == (1, 8, 3)
    assert noticing.due_at(WEEKLY, due) == due + timedelta(days=7)
    following.follow(bob, pace=WEEKLY)
    for value in ("Lyon", "Lille"):
        Notice.objects.create(member=bob, rise=rise(value=value), due_at=due)
    Notice.objects.update(due_at=timezone.now() + timedelta(hours=1))

    alert_mail.send_due.func()
    before = len(mail.outbox), notices(bob)
    Notice.objects.update(due_at=timezone.now())
    alert_mail.send_due.func()

    assert before == (0, [])
    (sent,) = mail.outbox
    assert sent.subject == "2 alerts of what customers say"
    assert "Lyon" in sent.body
    assert "Lille" in sent.body
    assert len(notices(bob)) == 2


def test_a_mail_that_does_not_go_out_is_tried_again(bob, monkeypatch):
    following.follow(bob, pace=AT_ONCE)
    Notice.objects.create(member=bob, rise=rise(), due_at=timezone.now())
    with monkeypatch.context() as away:
        away.setattr("django.core.mail.EmailMessage.send", _refused)
        alert_mail.send_due.func()
    alert_mail.send_due.func()
    assert len(mail.outbox) == 1


def _refused(_self):
    raise ConnectionRefusedError


def test_one_click_in_the_mail_stops_it_and_a_scanner_that_follows_links_does_not(bob, client):
    following.follow(bob, driver="time", pace=AT_ONCE)
    kept = following.follow(bob, driver="offer", pace=WEEKLY)
    Notice.objects.create(member=bob, rise=rise(), due_at=timezone.now())
    alert_mail.send_due.func()
    headers = mail.outbox[0].extra_headers
    (stop,) = re.findall(r"<https?://[^/]+(/.*)>", headers["List-Unsubscribe"])

    seen = client.get(stop).content.decode()
    both = bob.followings.count()
    client.post(stop, {"List-Unsubscribe": "One-Click"})
    client.post(stop)

    assert "Time and convenience, everywhere" in seen
    assert (both, list(bob.followings.all())) == (2, [kept])
    assert client.post(stop.replace("heard/alerts/", "heard/alerts/x")).status_code == 404


def test_nobody_is_told_of_a_touchpoint_before_they_said_what_they_believe(
    shop, bob, monkeypatch
):
    following.follow(bob, pace=AT_ONCE)
    found = rise(facet=f"touchpoint:{shop.pk}", value="delivery")
    Notice.objects.create(member=bob, rise=found, due_at=timezone.now())
    with monkeypatch.context() as asked:
        asked.setattr(following, "hidden_from", lambda _canvas, _member: {"delivery"})
        alert_mail.send_due.func()
        assert (mail.outbox, notices(bob)) == ([], [])
    alert_mail.send_due.func()
    assert len(mail.outbox) == len(notices(bob)) == 1


def test_who_was_seen_out_is_told_nothing(bob):
    following.follow(bob, pace=AT_ONCE)
    Notice.objects.create(member=bob, rise=rise(), due_at=timezone.now())
    Member.objects.filter(pk=bob.pk).update(role="")
    alert_mail.send_due.func()
    assert mail.outbox == []


def test_the_bell_rings_until_the_alert_is_opened(bob, client):
    found = rise()
    Notice.objects.create(member=bob, rise=found, due_at=timezone.now())
    client.force_login(bob)
    assert "1 notice you did not read" in client.get("/verbatims/alerts/").content.decode()
    client.get(found.get_absolute_url())
    assert "notice you did not read" not in client.get("/verbatims/alerts/").content.decode()


def test_one_chooses_and_stops_on_the_page_for_oneself_alone(told, client, bob, ana):
    client.force_login(bob)
    chosen = {"driver": "time", "place": "segment.shop|Lille", "pace": WEEKLY}
    client.post("/verbatims/alerts/", chosen)
    (followed,) = bob.followings.all()
    assert (followed.driver, followed.facet, followed.value, followed.pace) == (
        *LILLE, WEEKLY,
    )  # fmt: skip
    wrong = client.post("/verbatims/alerts/", chosen | {"place": "segment.shop|Nowhere"})
    assert "Nowhere" in wrong.content.decode()
    assert bob.followings.count() == 1

    client.force_login(ana)
    stop = f"/verbatims/alerts/following/{followed.pk}/ending/"
    assert client.post(stop).status_code == 404
    client.force_login(bob)
    client.post(stop)
    assert not bob.followings.exists()


def test_other_systems_are_told_of_each_alert_once_without_words_of_customers(ana, settings):
    settings.WEBHOOKS_PRIVATE = True
    telling.add("http://127.0.0.1:9/hook", events=["alert.raised"], by=ana)
    Webhook.objects.update(made_at=timezone.now() - timedelta(hours=1))
    found = rise(quotes=[3, 5])

    watching.look.func()
    watching.look.func()

    (delivery,) = Delivery.objects.all()
    assert delivery.event == "alert.raised"
    assert f"/verbatims/alerts/{found.pk}/" in delivery.body
    assert '"verbatims":[3,5]' in delivery.body
    assert '"lately":9' in delivery.body
