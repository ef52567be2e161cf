"""Pictures that people answered with are seen beside what else they answered."""

import uuid

import pytest
from django.test import Client

from parcours.listen.domain.surveys import answering, photographs
from parcours.listen.models import AnswerPicture
from tests.listen.surveys.asking import published
from tests.site.furnishing import bell

pytestmark = pytest.mark.django_db


@pytest.fixture
def delivery(ana, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return published(ana, "after-delivery")


def answered(delivery, *, aside: str = "") -> AnswerPicture:
    response = answering.begin(delivery, channel="link", language="en")
    key = photographs.receive(response, "photo", bell())
    values = {"satisfied": 1, "went-wrong": ["damaged"], "photo": key, "words": "Broken."}
    answering.accept(response, values, aside=aside)
    return AnswerPicture.objects.get(key=key)


def test_a_picture_is_seen_beside_the_answers_it_came_with(client: Client, delivery, bob):
    picture = answered(delivery)
    client.force_login(bob)

    page = client.get(f"/surveys/{delivery.slug}/results/pictures/").content.decode()

    address = f"/surveys/{delivery.slug}/results/pictures/{picture.key}.jpg"
    assert f'<img src="{address}"' in page
    assert "The parcel or product was damaged" in page
    assert "Broken." not in page  # Words are read, and covered, where verbatims are.
    assert str(picture.key) not in page.replace(address, "")
    assert client.get(address).content.startswith(b"\xff\xd8\xff")


def test_pictures_of_answers_put_aside_are_not_among_them(client: Client, delivery, bob):
    answered(delivery, aside="trap")
    client.force_login(bob)

    page = client.get(f"/surveys/{delivery.slug}/results/pictures/").content.decode()

    assert "Nobody sent a picture yet." in page


def test_a_picture_is_seen_by_who_may_see_answers_of_its_survey(
    client: Client, delivery, ana, zoe
):
    picture = answered(delivery)
    other = published(ana, "journey-nps")
    client.force_login(zoe)
    own = f"/surveys/{delivery.slug}/results/pictures/{picture.key}.jpg"
    assert client.get(own).status_code == 404

    client.force_login(ana)
    elsewhere = own.replace(delivery.slug, other.slug)
    assert client.get(elsewhere).status_code == 404
    assert client.get(own.replace(str(picture.key), str(uuid.uuid4()))).status_code == 404
