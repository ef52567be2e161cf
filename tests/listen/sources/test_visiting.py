"""Mystery visits: filled in item by item, told when finished, shown with their doubt."""

from typing import Any

import pytest
from django.utils import timezone

from parcours.core.report.numbers import doubt, interval, value
from parcours.listen.domain.sources import visiting
from parcours.listen.domain.sources.touchpoints import NOWHERE, Place
from parcours.listen.domain.sources.visiting import NotFilled
from parcours.listen.models import Grid, Item, Visit
from parcours.people.models import Member
from tests.listen.sources.kept import events

pytestmark = pytest.mark.django_db


@pytest.fixture
def grid() -> Grid:
    made = Grid.objects.create(name="Accueil", shops="Lille\nLyon\n\nLille")
    place = Place.of("house/welcome/greeted")
    visiting.add_item(made, "Greeted?", scale="audit_0_1", place=place)
    visiting.add_item(made, "Clean?", scale="audit_1_5", place=NOWHERE)
    return made


def visited(grid: Grid, by: Member, scores: list[int | None], *, shop: str = "Lille") -> Visit:
    visit = Visit.objects.create(grid=grid, shop=shop, by=by)
    marks = {item: (score, "") for item, score in zip(grid.items.all(), scores, strict=True)}
    visiting.fill(visit, marks)
    visiting.finish(visit)
    return visit


def test_a_finished_visit_tells_one_event_an_item(grid: Grid, ana: Member):
    visit = Visit.objects.create(grid=grid, shop="Lille", by=ana)
    greeted, clean = grid.items.all()
    visiting.fill(visit, {greeted: (0, "Nobody looked up"), clean: (None, "")})
    visiting.finish(visit)
    visiting.finish(visit)

    (told,) = events("activity", "score", "scale", "text", "channel", "case_id", "properties")
    assert told == {
        "activity": "visit.audited",
        "score": 0.0,
        "scale": "audit_0_1",
        # A visitor is paid to look: what they write is no customer's word.
        "text": None,
        "channel": "store",
        "case_id": visit.key.hex,
        "properties": '{"grid":"Accueil","item":"Greeted?","shop":"Lille",'
        '"touchpoint":"welcome","promise":"greeted","comment":"Nobody looked up"}',
    }


def test_a_visit_without_a_mark_is_not_finished(grid: Grid, ana: Member):
    visit = visiting.start(grid, shop="Lille", at=timezone.now(), by=ana)

    with pytest.raises(NotFilled, match="Nothing has been noted yet"):
        visiting.finish(visit)


def test_a_visit_that_was_begun_goes_on(grid: Grid, ana: Member, bob: Member):
    first = visiting.start(grid, shop="Lille", at=timezone.now(), by=ana)

    assert visiting.start(grid, shop="Lille", at=timezone.now(), by=ana) == first
    assert visiting.start(grid, shop="Lyon", at=timezone.now(), by=ana) != first
    assert visiting.start(grid, shop="Lille", at=timezone.now(), by=bob) != first


def test_a_corrected_visit_is_told_anew_and_only_once(grid: Grid, ana: Member, run_jobs: Any):
    visit = visited(grid, ana, [0, 3])
    visiting.reopen(Visit.objects.get(pk=visit.pk))
    visiting.fill(visit, {grid.items.first(): (1, "")})
    visiting.finish(Visit.objects.get(pk=visit.pk))
    run_jobs()

    assert sorted(each["score"] for each in events("score")) == [1.0, 3.0]


def test_results_say_how_sure_they_are_shop_by_shop(grid: Grid, ana: Member):
    for scores in ([1, 4], [1, 5], [0, 3], [1, None], [1, 4]) * 2:
        visited(grid, ana, scores)
    visited(grid, ana, [0, 2], shop="Lyon")
    visiting.fill(Visit.objects.create(grid=grid, shop="Lyon"), {grid.items.first(): (1, "")})

    told = [
        (item.text, [(value(each), interval(each), doubt(each)) for each in found])
        for item, found in visiting.results(grid)
    ]
    few = "too few to conclude (n = {})".format
    assert told == [
        (
            "Greeted?",
            [
                ("73%", "[43;\N{NO-BREAK SPACE}90]", "only n = 11"),
                ("80%", "[49;\N{NO-BREAK SPACE}94]", "only n = 10"),
                ("—", "", few(1)),
            ],
        ),
        ("Clean?", [("—", "", few(9)), ("—", "", few(8)), ("—", "", few(1))]),
    ]


def test_an_item_that_was_looked_at_is_left_and_its_results_stay(grid: Grid, ana: Member):
    visited(grid, ana, [1, None])
    greeted, clean = grid.items.all()
    visiting.leave(greeted)
    visiting.leave(clean)

    assert [item.text for item, _found in visiting.results(grid)] == ["Greeted?"]
    assert list(Item.objects.filter(left_at=None)) == []
