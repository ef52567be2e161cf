"""The driver board: shares with intervals, what rose where, what weighs on NPS."""

import re
from datetime import timedelta
from typing import Any

import polars as pl
import pytest
from django.utils import timezone

from parcours.ledger.domain import results
from parcours.ledger.domain.lake import lake
from parcours.listen.domain.verbatims import driving, gathering, naming
from parcours.listen.domain.verbatims.asking import Asked
from parcours.listen.domain.verbatims.weighing import weights_of
from tests.listen.verbatims.said import shop

__all__ = ["shop"]
pytestmark = pytest.mark.django_db

QUEUE = "The queue was endless, we waited forever at the till."
SELLER = "The seller was so kind and listened to us."


def answers(
    count: int, *, queue: int, days: int, place: str, kind: int = 0
) -> list[dict[str, Any]]:
    """Answers of one shop, *queue* of which complain of it, *days* ago; a score beside each."""
    now = timezone.now()
    rows: list[dict[str, Any]] = []
    for number in range(count):
        complains = number < queue
        own = {
            "customer_id": f"C-{place}-{kind}-{number}",
            "at": now - timedelta(days=days, minutes=number),
            "activity": "survey.answered",
            "channel": "store",
            "properties": f'{{"shop": "{place}"}}',
        }
        name = f"r-{place}-{kind}-{number}"
        rows.append(own | {"event_id": f"{name}:words", "text": QUEUE if complains else SELLER})
        score = (2.0 if complains else 9.0) + number % 2
        rows.append(own | {"event_id": f"{name}:nps", "score": score, "scale": "nps_0_10"})
    return rows


@pytest.fixture
def told(shop) -> None:
    """Two shops: nothing changed at Lyon; at Lille complaints of the queue rose six times."""
    rows = [
        *answers(100, queue=5, days=200, place="Lille"),
        *answers(100, queue=5, days=200, place="Lyon"),
        *answers(60, queue=18, days=5, place="Lille", kind=1),
        *answers(60, queue=3, days=5, place="Lyon", kind=1),
    ]
    lake().append(pl.DataFrame(rows, infer_schema_length=None))
    gathering.gather()


def test_each_driver_has_its_share_and_how_it_is_spoken_of(told):
    board = driving.board(Asked(), places={})
    lines = {each.key: each for each in board.lines}
    assert board.total == 320
    assert lines["time"].spoken.value == pytest.approx(31 / 320)
    assert lines["time"].spoken.low < 31 / 320 < lines["time"].spoken.high
    assert (lines["time"].ill.value, lines["time"].ill.n) == (1.0, 31)
    assert lines["emotions"].well.value == 1.0
    assert lines["identity"].spoken.value == 0
    assert lines["time"].query == "?driver=time"


def test_only_a_change_that_is_proved_is_shown(told):
    lines = {each.key: each for each in driving.board(Asked(), places={}).lines}
    assert lines["identity"].change is None
    until = timezone.localdate()
    asked = Asked(since=until - timedelta(days=130), until=until)
    time = next(each for each in driving.board(asked, places={}).lines if each.key == "time")
    assert time.spoken.value == pytest.approx(21 / 120)
    assert time.change.value == pytest.approx(21 / 120 - 10 / 200)


def test_what_rose_is_told_with_its_place_and_leads_to_the_words(told, client, ana):
    alerts = driving.board(Asked(), places=naming.touchpoints(ana)).alerts
    found = [(each.driver, each.place, each.lately, each.all_lately) for each in alerts]
    assert ("Time and convenience", "Lille", 18, 60) in found
    assert all(place != "Lyon" for _driver, place, _lately, _all in found)
    lille = next(each for each in alerts if each.place == "Lille")
    assert lille.times > lille.times_low > 1
    client.force_login(ana)
    page = client.get(f"/verbatims/{lille.query}").content.decode()
    assert "queue" in page


def test_what_weighs_on_nps_is_found_though_score_and_words_are_two_events(told):
    payload = results.compute(
        "parcours.listen.domain.verbatims.weighing.weights_of", {"since": None, "until": None}
    ).payload
    assert payload["n"] == 320
    heaviest = payload["weights"][0]
    assert heaviest["name"] in {"time", "emotions"}
    weights = {each["name"]: each for each in payload["weights"]}
    assert weights["time"]["penalty"]["value"] < -1
    assert payload["explained"]["value"] > 0.8


def test_a_few_answers_are_not_enough_to_weigh(shop):
    lake().append(pl.DataFrame(answers(20, queue=5, days=3, place="Lille")))
    gathering.gather()
    payload = results.compute(
        "parcours.listen.domain.verbatims.weighing.weights_of", {"since": None, "until": None}
    ).payload
    assert payload == {"n": 20, "opinion": "nps"}


def test_where_nobody_is_asked_to_recommend_what_is_felt_is_weighed(shop):
    told = pl.DataFrame(answers(120, queue=40, days=3, place="Lille"))
    stars = told.with_columns(
        scale=pl.when(pl.col("scale").is_not_null()).then(pl.lit("stars_1_10")),
        score=pl.col("score").clip(1, 10),
        event_id="import:" + pl.col("event_id"),
    )
    lake().append(stars)
    gathering.gather()
    payload = results.compute(
        "parcours.listen.domain.verbatims.weighing.weights_of", {"since": None, "until": None}
    ).payload
    time = next(each for each in payload["weights"] if each["name"] == "time")
    assert (payload["n"], payload["opinion"]) == (120, "felt")
    assert -4 < time["penalty"]["value"] < -1


def test_what_was_imported_of_years_ago_is_looked_back_on_from_its_end(shop, ana, client):
    rows = [
        *answers(100, queue=5, days=900, place="Lille"),
        *answers(60, queue=18, days=801, place="Lille", kind=1),
    ]
    lake().append(pl.DataFrame(rows, infer_schema_length=None))
    gathering.gather()
    board = driving.board(Asked(), places=naming.touchpoints(ana))
    time = next(each for each in board.lines if each.key == "time")
    assert time.change.value == pytest.approx(18 / 60 - 5 / 100)
    assert [each.place for each in board.alerts][:1] == ["Lille"]
    client.force_login(ana)
    page = client.get("/verbatims/drivers/").content.decode()
    assert "+25 pts" in page


def test_the_page_says_all_of_it(told, client, viewer):
    client.force_login(viewer)
    page = client.get("/verbatims/drivers/").content.decode()
    assert "Being computed." in page
    assert "Complained of more than before" in page
    results.compute(
        "parcours.listen.domain.verbatims.weighing.weights_of", {"since": None, "until": None}
    )
    page = client.get("/verbatims/drivers/").content.decode()
    assert "Of 320 answers with a score and words" in " ".join(page.split())
    time = page.partition('id="weights"')[2].partition(">Time and convenience<")[2]
    _share, _place, well, ill, kind = re.findall("<td[^>]*>(.*?)</td>", time)[:5]
    assert well.startswith("— <")
    assert "0.0" not in well
    assert re.match("−[1-9]", ill)
    assert kind == "nothing proved"
    assert weights_of.__name__ in results.name_of(weights_of)


def test_an_empty_company_is_told_what_to_do(shop, client, ana):
    client.force_login(ana)
    assert "Nobody said anything here yet" in client.get("/verbatims/drivers/").content.decode()
