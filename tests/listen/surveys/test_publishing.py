"""The life of a survey: versions that stay, keys that keep their meaning, closing."""

import pytest

from parcours.core.survey import InvalidSurvey, Survey, template
from parcours.listen.domain.surveys import publishing
from parcours.listen.models import Survey as Kept
from parcours.people.models import AuditEntry
from tests.listen.surveys.asking import published

pytestmark = pytest.mark.django_db


def test_a_survey_begins_as_a_draft_in_its_makers_language(bob):
    bob.language = "fr"

    first = publishing.start(template("after-delivery"), by=bob)
    second = publishing.start(template("after-delivery"), by=bob)

    assert (first.name, first.slug, first.state) == (
        "Votre livraison",
        "votre-livraison",
        "draft",
    )
    assert second.slug == "votre-livraison-2"
    assert first.current() is None
    assert first.door != second.door


def test_publishing_freezes_what_is_answered(ana):
    survey = published(ana, "journey-nps")
    draft = {**survey.draft, "title": "Changed"}

    publishing.save(survey, draft, by=ana)

    version = survey.current()
    assert version is not None
    assert version.number == 1
    assert version.parsed() == template("journey-nps")
    assert (survey.state, survey.draft["title"]) == ("live", "Changed")


def test_publishing_the_same_again_makes_no_version(ana):
    survey = published(ana, "journey-nps")

    again = publishing.publish(survey, ana)
    publishing.save(survey, {**survey.draft, "title": "Changed"}, by=ana)
    changed = publishing.publish(survey, ana)

    assert (again.number, changed.number) == (1, 2)
    assert list(
        AuditEntry.objects.filter(action="survey.published").values_list("detail", flat=True)
    ) == ["Votre avis 2", "Votre avis 1"]


def test_a_draft_that_is_no_survey_stays_a_draft(ana):
    survey = publishing.start(template("journey-nps"), by=ana)
    publishing.save(survey, {"survey": "x", "questions": [{"key": "a"}]}, by=ana)

    with pytest.raises(InvalidSurvey):
        publishing.publish(survey, ana)

    assert survey.current() is None


def test_a_survey_that_asks_nothing_cannot_be_answered(ana):
    survey = publishing.start(Survey.of({"survey": "x", "title": "A"}), by=ana)

    with pytest.raises(publishing.Unpublishable, match="add a question"):
        publishing.publish(survey, ana)


def test_a_key_never_means_another_kind_of_question(ana):
    survey = published(ana, "journey-nps")
    draft = survey.draft
    only_text = {**draft, "questions": [{"key": "x", "kind": "text", "title": "X"}]}
    del only_text["thanks"]
    publishing.save(survey, only_text, by=ana)
    publishing.publish(survey, ana)
    reused = {**only_text, "questions": [{"key": "recommend", "kind": "csat", "title": "X"}]}
    publishing.save(survey, reused, by=ana)

    with pytest.raises(publishing.Unpublishable, match="kind nps, and is now one of the kind"):
        publishing.publish(survey, ana)


def test_closing_is_undone_and_done_once(ana):
    survey = published(ana, "journey-nps")

    publishing.close(survey, by=ana)
    publishing.close(survey, by=ana)
    survey.refresh_from_db()
    assert (survey.state, survey.closed_by) == ("closed", ana)
    assert list(Kept.objects.live()) == []

    publishing.reopen(survey, by=ana)
    publishing.reopen(survey, by=ana)
    survey.refresh_from_db()
    assert survey.state == "live"
    assert list(Kept.objects.live()) == [survey]
    actions = AuditEntry.objects.order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["survey.published", "survey.closed", "survey.reopened"]


def test_whoever_sees_answers_sees_every_survey(ana, viewer, zoe):
    survey = published(ana, "journey-nps")

    assert list(Kept.objects.visible_to(viewer)) == [survey]
    assert list(Kept.objects.visible_to(zoe)) == []
