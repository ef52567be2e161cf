"""Where phrases stand in texts."""

from collections.abc import Iterator
from random import Random

import numpy as np
import polars as pl
import pytest

from parcours.core.text.matching import BUTS, MOST_WORDS, Matcher, longest
from parcours.core.text.phrases import ANY, NUMBER, Phrase, Step, phrase
from parcours.core.text.tokens import tokenise, words

Place = tuple[int, int, int]


def find(phrases: list[str], texts: list[str]) -> list[tuple[str, str]]:
    """Return each phrase found, as written, and the words it was found on."""
    tokens = tokenise(pl.Series(texts, dtype=pl.String))
    found = Matcher([phrase(each, label="offer") for each in phrases]).find(tokens)
    said = [tokens.words[code] for code in tokens.codes]
    return [
        (phrases[each], " ".join(said[start:end]))
        for each, start, end in zip(found.phrase, found.start, found.end, strict=True)
    ]


@pytest.mark.parametrize(
    ("written", "text", "words_found"),
    [
        ("pas cher/chère", "C'est pas chère du tout", ["pas chere"]),
        ("livr*", "Livraison, livré, livre !", ["livraison", "livre", "livre"]),
        ("très ?très bon", "très très bon", ["tres tres bon", "tres bon"]),
        ("attendu ... minutes", "attendu vingt minutes", ["attendu vingt minutes"]),
        ("attendu ... minutes", "attendu au moins vingt minutes",
         ["attendu au moins vingt minutes"]),
        ("attendu ... minutes", "attendu minutes", ["attendu minutes"]),
        ("attendu ... minutes", "attendu au moins plus de vingt minutes", []),
        ("attendu ... minutes", "attendu, vingt minutes", []),
        ("attendu ... minutes", "attendu mais vingt minutes", []),
        ("un _ geste", "un petit geste, un geste", ["un petit geste"]),
        ("<n> minutes", "10 minutes ou vingt minutes ou quelques minutes",
         ["10 minutes", "vingt minutes"]),
        ("cher", "", []),
    ],
)  # fmt: skip
def test_a_phrase_is_found_where_its_steps_follow(
    written: str, text: str, words_found: list[str]
) -> None:
    assert [found for _, found in find([written], [text])] == words_found


def test_a_phrase_never_runs_from_one_text_into_the_next() -> None:
    assert find(["pas cher"], ["pas", "cher", "pas cher"]) == [("pas cher", "pas cher")]


def test_no_phrases_find_nothing() -> None:
    assert find([], ["pas cher"]) == []


def test_it_forgets_words_and_finds_the_same() -> None:
    matcher = Matcher([phrase("livr*", label="time")])
    few = tokenise(pl.Series(["livré et livrée", "rien"]))
    many = tokenise(
        pl.Series([f"mot{number}" for number in range(3)] + [_words(MOST_WORDS + 1)])
    )

    before = matcher.find(few)
    matcher.find(many)
    after = matcher.find(few)

    assert before.start.tolist() == after.start.tolist() == [0, 2]


def _words(count: int) -> str:
    letters = "abcdefghij"
    return " ".join(
        "z" + "".join(letters[int(digit)] for digit in str(number)) for number in range(count)
    )


def test_it_finds_what_a_slow_reader_finds() -> None:
    luck = Random(4)
    letters = ["ba", "bo", "ca", "co", "mais", "7", ",", "!"]
    phrases = [_written(luck) for _ in range(60)]
    texts = [" ".join(luck.choices(letters, k=luck.randint(0, 9))) for _ in range(80)]
    tokens = tokenise(pl.Series(texts))

    found = Matcher(phrases).find(tokens)

    places = zip(found.phrase, found.start, found.end, strict=True)
    assert sorted((int(p), int(s), int(e)) for p, s, e in places) == sorted(
        _slowly(phrases, texts)
    )


def _written(luck: Random) -> Phrase:
    parts = ["ba", "b*", "c*/bo", "?co", "co", "...", "_", "<n>", "mais"]
    while True:
        text = " ".join(luck.choices(parts, k=luck.randint(1, 4)))
        try:
            return phrase(text, label="offer")
        except ValueError:
            continue


def _slowly(phrases: list[Phrase], texts: list[str]) -> set[Place]:
    found: set[Place] = set()
    first = 0
    for text in texts:
        said = words(text)
        for number, each in enumerate(phrases):
            for start in range(len(said)):
                for steps in each.readings:
                    ends = _ends(steps, said[start:], 0)
                    found |= {(number, first + start, first + start + end) for end in ends}
        first += len(said)
    return found


def _ends(steps: tuple[Step, ...], said: list[str], at: int) -> Iterator[int]:
    if not steps:
        yield at
        return
    if steps[0].may_miss:
        yield from _ends(steps[1:], said, at)
    begins_anyhow = at == 0 and steps[0].is_any  # which no phrase may
    if at < len(said) and _fits(steps[0], said[at]) and not begins_anyhow:
        yield from _ends(steps[1:], said, at + 1)


def _fits(step: Step, word: str) -> bool:
    is_word = word[0].isalnum() and word not in BUTS
    return any(
        (each == ANY and is_word)
        or (each == NUMBER and word.isdigit())
        or (each.endswith("*") and word.startswith(each[:-1]))
        or each == word
        for each in step.either
    )


def test_a_longer_phrase_covers_those_inside_it() -> None:
    tokens = tokenise(pl.Series(["pas cher du tout"]))
    matcher = Matcher([phrase(each, label="x") for each in ("pas cher", "cher", "cher du")])
    found = matcher.find(tokens)

    kept = longest(found, np.array([0, 1, 1]), np.ones(3, np.bool_))

    assert [(int(p), bool(k)) for p, k in zip(found.phrase, kept, strict=True)] == [
        (0, True), (1, False), (2, True),
    ]  # fmt: skip


def test_a_phrase_with_a_gap_covers_only_its_own_label() -> None:
    tokens = tokenise(pl.Series(["personnel compétent mou"]))
    written = ["personnel ... mou", "compétent", "mou"]
    found = Matcher([phrase(each, label="x") for each in written]).find(tokens)

    kept = longest(found, np.array([0, 1, 0]), np.array([False, True, True]))

    assert found.phrase[kept].tolist() == [0, 1]


def test_equal_spans_do_not_cover_each_other() -> None:
    tokens = tokenise(pl.Series(["livraison chère"]))
    written = ["livraison chère", "livraison chère", "chère"]
    found = Matcher([phrase(each, label="x") for each in written]).find(tokens)

    kept = longest(found, np.array([0, 1, 2]), np.ones(3, np.bool_))

    assert found.phrase[kept].tolist() == [0, 1]
