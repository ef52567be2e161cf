"""The table of verbatims follows the log, whatever happens to it."""

from datetime import UTC, datetime

import pytest

from parcours.ledger.domain import moving
from parcours.ledger.domain.lake import lake
from parcours.ledger.domain.recording import record
from parcours.listen.domain.verbatims import (
    coding,
    context,
    correcting,
    gathering,
    grouping,
    recoding,
    table,
    writing,
)
from parcours.listen.domain.verbatims.correcting import Coding
from parcours.listen.models import Correction, Departure, Verbatim
from parcours.map.domain import canvases
from tests.listen.verbatims.said import AT, CANVAS, WORDS, heard, say, shop, spoken

__all__ = ["heard", "shop"]
pytestmark = pytest.mark.django_db


def texts() -> list[str]:
    return list(Verbatim.objects.order_by("at").values_list("text", flat=True))


def test_what_was_said_a_moment_ago_is_a_verbatim(shop):
    say("Très bien", case_id="O-1")

    gathering.gather()

    found = Verbatim.objects.get()
    assert (found.text, found.case_id, found.channel, found.felt) == (
        "Très bien",
        "O-1",
        "web",
        4,
    )
    assert (found.at, found.language, found.is_waiting) == (AT, "fr", True)


def test_it_stays_one_verbatim_once_the_lake_has_it(shop):
    say("Très bien")
    gathering.gather()
    moving.move()

    gathering.gather()

    assert texts() == ["Très bien"]
    assert not Verbatim.objects.get().is_waiting


def test_what_the_company_wrote_and_empty_words_are_no_verbatims(shop):
    record("message.sent", customer_id="C-1", text="Bonjour")
    record("review.answered", customer_id="C-1", text="Merci")
    record("survey.answered", customer_id="C-1", text="  ")
    record("message.received", customer_id="C-1", text="Allô ?")

    gathering.gather()

    assert texts() == ["Allô ?"]


def test_gathering_twice_is_gathering_once(heard):
    assert gathering.gather() == 0
    assert texts() == list(WORDS)


def test_putting_the_files_of_the_lake_together_changes_nothing(heard):
    before = list(Verbatim.objects.order_by("pk").values())
    lake().append(spoken(*WORDS, "Encore moi"))
    lake().compact()

    gathering.gather()

    assert list(Verbatim.objects.filter(pk__in=[v["id"] for v in before]).values()) == before
    assert texts() == [*WORDS, "Encore moi"]


def test_an_import_that_is_undone_takes_its_verbatims_along(heard):
    learnt = datetime(2040, 4, 1, tzinfo=UTC)
    lake().append(spoken("a", "b", "c", "d", "Importé"), recorded_at=learnt)
    gathering.gather()
    correcting.correct(
        Verbatim.objects.get(text="Importé"), Coding(sentiment=1, drivers={}), by=None
    )

    lake().take_back(learnt)
    gathering.gather()

    assert texts() == list(WORDS)
    assert (Departure.objects.count(), Correction.objects.count()) == (1, 0)


def test_who_slept_over_departures_that_were_forgotten_reads_the_table_anew(heard, monkeypatch):
    monkeypatch.setattr(writing, "KEPT_DEPARTURES", 1)
    before = table.current()
    for each in heard[:3]:
        writing.remove([each.pk])

    writing.prune.call()
    now = table._in_step(before, writing.progress().revision)

    assert Departure.objects.count() == 1
    assert (before.frame.height, now.frame["id"].to_list()) == (4, [heard[3].pk])


def test_an_event_that_vanished_from_the_outbox_takes_its_verbatim_along(shop):
    say("Oubliez-moi")
    gathering.gather()
    moving.erase(["C-0"])

    gathering.gather()

    assert texts() == []


def test_killed_between_reading_and_remembering_it_reads_again_and_doubles_nothing(
    heard, monkeypatch
):
    lake().append(spoken(*WORDS, "Encore moi"))

    def killed(*_given):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(gathering, "_settle", killed)
        with pytest.raises(KeyboardInterrupt):
            gathering.gather()
    gathering.gather()

    assert texts() == [*WORDS, "Encore moi"]


def test_each_change_has_a_revision_of_its_own(heard):
    first = writing.progress().revision
    say("Encore", 9)

    gathering.gather()

    assert Verbatim.objects.get(text="Encore").revision == first + 1


def test_its_touchpoint_is_that_of_todays_canvas(heard, shop, ana):
    key = str(shop.pk)
    assert [each.places for each in heard] == [
        f'{{"{key}": "{name}"}}' for name in ("delivery", "shop", "delivery", "shop")
    ]

    shop.text = CANVAS.replace("channel: web", "channel: store")
    shop.save()
    canvases.create("Twin", CANVAS, ana)
    gathering.gather_when_due.call()
    recoding.place_again.call()

    places = Verbatim.objects.order_by("at").values_list("places", flat=True)
    twin = shop.pk + 1
    assert list(places) == [
        f'{{"{twin}": "delivery"}}',
        f'{{"{key}": "delivery", "{twin}": "shop"}}',
        f'{{"{twin}": "delivery"}}',
        f'{{"{key}": "delivery", "{twin}": "shop"}}',
    ]


def test_another_coder_reads_everything_again_and_no_correction(
    heard, ana, run_jobs, monkeypatch
):
    correcting.correct(heard[0], Coding(sentiment=-1, drivers={"time": -1}), by=ana)
    monkeypatch.setattr(coding, "version", lambda: "another")

    gathering.gather_when_due.call()
    run_jobs()

    assert set(Verbatim.objects.values_list("coder", flat=True)) == {"another"}
    said = correcting.effective([Verbatim.objects.get(pk=heard[0].pk)])[heard[0].pk]
    assert (said.sentiment, dict(said.drivers), said.is_corrected) == (-1, {"time": -1}, True)
    assert writing.progress().coder == "another"


def test_nothing_is_read_where_nothing_moved(heard, run_jobs):
    gathering.gather_when_due.call()
    run_jobs()
    before = writing.progress().revision

    gathering.gather_when_due.call()

    assert (run_jobs(), writing.progress().revision) == (0, before)


def test_names_too_long_for_an_index_are_left_out_and_a_letter_that_is_none_is_a_space(shop):
    lake().append(
        spoken("Bon\0jour", "Trop").with_columns(
            event_id=pl_long("event_id"),
        )
    )

    gathering.gather()

    assert texts() == ["Bon jour"]


def pl_long(name):
    import polars as pl

    return pl.when(pl.col("text") == "Trop").then(pl.lit("x" * 201)).otherwise(pl.col(name))


def test_what_is_nearly_the_same_is_one_kind(shop, run_jobs):
    text = "Colis arrivé en retard et abîmé, personne ne répond au téléphone depuis lundi"
    lake().append(spoken(text, "Très bien", text.upper() + " matin !!"))
    gathering.gather()

    grouping.group_again.call()
    grouping.group_again.call()

    kinds = [each.likeness for each in Verbatim.objects.order_by("at")]
    assert kinds[0] == kinds[2] != kinds[1]
    assert context.repeated(Verbatim.objects.earliest("at")) == 1
