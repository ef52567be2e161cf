"""Mappings as text: YAML that people write, with errors that say where."""

import io
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from parcours.core.language import _
from parcours.core.refusal import Refused
from parcours.core.sources.mapping import Mapping
from parcours.core.written import reading
from parcours.core.written.explaining import explain
from parcours.core.written.problem import InvalidCanvas, Problem

_REFERENCE = "docs/reference/importing.md"


class InvalidMapping(Refused):
    """The text is not a mapping. ``problems`` says all that is wrong, and where."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        lines = [_("The mapping cannot be read:"), *map(str, problems)]
        super().__init__("\n".join(lines))


def load_mapping(path: str | Path) -> Mapping:
    """Read a mapping file.

    Raises:
        InvalidMapping: with line, column and what to do, for each fault.
    """
    path = Path(path)
    try:
        raw = path.read_bytes()
    except OSError as error:
        message = _("this file cannot be read: {why}").format(why=error.strerror)
        raise InvalidMapping((Problem(str(path), 1, 1, "", message),)) from None
    return parse_mapping(raw.decode("utf-8-sig", errors="replace"), name=str(path))


def parse_mapping(text: str, *, name: str = "mapping.yaml") -> Mapping:
    """Read a mapping from YAML.

    Raises:
        InvalidMapping: with line, column and what to do, for each fault.
    """
    try:
        source = reading.read(text, name)
    except InvalidCanvas as error:
        raise InvalidMapping(error.problems) from None
    problems = list(source.problems)
    mapping = None
    try:
        mapping = Mapping.model_validate(source.data)
    except ValidationError as error:
        problems += explain(error, source, Mapping)
    if mapping is None or problems:
        problems.sort(key=lambda each: (each.line, each.column))
        raise InvalidMapping(tuple(problems))
    return mapping


def write_mapping(mapping: Mapping, *, about: str = "", before: str = "") -> str:
    """Return *mapping* as YAML.

    Args:
        mapping: what to write; defaults are left out.
        about: comments for the top of a new file, one a line.
        before: the text the file has now: its comments and order stay where they can.
    """
    yaml = YAML()
    yaml.width = 96
    yaml.indent(mapping=2, sequence=4, offset=2)
    new = mapping.as_pairs()
    old = yaml.load(before) if before.strip() else None
    if isinstance(old, CommentedMap):
        _update(old, new)
    else:
        old = CommentedMap(new)
        old.yaml_set_start_comment(about or _("How a file becomes events. See ") + _REFERENCE)
    written = io.StringIO()
    yaml.dump(old, written)
    return written.getvalue()


def save_mapping(mapping: Mapping, path: str | Path, *, about: str = "") -> None:
    """Write *mapping* to a file; comments that are in it stay."""
    path = Path(path)
    before = path.read_text("utf-8") if path.exists() else ""
    path.write_text(write_mapping(mapping, about=about, before=before), "utf-8")


def _update(old: CommentedMap, new: dict[str, Any]) -> None:
    """Make *old* say what *new* says, touching only what differs."""
    for name in [each for each in old if each not in new]:
        del old[name]
    for name, value in new.items():
        kept = old.get(name)
        if isinstance(kept, CommentedMap) and isinstance(value, dict):
            _update(kept, value)
        elif isinstance(kept, CommentedSeq) and isinstance(value, list):
            _update_list(kept, value)
        elif kept != value:
            old[name] = value


def _update_list(old: CommentedSeq, new: list[Any]) -> None:
    del old[len(new) :]
    for place, value in enumerate(new):
        if place >= len(old):
            old.append(value)
        elif isinstance(old[place], CommentedMap) and isinstance(value, dict):
            _update(old[place], value)
        elif old[place] != value:
            old[place] = value
