"""Files and functions stay small enough to be read at once."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
FILE_LINES = 400
FUNCTION_LINES = 40
CLASS_LINES = 300

# Exceptions by name, each with its reason; lines are only ever removed from this list.
LONG_FILES: dict[str, str] = {}
LONG_FUNCTIONS: dict[str, str] = {}

SOURCES = sorted(
    path for folder in ("src", "tests", "benchmarks") for path in (ROOT / folder).rglob("*.py")
)


def test_a_file_is_read_without_getting_lost() -> None:
    assert [fault for path in SOURCES for fault in too_long(path)] == []


def too_long(path: Path) -> Iterator[str]:
    """What of a file is longer than it may be."""
    name = str(path.relative_to(ROOT))
    text = path.read_text(encoding="utf-8")
    lines = len(text.splitlines())
    if lines > FILE_LINES and name not in LONG_FILES:
        yield f"{name} has {lines} lines"
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            continue
        limit = CLASS_LINES if isinstance(node, ast.ClassDef) else FUNCTION_LINES
        length = (node.end_lineno or 0) - node.lineno + 1 - docstring_lines(node)
        where = f"{name}:{node.name}"
        if length > limit and where not in LONG_FUNCTIONS:
            yield f"{where} has {length} lines"


def docstring_lines(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> int:
    first = node.body[0]
    if ast.get_docstring(node) is None:
        return 0
    return (first.end_lineno or 0) - first.lineno + 1


def test_no_file_is_named_after_what_it_is_instead_of_what_it_is_about() -> None:
    banned = {"utils", "helpers", "misc", "common", "services", "managers", "base", "handlers"}

    assert [path for path in SOURCES if path.stem in banned] == []
