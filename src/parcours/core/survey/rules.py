"""What the parts of a survey owe each other, checked on its plain data.

Plain data, because a survey with a mistyped field has no model yet, and its author wants to
hear of everything at once.
"""

from collections.abc import Iterator
from typing import Any

from parcours.core.language import _
from parcours.core.survey.questions import KINDS, OTHER
from parcours.core.survey.wording import OFFERED, ROWS, Broken, Fields, broken_words, parts
from parcours.core.written.problem import Path
from parcours.core.written.wording import choose, shown


def broken_rules(data: Any) -> Broken:
    """Yield the path and the message of every rule that *data* breaks."""
    data = _written(data)
    questions, first = list(parts(data, (), "questions")), _first_language(data)
    yield from _keys_used_twice(questions)
    earlier: dict[str, Fields] = {}
    for path, question in questions:
        yield from _within_a_question(path, question)
        yield from _conditions(question.get("show_if"), (*path, "show_if"), earlier)
        yield from broken_words(question, path, first=first, answers=earlier)
        if isinstance(question.get("key"), str):
            earlier.setdefault(question["key"], question)
    for path, thanks in parts(data, (), "thanks"):
        yield from _conditions(thanks.get("show_if"), (*path, "show_if"), earlier)
        yield from _link(thanks.get("link"), (*path, "link"))
        yield from broken_words(thanks, path, first=first, answers=earlier)
    yield from broken_words(data, (), first=first)
    if isinstance(data, dict):
        yield from broken_words(data.get("intro"), ("intro",), first=first)


def _written(data: Any) -> Any:
    """Return *data* without the fields that hold nothing, as the model reads it."""
    match data:
        case dict():
            return {name: _written(each) for name, each in data.items() if each is not None}
        case list():
            return [_written(each) for each in data]
    return data


def _first_language(data: Any) -> str | None:
    languages = data.get("languages") if isinstance(data, dict) else None
    first = languages[0] if isinstance(languages, list) and languages else None
    return first if isinstance(first, str) else None


def _keys_used_twice(parts: list[tuple[Path, Fields]]) -> Broken:
    seen: set[str] = set()
    for path, part in parts:
        key = part.get("key")
        if isinstance(key, str) and key in seen:
            message = _("the key `{key}` is taken: each question and option has its own")
            yield (*path, "key"), message.format(key=key)
        elif isinstance(key, str):
            seen.add(key)


def _within_a_question(path: Path, question: Fields) -> Broken:
    for field in (*OFFERED, *ROWS):
        offered = list(parts(question, path, field))
        yield from _keys_used_twice(offered)
        for at, part in offered:
            if part.get("key") == OTHER and field == "options":
                message = _("`other` is the key of the field `other`: use that, or another key")
                yield (*at, "key"), message
    yield from _how_many(path, question)


def _how_many(path: Path, question: Fields) -> Broken:
    least, most = question.get("at_least"), question.get("at_most")
    if not isinstance(least, int):
        return
    n = len(list(parts(question, path, "options"))) + ("other" in question)
    if isinstance(most, int) and least > most:
        yield (*path, "at_most"), _("less than `at_least`: nobody could answer")
    elif least > n:
        yield (*path, "at_least"), _("more than there are options: nobody could answer")


def _conditions(condition: Any, path: Path, earlier: dict[str, Fields]) -> Broken:
    if not isinstance(condition, dict):
        return
    for field in ("all", "any"):
        for at, each in parts(condition, path, field):
            yield from _conditions(each, at, earlier)
    key = condition.get("question")
    if not isinstance(key, str):
        return
    if key not in earlier:
        message = _("`{key}` is not the key of an earlier question. {hint}")
        hint = choose(key, earlier) if earlier else _("Nothing is asked before.")
        yield (*path, "question"), message.format(key=key, hint=hint)
        return
    yield from _row(condition, path, earlier[key])
    yield from _wanted(condition, path, earlier[key])


def _row(condition: Fields, path: Path, question: Fields) -> Broken:
    rows = [each.get("key") for field in ROWS for _at, each in parts(question, (), field)]
    row = condition.get("row")
    if row is None and rows and "answered" not in condition:
        message = _("say which `row` of `{key}`. {hint}")
        hint = choose("", [str(each) for each in rows])
        yield path, message.format(key=condition["question"], hint=hint)
    elif row is not None and row not in rows:
        message = _("`{row}` is not a row of `{key}`. {hint}")
        hint = choose(str(row), [str(each) for each in rows])
        said = message.format(row=shown(row), key=condition["question"], hint=hint)
        yield (*path, "row"), said


def _wanted(condition: Fields, path: Path, question: Fields) -> Broken:
    """Yield what the answer could never be."""
    kind = question.get("kind")
    offered = [str(key) for key in _offered(question)]
    asked = KINDS[kind] if isinstance(kind, str) and kind in KINDS else None
    is_scored = asked is not None and asked.scale is not None
    if asked is not None and not is_scored and {"at_least", "at_most"} & condition.keys():
        message = _("`{key}` is not answered with a number: use `is` or `answered`")
        yield path, message.format(key=condition["question"])
    given = condition.get("is")
    values = given if isinstance(given, list) else [given]
    for value in values if offered and given is not None else ():
        if value not in offered:
            message = _("`{value}` is not an option of `{key}`. {hint}")
            hint = choose(str(value), offered)
            said = message.format(value=shown(value), key=condition["question"], hint=hint)
            yield (*path, "is"), said


def _offered(question: Fields) -> Iterator[Any]:
    for field in OFFERED:
        for _at, each in parts(question, (), field):
            yield each.get("key")
    if "other" in question:
        yield OTHER


def _link(link: Any, path: Path) -> Broken:
    if isinstance(link, str) and not link.startswith(("https://", "http://")):
        yield path, _("a link begins with https://")
