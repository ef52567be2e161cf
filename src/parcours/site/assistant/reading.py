"""What the tools read. Answers that are not kept yet are computed here: this is no page."""

from typing import Any, Literal

from mcp.server.mcpserver.exceptions import ToolError

from parcours.ledger.domain.results import Answer, Ask, answer, compute, name_of
from parcours.listen.domain.verbatims import finding, gathering, telling
from parcours.listen.domain.verbatims.asking import Asked
from parcours.map.domain import living
from parcours.map.domain.canvases import in_use
from parcours.map.domain.plain import gap_of
from parcours.map.models import Canvas
from parcours.measure.domain import figures, periods
from parcours.measure.domain.definitions import BY_NAME, LIFETIME, definition
from parcours.site.api.problems import Problem
from parcours.site.api.routes.asking import canvas_called, canvas_needed
from parcours.site.api.schemas.figures import Definition
from parcours.site.api.schemas.gaps import GapOut
from parcours.site.api.telling import metrics_of
from parcours.site.assistant.masking import masked

Plain = dict[str, Any]
Order = Literal["newest", "worst", "best"]


class NotThere(ToolError):
    """What was asked for does not exist; the message says what does."""


def canvases() -> list[Plain]:
    """Return the canvases in use: slug, name, stages, touchpoints, promises."""
    return [
        {
            "slug": canvas.slug,
            "name": canvas.name,
            "touchpoints": [
                point.touchpoint for _stage, point in canvas.parsed().touchpoints()
            ],
            "promises": [promise.promise for _point, promise in canvas.parsed().promises()],
        }
        for canvas in in_use()
    ]


def _listed(canvas: Canvas) -> Plain:
    drawn = canvas.parsed()
    return {
        "slug": canvas.slug,
        "name": canvas.name,
        "touchpoints": [point.touchpoint for _stage, point in drawn.touchpoints()],
        "promises": [promise.promise for _point, promise in drawn.promises()],
    }


def yaml(canvas: str) -> str:
    """Return a canvas as text."""
    return _canvas(canvas).text


def gap(canvas: str, promise: str) -> Plain:
    """Return the gap of a canvas, or of one promise of it."""
    drawn = _canvas(canvas)
    kept = _kept(living.lived, canvas=drawn.text, since=None, until=None, where=None)
    found = gap_of(kept.payload, drawn.parsed()) if kept.payload else None
    told = GapOut.of(
        drawn.slug, found, computed_at=kept.computed_at, is_current=kept.is_current
    ).model_dump(mode="json")
    if promise:
        told["promises"] = [each for each in told["promises"] if each["promise"] == promise]
        if not told["promises"]:
            raise NotThere(f"There is no promise {promise!r} with figures; see list_canvases.")
    return told


def measured(canvas: str, period: str, metric: str) -> Plain:
    """Return the metrics of a period, or one of them with its weeks."""
    if not periods.is_period(period):
        raise NotThere("A period is 30d, 90d, 12m, or two days: 2026-01-01..2026-03-31.")
    if metric and metric not in BY_NAME:
        raise NotThere(f"Metrics are: {', '.join(BY_NAME)}.")
    drawn = _canvas_or_none(canvas)
    text = drawn.text if drawn else ""
    kept = _kept(figures.figures, canvas=text, period=period, where={})
    payload = kept.payload or {}
    told = [each.model_dump(mode="json") for each in metrics_of(payload)]
    return {
        "since": payload.get("since"),
        "until": payload.get("until"),
        "computed_at": kept.computed_at.isoformat(),
        "metrics": [each for each in told if each["name"] == metric]
        if metric
        else [{k: v for k, v in each.items() if k != "weeks"} for each in told],
    }


def definitions(metric: str) -> list[Plain]:
    """Return what each metric means, or one of them."""
    names = [metric] if metric else [*BY_NAME, LIFETIME]
    found = [definition(name) for name in names]
    if None in found:
        raise NotThere(f"Metrics are: {', '.join([*BY_NAME, LIFETIME])}.")
    return [Definition.model_validate(each).model_dump(mode="json") for each in found]


def verbatims(canvas: str, touchpoint: str, *, words: str, order: Order, many: int) -> Plain:
    """Return what customers said, without what tells who they are."""
    given: dict[str, Any] = {}
    if touchpoint:
        drawn = _canvas(canvas)
        points = [point.touchpoint for _stage, point in drawn.parsed().touchpoints()]
        if touchpoint not in points:
            raise NotThere(f"Touchpoints are: {', '.join(points)}.")
        given["touchpoint"] = (f"{drawn.pk}:{touchpoint}",)
    gathering.gather()  # No worker may be running beside an assistant.
    found = finding.search(Asked(words=words, order=order, **given)).page(size=many)
    told = [
        each | {"at": each["at"].isoformat(), "text": masked(each["text"])}
        for each in telling.told(found.numbers)
    ]
    return {"total": found.total, "verbatims": told}


def _kept(ask: Ask, **given: Any) -> Answer:
    found = answer(ask, **given)
    if found is None:
        compute(name_of(ask), given)
        found = answer(ask, **given)
    assert found is not None
    return found


def _canvas(slug: str) -> Canvas:
    try:
        return canvas_needed(slug)
    except Problem as problem:
        raise NotThere(problem.detail) from None


def _canvas_or_none(slug: str) -> Canvas | None:
    try:
        return canvas_called(slug)
    except Problem as problem:
        raise NotThere(problem.detail) from None
