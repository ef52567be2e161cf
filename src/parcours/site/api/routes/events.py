"""Events: sent one by one or by the thousand, read back customer by customer."""

from typing import Any, Final

import orjson
import polars as pl
from django.utils.translation import gettext as _
from ninja import Query, Router, Status

from parcours.ledger.domain.reading import events_of
from parcours.people.models import Customer
from parcours.site.api import bodies, cursors
from parcours.site.api.door import LINES
from parcours.site.api.keys import KeyRequest
from parcours.site.api.problems import Problem, not_found
from parcours.site.api.routes.asking import Key
from parcours.site.api.schemas.asked import Page
from parcours.site.api.schemas.events import EVENT, SENT, EventOut, Events, TakenOut
from parcours.site.api.taking import parsed, take

router = Router(tags=["events"])
_MICROSECOND: Final = "us"
_NDJSON = "".join(
    orjson.dumps(EVENT | {"event_id": f"shop-order-{n}"}).decode() + "\n" for n in (1001, 1002)
)
_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "One event, an array of events, or NDJSON: one event a line, streamed. "
        "Content-Encoding: gzip is understood.",
        "content": {
            "application/json": {
                "schema": {"oneOf": [SENT, {"type": "array", "items": SENT, "minItems": 1}]},
                "examples": {
                    "one": {"summary": "One event", "value": EVENT},
                    "several": {"summary": "Several events", "value": [EVENT]},
                },
            },
            "application/x-ndjson": {"schema": {"type": "string"}, "example": _NDJSON},
        },
    }
}


@router.post(
    "/events",
    response={200: TakenOut, 207: TakenOut},
    auth=Key("events:write"),
    openapi_extra=_BODY,
)
def send_events(request: KeyRequest) -> Status[TakenOut]:
    """Record events. What is good is kept, and each bad row is told why by its line.

    200 where every row is kept, 207 where one is not. An event_id that a customer has already
    changes nothing: what broke off may be sent again from the start.
    """
    if request.content_type in LINES:
        taken = take(parsed(bodies.lines(request)), request.key, tells_ids=False)
    else:
        found = bodies.document(request)
        rows = found if isinstance(found, list) else [found]
        taken = take(enumerate(rows, 1), request.key)
    if not taken.accepted + taken.rejected:
        raise Problem(422, "nothing-sent", _("There is no event in the body."))
    return Status(207 if taken.rejected else 200, TakenOut.model_validate(taken))


@router.get("/customers/{customer_id}/events", response=Events, auth=Key("events:read"))
def list_events(request: KeyRequest, customer_id: str, page: Query[Page]) -> Events:
    """All that happened to a person, in order of time, merged customers included."""
    found = events_of(customer_id)
    if found.is_empty() and not Customer.objects.filter(customer_id=customer_id).exists():
        raise not_found(_("There is no such customer."))
    moment = pl.col("at").dt.epoch(_MICROSECOND)
    if place := cursors.place(page.cursor, int, str):
        at, event_id = place
        is_later = (moment > at) | ((moment == at) & (pl.col("event_id") > event_id))
        found = found.filter(is_later)
    rows = found.sort("at", "event_id").head(page.limit + 1)
    shown = rows.head(page.limit)
    last = shown.tail(1).select(moment, "event_id")
    return Events(
        events=[_told(row) for row in shown.to_dicts()],
        next=cursors.written(*last.row(0)) if rows.height > page.limit else None,
    )


def _told(row: dict[str, Any]) -> EventOut:
    properties = orjson.loads(row["properties"]) if row["properties"] else None
    return EventOut(**row | {"properties": properties})
