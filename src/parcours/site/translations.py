"""The French of the rooms: one catalogue each in the source, one compiled for Django."""

from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings

_PACKAGE: Final = Path(__file__).parents[1]
LANGUAGE: Final = "fr"


def catalogues() -> list[Path]:
    """Return the file of each room that has one."""
    return sorted(_PACKAGE.glob(f"*/locale/{LANGUAGE}.po"))


def compile_catalogues() -> None:
    """Compile the rooms' catalogues into the data folder, where they changed."""
    target = Path(settings.LOCALE_PATHS[0]) / LANGUAGE / "LC_MESSAGES" / "django.mo"
    sources = catalogues()
    newest = max((path.stat().st_mtime for path in sources), default=0.0)
    if target.exists() and target.stat().st_mtime >= newest:
        return
    together = Catalog(locale=LANGUAGE)
    for path in sources:
        with path.open("rb") as file:
            for message in read_po(file, locale=LANGUAGE):
                if message.id:
                    together[message.id] = message
    target.parent.mkdir(parents=True, exist_ok=True)
    # Another process may read it at this moment: what it finds is whole.
    with NamedTemporaryFile(dir=target.parent, delete=False) as half:
        write_mo(half, together)
    Path(half.name).replace(target)
