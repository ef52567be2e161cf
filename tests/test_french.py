"""French says all that English says, as French is written."""

import re
from collections.abc import Iterator
from string import Formatter

from tools.messages import compared, extracted, reread, translated, written

NO_BREAK = "[\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]"
# What is not prose: code in backticks, calls of Polars, places to fill, YAML in braces.
CODE = re.compile(r"`[^`]*`|pl\.\w+\(.*|\{[^{}]*\}")
ALIKE = {"sensations"}
LONGEST_ALIKE = 9  # letters: "Arguments", "CONDITION"

FRENCH = translated()


def pairs() -> Iterator[tuple[str, str]]:
    """Each English form with its French one."""
    for message in FRENCH:
        if message.id:
            yield from zip(forms(message.id), forms(message.string), strict=True)


def forms(text: str | tuple[str, ...]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def places(text: str) -> set[tuple[str, str | None]]:
    """The places to fill in: each name, and how numbers there are written."""
    parts = Formatter().parse(text)
    return {(name, spec) for _text, name, spec, _quoted in parts if name is not None}


PAIRS = list(pairs())


def test_french_lacks_nothing_and_keeps_nothing_old():
    missing, obsolete = compared(extracted(), FRENCH)

    assert missing == [], "translate these in fr.po, after: python tools/messages.py"
    assert obsolete == [], "run: python tools/messages.py"


def test_the_tool_writes_the_same_catalogue_twice():
    once = written(extracted(), FRENCH)

    assert written(extracted(), reread(once)) == once


def test_a_translation_fills_in_the_same_places():
    unlike = [french for english, french in PAIRS if places(french) != places(english)]

    assert unlike == []


def test_french_has_its_own_apostrophes_quotes_and_dots():
    straight = {
        french
        for _english, french in PAIRS
        if re.search(r"['\"“”]|\.\.\.", CODE.sub("", french))
    }

    assert straight == {"COMMANDE [ARGUMENTS]..."}


def test_what_stands_before_a_tall_sign_cannot_be_broken_off():
    broken = [
        french
        for _english, french in PAIRS
        for prose in [CODE.sub("x", french)]
        if re.search(r" ([;:!?»]|%(?!\w))|« ", prose)
        or re.search(rf"(?<!{NO_BREAK})([;:!?](?=\s|$)|»)|«(?!{NO_BREAK})", prose)
    ]

    assert broken == []


def test_no_english_is_left():
    same = {french for english, french in PAIRS if french == english}

    assert {each for each in same if len(CODE.sub("", each)) > LONGEST_ALIKE} == ALIKE
