"""A trigger in words: what a person reads before it asks anyone."""

from collections.abc import Iterator

from parcours.core.canvas.activity_words import said_duration
from parcours.core.canvas.sentence import said_conditions, said_pattern
from parcours.core.language import _, listed
from parcours.core.survey.trigger import Trigger
from parcours.core.survey.waves import Every


def said(trigger: Trigger) -> str:
    """Return when a trigger asks, in the reader's language.

    >>> from parcours.core.survey.trigger import read_trigger
    >>> said(read_trigger({"after": "order.delivered", "wait": "2 d", "time_of_day": "10:00"}))
    '2 days after an order delivered, at 10:00.'
    """
    return _("{clauses}.").format(clauses=listed(_clauses(trigger)))


def _clauses(trigger: Trigger) -> Iterator[str]:
    event = said_pattern(trigger.after)
    if trigger.waves is not None:
        yield _("At the beginning of each wave")
        if trigger.waves.every is not None:
            yield _often(trigger.waves.every)
        reach = said_duration(trigger.waves.reach)
        yield _("whoever had {event} in the {reach} before").format(event=event, reach=reach)
    elif trigger.wait.seconds:
        wait = said_duration(trigger.wait)
        yield _("{wait} after {event}").format(wait=wait, event=event)
    else:
        yield _("Right after {event}").format(event=event)
    if trigger.where:
        yield _("where {conditions}").format(conditions=said_conditions(trigger.where))
    if trigger.openings == "last" and trigger.waves is None:
        yield _("the last such event in that time")
    if trigger.time_of_day is not None:
        yield _("at {time}").format(time=f"{trigger.time_of_day:%H:%M}")
    if trigger.unless is not None:
        other = said_pattern(trigger.unless)
        yield (
            _("unless the same case has {event} first").format(event=other)
            if trigger.match == "case"
            else _("unless there is {event} first").format(event=other)
        )


def _often(every: Every) -> str:
    return {
        "week": _("every week"),
        "month": _("every month"),
        "quarter": _("every quarter"),
        "half": _("every half-year"),
        "year": _("every year"),
    }[every]
