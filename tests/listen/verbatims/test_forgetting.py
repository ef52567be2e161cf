"""Who is erased is gone from the verbatims too: no file of the site holds a word of theirs."""

from pathlib import Path

import pytest
from django.conf import settings as site
from django.db import connection

from parcours.ledger.domain import moving
from parcours.listen.domain.verbatims import correcting, gathering, table
from parcours.listen.domain.verbatims.correcting import Coding
from parcours.listen.domain.verbatims.forgetting import VERBATIMS
from parcours.listen.models import Correction, Verbatim
from parcours.people.domain.keeping import keepers
from tests.listen.verbatims.said import WORDS, heard, say, shop

__all__ = ["heard", "shop"]

RARE = "xylophonique"


@pytest.mark.django_db
def test_an_export_holds_the_words_and_all_that_was_read_in_them(heard, ana):
    correcting.correct(heard[0], Coding(sentiment=-1, drivers={"time": -1}), by=ana)

    [(name, told)] = VERBATIMS.export(["C-0", "C-9"])

    assert name == "verbatims.json"
    [one] = told
    assert (one["text"], one["event_id"]) == (WORDS[0], "E-0")
    assert one["read_by_people"][0]["drivers"] == {"time": -1}
    assert VERBATIMS in keepers()


@pytest.mark.django_db
def test_erasing_takes_words_and_corrections_of_that_person_alone(heard, ana):
    correcting.correct(heard[0], Coding(sentiment=-1, drivers={}), by=ana)

    VERBATIMS.erase(["C-0"])
    VERBATIMS.erase(["C-0"])

    assert Verbatim.objects.count() == 3
    assert Correction.objects.count() == 0
    assert table.current().frame.height == 3


@pytest.mark.django_db(transaction=True)
def test_after_an_erasure_no_file_holds_a_word_of_theirs(shop, ana, monkeypatch):
    monkeypatch.setattr(table, "_WORTH_KEEPING", 1)
    for number in range(300):
        say(f"Rien à redire, commande {number}", number)
    say(f"Un vendeur {RARE} et charmant", 999)
    gathering.gather()
    moving.move()
    gathering.gather()
    table.current()
    assert holding(RARE.encode()) or connection.vendor != "sqlite"  # elsewhere no file of ours

    for keeper in keepers():
        keeper.erase(["C-999"])
    gathering.gather()

    assert Verbatim.objects.count() == 300
    assert holding(RARE.encode()) == []
    assert holding(b"C-999") == []


def holding(word: bytes) -> list[Path]:
    """The files of the site, its database among them, in which a word stands."""
    files = [path for path in Path(site.DATA).rglob("*") if path.is_file()]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        name = Path(str(connection.settings_dict["NAME"]))
        files += [*name.parent.glob(f"{name.name}*")]
    return [path for path in files if word in path.read_bytes()]
