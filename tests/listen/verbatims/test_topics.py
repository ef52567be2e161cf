"""Topics of a company: found, named, merged, parted, and the same the next night."""

import re
from datetime import timedelta
from typing import Any

import polars as pl
import pytest
from django.utils import timezone

from parcours.ledger.domain.lake import lake
from parcours.listen.domain.verbatims import gathering, talking
from parcours.listen.models import Topic
from tests.listen.verbatims.said import shop

__all__ = ["shop"]
pytestmark = pytest.mark.django_db

PARCEL = "The parcel came late, the courier and the tracking were useless, delivery was late"
QUEUE = "The queue at the till was endless, the cashiers slow, we waited at the till"
WORDS = ("Monday", "office", "garden", "market", "evening", "winter", "neighbour")


def rows(first: int, count: int, *, days: int, texts: tuple[str, ...]) -> list[dict[str, Any]]:
    now = timezone.now()
    return [
        {
            "customer_id": f"C-{number}",
            "event_id": f"E-{number}",
            "at": now - timedelta(days=days, minutes=number),
            "activity": "message.received",
            "channel": "email",
            "text": f"{texts[number % len(texts)]}, {WORDS[number % 7]} {WORDS[number % 5]}.",
        }
        for number in range(first, first + count)
    ]


@pytest.fixture
def told(shop) -> None:
    lake().append(pl.DataFrame(rows(0, 120, days=60, texts=(PARCEL, QUEUE))))
    gathering.gather()
    talking.find_in("time")


def about(word: str) -> Topic:
    return next(each for each in talking.counted()["time"] if word in each.words)


def test_topics_of_a_driver_are_named_counted_and_quoted(told):
    parcel, queue = about("parcel"), about("till")
    assert parcel != queue
    assert (parcel.count, queue.count) == (60, 60)
    assert sum(parcel.months.values()) == 60
    assert len(parcel.quotes) == 3
    assert len(queue.members) == 60
    assert {parcel.risen, queue.risen} == {None}


def test_the_next_night_they_are_the_same_with_their_names(told, ana):
    queue = about("till")
    talking.rename(queue, "Waiting at the till", by=ana)
    lake().append(pl.DataFrame(rows(200, 40, days=50, texts=(QUEUE, PARCEL))))
    gathering.gather()
    talking.find_in("time")
    again = about("till")
    assert (again.pk, str(again), again.count) == (queue.pk, "Waiting at the till", 80)
    assert Topic.objects.filter(driver="time", count__gt=0).count() == 2


def test_what_is_said_more_often_this_week_is_marked(told):
    lake().append(pl.DataFrame(rows(300, 40, days=2, texts=(QUEUE,))))
    gathering.gather()
    talking.find_in("time")
    assert about("till").risen > 1.5
    assert about("parcel").risen is None


def test_merging_counts_two_as_one_and_parting_gives_both_back(told, ana):
    parcel, queue = about("parcel"), about("till")
    talking.merge(queue, parcel, by=ana)
    (whole,) = talking.counted()["time"]
    assert (whole.pk, whole.count, len(whole.members)) == (parcel.pk, 120, 120)
    talking.find_in("time")
    assert [each.count for each in talking.counted()["time"]] == [120]
    assert talking.part(parcel, by=ana)
    assert sorted(each.count for each in talking.counted()["time"]) == [60, 60]


def test_a_topic_parts_into_two_of_its_own(told, ana):
    parcel = about("parcel")
    talking.rename(parcel, "Parcels", by=ana)
    told = talking.part(parcel, by=ana)
    halves = [each for each in talking.counted()["time"] if "till" not in each.words]
    assert len(halves) == 2
    assert sum(each.count for each in halves) == 60
    assert not Topic.objects.filter(pk=parcel.pk).exists()
    # The name that people gave goes on with the larger half.
    assert [(each.pk, each.name) for each in told] == [(each.pk, each.name) for each in halves]
    assert [each.name for each in told] == ["Parcels", ""]
    assert told[0].count >= told[1].count


def test_a_topic_of_a_few_does_not_part(shop, ana):
    lake().append(pl.DataFrame(rows(0, 44, days=60, texts=(PARCEL, QUEUE))))
    gathering.gather()
    talking.find_in("time")
    assert not talking.part(about("parcel"), by=ana)
    assert about("parcel").count == 22


def test_the_pages_show_them_and_colleagues_change_them(told, client, ana, viewer):
    client.force_login(viewer)
    page = client.get("/verbatims/topics/").content.decode()
    assert "parcel" in page
    parcel, queue = about("parcel"), about("till")
    address = f"/verbatims/topics/{queue.pk}"
    assert "endless" in client.get(f"{address}/").content.decode()
    assert client.post(f"{address}/naming/", {"name": "Tills"}).status_code == 404
    client.force_login(ana)
    client.post(f"{address}/naming/", {"name": "Tills"})
    client.post(f"{address}/merging/", {"into": parcel.pk})
    page = client.get(f"/verbatims/topics/{parcel.pk}/").content.decode()
    assert "It holds:" in page
    assert "Tills" in page
    assert client.get(f"{address}/").status_code == 404
    client.post(f"/verbatims/topics/{parcel.pk}/parting/")
    assert "Tills" in client.get("/verbatims/topics/").content.decode()


def test_whoever_changes_topics_is_told_that_it_is_done(told, client, ana):
    client.force_login(ana)
    parcel, queue = about("parcel"), about("till")
    address, whole = f"/verbatims/topics/{queue.pk}", f"/verbatims/topics/{parcel.pk}"
    own = str(queue)

    def done(to: str, **given: Any) -> str:
        page = client.post(to, given, follow=True).content.decode()
        (said,) = re.findall('<li class="notice success" role="status">(.*?)</li>', page)
        return said

    assert done(f"{address}/naming/", name="Tills") == "It is called “Tills” from now on."
    again = f"It is called by its own words again: “{own}”."
    assert done(f"{address}/naming/", name=" ") == again
    client.post(f"{address}/naming/", {"name": "Tills"}, follow=True)
    merged = f"“Tills” counts as part of “{parcel}” from now on."
    assert done(f"{address}/merging/", into=parcel.pk) == merged
    parted = done(f"{whole}/parting/")
    assert parted.startswith("Each a topic of its own from now on: “")
    assert {"“Tills”", f"“{parcel}”"} <= set(re.findall("“[^”]*”", parted))
    assert client.post(f"{whole}/merging/", {"into": parcel.pk}).status_code == 404


def test_without_words_there_is_nothing_to_talk_about(shop, client, ana):
    talking.find.func()
    client.force_login(ana)
    assert "No topics yet" in client.get("/verbatims/topics/").content.decode()
