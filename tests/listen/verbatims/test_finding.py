"""Verbatims are found by their words in any form, and by all that is known of them."""

import pytest
from django.http import QueryDict

from parcours.listen.domain.verbatims import correcting, finding, full_text, table, writing
from parcours.listen.domain.verbatims.asking import Asked
from parcours.listen.domain.verbatims.correcting import Coding
from parcours.listen.domain.verbatims.reading import frame
from parcours.listen.models import Verbatim
from tests.listen.verbatims.said import WORDS, heard, shop

__all__ = ["heard", "shop"]
pytestmark = pytest.mark.django_db


def found(query: str) -> list[str]:
    numbers = finding.search(Asked.of(QueryDict(query))).page().numbers
    texts = dict(Verbatim.objects.values_list("pk", "text"))
    return [texts[number] for number in numbers]


LATE, EARLY, QUEUE, SELLER = WORDS


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("livraison", [LATE]),
        ("LIVRAISONS", [LATE]),
        ("livrer", [EARLY]),
        ("decu", [LATE]),
        ("livr*", [EARLY, LATE]),
        ("en retard", [LATE]),
        ('"en retard"', [LATE]),
        ('"retard en"', []),
        ("livr* -retard", [EARLY]),
        ("-livr*", [SELLER, QUEUE]),
        ("-livr* -queue", [SELLER]),
        ('-"en retard"', [SELLER, QUEUE, EARLY]),
        ('livr* -"en retard"', [EARLY]),
        ('livr* -"retard en"', [EARLY, LATE]),
        ("too-lon*", [QUEUE]),
        ("oo-lon*", []),
        ("too-lon", []),
        ("queues", [QUEUE]),
        ("the", [QUEUE]),
        ("vendeur OR rien", []),
        ("!?", [SELLER, QUEUE, EARLY, LATE]),
        ("l'\"é", []),
    ],
)
def test_words_are_found_in_any_form_accents_or_not(heard, words, wanted):
    query = QueryDict(mutable=True)
    query["q"] = words

    assert found(query.urlencode()) == wanted


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("channel=store", [SELLER, EARLY]),
        ("channel=store&channel=web&q=en", [EARLY, LATE]),
        ("segment.shop=Lyon", [QUEUE, LATE]),
        ("segment.shop=Paris", []),
        ("felt_most=2&order=oldest", [LATE, EARLY]),
        ("felt_least=4", [SELLER]),
        ("felt_least=x&since=never&order=odd", [SELLER, QUEUE, EARLY, LATE]),
        ("since=2026-03-02&until=2026-03-02", [SELLER, QUEUE, EARLY, LATE]),
        ("since=2026-03-03", []),
        ("sentiment=other&driver=none&flag=none", []),
        ("is_corrected=yes", []),
        ("like=999999", []),
        (f"like={10**30}&channel=store", [SELLER, EARLY]),
        ("is_private=no&activity=survey.answered&source=surveys", [SELLER, QUEUE, EARLY, LATE]),
    ],
)
def test_filters_narrow_the_list(heard, query, wanted):
    assert found(query) == wanted


def test_a_touchpoint_is_a_filter(heard, shop):
    assert found(f"touchpoint={shop.pk}:shop") == [SELLER, EARLY]


def test_the_address_says_all_that_is_asked_and_reads_it_again(heard):
    query = (
        "q=livr*&sentiment=negative&driver=time:negative&flag=urgent&touchpoint=1:shop"
        "&channel=web&channel=app&segment.shop=Lille&since=2026-01-01&felt_most=2.5&like=7"
        "&is_corrected=yes&order=worst"
    )
    asked = Asked.of(QueryDict(query))

    assert Asked.of(QueryDict(asked.query[1:])) == asked
    assert asked.with_value("channel", "web").channel == ("app",)
    assert asked.with_value("segment.shop", "Lyon").segments == {"shop": ("Lille", "Lyon")}
    assert asked.with_value("segment.shop", "Lille").segments == {}
    assert asked.without("since").since is None
    assert asked.without("segment.shop").segments == {}
    assert Asked().query == ""


def test_counts_say_how_many_there_would_be(heard, shop):
    counts = finding.search(Asked(channel=("web",), words="en")).counts()

    assert counts["channel"] == {"store": 1, "web": 1}
    assert counts["segment.shop"] == {"Lyon": 1}
    assert counts["touchpoint"] == {f"{shop.pk}:delivery": 1}


@pytest.mark.parametrize("order", ["newest", "oldest", "worst", "best", "unsure"])
def test_page_after_page_shows_each_verbatim_once(heard, order):
    search, seen, after = finding.search(Asked(order=order)), [], ""
    while True:
        page = search.page(after=after, size=1)
        seen += page.numbers
        after = page.after
        if not after:
            break

    assert sorted(seen) == sorted(each.pk for each in heard)
    assert page.total == len(heard)


def test_a_page_after_nonsense_is_the_first(heard):
    search = finding.search(Asked())

    assert search.page(after="x").numbers == search.page().numbers


def test_a_correction_counts_at_once_and_until_it_is_undone(heard, ana):
    late = heard[0]
    made = correcting.correct(
        late, Coding(sentiment=-1, drivers={"time": -1}, flags=("complaint",)), by=ana
    )
    query = "sentiment=negative&driver=time:negative&flag=complaint&is_corrected=yes"
    then = found(query)
    correcting.undo(made, by=ana)
    correcting.undo(made, by=ana)

    assert (then, found(query)) == ([LATE], [])


def test_the_same_words_are_looked_up_once_for_all_pages_and_filters(heard, ana, monkeypatch):
    asked, looked = Asked(words="livr*"), []
    look = full_text.found
    monkeypatch.setattr(full_text, "found", lambda text: looked.append(text) or look(text))

    first = finding.search(asked).counts()
    assert finding.search(asked).counts() == first
    assert found("q=livr*&order=oldest&channel=web") == [LATE]
    assert looked == ["livr*"]

    writing.remove([Verbatim.objects.get(text=EARLY).pk])
    assert found("q=livr*") == [LATE]
    assert finding.search(asked).counts() != first
    assert looked == ["livr*", "livr*"]


def test_what_is_gone_is_not_found(heard):
    table.current()

    writing.remove([heard[0].pk])

    assert found("q=livraison") == []
    assert len(found("")) == 3


def test_changed_words_are_found_and_those_before_are_not(heard):
    Verbatim.objects.filter(pk=heard[0].pk).update(words="autr chos")

    assert len(full_text.found("autre").numbers) == 1
    assert len(full_text.found("retard").numbers) == 0


def test_a_copy_serves_the_next_process_and_what_changed_since_is_read(heard, ana, monkeypatch):
    monkeypatch.setattr(table, "_WORTH_KEEPING", 1)
    table.current()
    correcting.correct(heard[1], Coding(sentiment=1, drivers={}), by=ana)
    writing.remove([heard[0].pk])
    table._known.clear()

    rows = dict(table.current().frame.select("id", "sentiment").iter_rows())

    assert rows[heard[1].pk] == 1
    assert len(rows) == 3


def test_the_table_for_computing_has_corrected_values_in_place(heard, shop, ana):
    correcting.correct(
        heard[0],
        Coding(sentiment=-1, drivers={"time": -1, "offer": 0}, flags=("churn",)),
        by=ana,
    )

    rows = frame(
        ["text", "sentiment", "driver_time", "driver_offer", "driver_advice", "churn",
         f"touchpoint.{shop.pk}", "segment.shop", "felt"],
        Asked(words="livraison"),
    ).rows()  # fmt: skip

    assert rows == [(LATE, -1, -1, 0, None, True, "delivery", "Lyon", 1.0)]
    with pytest.raises(ValueError, match="no column nonsense"):
        frame(["nonsense"])


def test_those_that_share_most_words_are_alike(heard):
    assert full_text.index().alike(["livraison", "retard", "queu"], 5)[0] == heard[0].pk
