"""Who may hear what: rooms name their topics, and the right each one needs."""

from collections.abc import Callable

from django.apps import apps

from parcours.people.models import Member


def rights() -> dict[str, str]:
    """Return the right that each kind of topic needs; what no room names, nobody hears."""
    return {
        kind: action
        for room in apps.get_app_configs()
        for kind, action in getattr(room, "topics", {}).items()
    }


def heard_by(member: Member, wanted: list[str]) -> Callable[[str], bool]:
    """Return whether *member* hears a topic: they may, and it is or is below one *wanted*."""
    may = {kind for kind, action in rights().items() if member.can(action)}

    def hears(topic: str) -> bool:
        if topic.split("/", 1)[0] not in may:
            return False
        return not wanted or any(f"{topic}/".startswith(f"{each}/") for each in wanted)

    return hears
