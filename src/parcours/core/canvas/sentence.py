"""A promise said as a plain sentence, so that whoever writes it sees what it means."""

from collections.abc import Iterable, Iterator

from babel.numbers import format_currency, format_decimal

from parcours.core.canvas.activity_words import said_activity, said_column, said_duration
from parcours.core.duration import Duration
from parcours.core.language import _, language
from parcours.core.pattern import Bounds, Condition, Other, Pattern, Present, Where
from parcours.core.promise import By, Felt, Limit, Never, Promise, Promised, Same, Within


def sentence(promise: Promise, *, aim: float | None = None, currency: str = "EUR") -> str:
    """Return what *promise* means, options included, in the reader's language.

    Args:
        aim: that of its touchpoint, 1 to 5, for a promise of kind ``felt`` without its own.
        currency: the canvas's, for bounds on amounts.

    >>> print(sentence(Within.model_validate({
    ...     "kind": "within", "promise": "answer", "title": "We answer", "within": "2 h",
    ...     "opens": "message.received", "keeps": "message.sent"})))
    After a message received: a message sent within 2 hours — broken if it comes later,
    or never.
    """
    return " ".join((_core(promise, aim, currency), *_options(promise)))


def _core(promise: Promise, aim: float | None, currency: str) -> str:
    match promise:
        case Within():
            return _(
                "After {opens}: {keeps} within {time} — broken if it comes later, or never."
            ).format(
                opens=said_pattern(promise.opens),
                keeps=said_pattern(promise.keeps),
                time=said_duration(promise.within),
            )
        case By():
            return _(
                "After {opens}: {keeps} {when} — broken if it comes later, or never."
            ).format(
                opens=said_pattern(promise.opens),
                keeps=said_pattern(promise.keeps),
                when=_announced(promise),
            )
        case Limit():
            return _limit(promise, currency)
        case Never():
            return _never(promise)
        case Same():
            return _same(promise, currency)
        case Felt():
            return _felt(promise, aim)


def _announced(promise: By) -> str:
    if promise.whole_day and promise.grace is not None:
        text = _("no later than {grace} after the end of the announced day")
    elif promise.whole_day:
        text = _("by the end of the announced day")
    elif promise.grace is not None:
        text = _("no later than {grace} after the announced moment")
    else:
        text = _("by the announced moment")
    return text.format(grace=said_duration(promise.grace) if promise.grace is not None else "")


def _limit(promise: Limit, currency: str) -> str:
    low, high = promise.at_least, promise.at_most
    if low is not None and high is not None:
        text = _("On {opens}: {number} between {low} and {high} — broken outside.")
    elif high is not None:
        text = _("On {opens}: {number} of at most {high} — broken if it is more.")
    else:
        text = _("On {opens}: {number} of at least {low} — broken if it is less.")
    return text.format(
        opens=said_pattern(promise.opens),
        number=said_column(promise.of),
        low=_number(low, promise.of, currency),
        high=_number(high, promise.of, currency),
    )


def _never(promise: Never) -> str:
    if promise.until is not None and promise.within is not None:
        text = _(
            "After {opens}: never {breaks} before {until}, or before {time} have passed — "
            "broken as soon as it happens."
        )
    elif promise.until is not None:
        text = _("After {opens}: never {breaks} before {until} — broken as soon as it happens.")
    else:
        text = _("After {opens}: never {breaks} during {time} — broken as soon as it happens.")
    return text.format(
        opens=said_pattern(promise.opens),
        breaks=said_pattern(promise.breaks),
        until=said_pattern(promise.until) if promise.until is not None else "",
        time=said_duration(promise.within) if promise.within is not None else "",
    )


def _same(promise: Same, currency: str) -> str:
    if promise.tolerance:
        text = _(
            "Same {number} on {opens} and on {other} that follows — broken if they differ "
            "by more than {tolerance}."
        )
    else:
        text = _(
            "Same {number} on {opens} and on {other} that follows — broken if they differ."
        )
    said = text.format(
        number=said_column(promise.of),
        opens=said_pattern(promise.opens),
        other=said_pattern(promise.equals),
        tolerance=_number(promise.tolerance, promise.of, currency),
    )
    if promise.within is None:
        return said
    wait = _("The second is awaited for {time}.").format(time=said_duration(promise.within))
    return f"{said} {wait}"


def _felt(promise: Felt, aim: float | None) -> str:
    wanted = promise.aim if promise.aim is not None else aim
    text = (
        _("After {opens}: a felt score that reaches the touchpoint's aim — broken below.")
        if wanted is None
        else _("After {opens}: a felt score of at least {aim} out of 5 — broken below.")
    )
    return text.format(opens=said_pattern(promise.opens), aim=_decimal(wanted or 0))


def _options(promise: Promised) -> Iterator[str]:
    """Yield a sentence for each option that says more than its default."""
    if promise.where:
        yield _("It applies only with {conditions}.").format(
            conditions=said_conditions(promise.where)
        )
    if promise.match == "case":
        yield _("All this within one case: the same order, visit or conversation.")
    if promise.openings == "first":
        yield _("What opens again while one is waiting joins it.")
    if promise.unless is not None:
        yield _("It no longer applies after {unless}.").format(
            unless=said_pattern(promise.unless)
        )
    if promise.recovers is not None:
        yield _("Once broken, it is made good by {recovers} within {time}.").format(
            recovers=said_pattern(promise.recovers),
            time=said_duration(promise.recovery_window),
        )
    yield from _how_it_is_measured(promise)


def _how_it_is_measured(promise: Promised) -> Iterator[str]:
    if promise.felt_window != type(promise).model_fields["felt_window"].default:
        yield _("Scores given up to {time} later tell what was felt.").format(
            time=said_duration(promise.felt_window)
        )
    if promise.horizon is not None:
        yield _("Whether customers come back is watched for {time}.").format(
            time=said_duration(promise.horizon)
        )
    if promise.segment is not None:
        yield _("Results are also shown by {column}.").format(
            column=said_column(promise.segment)
        )
    if promise.adjust:
        yield _("Customers are compared with others of the same {columns}.").format(
            columns=_either(said_column(each) for each in promise.adjust)
        )


def said_pattern(pattern: Pattern) -> str:
    """Return the events meant, in words.

    >>> print(said_pattern(Pattern.model_validate({"activity": ["order.placed", "order.paid"],
    ...     "channel": "web", "where": {"amount": {"at_least": 50}}})))
    an order placed or an order paid (channel: web; amount at least 50)
    """
    events = _either(said_activity(each) for each in pattern.activity)
    limits = []
    if pattern.channel:
        limits.append(_("channel: {channels}").format(channels=_either(pattern.channel)))
    if pattern.where:
        limits.append(said_conditions(pattern.where))
    return f"{events} ({'; '.join(limits)})" if limits else events


def said_conditions(where: Where) -> str:
    """Return conditions on an event, in words.

    >>> print(said_conditions(Pattern.model_validate({"activity": "a", "where":
    ...     {"amount": {"at_least": 50}, "properties.shop": ["Lyon", "Lille"]}}).where))
    amount at least 50; “shop”: Lyon or Lille
    """
    return "; ".join(_condition(said_column(name), each) for name, each in where.items())


def _condition(column: str, condition: Condition) -> str:
    match condition:
        case Bounds(at_least=low, at_most=high) if low is not None and high is not None:
            text = _("{column} between {low} and {high}")
            return text.format(column=column, low=_decimal(low), high=_decimal(high))
        case Bounds(at_least=low) if low is not None:
            return _("{column} at least {low}").format(column=column, low=_decimal(low))
        case Bounds(at_most=high):
            return _("{column} at most {high}").format(column=column, high=_decimal(high or 0))
        case Other(other_than=values):
            return _("{column} other than {values}").format(
                column=column, values=_either(map(_value, values))
            )
        case Present(present=present):
            text = _("{column} known") if present else _("{column} unknown")
            return text.format(column=column)
    either = _either(map(_value, condition)) if isinstance(condition, tuple) else ""
    return _("{column}: {values}").format(column=column, values=either)


def _value(value: str | bool | float) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return value if isinstance(value, str) else _decimal(value)


def _either(texts: Iterable[str]) -> str:
    *others, last = texts
    if not others:
        return last
    return _("{some} or {last}").format(some=", ".join(others), last=last)


def _number(number: float | None, column: str, currency: str) -> str:
    if number is None:
        return ""
    if column == "amount":
        return format_currency(number, currency, locale=language())
    if column == "seconds":
        return said_duration(_in_a_round_unit(number))
    return _decimal(number)


def _in_a_round_unit(seconds: float) -> Duration:
    for unit, size in (("h", 3600), ("min", 60)):
        if seconds and seconds % size == 0:
            return Duration(seconds / size, unit)
    return Duration(max(seconds, 0), "s")


def _decimal(number: float) -> str:
    return format_decimal(number, locale=language())
