"""What the answering page says by itself: in each language that is shipped, or as worded."""

from string import Formatter

import pytest

from parcours.core.language import speaking
from parcours.core.survey import InvalidSurvey, Survey
from parcours.core.survey.checking import NotAnAnswer, check
from parcours.core.survey.page import SHIPPED, answered_in, is_worded, shipped, word


def survey(*languages: str, **fields: object) -> Survey:
    titles = dict.fromkeys(languages, "Hi")
    score = {"key": "nps", "kind": "nps", "title": titles}
    data = {"survey": "s", "title": titles, "languages": [*languages], "questions": [score]}
    return Survey.of(data | fields)


@pytest.mark.parametrize("key", shipped())
def test_every_word_is_shipped_in_every_language_with_the_same_places(key: str) -> None:
    texts = shipped()[key]

    assert tuple(texts) == SHIPPED
    places = {
        code: sorted(name for _t, name, _s, _c in Formatter().parse(text) if name)
        for code, text in texts.items()
    }
    assert len({tuple(each) for each in places.values()}) == 1


def test_a_page_speaks_the_language_it_is_answered_in() -> None:
    with answered_in(survey("es", "en"), "es"):
        assert word("next") == "Siguiente"
        with pytest.raises(NotAnAnswer, match="Elija un número del 0 al 10"):
            check(survey("es").questions[0], "12")
    with answered_in(survey("pt"), "pt"):
        assert word("back") == "Voltar"


def test_a_survey_says_its_buttons_otherwise_in_one_language() -> None:
    worded = survey("es", "fr", page={"next": {"es": "Continuar"}})

    with answered_in(worded, "es"):
        assert (word("next"), word("send")) == ("Continuar", "Enviar")
    with answered_in(worded, "fr"):
        assert word("next") == "Suivant"


def test_outside_of_a_page_the_reader_is_spoken_to() -> None:
    with speaking("fr"):
        assert word("too_long", n=4000, more=3) == (
            "4\u202f000 caractères au plus\u202f; il y en a 3 de trop."
        )


def test_a_language_that_is_not_shipped_needs_words_for_its_buttons() -> None:
    polish = {
        "next": "Dalej",
        "back": "Wstecz",
        "send": "Wyślij",
        "needs_an_answer": "Odpowiedz",
    }
    page = {key: {"pl": text} for key, text in polish.items()}

    assert not is_worded(survey("fr", "pl"), "pl")
    assert is_worded(survey("fr", "pl", page=page), "pl")
    with answered_in(survey("fr", "pl"), "pl"):
        assert word("next") == "Suivant"
    with answered_in(survey("pl", page=page), "pl"):
        assert (word("next"), word("progress")) == ("Dalej", "Progress")


def test_a_word_that_no_page_says_is_refused() -> None:
    with pytest.raises(InvalidSurvey, match=r"nothing called `nxt`"):
        survey("en", page={"nxt": "Go"})
