"""Bring the French catalogues up to date with the code: ``python tools/messages.py``.

The core and the command share one; each room has its own. Reads the messages of src/parcours,
in Python and in templates, and rewrites the catalogues in place: translations stay, new
messages come in empty, those no longer used are dropped and named. ``--check`` changes
nothing, and fails where French lacks a message or keeps an old one. A name, ``core`` or a
room, limits it to that one.
"""

import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT: Final = Path(__file__).parents[1]
SOURCES: Final = ROOT / "src/parcours"
CORE: Final = SOURCES / "core/locale/fr.po"
# What says its messages in the core's way, wherever it is.
IS_OF_CORE: Final = re.compile(
    r"^from parcours\.core\.language import .*\b(_|ngettext)\b", re.M
)
KEYWORDS: Final = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
JINJA: Final = {"trimmed": "false", "silent": "false"}
# Babel's own header carries dates, which would change with every run.
HEADER: Final = """\
# The French of Parcours. Bring it up to date with: python tools/messages.py
msgid ""
msgstr ""
"Language: fr\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"

"""


def main(arguments: list[str]) -> int:
    is_check = "--check" in arguments
    rooms = set(arguments) - {"--check"}
    faults = 0
    for path in catalogues():
        if rooms and path.parents[1].name not in rooms:
            continue
        sources, french = extracted(path), translated(path)
        missing, obsolete = compared(sources, french)
        faults += len(missing) + len(obsolete)
        if is_check:
            tell(path, missing, obsolete)
            continue
        for message in obsolete:
            was = [each.string for each in french if first(each.id) == message]
            print(f"dropped: {message} = {', '.join(map(str, was))}")
        if len(sources):
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(written(sources, french))
            print(f"{path.relative_to(ROOT)}: {len(missing)} of {len(sources)} to translate")
    return int(is_check and faults > 0)


def tell(path: Path, missing: list[str], obsolete: list[str]) -> None:
    for message in missing:
        print(f"{path.relative_to(ROOT)}: missing in French: {message}")
    for message in obsolete:
        print(f"{path.relative_to(ROOT)}: no longer in the code: {message}")


def catalogues() -> list[Path]:
    """Return the core's catalogue and that of each room."""
    rooms = sorted(path.parent for path in SOURCES.glob("*/apps.py"))
    return [CORE, *(room / "locale/fr.po" for room in rooms)]


def extracted(path: Path = CORE) -> Catalog:
    """Return every message that belongs into the catalogue at *path*, not translated."""
    found = Catalog(locale="fr")
    for file in files_of(path):
        where = file.relative_to(SOURCES).as_posix()
        for _line, message, _comments, context in messages_in(file):
            found.add(message, locations=[(where, 0)], context=context)
    return found


def files_of(path: Path) -> Iterator[Path]:
    """Yield the files whose messages the catalogue at *path* holds."""
    folder, template = (SOURCES, ".j2") if path == CORE else (path.parents[1], ".html")
    for file in sorted(folder.rglob("*")):
        is_python = file.suffix == ".py"
        if is_of_core(file) == (path == CORE) if is_python else file.suffix == template:
            yield file


def is_of_core(file: Path) -> bool:
    """Return whether the messages of a Python file are the core's, not Django's."""
    inside = file.relative_to(SOURCES).parts[0]
    return inside in ("core", "cli") or bool(
        IS_OF_CORE.search(file.read_text(encoding="utf-8"))
    )


def messages_in(file: Path) -> Iterator[tuple[int, str, list[str], str | None]]:
    """Yield what Babel finds in a Python file, a report's template or a page's."""
    if file.suffix == ".html":
        # Django writes a template as Python calls, between letters that mean nothing.
        calls = templatize(file.read_text(encoding="utf-8"))
        lines = "\n".join(line.strip() for line in calls.splitlines())
        yield from extract("python", BytesIO(lines.encode()), KEYWORDS)
        return
    with file.open("rb") as source:
        if file.suffix == ".j2":
            yield from extract("jinja2", source, KEYWORDS, options=JINJA)
        else:
            yield from extract("python", source, KEYWORDS)


def translated(path: Path = CORE) -> Catalog:
    """Return the catalogue at *path* as it stands."""
    return reread(path.read_bytes()) if path.exists() else Catalog(locale="fr")


def reread(file: bytes) -> Catalog:
    """Return the catalogue in *file*."""
    return read_po(BytesIO(file), locale="fr")


def typeset(french: str) -> str:
    """Return *french* with the spaces that may not break before tall signs and in quotes.

    >>> typeset("Prêt : « oui » ?")
    'Prêt\\xa0: «\\xa0oui\\xa0»\\u202f?'
    """
    text = re.sub(r" (?=[:»]|%(?![\w(]))", "\N{NO-BREAK SPACE}", french)
    return re.sub(
        r" (?=[;!?])", "\N{NARROW NO-BREAK SPACE}", re.sub("« ", "«\N{NO-BREAK SPACE}", text)
    )


def key(message: Message) -> tuple[str, str | None]:
    """Return what tells a message from the others: its first form and its context."""
    return first(message.id), message.context


def compared(sources: Catalog, french: Catalog) -> tuple[list[str], list[str]]:
    """Return what French lacks, and what it has that the code does not, in order."""
    known = {key(message): message for message in french if message.id}
    used = {key(message): message for message in sources if message.id}
    missing = [
        each
        for each, message in used.items()
        if each not in known or known[each].id != message.id or not is_whole(known[each])
    ]
    return sorted(text for text, _context in missing), sorted(
        text for text, _context in known.keys() - used.keys()
    )


def is_whole(message: Message) -> bool:
    """Return whether *message* is translated, in all its forms, and not as a guess."""
    forms = message.string if isinstance(message.string, tuple | list) else [message.string]
    return all(forms) and not message.fuzzy


def first(message_id: str | tuple[str, ...]) -> str:
    return message_id if isinstance(message_id, str) else message_id[0]


def written(sources: Catalog, french: Catalog) -> bytes:
    """Return the catalogue of *sources* with the translations of *french*, as a file."""
    for message in sources:
        known = french.get(first(message.id), message.context) if message.id else None
        if known is not None and known.id == message.id:
            forms = known.string
            message.string = (
                typeset(forms) if isinstance(forms, str) else tuple(map(typeset, forms))
            )
        # "95% interval" looks like a %-format to Babel; places are tested by us.
        message.flags = {"fuzzy"} if known is not None and known.fuzzy else set()
        message.locations = sorted(set(message.locations))
    file = BytesIO()
    write_po(file, sources, width=96, omit_header=True, sort_output=True, include_lineno=False)
    return HEADER.encode() + file.getvalue()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
