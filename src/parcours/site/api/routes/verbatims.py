"""Verbatims: what customers said, found by words and by what was read in them."""

from typing import Any

from ninja import Query, Router

from parcours.listen.domain.verbatims import finding, telling
from parcours.listen.domain.verbatims.asking import Asked
from parcours.site.api import cursors
from parcours.site.api.keys import KeyRequest
from parcours.site.api.routes.asking import Key, canvas_needed
from parcours.site.api.schemas.verbatims import VerbatimOut, VerbatimsAsked, VerbatimsOut

router = Router(tags=["verbatims"])


@router.get("/verbatims", response=VerbatimsOut, auth=Key("verbatims:read"))
def list_verbatims(request: KeyRequest, asked: Query[VerbatimsAsked]) -> VerbatimsOut:
    """Words of customers, personal data covered; nobody is named.

    A person's correction counts before what the coder read.
    """
    after = cursors.place(asked.cursor, str)
    found = finding.search(_filters(asked)).page(after=(after or [""])[0], size=asked.limit)
    return VerbatimsOut(
        verbatims=[VerbatimOut(**each) for each in telling.told(found.numbers)],
        total=found.total,
        next=cursors.written(found.after) if found.after else None,
    )


def _filters(asked: VerbatimsAsked) -> Asked:
    one = ("sentiment", "driver", "flag", "channel", "source", "language")
    given: dict[str, Any] = {name: (value,) for name in one if (value := getattr(asked, name))}
    if asked.touchpoint:
        canvas = canvas_needed(asked.canvas)
        given["touchpoint"] = (f"{canvas.pk}:{asked.touchpoint}",)
    if asked.segment:
        name, _separator, value = asked.segment.partition(":")
        given["segments"] = {name: (value,)}
    return Asked(
        words=asked.q, since=asked.since, until=asked.until, order=asked.order, **given
    )
