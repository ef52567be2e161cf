"""What people correct teaches the coder, and how much is said honestly."""

import pytest

from parcours.ledger.domain.lake import lake
from parcours.listen.domain.verbatims import correcting, curve, gathering, teaching, writing
from parcours.listen.domain.verbatims.correcting import Coding
from parcours.listen.domain.verbatims.forgetting import VERBATIMS
from parcours.listen.domain.verbatims.quality import quality
from parcours.listen.models import Correction, Lesson, Verbatim
from tests.listen.verbatims.said import heard, shop, spoken

__all__ = ["heard", "shop"]
pytestmark = pytest.mark.django_db

# Young customers' praise, which the shipped coder cannot know.
PRAISE = ("Ce magasin c'est une tuerie", "La veste est mortelle", "Une tuerie ce canapé")
BLAME = ("Le canapé est arrivé cassé", "Vendeur désagréable", "Attente interminable en caisse")


def corrected(by, many=15):
    """Corrections that say the slang is praise, and the rest what it seems."""
    texts = [f"{text}, numéro {n}" for n in range(many) for text in (*PRAISE, *BLAME)]
    lake().append(spoken(*texts))
    gathering.gather()
    for each in Verbatim.objects.order_by("at"):
        is_praise = each.text.startswith(PRAISE)
        said = Coding(sentiment=1, drivers={"offer": 1}) if is_praise else Coding(
            sentiment=-1, drivers={"emotions": -1}
        )  # fmt: skip
        correcting.correct(each, said, by=by, drawn="chance")


def test_corrections_teach_what_the_coder_could_not_know(shop, ana, run_jobs):
    corrected(ana)
    before = Verbatim.objects.filter(text__contains="tuerie").first()

    teaching.teach_when_due.call()
    teaching.teach_when_due.call()
    gathering.gather_when_due.call()
    run_jobs()

    [lesson] = Lesson.objects.all()
    first, *_between, last = lesson.curve
    assert (lesson.corrections, last["corrections"]) == (90, 72)
    assert last["sentiment"] > first["sentiment"]
    assert last["gain"][1] > 0
    after = Verbatim.objects.get(pk=before.pk)
    assert after.positivity > before.positivity
    assert after.coder.endswith(f"-{lesson.pk}")
    assert writing.progress().coder == after.coder
    assert curve.chart().rows[0][0] == "0"


def test_how_well_it_reads_is_measured_on_what_it_did_not_learn_from(shop, ana):
    corrected(ana)
    teaching.teach()

    found = quality()

    assert found.by_chance == 90
    crossed = Lesson.objects.get().crossed
    assert {str(each.pk) for each in Verbatim.objects.all()} == set(crossed)
    assert 0.4 < found.shares[0].true.value < 0.6


def test_the_polarity_that_people_give_a_driver_is_passed_on_to_be_learned(heard, ana):
    correcting.correct(heard[0], Coding(sentiment=-1, drivers={"time": 0, "offer": 1}), by=ana)

    (row,) = teaching._rows().iter_rows(named=True)

    given = {name: row[f"driver_{name}"] for name in ("time", "offer", "emotions")}
    assert given == {"time": 0, "offer": 1, "emotions": None}


def test_too_few_corrections_teach_nothing(heard, ana):
    correcting.correct(heard[0], Coding(sentiment=1, drivers={}), by=ana)

    teaching.teach_when_due.call()

    assert Lesson.objects.count() == 0
    assert curve.chart() is None


def test_what_is_taken_back_or_erased_is_unlearned(shop, ana):
    corrected(ana, many=5)
    teaching.teach()
    for each in Correction.objects.all()[:15]:
        correcting.undo(each, by=ana)

    teaching.teach_when_due.call()

    lesson = Lesson.objects.get()
    assert (lesson.corrections, lesson.taught) == (15, None)
    VERBATIMS.erase(["C-0"])
    assert Lesson.objects.count() == 0
