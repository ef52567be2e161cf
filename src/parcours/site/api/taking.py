"""Taking events in: each row is kept, or told why not by its line."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final

import orjson
from django.utils.translation import gettext as _

from parcours.core.sources.identity import looks_like_identity
from parcours.ledger.domain.recording import AT_ONCE, record_many
from parcours.site.api import limits
from parcours.site.api.problems import Problem
from parcours.site.models import ApiKey

MOST_TOLD: Final = 1_000
Row = tuple[int, Any]
"""The line of an event, and what was sent there; a string that is no JSON as bytes."""


@dataclass(kw_only=True)
class Taken:
    """What became of rows: how many are kept, and for each that is not its line and why."""

    accepted: int = 0
    rejected: int = 0
    event_ids: list[str] = field(default_factory=list)
    problems: list[dict[str, Any]] = field(default_factory=list)

    def refuse(self, line: int, problems: list[dict[str, Any]]) -> None:
        """Note why a row is not kept; of very many only the first are told."""
        self.rejected += 1
        if len(self.problems) < MOST_TOLD:
            self.problems.append({"line": line, "problems": problems})


def parsed(lines: Iterable[tuple[int, bytes]]) -> Iterator[Row]:
    """Return the rows of NDJSON; a line that is none stays what it was."""
    for number, line in lines:
        try:
            yield number, orjson.loads(line)
        except orjson.JSONDecodeError:
            yield number, line


def take(rows: Iterable[Row], key: ApiKey, *, tells_ids: bool = True) -> Taken:
    """Record rows, those of 2,000 at a time in one transaction.

    Args:
        key: whose limit they count for, and whose name they carry as their source.
        tells_ids: whether the event_ids of those kept are told.

    Raises:
        Problem: the limit is reached; it says how much was kept before.
    """
    taken, rest = Taken(), iter(rows)
    while batch := list(islice(rest, AT_ONCE)):
        try:
            limits.count(key, "events", len(batch))
        except Problem as problem:
            problem.more |= {"accepted": taken.accepted, "next_line": batch[0][0]}
            raise
        _record(batch, taken, source=f"api {key.name}", tells_ids=tells_ids)
    taken.problems.sort(key=lambda each: each["line"])
    return taken


def _record(batch: list[Row], taken: Taken, *, source: str, tells_ids: bool) -> None:
    good = [(line, row) for line, row in batch if _is_fit(line, row, taken)]
    recorded = record_many([{"source": source, **row} for _line, row in good])
    taken.accepted += len(recorded.accepted)
    if tells_ids:
        taken.event_ids += recorded.accepted
    for each in recorded.rejected:
        taken.refuse(good[each["row"] - 1][0], each["problems"])


def _is_fit(line: int, row: Any, taken: Taken) -> bool:
    """Return whether a row may be offered to the log; note why not."""
    if isinstance(row, bytes):
        taken.refuse(line, [_problem("", row[:200].decode(errors="replace"), _("no JSON"))])
    elif not isinstance(row, dict):
        taken.refuse(line, [_problem("", str(row)[:200], _("not an object"))])
    elif looks_like_identity(customer := row.get("customer_id")):
        reason = _(
            "an identity never enters the log: POST it to /api/v1/customers, and send the "
            "customer_id that comes back"
        )
        taken.refuse(line, [_problem("customer_id", customer, reason)])
    else:
        return True
    return False


def _problem(column: str, found: Any, reason: str) -> dict[str, Any]:
    return {"column": column, "found": found, "reason": reason}
