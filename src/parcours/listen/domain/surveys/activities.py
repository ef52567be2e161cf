"""The activities one can choose from: those the log has, and those everyone knows."""

from parcours.core.canvas.activity_words import known_activities, written_activity
from parcours.ledger.domain import results
from parcours.ledger.domain.overview import overview


def known() -> list[tuple[str, str]]:
    """Return each activity and what to write for it, the most frequent of the log first."""
    answer = results.answer(overview)
    seen = [each["name"] for each in answer.payload["activities"]] if answer else []
    return [
        (name, written_activity(name)) for name in dict.fromkeys([*seen, *known_activities()])
    ]
