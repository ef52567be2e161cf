"""Bring the French catalogue up to date with the code: ``python tools/messages.py``.

Reads the messages of src/parcours, in Python and in templates, and rewrites fr.po in place:
translations stay, new messages come in empty, those no longer used are dropped and named.
``--check`` changes nothing, and fails where French lacks a message or keeps an old one.
"""

import sys
from io import BytesIO
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT: Final = Path(__file__).parents[1]
SOURCES: Final = ROOT / "src/parcours"
FRENCH: Final = SOURCES / "core/locale/fr.po"
READERS: Final = [("**.py", "python"), ("**.j2", "jinja2")]
OPTIONS: Final = {"**.j2": {"trimmed": "false", "silent": "false"}}
KEYWORDS: Final = {"_": None, "ngettext": (1, 2)}
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
    sources, french = extracted(), translated()
    missing, obsolete = compared(sources, french)
    if arguments == ["--check"]:
        for message in missing:
            print(f"missing in French: {message}")
        for message in obsolete:
            print(f"no longer in the code: {message}")
        return 1 if missing or obsolete else 0
    for message in obsolete:
        print(f"dropped: {message} = {french.get(message).string}")
    FRENCH.write_bytes(written(sources, french))
    print(f"{len(sources)} messages, {len(missing)} to translate in {FRENCH.relative_to(ROOT)}")
    return 0


def extracted() -> Catalog:
    """Return every message of the code, without a translation."""
    found = Catalog(locale="fr")
    messages = extract_from_dir(str(SOURCES), READERS, OPTIONS, KEYWORDS)
    for file, _line, message, _comments, context in messages:
        found.add(message, locations=[(Path(file).as_posix(), 0)], context=context)
    return found


def translated() -> Catalog:
    """Return the catalogue as it stands."""
    if not FRENCH.exists():
        return Catalog(locale="fr")
    return reread(FRENCH.read_bytes())


def reread(file: bytes) -> Catalog:
    """Return the catalogue in *file*."""
    return read_po(BytesIO(file), locale="fr")


def compared(sources: Catalog, french: Catalog) -> tuple[list[str], list[str]]:
    """Return what French lacks, and what it has that the code does not, in order."""
    known = {message.id: message for message in french if message.id}
    used = {message.id for message in sources if message.id}
    missing = {each for each in used if each not in known or not is_whole(known[each])}
    return sorted(map(first, missing)), sorted(map(first, known.keys() - used))


def is_whole(message: Message) -> bool:
    """Return whether *message* is translated, in all its forms, and not as a guess."""
    forms = message.string if isinstance(message.string, tuple | list) else [message.string]
    return all(forms) and not message.fuzzy


def first(message_id: str | tuple[str, ...]) -> str:
    return message_id if isinstance(message_id, str) else message_id[0]


def written(sources: Catalog, french: Catalog) -> bytes:
    """Return the catalogue of *sources* with the translations of *french*, as a file."""
    for message in sources:
        known = french.get(first(message.id)) if message.id else None
        if known is not None and known.id == message.id:
            message.string = known.string
        # "95% interval" looks like a %-format to Babel; ours are braces, and tested.
        message.flags = {"fuzzy"} if known is not None and known.fuzzy else set()
        message.locations = sorted(set(message.locations))
    file = BytesIO()
    write_po(file, sources, width=96, omit_header=True, sort_output=True, include_lineno=False)
    return HEADER.encode() + file.getvalue()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
