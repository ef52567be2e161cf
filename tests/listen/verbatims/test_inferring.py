"""Felt inferred from words, for those who gave no score at all."""

from datetime import timedelta
from typing import Any

import polars as pl
import pytest

from parcours.core.text.felt import Inference
from parcours.ledger.domain import results
from parcours.ledger.domain.lake import lake
from parcours.ledger.domain.reading import current_log
from parcours.ledger.models import Result
from parcours.listen.domain.verbatims import feeling, gathering, inferring
from parcours.people.models import Customer, Merge
from tests.listen.verbatims.said import AT, say, shop

__all__ = ["shop"]
pytestmark = pytest.mark.django_db

GLAD, CROSS = "Vendeur adorable, parfait, merci !", "Accueil horrible, je suis très déçue"


def event(name: str, **columns: Any) -> dict[str, Any]:
    return {
        "event_id": name, "customer_id": f"C-{name.partition(':')[0]}", "at": AT,
        "activity": "survey.answered", "channel": "web", "language": "fr",
        "text": None, "score": None, "scale": None,
    } | columns  # fmt: skip


def scored(count: int) -> list[dict[str, Any]]:
    """Answers of two events, words and recommendation: half of them glad, half cross."""
    return [
        each
        for n in range(count)
        for each in (
            event(f"r{n}:words", text=f"{CROSS if n % 2 else GLAD} ({n})"),
            event(f"r{n}:nps", score=(1.0 if n % 2 else 9.0) + n % 3 / 2, scale="nps_0_10"),
        )
    ]


@pytest.fixture
def told(shop) -> None:
    """Two hundred who gave both; two who only wrote, one of them as another customer."""
    alone = [
        event("m1", activity="message.received", text=GLAD),
        event("m2", activity="message.received", text=CROSS, customer_id="C-other"),
    ]
    lake().append(pl.DataFrame([*scored(200), *alone], infer_schema_length=None))
    gathering.gather()


def test_who_wrote_without_a_score_felt_what_their_likes_did(told):
    found = {name: felt for _who, name, felt, *_off in inferring.inferred(current_log()).rows()}
    assert set(found) == {"m1", "m2"}
    assert found["m1"] > 4.5
    assert found["m2"] < 2


def test_a_person_is_named_as_the_log_names_them(told):
    kept = Customer.objects.create(customer_id="C-m1")
    merged = Customer.objects.create(customer_id="C-other")
    Merge.objects.create(kept=kept, merged=merged)
    found = inferring.inferred(current_log())
    assert set(found["customer_id"]) == {"C-m1"}


def test_what_it_learned_from_is_told(told):
    found = inferring.calibration(current_log())
    taught = Inference.of(found.pop("taught"))
    assert found == {"pairs": 200, "alone": 2}
    assert taught.error < taught.usual / 2


def test_too_few_teach_nothing(shop):
    rows = [*scored(199), event("m1", activity="message.received", text=GLAD)]
    lake().append(pl.DataFrame(rows, infer_schema_length=None))
    gathering.gather()
    assert inferring.inferred(current_log()).is_empty()
    assert inferring.calibration(current_log()) == {"pairs": 199, "alone": 1, "taught": None}


def test_nothing_said_infers_nothing(shop):
    assert inferring.inferred(current_log()).is_empty()


def test_new_words_make_what_rests_on_them_be_computed_again(told):
    name = "parcours.listen.domain.verbatims.inferring.calibration"
    results.compute(name, {})
    assert results.answer(inferring.calibration).is_current
    say(GLAD, 1, score=None, at=AT + timedelta(days=1))
    results.compute(name, {})
    gathering.gather()
    assert not results.answer(inferring.calibration).is_current
    assert Result.objects.get().payload["alone"] == 2


def test_the_page_says_how_well_words_tell(told, client, viewer):
    client.force_login(viewer)
    address = "/verbatims/quality/"
    assert "Being computed." in client.get(address).content.decode()
    results.compute("parcours.listen.domain.verbatims.inferring.calibration", {})
    page = " ".join(client.get(address).content.decode().split())
    assert "Learned from 200 verbatims with a score beside them." in page
    assert "inferred for 2 verbatims without a score" in page


def test_the_page_says_how_many_are_missing(shop, client, viewer):
    client.force_login(viewer)
    results.compute("parcours.listen.domain.verbatims.inferring.calibration", {})
    page = client.get("/verbatims/quality/").content.decode()
    assert "0 verbatims have a score beside them; 200 are needed" in " ".join(page.split())


def test_what_was_felt_is_told_by_month_as_scored_and_from_words(told):
    later = AT + timedelta(days=40)
    more = [
        event(f"{kind}{n}", activity="message.received", at=at, text=f"{GLAD} ({n})")
        for n in range(12)
        for kind, at in (("a", AT), ("b", later))
    ]
    scores = [
        event(f"s{n}", at=later, text=f"{CROSS} ({n})", score=1.0, scale="csat_1_5")
        for n in range(12)
    ]
    lake().append(pl.DataFrame([*more, *scores], infer_schema_length=None))
    gathering.gather()

    first, last = feeling.months(current_log())

    assert (first["month"], first["scored"]["n"], first["inferred"]["n"]) == (
        "2026-03-01", 200, 14,
    )  # fmt: skip
    assert (last["month"], last["scored"]["value"], last["inferred"]["n"]) == (
        "2026-04-01", 1.0, 12,
    )  # fmt: skip
    assert last["inferred"]["low"] < last["inferred"]["value"] < last["inferred"]["high"]
    made = feeling.chart([first, last])
    assert [each["name"] for each in made.option["series"] if "name" in each] == [
        "as scored", "from words without a score",
    ]  # fmt: skip
    assert feeling.chart([first]) is None
