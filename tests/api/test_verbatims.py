"""Programs find what customers say; nobody is named."""

import pytest

from parcours.ledger.domain.lake import lake
from parcours.listen.domain.verbatims import correcting, gathering
from parcours.listen.domain.verbatims.correcting import Coding
from parcours.listen.models import Verbatim
from parcours.people.models import Customer
from tests.listen.verbatims.said import CANVAS, WORDS, spoken

pytestmark = pytest.mark.django_db


@pytest.fixture
def heard(settings, tmp_path, ana):
    from parcours.map.domain import canvases

    settings.DATA = tmp_path
    canvases.create("Parcels", CANVAS, ana)
    lake().append(spoken(*WORDS, "Anne Roy attend au 06 12 34 56 78"))
    Customer.objects.create(customer_id="C-4", name="Anne Roy")
    gathering.gather()


def test_they_are_found_by_words_and_by_what_was_read_in_them(shop, heard, ana):
    late = Verbatim.objects.get(text=WORDS[0])
    said = Coding(sentiment=-1, drivers={"time": -1}, flags=("complaint",))
    correcting.correct(late, said, by=ana)

    found = shop.get(
        "/api/v1/verbatims?q=livrer*&sentiment=negative&driver=time:negative"
        "&touchpoint=delivery&segment=shop:Lyon"
    ).json()

    assert found == {
        "verbatims": [
            {
                "number": late.pk, "at": "2026-03-02T10:00:00Z", "text": WORDS[0],
                "language": "fr", "sentiment": "negative", "probability": None,
                "drivers": {"time": "negative"}, "flags": ["complaint"],
                "is_corrected": True, "felt": 1.0, "touchpoint": "Delivery",
                "activity": "survey.answered", "channel": "web", "source": "surveys",
                "segments": {"shop": "Lyon"},
            }
        ],
        "total": 1,
        "next": None,
    }  # fmt: skip


def test_page_after_page_gives_all_and_nobodys_name(shop, heard):
    first = shop.get("/api/v1/verbatims?limit=3").json()
    second = shop.get("/api/v1/verbatims", {"limit": 3, "cursor": first["next"]}).json()

    texts = [each["text"] for page in (first, second) for each in page["verbatims"]]
    assert texts == ["[name] attend au [phone]", *reversed(WORDS)]
    assert (first["total"], second["next"]) == (5, None)


def test_a_key_needs_the_scope(program, heard):
    assert program("figures:read").get("/api/v1/verbatims").status_code == 403
