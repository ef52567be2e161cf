"""What a reader sees of the words that decided: the loudest."""

import pytest

from parcours.core.text.coding import explain_all
from parcours.listen.domain.verbatims import coding

pytestmark = pytest.mark.django_db

LONG = (
    "I ordered the lamp two weeks ago and the courier said it would come on Monday, but it "
    "never arrived and nobody at the shop could tell me anything; the staff were rude, the "
    "parcel was late and I will not buy here again."
)
LEANING = {"positive", "negative"}


def test_of_words_that_lean_one_in_six_is_shown():
    (spans,) = coding.deciding([LONG])

    leaning = [LONG[start:end] for start, end, label in spans if label in LEANING]
    assert 1 <= len(leaning) <= len(LONG.split()) // 6
    assert not {"the", "were", "but", "it"} & set(leaning)


def test_every_driver_and_flag_that_was_heard_keeps_a_word():
    (spans,) = coding.deciding([LONG])

    heard = {each.label for each in explain_all([LONG])[0]}
    assert {"time", "complaint"} <= heard
    assert {label for *_span, label in spans} == heard


def test_a_short_text_keeps_its_loudest_word():
    (spans,) = coding.deciding(["Parfait, merci"])

    assert [label for *_span, label in spans if label in LEANING] == ["positive"]
