"""Words that speak to one person."""

import pytest

from parcours.core.survey.piping import Place, fill, places

KNOWN = {"name": "Claire", "answer:why": "the queue"}


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("Hello {name|there}!", "Hello Claire!"),
        ("Hello {shop|there}!", "Hello there!"),
        ("Your order {order}, {name}", "Your order, Claire"),
        ("You said {answer:why}.", "You said the queue."),
        ("{order} {name}", "Claire"),
        ("Nothing  to fill ", "Nothing  to fill "),
        ("{ name | you }", "Claire"),
    ],
)
def test_places_are_filled_or_fall_back(text, filled):
    assert fill(text, lambda place: KNOWN.get(place.name, "")) == filled


def test_a_place_names_the_question_whose_answer_it_is():
    found = list(places("{answer:why|it} {name}"))

    assert found == [Place("answer:why", "it"), Place("name", "")]
    assert [each.question for each in found] == ["why", None]
