"""YAML read as plain data, with the line and column of every value.

The tree of nodes is read here rather than by YAML's own constructors: no tag can make an
object, ``12:30``, ``no`` and ``0042`` stay the texts they look like, and each key said
twice is found.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import isfinite
from typing import Any, Final

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from parcours.core.language import _
from parcours.core.written.problem import InvalidCanvas, Path, Problem, in_words

Place = tuple[int, int]

_TAG: Final = "tag:yaml.org,2002:"
_TAGS: Final = {
    _TAG + name
    for name in (
        "str", "int", "float", "bool", "null", "timestamp", "merge", "value", "map", "seq",
    )
}  # fmt: skip
_MERGE: Final = _TAG + "merge"
_NULL: Final = {"", "~", "null", "Null", "NULL"}
_BOOL: Final = {"true": True, "True": True, "false": False, "False": False}
_INT: Final = re.compile(r"[-+]?(0|[1-9][0-9]{0,300})")
_FLOAT: Final = re.compile(r"[-+]?((0|[1-9][0-9]*)(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?")
_CONTROL: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]"
)
_UNCLOSED: Final = ("stream end", "end of stream")
_BEGUN_BEFORE: Final = (*_UNCLOSED, "expected ':'")  # the fault lies where this began
_DEEPEST: Final = 50  # lists and fields within each other; a canvas needs a dozen
# Of brackets on one line YAML looks far ahead, in a time that grows with their square.
_BRACKETS: Final = re.compile(rf"(?:[\[{{][ \t]*){{{_DEEPEST + 1}}}")
_MOST_VALUES: Final = 200_000  # aliases of aliases can stand for billions


@dataclass
class Source:
    """Plain data (dict, list and scalars), and where each value was written."""

    name: str
    data: Any = None
    places: dict[Path, Place] = field(default_factory=dict)
    keys: dict[Path, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def problem(self, path: Path, message: str, *, at_key: bool = False) -> Problem:
        """Say *message* of the value at *path*, or of the nearest one around it."""
        place = self.keys.get(path) if at_key else self.places.get(path)
        around = path
        while place is None and around:
            around = around[:-1]
            place = self.places.get(around)
        line, column = place or (1, 1)
        return Problem(self.name, line, column, in_words(path, self.data), message, path)


def decode(raw: bytes, name: str) -> str:
    """Return the text of a file; raise InvalidCanvas when it is not one in UTF-8."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        column = error.start - (raw.rfind(b"\n", 0, error.start) + 1) + 1
        message = _("this is not text in UTF-8: save the file again with that encoding")
        raise InvalidCanvas([Problem(name, line, column, "", message)]) from None


def read(text: str, name: str) -> Source:
    """Return the plain data of *text*; raise InvalidCanvas when it is not YAML.

    What can be read in spite of a problem (a field written twice, a tag) is read, and the
    problem kept in ``problems``.
    """
    source = Source(name)
    node = _compose(text, source)
    if node is None:
        message = _("the file is empty: it needs fields, each a name, a colon and a value")
        raise InvalidCanvas([source.problem((), message)])
    reader = _Reader(source)
    source.data = reader.value(node, ())
    for path, message, place in reader.found:
        problem = Problem(name, *place, in_words(path, source.data), message)
        source.problems.append(problem)
    return source


def _compose(text: str, source: Source) -> Node | None:
    control = _CONTROL.search(text)
    if control is not None or text.startswith("%PDF"):
        place = _place(text, control.start() if control else 0)
        message = _("this is not a text file, or a broken one")
    elif brackets := _BRACKETS.search(text):
        place, message = _place(text, brackets.start()), _too_deep()
    else:
        yaml = YAML(typ="safe", pure=True)
        yaml.max_depth = _DEEPEST
        try:
            node: Node | None = yaml.compose(text)
        except MarkedYAMLError as error:
            place, message = _syntax(error)
        else:
            return node
    raise InvalidCanvas([Problem(source.name, *place, "", message)])


def _place(text: str, at: int) -> Place:
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def _syntax(error: MarkedYAMLError) -> tuple[Place, str]:
    said = f"{error.context or ''} {error.problem or ''}"
    mark = error.problem_mark or error.context_mark
    if error.context_mark is not None and any(sign in said for sign in _BEGUN_BEFORE):
        mark = error.context_mark
    place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    return place, next((hint for sign, hint in _hints() if sign in said), None) or _(
        "this cannot be read as YAML: {problem}"
    ).format(problem=said.strip())


def _too_deep() -> str:
    return _(
        "lists and fields are nested more than {n} deep: write less within each other"
    ).format(n=_DEEPEST)


def _hints() -> Iterator[tuple[str, str]]:
    """What YAML says, and what to do about it."""
    yield "maximum depth", _too_deep()
    yield r"'\t'", _("lines are indented with spaces: replace the tab")
    yield (
        "mapping values are not allowed",
        _("put a text that holds a colon in quotes, or line this up with the lines around it"),
    )
    yield "another document", _("one file holds one document: remove the second `---`")
    yield (
        "undefined alias",
        _("nothing is named so: `*name` repeats what `&name` marked before"),
    )
    for sign in _UNCLOSED:
        yield sign, _("the quote or bracket opened here is not closed")
    yield (
        "that cannot start",
        _("a text cannot start with this character: put it in quotes"),
    )
    yield "expected ':'", _("a field is a name, a colon and a space: `title: Delivery`")
    yield "expected <block end>", _("line this up with the fields or list around it")


class _Reader:
    """Builds plain data from nodes, noting where each value was written."""

    def __init__(self, source: Source) -> None:
        self.places = source.places
        self.keys = source.keys
        self.found: list[tuple[Path, str, Place]] = []
        self._around: set[int] = set()  # nodes being read: an alias to one never ends

    def value(self, node: Node, path: Path) -> Any:
        self.places[path] = _mark(node)
        tag = node.tag or ""
        if tag not in _TAGS:
            message = _("tags are not understood here: remove `{tag}`")
            self._report(node, path, message.format(tag=tag.removeprefix(_TAG)))
        if isinstance(node, ScalarNode):
            return _scalar(node)
        if id(node) in self._around or len(self.places) > _MOST_VALUES:
            self._report(node, path, _("this alias holds itself, or repeats without end"))
            return None
        if len(self._around) >= _DEEPEST:
            self._report(node, path, _too_deep())
            return None
        self._around.add(id(node))
        try:
            if isinstance(node, MappingNode):
                return self._mapping(node, path)
            return [self.value(each, (*path, n)) for n, each in enumerate(node.value)]
        finally:
            self._around.discard(id(node))

    def _mapping(self, node: MappingNode, path: Path) -> dict[str, Any]:
        fields: dict[str, Any] = {}
        for key, value in node.value:
            if key.tag == _MERGE:
                fields |= self._merged(value, path)
        written: dict[str, int] = {}
        for key, value in node.value:
            if not isinstance(key, ScalarNode):
                self._report(key, path, _("the name of a field is one word"))
            elif key.value in written:
                self._twice(key, path, written[key.value])
            elif key.tag != _MERGE:
                written[key.value] = key.start_mark.line + 1
                self.keys[*path, key.value] = _mark(key)
                fields[key.value] = self.value(value, (*path, key.value))
        return fields

    def _merged(self, value: Node, path: Path) -> dict[str, Any]:
        """Read the fields that ``<<: *name`` brings in; the first of several wins."""
        place = self.places[path]
        fields: dict[str, Any] = {}
        for node in reversed(value.value if isinstance(value, SequenceNode) else [value]):
            if isinstance(node, MappingNode):
                fields |= self.value(node, path) or {}
            else:
                self._report(node, path, _("`<<` takes fields that an `&name` marked before"))
        self.places[path] = place
        return fields

    def _twice(self, key: ScalarNode, path: Path, first: int) -> None:
        message = _("`{field}` is written twice, on lines {first} and {second}: keep one")
        second = key.start_mark.line + 1
        said = message.format(field=key.value, first=first, second=second)
        self._report(key, (*path, key.value), said)

    def _report(self, node: Node, path: Path, message: str) -> None:
        self.found.append((path, message, _mark(node)))


def _mark(node: Node) -> Place:
    return node.start_mark.line + 1, node.start_mark.column + 1


def _scalar(node: ScalarNode) -> Any:
    """Read what is written without quotes as YAML 1.2 does, but keep ``0042`` a text."""
    text = node.value
    if node.style is not None or node.tag == _TAG + "str":
        return text
    if text in _NULL:
        return None
    if text in _BOOL:
        return _BOOL[text]
    if _INT.fullmatch(text):
        return int(text)
    return float(text) if _FLOAT.fullmatch(text) and isfinite(float(text)) else text
