"""How a person's phrases are read."""

import pytest

from parcours.core.text.drivers import DRIVERS
from parcours.core.text.flags import FLAGS
from parcours.core.text.phrases import HINT, Step, own, phrase, read, shipped

ANY = Step(("_",), may_miss=True)


@pytest.mark.parametrize(
    ("written", "steps"),
    [
        ("pas cher/chère", (Step(("pas",)), Step(("cher", "chere")))),
        (
            "livr* ?très vite",
            (Step(("livr*",)), Step(("tres",), may_miss=True), Step(("vite",))),
        ),
        ("attendu ... <n>", (Step(("attendu",)), ANY, ANY, ANY, Step(("<n>",)))),
        ("un _ geste", (Step(("un",)), Step(("_",)), Step(("geste",)))),
        ("l'eau", (Step(("l",)), Step(("eau",)))),
        ("DON'T know", (Step(("don't", "dont")), Step(("know",)))),
        ("prix d/ or", (Step(("prix",)), Step(("d",), may_miss=True), Step(("or",)))),
    ],
)
def test_a_phrase_is_a_row_of_steps(written: str, steps: tuple[Step, ...]) -> None:
    assert phrase(written, label="offer").readings == (steps,)


def test_two_words_in_the_place_of_one_are_another_reading() -> None:
    both = phrase("facile d'emploi/usage", label="time").readings

    assert both == (
        (Step(("facile",)), Step(("usage",))),
        (Step(("facile",)), Step(("d",)), Step(("emploi",))),
    )


def test_two_words_that_may_miss_are_a_reading_without_them() -> None:
    assert phrase("bien ?d'ici venu", label="time").readings == (
        (Step(("bien",)), Step(("d",)), Step(("ici",)), Step(("venu",))),
        (Step(("bien",)), Step(("venu",))),
    )


@pytest.mark.parametrize(
    ("written", "polarity", "weight"),
    [
        ("+ vite", 1, 1),
        ("- lent", -1, 1),
        ("prix", 0, 1),
        ("~ plat", 0, HINT),
        ("-~ peur", -1, HINT),
    ],
)
def test_marks_say_how_it_is_felt_and_whether_it_is_enough(
    written: str, polarity: int, weight: float
) -> None:
    found = phrase(written, label="time")

    assert (found.polarity, found.weight) == (polarity, weight)


@pytest.mark.parametrize("written", ["", "+ ", "... prix", "_ prix", "?pas ?cher", "..."])
def test_a_phrase_without_a_word_that_must_be_there_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="begins with a word"):
        phrase(written, label="offer")


def test_a_file_has_headings_phrases_and_comments() -> None:
    lines = ["# how to", "[offer]", "+ pas cher", "", "[time]", "vite"]

    assert [
        (each.label, each.written, each.language) for each in read(lines, language="fr")
    ] == [
        ("offer", "pas cher", "fr"),
        ("time", "vite", "fr"),
    ]


def test_phrases_of_a_workspace_speak_in_every_language() -> None:
    assert [
        (each.label, each.written, each.language) for each in own({"time": ["- click"]})
    ] == [("time", "click", "")]


@pytest.mark.parametrize(("name", "labels"), [("drivers", DRIVERS), ("flags", FLAGS)])
def test_every_label_has_many_phrases_in_both_languages(
    name: str, labels: tuple[str, ...]
) -> None:
    phrases = shipped(name)
    counts = {
        (label, language): sum(
            each.label == label and each.language == language for each in phrases
        )
        for label in labels
        for language in ("fr", "en")
    }

    assert {each.label for each in phrases} == {*labels, "none"}
    assert min(counts.values()) >= (180 if name == "drivers" else 30)


@pytest.mark.parametrize("name", ["drivers", "flags"])
def test_no_shipped_phrase_is_written_twice_under_one_label(name: str) -> None:
    seen = [(each.label, each.language, each.polarity, each.written) for each in shipped(name)]

    assert [each for each in set(seen) if seen.count(each) > 1] == []
