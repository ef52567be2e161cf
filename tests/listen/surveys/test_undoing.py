"""Changes of a draft are taken back and made again, without harm to others' changes."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from parcours.listen.domain.surveys import drafting, publishing, undoing
from parcours.listen.models import Survey
from parcours.people.models import Member
from tests.listen.surveys.asking import published

pytestmark = pytest.mark.django_db


def changed(survey: Survey, draft: dict[str, Any], *, by: Member) -> None:
    survey.refresh_from_db()
    before = survey.draft
    publishing.save(survey, draft, by=by)
    undoing.keep(survey, before, by=by)


def draft_of(survey: Survey) -> dict[str, Any]:
    survey.refresh_from_db()
    found: dict[str, Any] = survey.draft
    return found


def keys(survey: Survey) -> list[str]:
    return [each["key"] for each in draft_of(survey)["questions"]]


@pytest.fixture
def survey(ana: Member) -> Survey:
    return published(ana, "journey-nps")


def test_each_kind_of_change_is_taken_back_and_made_again(survey: Survey, ana: Member) -> None:
    first = draft_of(survey)
    last = first["questions"][-1]["key"]
    steps = [
        lambda draft: drafting.added(
            draft, "csat", taken=set(), begun={"title": {"en": "Well?"}}
        ),
        lambda draft: drafting.moved(draft, last, -1),
        lambda draft: drafting.rewritten(draft, last, {"title": {"en": "New"}}),
        lambda draft: drafting.removed(draft, last),
        lambda draft: draft | {"layout": "page"},
    ]
    drafts = [first]
    for change in steps:
        changed(survey, change(draft_of(survey)), by=ana)
        drafts.append(draft_of(survey))

    for expected in drafts[-2::-1]:
        assert undoing.undo(survey, by=ana)
        assert draft_of(survey) == expected
    assert not undoing.undo(survey, by=ana)
    for expected in drafts[1:]:
        assert undoing.redo(survey, by=ana)
        assert draft_of(survey) == expected
    assert not undoing.redo(survey, by=ana)


def test_what_somebody_else_changed_since_stays(
    survey: Survey, ana: Member, bob: Member
) -> None:
    first, second = keys(survey)[:2]
    changed(survey, drafting.removed(draft_of(survey), second), by=ana)
    mine = drafting.rewritten(draft_of(survey), first, {"title": {"en": "Bob's"}})
    changed(
        survey,
        drafting.added(mine, "csat", taken=set(), begun={"title": {"en": "His"}}),
        by=bob,
    )

    assert undoing.undo(survey, by=ana)

    questions = {each["key"]: each for each in draft_of(survey)["questions"]}
    assert questions[first]["title"] == {"en": "Bob's"}
    assert {"csat", second} <= set(questions)


def test_ones_own_change_that_another_changed_again_is_theirs(
    survey: Survey, ana: Member, bob: Member
) -> None:
    first = keys(survey)[0]
    for member, words in ((ana, "Ana's"), (bob, "Bob's")):
        said = {"title": {"en": words}}
        changed(survey, drafting.rewritten(draft_of(survey), first, said), by=member)
        changed(survey, draft_of(survey) | {"stage": words.lower()[:3]}, by=member)

    undoing.undo(survey, by=ana)
    undoing.undo(survey, by=ana)

    assert draft_of(survey)["questions"][0]["title"] == {"en": "Bob's"}
    assert draft_of(survey)["stage"] == "bob"


def test_a_new_change_forgets_what_was_taken_back(survey: Survey, ana: Member) -> None:
    changed(survey, draft_of(survey) | {"layout": "page"}, by=ana)
    undoing.undo(survey, by=ana)
    changed(survey, draft_of(survey) | {"anonymous": True}, by=ana)

    assert undoing.steps(survey, ana) == (True, False)


def test_the_builder_undoes_redoes_and_goes_back_to_what_is_published(
    client: Client, ana: Member, survey: Survey
) -> None:
    client.force_login(ana)
    page, step = (reverse(f"surveys:{name}", args=[survey.slug]) for name in ("build", "step"))
    before = keys(survey)
    client.post(reverse("surveys:questions", args=[survey.slug]), {"kind": "ces"})
    added = keys(survey)

    client.post(step, {"way": "undo"})
    assert keys(survey) == before
    client.post(step, {"way": "redo"})
    assert keys(survey) == added
    assert "Back to what is published" in client.get(page).content.decode()
    assert "Publish the changes" in client.get(page).content.decode()
    client.post(step, {"way": "published"})
    assert keys(survey) == before
    assert "Back to what is published" not in client.get(page).content.decode()
    assert "Publish the changes" not in client.get(page).content.decode()
    assert "Nothing to publish" in client.get(page).content.decode()
    client.post(step, {"way": "undo"})
    assert keys(survey) == added
