"""French says all that English says, as French is written."""

import ast
import re
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog
from tools.messages import SOURCES, catalogues, compared, extracted, reread, translated, written

NO_BREAK = "[\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]"
# What is not prose: code in backticks, calls of Polars, places to fill, YAML in braces.
CODE = re.compile(r"`[^`]*`|pl\.\w+\(.*|\{[^{}]*\}")
ALIKE = {
    "Restaurant", "Sensations", "sensations", "corrections", "Satisfaction (CSAT)",
    "Effort (CES)", "Lyon, Lille", "Table %(place)s", "%(kind)s, %(day)s",
    "%(driver)s, %(place)s",
    "%(n)s question", "%(n)s questions", "%(n)s verbatim", "%(n)s verbatims",
    "%(told)s verbatim", "%(told)s verbatims",
}  # fmt: skip
LONGEST_ALIKE = 9  # letters: "Arguments", "CONDITION"
PLACE = re.compile(r"%\((\w+)\)[sd]|%[sd]")
TAG = re.compile(r"</?[a-z][^>]*>")

each_catalogue = pytest.mark.parametrize(
    "path", catalogues(), ids=lambda path: path.parents[1].name
)


def pairs() -> Iterator[tuple[str, str]]:
    """Each English form with its French one, of all catalogues."""
    for path in catalogues():
        for message in translated(path):
            if message.id:
                yield from zip(forms(message.id), forms(message.string), strict=True)


def forms(text: str | tuple[str, ...]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def places(text: str) -> set[tuple[str, str | None]]:
    """The places to fill in: each name, and how numbers there are written."""
    if PLACE.search(text):
        return {(place, None) for place in PLACE.findall(text)}
    parts = Formatter().parse(text)
    return {(name, spec) for _text, name, spec, _quoted in parts if name is not None}


def prose_of(text: str) -> str:
    """What a person reads of it."""
    return PLACE.sub("x", TAG.sub("", CODE.sub("x", text)))


PAIRS = list(pairs())


@cache
def found(path: Path) -> Catalog:
    """What the code says, which takes a while to find."""
    return extracted(path)


@each_catalogue
def test_french_lacks_nothing_and_keeps_nothing_old(path: Path):
    missing, obsolete = compared(found(path), translated(path))

    assert missing == [], f"translate these in {path}, after: python tools/messages.py"
    assert obsolete == [], "run: python tools/messages.py"


@each_catalogue
def test_the_tool_writes_the_same_catalogue_twice(path: Path):
    once = written(deepcopy(found(path)), translated(path))

    assert written(deepcopy(found(path)), reread(once)) == once


def test_a_translation_fills_in_the_same_places():
    unlike = [french for english, french in PAIRS if places(french) != places(english)]

    assert unlike == []


def test_french_has_its_own_apostrophes_quotes_and_dots():
    straight = {
        french for _english, french in PAIRS if re.search(r"['\"“”]|\.\.\.", prose_of(french))
    }

    assert straight == {"COMMANDE [ARGUMENTS]..."}


def test_what_stands_before_a_tall_sign_cannot_be_broken_off():
    broken = [
        french
        for _english, french in PAIRS
        for prose in [prose_of(french)]
        if re.search(r" ([;:!?»]|%(?!\w))|« ", prose)
        or re.search(rf"(?<!{NO_BREAK})([;:!?](?=\s|$)|»)|«(?!{NO_BREAK})", prose)
    ]

    assert broken == []


def test_no_message_hides_inside_an_f_string():
    # Babel does not look there, so it would never be translated.
    hidden = {
        f"{file.relative_to(SOURCES)}:{outer.lineno}"
        for file in SOURCES.rglob("*.py")
        for outer in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(outer, ast.JoinedStr)
        for inner in ast.walk(outer)
        if isinstance(inner, ast.Call) and getattr(inner.func, "id", "") in ("_", "ngettext")
    }

    assert hidden == set()


def test_no_english_is_left():
    same = {french for english, french in PAIRS if french == english}

    assert {each for each in same if len(CODE.sub("", each)) > LONGEST_ALIKE} == ALIKE
