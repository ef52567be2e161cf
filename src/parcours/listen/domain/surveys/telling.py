"""Telling the event log what was answered, in the answer's own transaction."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from django.utils import timezone

from parcours.core.survey import Survey as Definition
from parcours.core.survey import questions as ask
from parcours.core.survey.questions import OTHER, Asked
from parcours.ledger.domain.recording import NotAnEvent, record_many
from parcours.listen.models import Response
from parcours.people.models import Consent, Customer

_CHANNELS: Final = {"link": "web", "widget": "web", "qr": "store", "kiosk": "store"}
_PLACES: Final = ("shop", "table", "till", "order", "page")


def tell(
    response: Response,
    definition: Definition,
    values: Mapping[str, Any],
    *,
    is_partial: bool = False,
) -> None:
    """Record an event for each opinion and comment of *values*, in the caller's transaction.

    Where there is none, one event says that the person answered. What was told before is
    not told again.

    Args:
        response: whose ``recorded_at`` is set, not saved.
        definition: its version's.
        values: those that count.
        is_partial: whether it was left unfinished.
    """
    told = set(response.answers.filter(is_told=True).values_list("question", flat=True))
    fresh = {key: value for key, value in values.items() if key not in told}
    if not fresh:
        return
    events = list(_events(response, definition, fresh))
    shared = _shared(response, is_partial=is_partial)
    rows = [_row(each, shared, response) for each in events or [{}]]
    recorded = record_many(rows)
    for rejected in recorded.rejected:
        raise NotAnEvent(str(rejected["problems"]))
    response.answers.filter(question__in=fresh).update(is_told=True)
    response.recorded_at = response.recorded_at or timezone.now()
    _agree(response, definition, fresh)


def _events(
    response: Response, definition: Definition, values: Mapping[str, Any]
) -> Iterator[dict[str, Any]]:
    """Yield what tells each opinion and comment from the others."""
    for question in definition.questions:
        for name, said in _said(question, values.get(question.key)):
            touchpoint = said.pop("touchpoint", None) or question.touchpoint
            place = touchpoint or response.context.get("touchpoint") or definition.touchpoint
            properties = {"question": question.key} | ({"touchpoint": place} if place else {})
            yield {"name": name, "properties": properties, **said}


def _said(question: Asked, value: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    if value is None:
        return
    match question:
        case ask.Moments():
            for row, score in value.items():
                opinion = {"score": score, "scale": question.scale, "touchpoint": row}
                yield f"{question.key}:{row}", opinion
        case ask.Scored():
            yield question.key, {"score": value, "scale": question.scale}
        case ask.Text():
            yield question.key, {"text": value}
        case ask.Chosen():
            chosen = value if isinstance(value, list) else [value]
            words = next((each[OTHER] for each in chosen if isinstance(each, Mapping)), "")
            if words:
                yield question.key, {"text": words}


def _shared(response: Response, *, is_partial: bool) -> dict[str, Any]:
    properties = {
        "survey": response.survey.slug,
        "version": response.version.number,
        "response": str(response.key),
        "via": response.channel,
        **{name: response.context[name] for name in _PLACES if name in response.context},
    }
    if response.wave is not None:
        properties["wave"] = response.wave.isoformat()
    return properties | ({"partial": True} if is_partial else {})


def _row(
    event: Mapping[str, Any], shared: Mapping[str, Any], response: Response
) -> dict[str, Any]:
    name, properties = event.get("name"), {**shared, **event.get("properties", {})}
    case = response.context.get("case") or response.context.get("order")
    opinion = {
        column: event[column] for column in ("score", "scale", "text") if column in event
    }
    if "text" in opinion:
        opinion["language"] = response.language
    return {
        "event_id": f"{response.key}:{name}" if name else str(response.key),
        "customer_id": response.speaker,
        "activity": "survey.answered",
        "at": (response.completed_at or response.updated_at).isoformat(),
        "channel": _CHANNELS.get(response.channel, response.channel),
        "properties": properties,
        **({"case_id": case} if case else {}),
        **opinion,
    }


def _agree(response: Response, definition: Definition, values: Mapping[str, Any]) -> None:
    """Keep the yes of a person who is known to what a question asked them."""
    customer = Customer.objects.filter(customer_id=response.customer_id or None).first()
    if customer is None:
        return
    for question in definition.questions:
        if isinstance(question, ask.Consent) and question.purpose and values.get(question.key):
            Consent.objects.get_or_create(
                customer=customer,
                purpose=question.purpose,
                is_given=True,
                source=f"survey answer {response.key}",
            )
