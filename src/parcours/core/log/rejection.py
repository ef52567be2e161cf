"""The side files of a log: rows that did not enter, and why, one JSON object a line."""

import hashlib
from collections.abc import Collection
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson


def note(folder: Path, rejected: list[dict[str, Any]], at: datetime) -> Path:
    """Write *rejected* to a file of *folder*, named by its day and content, and return it.

    The same rows rejected again the same day make the same file.
    """
    lines = b"".join(_line(each) for each in rejected)
    name = f"{at:%Y-%m-%d}-{hashlib.blake2b(lines, digest_size=6).hexdigest()}.ndjson"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(lines)
    return folder / name


def forget(folder: Path, customer_ids: Collection[str]) -> None:
    """Take the rows of some customers out of every file of *folder*."""
    for file in folder.glob("*.ndjson"):
        lines = [orjson.loads(line) for line in file.read_bytes().splitlines()]
        kept = [
            line for line in lines if str(line["event"].get("customer_id")) not in customer_ids
        ]
        if not kept:
            file.unlink()
        elif len(kept) < len(lines):
            file.write_bytes(b"".join(_line(each) for each in kept))


def _line(rejected: dict[str, Any]) -> bytes:
    return orjson.dumps(rejected, default=str, option=orjson.OPT_APPEND_NEWLINE)
