"""The contact policy: how often a person may be asked, over all surveys and mailings."""

import json
from datetime import date, time
from enum import StrEnum
from typing import Annotated, Any, Final

from pydantic import AfterValidator, Field, ValidationError

from parcours.core.calendar import Calendar
from parcours.core.canvas.writing import plain
from parcours.core.duration import ClockDuration, Duration
from parcours.core.hours import Holidays, Hours, OpeningHours
from parcours.core.language import _
from parcours.core.pattern import Part, Pattern
from parcours.core.refusal import Refused
from parcours.core.time_zone import TimeZone

RELATIONSHIP: Final = "relationship"
TRANSACTIONAL: Final = "transactional"
REVIEW: Final = "review"
MAILING: Final = "mailing"
REMINDER: Final = "reminder"
KINDS: Final = (RELATIONSHIP, TRANSACTIONAL, REVIEW, MAILING, REMINDER)
"""The kinds of contact, the one that wins a tie first.

A reminder is a kind of its own: after it, as after any contact, people are left alone, but it
is not another survey of its kind, whose rest goes on from when it was first asked.
"""

PURPOSES: Final = {MAILING: "news"}
"""What a person agrees to, by kind of contact; all others are surveys."""
SURVEYS: Final = "surveys"


class Rule(StrEnum):
    """Why someone is not asked: the first that holds is the reason that is counted."""

    STOPPED = "stopped"
    """They asked not to be asked."""
    NO_CONSENT = "no_consent"
    """They never said yes, where the policy wants them to."""
    UNREACHABLE = "unreachable"
    """No address on the channel."""
    COMPLAINT = "complaint"
    """A complaint of theirs is open."""
    HELD_OUT = "held_out"
    """They are of the few who are never asked, so that asking itself can be judged."""
    SAME_KIND = "same_kind"
    """Asked for this kind of survey not long enough ago."""
    RECENT = "recent"
    """Asked for anything, or written to, not long enough ago."""
    NOT_DRAWN = "not_drawn"
    """They could have been asked: chance did not choose them."""


class InvalidPolicy(Refused):
    """A contact policy that cannot be read: the message names the field."""


def _known_kinds(rest: dict[str, Duration]) -> dict[str, Duration]:
    unknown = [kind for kind in rest if kind not in KINDS]
    if unknown:
        message = _("unknown kind of contact `{kind}`. Known are {kinds}")
        raise ValueError(message.format(kind=unknown[0], kinds=", ".join(KINDS)))
    return {kind: rest[kind] for kind in KINDS if kind in rest}


Rest = Annotated[dict[str, ClockDuration], AfterValidator(_known_kinds)]


class Policy(Part):
    """The rules for one person, whatever the survey. Durations are on the clock."""

    rest: Rest = Field(
        default_factory=lambda: {
            RELATIONSHIP: Duration(180, "d"),
            TRANSACTIONAL: Duration(90, "d"),
            REVIEW: Duration(90, "d"),
        }
    )
    """How long after a contact of a kind none of that kind follows; none where left out."""
    between: ClockDuration = Duration(14, "d")
    """How long after any contact none of any kind follows."""
    contacts: Pattern = Pattern(
        activity=("survey.sent", "survey.reminded", "review.invited", "mailing.sent")
    )
    """The events that count as contacts; ``properties.kind`` tells their kind."""
    complaint_opens: Pattern = Pattern(activity=("complaint.opened", "case.opened"))
    """The events that open a complaint."""
    complaint_closes: Pattern = Pattern(activity=("complaint.closed", "case.closed"))
    """The events that close it: of the same case where the opening event has one."""
    complaint_lasts: ClockDuration = Duration(365, "d")
    """How long a complaint that nobody closes counts as open."""
    consent_needed: bool = False
    """Whether only those are asked who said yes; else all who did not say no."""
    time_zone: TimeZone = "Europe/Paris"
    """The zone of ``hours``."""
    hours: OpeningHours = (
        Hours.model_validate({"days": "mon-sat", "opens": "09:00", "closes": "20:00"}),
    )
    """When people may be written to. What falls outside waits for the next opening."""
    holidays: Holidays = Holidays(country="FR")
    """Days on which nobody is written to."""

    @property
    def calendar(self) -> Calendar:
        """The calendar of the hours in which people may be written to."""
        return Calendar(self.time_zone, self.hours, self.holidays)


def written(part: Part) -> dict[str, Any]:
    """Return a policy or a trigger as JSON has it, defaults left out: reading gives it back."""
    told: dict[str, Any] = json.loads(json.dumps(plain(part), default=_text))
    return told


def _text(value: date | time) -> str:
    return f"{value:%H:%M}" if isinstance(value, time) else value.isoformat()


def read_policy(data: Any) -> Policy:
    """Return the policy of plain *data*; what it leaves out is as by default.

    Raises:
        InvalidPolicy: a field is unknown, or its value cannot be read.
    """
    try:
        return Policy.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        said = first.get("ctx", {}).get("error", first["msg"])
        raise InvalidPolicy(f"{place}: {said}") from None
