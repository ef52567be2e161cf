"""A small canvas with comments, to start from."""

from pathlib import Path
from typing import Final

from parcours.core.language import LANGUAGES, _, speaking
from parcours.core.words import slug

_TEMPLATES: Final = Path(__file__).parent / "starter"


def template(language: str = "en", *, title: str | None = None) -> str:
    """Return a valid canvas as YAML with comments, in English or French.

    Args:
        language: ``en`` or ``fr``; English for any other.
        title: name of the company; its id is made of it.
    """
    code = language if language in LANGUAGES else "en"
    with speaking(code):
        name = title or _("My company")
    text = (_TEMPLATES / f"canvas.{code}.yaml").read_text(encoding="utf-8")
    quoted = name.replace("'", "''")
    return text.format(id=slug(name) or "canvas", title=f"'{quoted}'")
