"""Many people change one canvas: edits merge in their order, and nothing is lost."""

import json
from copy import deepcopy
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from parcours.core.canvas import Canvas as Drawing
from parcours.core.canvas.writing import plain
from parcours.ledger.models import Announcement
from parcours.map.domain import canvases, editing, presence, undoing, versions
from parcours.map.domain.drafting import ROOT, children, draft_of, is_alive, walk
from parcours.map.domain.editing import Delete, Insert, Misplaced, Move, Revive, Set
from parcours.map.domain.settling import faults, settle
from parcours.map.models import Canvas
from parcours.people.models import Member

pytestmark = pytest.mark.django_db

TEXT = Drawing.new("Lutèce").to_yaml()


@pytest.fixture
def canvas(ana: Member) -> Canvas:
    made = canvases.create("Lutèce", TEXT, ana)
    made.draft = draft_of(made.parsed())
    made.save()
    return made


def of(canvas: Canvas, kind: str, name: str) -> str:
    canvas.refresh_from_db()
    elements = canvas.draft["elements"]
    return next(e for e in elements if elements[e]["fields"].get(kind) == name)


def fields(canvas: Canvas, element: str) -> dict[str, Any]:
    canvas.refresh_from_db()
    return canvas.draft["elements"][element]["fields"]


def test_an_edit_is_kept_with_who_and_when_and_told_to_open_pages(canvas, bob):
    card = of(canvas, "touchpoint", "delivery")

    edit = editing.apply(canvas, Set(element=card, fields={"need": "Today"}), by=bob)

    assert (edit.number, edit.by, edit.before, edit.after) == (
        1,
        bob,
        {"fields": {"need": "Receive my order on the day announced"}},
        {"fields": {"need": "Today"}},
    )
    canvas.refresh_from_db()
    assert (canvas.changed_by, canvas.edits) == (bob, 1)
    assert "need: Today" in canvas.text
    told = Announcement.objects.get(topic=f"canvas/{canvas.pk}")
    assert told.payload == {"number": 1, "by": bob.pk}


def test_an_edit_that_changes_nothing_is_none(canvas, bob):
    card = of(canvas, "touchpoint", "delivery")

    assert editing.apply(canvas, Set(element=card, fields={"aim": 4.5}), by=bob) is None
    assert canvas.history.count() == 0


def test_the_canvas_is_called_as_its_title_says(canvas, bob):
    editing.apply(canvas, Set(element="canvas", fields={"title": "Grand magasin"}), by=bob)

    canvas.refresh_from_db()
    assert (canvas.name, canvas.slug) == ("Grand magasin", "lutece")


def test_different_fields_of_one_card_merge(canvas, ana, bob):
    card = of(canvas, "touchpoint", "delivery")

    editing.apply(canvas, Set(element=card, fields={"need": "Today"}), by=ana)
    edit = editing.apply(
        canvas, Set(element=card, fields={"aim": 3}, seen={"aim": 4.5}), by=bob
    )

    assert edit.overwrote is None
    assert (fields(canvas, card)["need"], fields(canvas, card)["aim"]) == ("Today", 3)


def test_of_one_field_the_last_wins_and_says_whose_text_it_replaced(canvas, ana, bob):
    card = of(canvas, "touchpoint", "delivery")
    seen = {"need": fields(canvas, card)["need"]}

    first = editing.apply(canvas, Set(element=card, fields={"need": "A"}, seen=seen), by=ana)
    second = editing.apply(canvas, Set(element=card, fields={"need": "B"}, seen=seen), by=bob)

    assert fields(canvas, card)["need"] == "B"
    assert second.overwrote == first
    assert second.before == {"fields": {"need": "A"}}


def test_who_saw_what_they_replace_overwrites_nobody(canvas, ana, bob):
    card = of(canvas, "touchpoint", "delivery")

    editing.apply(canvas, Set(element=card, fields={"need": "A"}), by=ana)
    edit = editing.apply(
        canvas, Set(element=card, fields={"need": "B"}, seen={"need": "A"}), by=bob
    )

    assert edit.overwrote is None


def test_what_is_written_on_a_deleted_card_comes_back_with_it(canvas, ana, bob):
    card = of(canvas, "touchpoint", "delivery")

    editing.apply(canvas, Delete(element=card), by=ana)
    editing.apply(canvas, Set(element=card, fields={"need": "Today"}), by=bob)
    editing.apply(canvas, Revive(element=card), by=bob)

    assert "need: Today" in Canvas.objects.get().text


def test_a_card_moved_out_of_a_phase_survives_its_deletion(canvas, ana, bob):
    card, retention = of(canvas, "touchpoint", "delivery"), of(canvas, "stage", "retention")

    editing.apply(canvas, Move(element=card, into=of(canvas, "stage", "decision")), by=bob)
    editing.apply(canvas, Delete(element=retention), by=ana)

    canvas.refresh_from_db()
    assert [point.touchpoint for _, point in canvas.parsed().touchpoints()] == [
        "delivery",
        "checkout",
    ]


def test_nothing_can_be_put_into_what_is_gone_or_does_not_hold_it(canvas, ana):
    card, retention = of(canvas, "touchpoint", "checkout"), of(canvas, "stage", "retention")
    editing.apply(canvas, Delete(element=retention), by=ana)

    with pytest.raises(Misplaced, match="deleted the place"):
        editing.apply(canvas, Move(element=card, into=retention), by=ana)
    with pytest.raises(Misplaced, match="cannot stand there"):
        editing.apply(canvas, Move(element=card, into="canvas"), by=ana)
    with pytest.raises(Misplaced, match="no such element"):
        editing.apply(canvas, Set(element="x", fields={}), by=ana)
    with pytest.raises(Misplaced, match="archived, not deleted"):
        editing.apply(canvas, Delete(element="canvas"), by=ana)
    with pytest.raises(Misplaced, match="there already"):
        editing.apply(
            canvas, Insert(kind="stage", into="canvas", fields={}, element=card), by=ana
        )


def test_cards_and_phases_take_the_place_they_are_put_in(canvas, ana):
    stage = of(canvas, "stage", "retention")
    delivery, answers = (
        of(canvas, "touchpoint", "delivery"),
        of(canvas, "touchpoint", "answers"),
    )
    editing.apply(canvas, Move(element=delivery, into=stage, after=answers), by=ana)
    new = {"touchpoint": "call", "title": "Call"}
    made = Insert(kind="touchpoint", into=stage, fields=new, after=answers)
    editing.apply(canvas, made, by=ana)
    editing.apply(canvas, Move(element=stage, into="canvas"), by=ana)

    canvas.refresh_from_db()
    assert children(canvas.draft, stage) == [answers, made.element, delivery]
    assert children(canvas.draft, "canvas")[0] == stage


def test_undo_takes_back_one_s_own_edits_only_and_redo_makes_them_again(canvas, ana, bob):
    card = of(canvas, "touchpoint", "delivery")
    editing.apply(canvas, Set(element=card, fields={"need": "Today"}), by=ana)
    editing.apply(canvas, Set(element=card, fields={"aim": 2}), by=bob)

    undoing.undo(canvas, by=ana)

    assert fields(canvas, card)["need"] == "Receive my order on the day announced"
    assert fields(canvas, card)["aim"] == 2
    assert undoing.undo(canvas, by=ana) is None
    assert (undoing.can_undo(canvas, ana), undoing.can_redo(canvas, ana)) == (False, True)

    undoing.redo(canvas, by=ana)

    assert fields(canvas, card)["need"] == "Today"
    assert undoing.redo(canvas, by=ana) is None


def test_undo_leaves_what_somebody_else_wrote_since(canvas, ana, bob):
    card = of(canvas, "touchpoint", "delivery")
    editing.apply(canvas, Set(element=card, fields={"need": "A"}), by=ana)
    editing.apply(canvas, Set(element=card, fields={"need": "B"}), by=bob)

    assert undoing.undo(canvas, by=ana) is None
    assert fields(canvas, card)["need"] == "B"


def test_a_card_deleted_moved_or_made_is_undone_and_redone(canvas, ana):
    card, stage = of(canvas, "touchpoint", "delivery"), of(canvas, "stage", "awareness")
    made = Insert(kind="touchpoint", into=stage, fields={"touchpoint": "a", "title": "A"})
    editing.apply(canvas, Delete(element=card), by=ana)
    editing.apply(
        canvas, Move(element=of(canvas, "touchpoint", "checkout"), into=stage), by=ana
    )
    editing.apply(canvas, made, by=ana)
    after = Canvas.objects.get().text

    for _ in range(3):
        undoing.undo(canvas, by=ana)

    assert Canvas.objects.get().text == TEXT

    for _ in range(3):
        undoing.redo(canvas, by=ana)

    assert Canvas.objects.get().text == after


def test_a_new_edit_forgets_what_could_be_redone(canvas, ana):
    card = of(canvas, "touchpoint", "delivery")
    editing.apply(canvas, Set(element=card, fields={"need": "A"}), by=ana)
    undoing.undo(canvas, by=ana)

    editing.apply(canvas, Set(element=card, fields={"aim": 1}), by=ana)

    assert not undoing.can_redo(canvas, ana)


def test_a_pause_keeps_the_sitting_before_as_a_version(canvas, ana, bob):
    card = of(canvas, "touchpoint", "delivery")
    editing.apply(canvas, Set(element=card, fields={"need": "A"}), by=bob)
    earlier = timezone.now() - timedelta(hours=1)
    Canvas.objects.update(changed_at=earlier)

    editing.apply(canvas, Set(element=card, fields={"need": "B"}), by=ana)

    newest = canvas.versions.first()
    assert (newest.number, newest.by, newest.at) == (2, bob, earlier)
    assert "need: A" in newest.text


def test_a_version_comes_back_with_its_drafts_and_what_was_there_is_kept(canvas, ana, bob):
    card = of(canvas, "touchpoint", "delivery")
    editing.apply(canvas, Set(element=card, fields={"aim": 9}), by=bob)
    named = versions.name(canvas, "Before the summer", by=bob)
    editing.apply(canvas, Set(element=card, fields={"aim": 3}), by=ana)

    versions.restore(named, by=ana)

    assert fields(canvas, card)["aim"] == 9
    assert [str(each) for each in canvas.versions.all()] == [
        "As in version 2", "3", "Before the summer", "1",
    ]  # fmt: skip
    assert not undoing.can_undo(canvas, ana)


def test_naming_the_newest_version_makes_no_second_one(canvas, ana):
    versions.name(canvas, "Start", by=ana)

    assert [each.summary for each in canvas.versions.all()] == ["Start"]


def test_who_is_here_is_seen_with_the_card_they_have_open(canvas, ana, bob):
    presence.here(canvas, by=ana, element="x")
    presence.here(canvas, by=bob, element="")
    presence.here(canvas, by=ana, element="y")

    assert [(each.member, each.element) for each in presence.others(canvas, by=bob)] == [
        (ana, "y")
    ]

    canvas.present.update(at=timezone.now() - timedelta(minutes=1))

    assert presence.others(canvas, by=bob) == []


START = draft_of(Drawing.new("Lutèce"))
NAMES = sorted(START["elements"])
OPS = st.one_of(
    st.builds(
        lambda e, f: Set(element=e, fields=f),
        st.sampled_from(NAMES),
        st.dictionaries(
            st.sampled_from(["title", "need", "aim", "opens", "within", "touchpoint", "hours"]),
            st.sampled_from([None, "", "x", 3, 9, "2 business hours", "checkout"]),
            min_size=1,
        ),
    ),
    st.builds(lambda e, i, a: Move(element=e, into=i, after=a), *[st.sampled_from(NAMES)] * 3),
    st.builds(lambda e: Delete(element=e), st.sampled_from(NAMES)),
    st.builds(lambda e: Revive(element=e), st.sampled_from(NAMES)),
    st.builds(
        lambda k, i: Insert(kind=k, into=i, fields={k: "checkout", "title": "New"}),
        st.sampled_from(["stage", "touchpoint", "promise", "moment"]),
        st.sampled_from(NAMES),
    ),
)


def test_a_canvas_without_a_title_is_still_one_and_says_what_it_lacks():
    drawn = deepcopy(START)
    element, patch = editing.patch_of(drawn, Set(element=ROOT, fields={"title": None}))
    editing.put(drawn, element, patch)

    assert settle(drawn, edited=element).title == "…"
    assert [(each.element, each.field) for each in faults(drawn)] == [(ROOT, "title")]


@settings(max_examples=25, deadline=None)
@given(st.lists(OPS, max_size=8))
def test_whatever_is_done_the_text_reads_and_everyone_who_follows_sees_the_same(ops):
    drawn, follower, taken = deepcopy(START), deepcopy(START), []
    for op in ops:
        try:
            element, patch = editing.patch_of(drawn, op)
        except Misplaced:
            continue
        taken.append((element, editing.reverse(drawn, element, patch)))
        editing.put(drawn, element, patch)
        editing.put(follower, element, deepcopy(patch))
        drawing = settle(drawn, edited=element)
        assert Drawing.of(json.loads(json.dumps(plain(drawing), default=str))) == drawing

    assert {e: each["fields"] for e, each in drawn["elements"].items()} == {
        e: each["fields"] for e, each in follower["elements"].items()
    }
    assert list(walk(drawn)) == list(walk(follower))

    for element, back in reversed(taken):
        editing.put(drawn, element, back)

    alive = [each for each in drawn["elements"] if is_alive(drawn, each)]
    assert sorted(alive) == NAMES
    assert settle(drawn).to_yaml() == TEXT
