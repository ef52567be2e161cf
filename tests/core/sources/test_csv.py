"""Text tables: encodings, separators, lines, and files that are not quite right."""

import csv
import gzip
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parcours.core.sources.csv import TextTable, separator_of
from parcours.core.sources.reading import UnreadableFile

Write = Callable[..., Path]
Read = tuple[list[tuple[str | None, ...]], list[int], list[tuple[int, str]]]


def everything(path: Path, **given: str) -> Read:
    """All rows, their lines, and the rejected lines with their text."""
    batches = list(TextTable.sniff(path, **given).rows())
    rows = pl.concat([each.frame for each in batches]).rows()
    lines = pl.concat([each.lines for each in batches]).to_list()
    return rows, lines, [(bad.line, bad.value) for each in batches for bad in each.rejected]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_accents_arrive_whatever_the_encoding(write: Write, encoding: str) -> None:
    path = write("f.csv", "nom;prix\nPâté à l’œil;3,50 €\n", encoding)

    assert TextTable.sniff(path).header == ["nom", "prix"]
    assert everything(path)[0] == [("Pâté à l’œil", "3,50 €")]


def test_a_byte_that_is_not_utf8_in_a_file_that_is_reads_as_windows_wrote_it(
    write: Write,
) -> None:
    path = write("f.csv", "a,b\né,1\n".encode() + "è,2\n".encode("cp1252"))

    assert everything(path, encoding="utf-8")[0] == [("é", "1"), ("è", "2")]


def test_a_gzip_file_is_read_as_what_it_holds(write: Write) -> None:
    path = write("f.csv.gz", gzip.compress(b"a,b\n1,2\n"))

    assert everything(path)[0] == [("1", "2")]


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_the_separator_is_the_one_that_makes_even_columns(separator: str) -> None:
    lines = [["when", "what", "how much"], ["1/2/2026 10:00", "a b", "3.5"]]

    assert separator_of("\n".join(separator.join(line) for line in lines)) == separator


def test_a_decimal_comma_does_not_make_the_comma_a_separator() -> None:
    assert separator_of("date;prix;taxe\n1/2;3,50;0,7\n1/3;4,20;0,8\n") == ";"


def test_every_row_knows_its_line_and_a_row_that_does_not_fit_is_set_aside(
    write: Write,
) -> None:
    path = write("f.csv", 'a;b\n1;2\n\n4\n"x\ny";z\n7;8;9\n;\n"a\n\nb";c\nend;1')

    rows, lines, bad = everything(path)

    assert rows == [("1", "2"), ("x\ny", "z"), ("a\n\nb", "c"), ("end", "1")]
    assert lines == [2, 5, 9, 12]
    assert bad == [(4, "4"), (7, "7;8;9")]


def test_a_row_that_does_not_fit_moves_the_next_down_by_what_its_quotes_hold(
    write: Write,
) -> None:
    path = write("f.csv", 'a;b\n"x\n\ny"\n1;2\n"z\nz"\n')

    assert everything(path) == ([("1", "2")], [5], [(2, '"x\n\ny"'), (6, '"z\nz"')])


def test_a_doubled_quote_is_a_quote_and_one_inside_a_word_too(write: Write) -> None:
    path = write("f.csv", 'a,b\n"say ""yes""",12" tv\n')

    assert everything(path)[0] == [('say "yes"', '12" tv')]


def test_nul_characters_are_left_out(write: Write) -> None:
    assert everything(write("f.csv", "a,b\n1\x00,2\n"))[0] == [("1", "2")]


def test_a_quote_that_is_never_closed_costs_what_follows_and_says_where(write: Write) -> None:
    path = write("f.csv", 'a,b\n1,2\n"3,4\n5,6\n')

    rows, _lines, bad = everything(path)

    assert rows == [("1", "2")]
    assert bad == [(3, '"3,4\n5,6')]


def test_a_row_longer_than_a_block_is_reported_and_what_came_before_is_kept(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("parcours.core.sources.csv.BLOCK", 1000)
    path = write("f.csv", "a,b\n1,2\n" + 'x,"' + "y" * 5000 + '"\n')

    batches = list(TextTable.sniff(path).rows())

    assert sum(each.frame.height for each in batches) <= 1
    assert "Look for a quote" in batches[-1].rejected[-1].reason


def test_blocks_before_a_row_that_is_too_long_are_kept(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("parcours.core.sources.csv.BLOCK", 400)
    body = "".join(f"{n},b\n" for n in range(300))
    path = write("f.csv", "n,x\n" + body + "y" * 5000 + ",z\n")

    rows, _lines, bad = everything(path)

    assert 200 < len(rows) <= 300
    assert rows == [(str(n), "b") for n in range(len(rows))]
    assert len(bad) == 1


def test_columns_of_the_same_name_and_of_none_are_told_apart(write: Write) -> None:
    table = TextTable.sniff(write("f.csv", "date,,date\n1/2/2026,x,y\n"))

    assert table.header == ["date", "column 2", "date 2"]
    assert table.twice == ["date"]


def test_a_first_line_of_values_is_no_header(write: Write) -> None:
    table = TextTable.sniff(write("f.csv", "2026-03-01;C1;12,50\n2026-03-02;C2;3,00\n"))

    assert table.header == ["column 1", "column 2", "column 3"]
    assert next(table.rows()).frame.height == 2


def test_lines_above_the_header_can_be_skipped(write: Write) -> None:
    path = write("f.csv", "Export of 3 March\n\na,b\n1,2\n1\n")

    rows, after = TextTable(path, "utf-8", ",", skip=2).rows()

    assert rows.frame.rows(named=True) == [{"a": "1", "b": "2"}]
    assert rows.lines.to_list() == [4]
    assert [bad.line for bad in after.rejected] == [5]


def test_the_separator_that_excel_names_is_believed(write: Write) -> None:
    path = write("f.csv", "sep=|\r\na|b;c\r\n1;2|3;4\r\n")

    assert TextTable.sniff(path).header == ["a", "b;c"]
    assert everything(path) == ([("1;2", "3;4")], [3], [])


def test_a_file_of_several_blocks_counts_lines_across_them(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("parcours.core.sources.csv.BLOCK", 400)
    body = "".join(f'{n},"a\nb"\n' if n % 7 == 0 else f"{n},b\n" for n in range(300))
    path = write("f.csv", "n,x\n" + body.replace("150,b\n", "150\n"))
    text = path.read_text().split("\n")

    rows, lines, bad = everything(path)

    assert len(rows) == 299
    assert all(
        text[line - 1].startswith(f"{row[0]},") for row, line in zip(rows, lines, strict=True)
    )
    assert [text[line - 1] for line, _value in bad] == ["150"]


def test_an_empty_file_is_said_to_be_empty(write: Write) -> None:
    with pytest.raises(UnreadableFile, match="is empty"):
        _ = TextTable.sniff(write("f.csv", "\n\n")).header


@settings(max_examples=60, deadline=None)
@given(
    rows=st.lists(
        st.lists(st.text('ab;,"\n é€', max_size=6), min_size=3, max_size=3), max_size=8
    ),
    encoding=st.sampled_from(["utf-8", "cp1252", "utf-16"]),
    separator=st.sampled_from(";,"),
)
def test_rows_are_those_of_the_standard_reader_at_the_lines_where_they_begin(
    tmp_path_factory: pytest.TempPathFactory,
    rows: list[list[str]],
    encoding: str,
    separator: str,
) -> None:
    path = tmp_path_factory.mktemp("csv") / "f.csv"
    lines: dict[int, tuple[str | None, ...]] = {}
    with path.open("w", encoding=encoding, newline="") as file:
        file.write(separator.join("abc") + "\n")
        line = 2
        for row in rows:
            csv.writer(file, delimiter=separator, lineterminator="\n").writerow(row)
            if any(row):
                lines[line] = tuple(value or None for value in row)
            line += 1 + sum(value.count("\n") for value in row)

    found, places, bad = everything(path, encoding=encoding, separator=separator)

    assert dict(zip(places, found, strict=True)) == lines
    assert bad == []
