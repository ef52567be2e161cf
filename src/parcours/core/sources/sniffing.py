"""What kind of file this is: by what it holds first, by its name where that leaves a doubt."""

import zipfile
from itertools import islice
from pathlib import Path
from typing import Any, Final

from parcours.core.language import _, ngettext
from parcours.core.sources.decoding import begin, encoding_of, is_packed
from parcours.core.sources.documents import documents, inside
from parcours.core.sources.mapping import Kind
from parcours.core.sources.reading import Rejected, UnreadableFile

_FOREIGN: Final = {
    b"%PDF": "PDF", b"\x89PNG": "PNG", b"\xff\xd8\xff": "JPEG", b"GIF8": "GIF",
    b"SQLite format 3": "SQLite", b"Rar!": "RAR", b"7z\xbc\xaf": "7-Zip", b"\x7fELF": "ELF",
    b"{\\rtf": "RTF",
}  # fmt: skip
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")  # the stream of Office's encryption
_MESSAGES: Final = frozenset(["track", "page", "screen", "identify", "alias", "group"])
_SHOPIFY: Final = ("financial_status", "abandoned_checkout_url", "refund_line_items")
_WOOCOMMERCE: Final = ("order_key", "date_created_gmt", "webhook_id")
_ZENDESK: Final = frozenset(["requester_id", "created_at", "status"])
_TYPEFORM: Final = frozenset(["answers", "landing_id"])
_FORMBRICKS: Final = frozenset(["surveyId", "data", "finished"])
_JSON: Final = (".json", ".ndjson", ".jsonl")
_LOOKED_AT: Final = 100  # objects
IMPORTED: Final = "CSV, TSV, XLSX, Parquet, JSON, NDJSON, XES"


class _Foreign(Exception):
    """The format of a file that no importer reads."""


def kind_of(path: Path, *, wanted: str = IMPORTED) -> Kind:
    """Return the kind of *path*.

    Args:
        path: the file.
        wanted: what is said to be taken, where it is of another format.

    Raises:
        UnreadableFile: there is none, it is empty, or no importer reads such a file.
    """
    if not path.is_file():
        what = _("{file} is a folder") if path.is_dir() else _("there is no file {file}")
        raise UnreadableFile(what.format(file=path))
    start = begin(path, 1 << 16)
    if not start.strip():
        raise UnreadableFile(_("{file} is empty").format(file=path.name))
    try:
        return _binary(path, start) or _text(path, start)
    except _Foreign as found:
        raise UnreadableFile(
            _("{file} is in {name} format; what can be imported is {wanted}").format(
                file=path.name, name=found, wanted=wanted
            )
        ) from None


def _binary(path: Path, start: bytes) -> Kind | None:
    kind = _of_tables(path, start)
    if kind and is_packed(path):
        raise UnreadableFile(
            _("{file} is packed: unpack it first (gunzip)").format(file=path.name)
        )
    return kind


def _of_tables(path: Path, start: bytes) -> Kind | None:
    if start.startswith(b"PAR1"):
        return "parquet"
    if start.startswith(b"PK\x03\x04"):
        return _zipped(path)
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        if _ENCRYPTED in path.read_bytes():
            raise UnreadableFile(
                _("{file} is protected by a password: save it without one").format(
                    file=path.name
                )
            )
        return "xlsx"
    if start[257:262] == b"ustar":
        raise _Foreign("TAR")
    for mark, name in _FOREIGN.items():
        if start.startswith(mark):
            raise _Foreign(name)
    if path.suffix == ".parquet":
        return "parquet"
    return None


def _zipped(path: Path) -> Kind:
    try:
        names = zipfile.ZipFile(path).namelist()
    except zipfile.BadZipFile:
        raise UnreadableFile(
            _("{file} is cut or damaged; copy or export it again").format(file=path.name)
        ) from None
    if any(name.startswith("xl/") or name == "content.xml" for name in names):
        return "xlsx"
    raise UnreadableFile(
        ngettext(
            "{file} is a ZIP archive of {n} file; unpack it and import that",
            "{file} is a ZIP archive of {n} files; unpack it and import one",
            len(names),
        ).format(file=path.name, n=len(names))
    )


def _text(path: Path, start: bytes) -> Kind:
    text = start.decode(encoding_of(start), errors="replace").lstrip("\ufeff \t\r\n")
    odd = sum(each < " " and each not in "\t\r\n\x00\f" for each in text)
    if odd > 0.02 * len(text):
        raise _Foreign(_("binary"))
    if text.startswith("<"):
        if "<log" in text:
            return "xes"
        if "LimeSurveyDocType" in text:
            raise UnreadableFile(
                _(
                    "{file} is the structure of a LimeSurvey survey: export its responses, as "
                    "CSV"
                ).format(file=path.name)
            )
        raise _Foreign("HTML" if "<html" in text.lower() else "XML")
    if text.startswith(("{", "[")) or path.suffix.lower() in _JSON:
        return _json(path)
    return "csv"


def _json(path: Path) -> Kind:
    some = [each.value for each in islice(documents(path), _LOOKED_AT)]
    if not some:
        raise UnreadableFile(_("{file} holds no JSON object").format(file=path.name))
    first = next((each for each in some if not isinstance(each, Rejected)), None)
    if first is None:
        return "ndjson"
    held, topic = inside(first)
    headers = {str(name).lower() for name in first.get("headers") or {}}
    if topic or any(name.startswith(("x-shopify", "x-wc-webhook")) for name in headers):
        is_shopify = any(name.startswith("x-shopify") for name in headers)
        return "shopify" if is_shopify else "woocommerce"
    document = held[0] if held else first
    if other := _other(document):
        raise UnreadableFile(
            _("{file} holds {other}: export those").format(file=path.name, other=other)
        )
    return _shape(document)


def _other(document: dict[str, Any]) -> str:
    """Return what else a tool exports that one may take for what can be imported."""
    names = document.keys()
    if {"fields", "title", "_links"} <= names:
        return _("the questions of a Typeform form, not its answers")
    if {"questions", "environmentId"} <= names:
        return _("the questions of a Formbricks survey, not its answers")
    if {"role", "locale_id", "email"} <= names:
        return _("users of Zendesk, not tickets")
    return _("contacts of Intercom, not conversations") if _is_contact(document) else ""


def _is_contact(document: dict[str, Any]) -> bool:
    return document.get("type") == "contact" and "workspace_id" in document


def _of_a_tool(document: dict[str, Any]) -> Kind | None:
    names = document.keys()
    if names >= _ZENDESK:
        return "zendesk"
    if document.get("type") == "conversation" and "source" in document:
        return "intercom"
    if names >= _TYPEFORM or document.get("event_type") == "form_response":
        return "typeform"
    return "formbricks" if names >= _FORMBRICKS else None


def _shape(document: dict[str, Any]) -> Kind:
    if kind := _of_a_tool(document):
        return kind
    if document.get("type") in _MESSAGES and {"userId", "anonymousId"} & document.keys():
        return "segment"
    if document.keys() & set(_WOOCOMMERCE):
        return "woocommerce"
    return "shopify" if document.keys() & set(_SHOPIFY) else "ndjson"
