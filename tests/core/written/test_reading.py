"""What is said of a file that is no YAML, or YAML of the wrong kind."""

from itertools import pairwise

import pytest

from parcours.core.canvas import Canvas, InvalidCanvas


def told(text: str) -> list[str]:
    """Return what is said of *text*: line, column, path and message of each problem."""
    with pytest.raises(InvalidCanvas) as caught:
        Canvas.parse(text, name="a.yaml")
    return [str(problem).removeprefix("a.yaml:") for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "1:1: the file is empty: it needs fields, each a name, a colon and a value"),
        (
            "# only a comment\n",
            "1:1: the file is empty: it needs fields, each a name, a colon and a value",
        ),
        (
            "- canvas: a\n",
            "1:1: found `[{canvas: a}]` instead of fields, each a name, a colon and a value",
        ),
        ("hello\n", "1:1: found `hello` instead of fields, each a name, a colon and a value"),
        ("%PDF-1.7\n1 0 obj\n", "1:1: this is not a text file, or a broken one"),
        ("canvas: a\ntitle: \x00\n", "2:8: this is not a text file, or a broken one"),
        ("canvas: a\n\ttitle: A\n", "2:1: lines are indented with spaces: replace the tab"),
        (
            "canvas: a\ntitle: Fast: now\n",
            "2:12: put a text that holds a colon in quotes, or line this up with the lines "
            "around it",
        ),
        ("canvas: a\ntitle: 'A\n", "2:8: the quote or bracket opened here is not closed"),
        (
            "canvas: a\ntitle: A\n---\ncanvas: b\n",
            "3:1: one file holds one document: remove the second `---`",
        ),
        (
            "canvas: a\ntitle: *b\n",
            "2:8: nothing is named so: `*name` repeats what `&name` marked before",
        ),
        (
            "canvas: a\ntitle: @b\n",
            "2:8: a text cannot start with this character: put it in quotes",
        ),
        (
            "canvas: a\ntitle\n",
            "2:1: a field is a name, a colon and a space: `title: Delivery`",
        ),
        ("canvas: a\n- b\n", "2:1: line this up with the fields or list around it"),
        (
            "canvas: a\ntitle: !<\n",
            "2:10: this cannot be read as YAML: while parsing an tag expected URI, but found "
            "'\\n'",
        ),
        (
            "canvas: a\ntitle: " + "[" * 51,
            "2:8: lists and fields are nested more than 50 deep: write less within each other",
        ),
        (
            "- " * 51,
            "1:101: lists and fields are nested more than 50 deep: write less within each "
            "other",
        ),
        (
            "canvas: a\ntitle: A\ntitle: B\n",
            "3:1: title: `title` is written twice, on lines 2 and 3: keep one",
        ),
        (
            "canvas: a\ntitle: !!python/object/apply:os.system [ls]\n",
            "2:8: title: tags are not understood here: remove `python/object/apply:os.system`",
        ),
        (
            "canvas: a\ntitle: A\nstages: &s [*s]\n",
            "3:9: stages › 1: this alias holds itself, or repeats without end",
        ),
        (
            "canvas: a\ntitle: A\n<<: [1]\n",
            "3:6: `<<` takes fields that an `&name` marked before",
        ),
        ("canvas: a\ntitle: A\n? [b]\n: c\n", "3:3: the name of a field is one word"),
    ],
)
def test_what_is_not_yaml_is_told_in_plain_words(text: str, problem: str):
    assert told(text)[0] == problem


def test_aliases_that_stand_for_billions_are_refused():
    bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n"
    for inner, outer in pairwise("abcdefghi"):
        bomb += f"{outer}: &{outer} [{', '.join([f'*{inner}'] * 9)}]\n"

    assert "this alias holds itself, or repeats without end" in "\n".join(told(bomb))


def test_aliases_are_not_nested_deeper_than_what_is_written_out():
    chain = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}]\n" for n in range(1, 1_000))

    assert "lists and fields are nested more than 50 deep" in "\n".join(told(chain))


def test_another_encoding_is_named_with_its_line(tmp_path):
    path = tmp_path / "canvas.yaml"
    path.write_bytes("canvas: a\ntitle: Été\n".encode("cp1252"))

    with pytest.raises(InvalidCanvas) as caught:
        Canvas.load(path)

    (problem,) = caught.value.problems
    assert (problem.line, problem.column) == (2, 8)
    assert (
        problem.message == "this is not text in UTF-8: save the file again with that encoding"
    )


def test_a_file_that_is_not_there_is_not_an_invalid_canvas(tmp_path):
    with pytest.raises(FileNotFoundError):
        Canvas.load(tmp_path / "canvas.yaml")
