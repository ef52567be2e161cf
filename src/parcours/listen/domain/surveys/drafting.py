"""What a person does to a survey's draft: plain data in, plain data out, valid or not."""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from parcours.core.words import slug
from parcours.listen.domain.surveys.offered import offered_by, read, told

Draft = dict[str, Any]
Part = dict[str, Any]

WORDS: Final = ("title", "help", "low", "high", "other", "text", "link_title")
_LISTS: Final = ("options", "rows", "columns", "moments")
_FLAGS: Final = ("required", "shuffle", "anonymous")
_NUMBERS: Final = ("at_least", "at_most", "lines", "most")
_KEPT: Final = ("key", "kind")
_OFFERING: Final = ("choice", "choices", "matrix", "consent")
_CONSENT: Final[Part] = {"kind": "consent"}
TESTS: Final = ("is", "at_least", "at_most", "answered")


class NoSuchQuestion(LookupError):
    """The draft has no question of that key."""


def languages_of(draft: Draft) -> list[str]:
    """Return the languages of *draft*, English where it says none."""
    return list(draft.get("languages") or ["en"])


def question_of(draft: Draft, key: str) -> Part:
    """Return the question called *key*.

    Raises:
        NoSuchQuestion: there is none.
    """
    for each in draft.get("questions", ()):
        if each.get("key") == key:
            return dict(each)
    raise NoSuchQuestion(key)


def added(draft: Draft, kind: str, *, taken: Collection[str], begun: Part) -> Draft:
    """Return *draft* with one more question of *kind* at its end.

    Args:
        draft: plain data of a survey.
        kind: one of ``core.survey.questions.KINDS``.
        taken: keys that some version gave to a question: they are never given again.
        begun: what it holds from the start.
    """
    used = {*taken, *(each.get("key") for each in draft.get("questions", ()))}
    key = unique(kind, used)
    question: Part = {"key": key, "kind": kind} | part(begun, draft)
    return draft | {"questions": [*draft.get("questions", ()), question]}


def removed(draft: Draft, key: str) -> Draft:
    """Return *draft* without the question called *key*."""
    questions = [each for each in draft.get("questions", ()) if each.get("key") != key]
    return draft | {"questions": questions}


def copied(draft: Draft, key: str, *, taken: Collection[str]) -> Draft:
    """Return *draft* with a copy of the question called *key* below it."""
    question = question_of(draft, key)
    used = {*taken, *(each.get("key") for each in draft.get("questions", ()))}
    copy = question | {"key": unique(key, used)}
    questions: list[Part] = []
    for each in draft.get("questions", ()):
        questions += [each, copy] if each.get("key") == key else [each]
    return draft | {"questions": questions}


def ordered(draft: Draft, keys: Sequence[str]) -> Draft:
    """Return *draft* with its questions in the order of *keys*; unnamed ones stay last."""
    place = {key: n for n, key in enumerate(keys)}
    questions = sorted(
        draft.get("questions", ()), key=lambda each: place.get(each.get("key", ""), len(place))
    )
    return draft | {"questions": questions}


def moved(draft: Draft, key: str, by: int) -> Draft:
    """Return *draft* with one question *by* places further down, or up where negative."""
    keys = [each.get("key", "") for each in draft.get("questions", ())]
    if key not in keys:
        return draft
    place = keys.index(key)
    keys.insert(max(0, min(len(keys) - 1, place + by)), keys.pop(place))
    return ordered(draft, keys)


def rewritten(draft: Draft, key: str, fields: Mapping[str, Any]) -> Draft:
    """Return *draft* with what a form says of the question called *key*.

    Args:
        draft: plain data of a survey.
        key: of a question it has.
        fields: made by `fields.nested`; what the form does not speak of is left out, but
            what it cannot show (a condition of conditions) stays.
    """
    before = question_of(draft, key)
    said = part(fields, draft)
    question = {name: before[name] for name in _KEPT if name in before} | said
    if fields.get("keeps_condition") and "show_if" in before:
        question["show_if"] = before["show_if"]
    elif condition := _condition(fields, draft):
        question["show_if"] = condition
    questions = [
        question if each.get("key") == key else each for each in draft.get("questions", ())
    ]
    return draft | {"questions": questions}


def settled(held: Draft, fields: Mapping[str, Any]) -> Draft:
    """Return the draft *held* with what the form of the whole survey says."""
    kept = {name: held[name] for name in ("survey", "questions") if name in held}
    languages = re.findall(r"[^\s,;]+", str(fields.get("languages", ""))) or ["en"]
    draft = kept | {"languages": list(dict.fromkeys(languages))}
    plain = ("stage", "touchpoint", "layout")
    found = {name: fields[name] for name in plain if name in fields}
    found |= part({"title": fields.get("title"), "anonymous": fields.get("anonymous")}, draft)
    for name in ("intro", "theme"):
        if isinstance(fields.get(name), Mapping):
            found[name] = part(fields[name], draft)
    if isinstance(fields.get("page"), Mapping):
        worded = {key: _words(value, draft) for key, value in fields["page"].items()}
        found["page"] = {key: value for key, value in worded.items() if value}
    before = [*held.get("thanks", ())]
    thanks = [
        _thanks(each, draft, before[n] if n < len(before) else {})
        for n, each in enumerate(fields.get("thanks", ()) or ())
    ]
    found["thanks"] = [each for each in thanks if each.get("title")]
    return draft | {name: value for name, value in found.items() if value}


def retitled(title: Any, *, was: str, name: str) -> Any:
    """Return *title*, following a survey's *name* where it is what the survey *was* called."""
    if not isinstance(title, Mapping):
        return name if title == was else title
    return {code: name if words == was else words for code, words in title.items()}


def part(fields: Mapping[str, Any], draft: Draft) -> Part:
    """Return one part of a survey with its words, numbers and lists as they are kept."""
    found: Part = {}
    for name, value in fields.items():
        if name in WORDS:
            found[name] = _words(value, draft)
        elif name in _LISTS:
            found[name] = _options(value, draft)
        elif name in _FLAGS:
            found[name] = value == "on"
        elif name in _NUMBERS:
            found[name] = number(value)
        elif name not in {"when", "join", "keeps_condition", *_KEPT}:
            found[name] = value
    return {name: value for name, value in found.items() if value not in (None, "", {}, False)}


def conditions(question: Part, draft: Draft) -> tuple[str, list[Part]] | None:
    """Return how a question's conditions are joined, and each of them; null if nested.

    A condition is ``question``, ``row``, ``test`` (one of TESTS) and ``value``, as text: that
    of an option is its words in the first language of *draft*.
    """
    shown = question.get("show_if")
    if not shown:
        return "all", []
    join = next((name for name in ("all", "any") if name in shown), None)
    each = shown[join] if join else [shown]
    if not all(isinstance(one, dict) and "question" in one for one in each):
        return None
    asked = _asked(draft)
    return join or "all", [
        _row(one, test, asked.get(one["question"], {}))
        for one in each
        for test in TESTS
        if test in one
    ]


def number(text: Any) -> Any:
    """Return *text* as a number where it is one: what it is not, the survey's check says."""
    try:
        value = float(str(text).replace(",", "."))
    except ValueError:
        return text
    return int(value) if value.is_integer() else value


def unique(wanted: str, taken: Collection[Any]) -> str:
    """Return *wanted* as a key that is not *taken*, numbered where it would be."""
    found = base = slug(wanted)[:60] or "part"
    count = 1
    while found in taken:
        count += 1
        found = f"{base}-{count}"
    return found


def _words(value: Any, draft: Draft) -> Any:
    """Return words by language; of a survey in one language, as one text."""
    if isinstance(value, Mapping):
        known = {code: value[code] for code in languages_of(draft) if value.get(code)}
        return known or None
    return value or None


def _options(value: Any, draft: Draft) -> list[Part]:
    rows = value if isinstance(value, list) else []
    named = [
        row | {"title": words}
        for row in rows
        if isinstance(row, dict) and (words := _words(row.get("title"), draft))
    ]
    taken = {row["key"] for row in named if row.get("key")}
    found: list[Part] = []
    for row in named:
        key = row.get("key") or unique(_first(row["title"]), taken)
        taken.add(key)
        found.append({"key": key, "title": row["title"]})
    return found


def _first(words: Any) -> str:
    return str(next(iter(words.values())) if isinstance(words, dict) else words)


def _thanks(fields: Any, draft: Draft, before: Part) -> Part:
    if not isinstance(fields, Mapping):
        return {}
    said = part(fields, draft)
    if fields.get("keeps_condition") and "show_if" in before:
        said["show_if"] = before["show_if"]
    elif condition := _condition(fields, draft):
        said["show_if"] = condition
    return said


def _condition(fields: Mapping[str, Any], draft: Draft) -> Part | None:
    asked = _asked(draft)
    rows = [each for each in fields.get("when") or () if isinstance(each, Mapping)]
    found = [one for one in (_simple(row, asked) for row in rows) if one]
    if len(found) < 2:
        return found[0] if found else None
    return {"any" if fields.get("join") == "any" else "all": found}


def _asked(draft: Draft) -> dict[Any, Part]:
    return {each.get("key"): each for each in draft.get("questions", ())}


def _simple(row: Mapping[str, Any], asked: Mapping[Any, Part]) -> Part | None:
    """Return one condition; null while it is not said whole."""
    question, _slash, inner = str(row.get("question", "")).partition("/")
    test, value = row.get("test"), row.get("value", "")
    if not question or test not in TESTS:
        return None
    about = {"question": question} | ({"row": inner} if inner else {})
    if test == "answered":
        return about | {"answered": read(str(value), offered_by(_CONSENT)) != [False]}
    if value == "":
        return None
    if test == "is":
        about_of = asked.get(question, {})
        several = read(str(value), offered_by(about_of))
        is_offered = about_of.get("kind") in _OFFERING
        return about | {"is": several if is_offered else [number(each) for each in several]}
    return about | {test: number(value)}


def _row(one: Part, test: str, question: Part) -> Part:
    value = one[test]
    if test == "is":
        value = told(value, offered_by(question))
    elif test == "answered":
        value = told(value, offered_by(_CONSENT))
    inner = f"/{one['row']}" if one.get("row") else ""
    return {"question": f"{one['question']}{inner}", "test": test, "value": str(value)}
