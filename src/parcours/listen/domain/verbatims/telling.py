"""Verbatims as plain values for programs and assistants: nobody is named."""

import json
from collections.abc import Sequence
from typing import Any, Final

from parcours.listen.domain.verbatims.codes import NEGATIVE, NEUTRAL, POSITIVE
from parcours.listen.domain.verbatims.showing import Shown, shown

_WORDS: Final = {NEGATIVE: "negative", NEUTRAL: "neutral", POSITIVE: "positive"}


def told(numbers: Sequence[int]) -> list[dict[str, Any]]:
    """Return verbatims by number, personal data covered, corrected values in place."""
    return [_plain(each) for each in shown(numbers, None)]


def _plain(each: Shown) -> dict[str, Any]:
    row, said = each.verbatim, each.coding
    return {
        "number": row.pk,
        "at": row.at,
        "text": each.text,
        "language": row.language,
        "sentiment": None if said.sentiment is None else _WORDS[said.sentiment],
        "probability": said.probability,
        "drivers": {name: _WORDS[sign] for name, sign in said.drivers.items()},
        "flags": list(said.flags),
        "is_corrected": said.is_corrected,
        "felt": row.felt,
        "touchpoint": each.place,
        "activity": row.activity,
        "channel": row.channel,
        "source": row.source,
        "segments": json.loads(row.segments or "{}"),
    }
