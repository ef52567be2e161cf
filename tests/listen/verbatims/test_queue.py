"""The label queue: half by chance, half in doubt, one in ten for two people."""

import random

import pytest

from parcours.listen.domain.verbatims import codes, correcting, queue
from parcours.listen.domain.verbatims.correcting import Coding
from parcours.listen.domain.verbatims.quality import quality
from parcours.listen.models import Correction, Draw, Verbatim
from tests.listen.verbatims.said import heard, shop

__all__ = ["heard", "shop"]
pytestmark = pytest.mark.django_db

BAD = Coding(sentiment=-1, drivers={"time": -1})


class Luck(random.Random):
    """A die that falls where it is told."""

    def __init__(self, share: float) -> None:
        super().__init__(1)
        self.share = share

    def random(self) -> float:
        return self.share


AGREEMENT, DOUBT, CHANCE = Luck(0.05), Luck(0.3), Luck(0.9)


def test_what_the_coder_is_least_sure_of_is_drawn_once_each(heard, bob, ana):
    Verbatim.objects.update(doubt=0.2)
    Verbatim.objects.filter(pk=heard[2].pk).update(doubt=0.9, revision=99)
    queue._DOUBTFUL, kept = 1, queue._DOUBTFUL
    try:
        first = queue.next_for(bob, DOUBT)
        other = queue.next_for(ana, DOUBT)
    finally:
        queue._DOUBTFUL = kept

    assert (first.verbatim_id, first.reason) == (heard[2].pk, "doubt")
    assert other.verbatim_id != first.verbatim_id


def test_a_draw_by_chance_may_fall_on_what_was_labelled_in_doubt(heard, ana, bob):
    for each in heard:
        correcting.correct(each, BAD, by=ana, drawn="doubt")

    draw = queue.next_for(bob, CHANCE)

    assert draw.reason == "chance"
    assert queue.next_for(ana, CHANCE) is None


def test_one_in_ten_goes_to_a_second_person_and_no_third(heard, ana, bob, viewer):
    correcting.correct(heard[1], BAD, by=ana, drawn="chance")
    correcting.correct(heard[2], BAD, by=ana)

    draw = queue.next_for(bob, AGREEMENT)
    queue.label(draw, Coding(sentiment=0, drivers={"time": -1}), by=bob)
    third = queue.next_for(viewer, AGREEMENT)

    assert (draw.verbatim_id, draw.reason) == (heard[1].pk, "agreement")
    assert third.reason != "agreement"
    assert quality().twice == 1


def test_where_no_doubt_is_left_chance_decides(heard, ana, bob):
    for each in heard:
        correcting.correct(each, BAD, by=ana)

    assert queue.next_for(bob, DOUBT).reason == "chance"


def test_labels_say_why_they_were_asked_for(heard, bob):
    draw = queue.next_for(bob, CHANCE)

    queue.label(draw, BAD, by=bob)

    assert Correction.objects.get().drawn == "chance"
    assert queue.done(bob) == 1
    assert Draw.objects.count() == 1


def test_how_often_machine_and_people_find_the_same_polarity_is_told_by_driver(
    heard, ana, bob, client
):
    """The four verbatims all speak of a driver that the machine finds too."""
    late = heard[0]
    assert late.negative >> codes.DRIVERS.index("time") & 1
    correcting.correct(late, Coding(sentiment=1, drivers={"time": 1}), by=ana)
    correcting.correct(late, Coding(sentiment=-1, drivers={"time": -1, "offer": 0}), by=bob)

    found = dict(zip(codes.DRIVERS, quality().polarities, strict=True))
    time, offer = found["time"], found["offer"]

    assert (time.taught, time.machine.value, time.machine.n) == (1, 1.0, 1)
    assert time.machine.low < 0.3
    assert (time.people.value, time.people.n) == (0.0, 1)
    assert (offer.taught, offer.machine.value, offer.machine.n) == (1, None, 0)
    client.force_login(ana)
    page = client.get("/verbatims/quality/").content.decode()
    assert "the same polarity of a driver" in page


def test_shares_are_corrected_by_those_drawn_by_chance_alone(heard, ana):
    for each, sentiment in zip(heard, (-1, -1, 1, None), strict=True):
        Verbatim.objects.filter(pk=each.pk).update(sentiment=sentiment, revision=50)
    for each in Verbatim.objects.order_by("event_id")[:3]:
        told = Coding(sentiment=-1 if each.event_id == "E-0" else 1, drivers={})
        correcting.correct(each, told, by=ana, drawn="chance")
    correcting.correct(heard[3], BAD, by=ana, drawn="doubt")

    found = quality()

    negative = found.shares[0]
    assert (found.corrections, found.by_chance) == (4, 3)
    assert (negative.checked.found, negative.checked.missed) == (1, 0)
    assert (negative.checked.false, negative.checked.cleared) == (1, 1)
    assert dict(found.confusion)["Positive"] == [1, 0, 1, 0]
    assert negative.found.value == 0.5
