"""The script that sites carry: as it is written, without what only people read."""

import re
from functools import cache
from pathlib import Path
from typing import Final

_FILE: Final = Path(__file__).parents[1] / "static/measure/snippet.js"


@cache
def source() -> str:
    """Return the script without its comments, indents and empty lines."""
    lines = _FILE.read_text(encoding="utf-8").splitlines()
    kept = (line.strip() for line in lines if not re.match(r"\s*//", line))
    return "\n".join(line for line in kept if line) + "\n"
