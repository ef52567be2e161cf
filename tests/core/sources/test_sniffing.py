"""What a file is, and what is said of one that cannot be imported."""

import gzip
import zipfile
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from parcours.core.sources import UnreadableFile, plan
from parcours.core.sources.sniffing import kind_of

Write = Callable[..., Path]
# An old Office file, with the stream in which Office puts what it encrypts.
PROTECTED = b"\xd0\xcf\x11\xe0" + bytes(600) + "EncryptedPackage".encode("utf-16-le")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("a;b\n1;2\n", "csv"),
        ("\ufeffdate\tx\n1\t2\n", "csv"),
        ('<?xml version="1.0"?>\n<log xes.version="1.0"/>', "xes"),
        ('{"a": 1}\n{"a": 2}', "ndjson"),
        ('{"a": \n{"a": 2}', "ndjson"),
        ('{"a": \n{"type": "track", "userId": "u", "event": "x"}', "segment"),
        ('{"type": "track", "userId": "u", "event": "x"}', "segment"),
        ('{"type": "parcel", "userId": "u"}', "ndjson"),
        ('[{"id": 7, "financial_status": "paid"}]', "shopify"),
        ('{"orders": [{"id": 7, "order_key": "wc_order_1"}]}', "woocommerce"),
        (
            '{"headers": {"X-WC-Webhook-Source": "s"}, "raw_body": "webhook_id=1"}',
            "woocommerce",
        ),
        ('{"headers": {"X-Shopify-Topic": "orders/create"}, "raw_body": "{}"}', "shopify"),
    ],
)
def test_a_file_is_known_by_what_it_holds(write: Write, text: str, kind: str) -> None:
    assert kind_of(write("export.dat", text)) == kind


def test_binary_tables_are_known_by_their_first_bytes(write: Write, tmp_path: Path) -> None:
    pl.DataFrame({"a": [1]}).write_parquet(tmp_path / "f.dat")
    with zipfile.ZipFile(tmp_path / "g.dat", "w") as book:
        book.writestr("xl/workbook.xml", "")

    assert kind_of(tmp_path / "f.dat") == "parquet"
    assert kind_of(tmp_path / "g.dat") == "xlsx"
    assert kind_of(write("h.dat", b"\xd0\xcf\x11\xe0 old Excel")) == "xlsx"
    assert kind_of(write("i.parquet", "cut")) == "parquet"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("f.pdf", b"%PDF-1.7 ...", "f.pdf is in PDF format; what can be imported is CSV"),
        ("f.csv", b"", "f.csv is empty"),
        ("f.csv", b" \n\t\n", "f.csv is empty"),
        ("f.csv", bytes(range(1, 32)) * 50, "f.csv is in binary format"),
        ("f.xlsx", b"PK\x03\x04 cut", "f.xlsx is cut or damaged"),
        ("f.html", b"<html><body>Log in</body></html>", "f.html is in HTML format"),
        ("f.xml", b"<orders/>", "f.xml is in XML format"),
        ("f.json", b"[]", "f.json holds no JSON object"),
        ("f.json", b"42", "no row of f.json can be read; line 1: a JSON object"),
        ("f.ndjson", b"oops\n", "no row of f.ndjson can be read; line 1: this is not JSON"),
        ("f.txt", b"Dear all,\nhere is a list\n", "line 2: 1 column instead of 2"),
        ("f.tar", bytes(257) + b"ustar", "f.tar is in TAR format"),
        ("f.xlsx", PROTECTED, "f.xlsx is protected by a password"),
        (
            "f.parquet.gz",
            gzip.compress(b"PAR1", mtime=0),
            "f.parquet.gz is packed: unpack it first",
        ),
        ("f.csv", b"a,b\n", "f.csv has a header and no rows"),
        ("f.parquet", b"PAR1 cut", r"f.parquet is not a whole Parquet file\. It may"),
        ("f.xes", b"<log></log>", "holds no events"),
    ],
)
def test_a_file_that_cannot_be_imported_is_said_to_be_what_it_is(
    write: Write, name: str, content: bytes, said: str
) -> None:
    with pytest.raises(UnreadableFile, match=said):
        plan(write(name, content))


def test_archives_folders_and_nothing_are_told_apart(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "f.zip", "w") as archive:
        archive.writestr("a.csv", "")

    with pytest.raises(UnreadableFile, match="ZIP archive of 1 file; unpack it"):
        plan(tmp_path / "f.zip")
    with pytest.raises(UnreadableFile, match="is a folder"):
        plan(tmp_path)
    with pytest.raises(UnreadableFile, match="there is no file"):
        plan(tmp_path / "none.csv")
