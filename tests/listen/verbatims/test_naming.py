"""Values of filters are said in words."""

import pytest
from django.utils import translation

from parcours.listen.domain.verbatims import naming
from tests.listen.surveys.asking import published

pytestmark = pytest.mark.django_db


def named(key: str) -> str:
    with translation.override("en"):
        return naming.value("segment.question", key, {})


def test_a_question_is_named_as_it_is_asked_with_dots_for_its_places(ana):
    published(ana, "journey-nps")
    delivery = published(ana, "after-delivery")
    delivery.draft["questions"][0]["title"] = {"en": "Did {order} come, {name|dear}?"}
    delivery.save()

    assert named("recommend") == "How likely are you to recommend us to a friend or colleague?"
    assert named("satisfied") == "Did … come, dear?"
    assert named("nobody-asked") == "nobody-asked"


def test_a_key_of_several_surveys_says_how_many_word_it_otherwise(ana):
    for title in ("Well?", "Well?", "How was it?"):
        survey = published(ana, "after-delivery")
        survey.draft["questions"][0]["title"] = title
        survey.save()

    assert named("satisfied") == "Well? (+1)"
