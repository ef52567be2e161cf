"""Surveys of tests, published, and what the log was told."""

import json
from typing import Any

from parcours.core.survey import Survey as Definition
from parcours.core.survey import template
from parcours.ledger.models import OutboxEvent
from parcours.listen.domain.surveys import publishing
from parcours.listen.models import Survey
from parcours.people.models import Member


def published(by: Member, definition: Definition | str) -> Survey:
    """Return a live survey, made of a definition or of a template's name."""
    given = template(definition) if isinstance(definition, str) else definition
    survey = publishing.start(given, by=by)
    publishing.publish(survey, by)
    survey.refresh_from_db()
    return survey


def told() -> list[dict[str, Any]]:
    """Return what the log was told: name without the response's key, opinion, properties."""
    rows = [json.loads(each.row) for each in OutboxEvent.objects.all()]
    return [
        {
            name: row[name]
            for name in ("activity", "channel", "score", "scale", "text", "language", "case_id")
            if row.get(name) is not None
        }
        | {"name": row["event_id"].partition(":")[2], "who": row["customer_id"]}
        | {"properties": json.loads(row["properties"])}
        for row in rows
    ]
