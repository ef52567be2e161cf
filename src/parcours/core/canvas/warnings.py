"""What is allowed on a canvas but probably not meant."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final

from parcours.core.hours import DAYS
from parcours.core.language import _
from parcours.core.pattern import Pattern
from parcours.core.schema import CHANNELS
from parcours.core.written.problem import Path, in_words
from parcours.core.written.wording import choose

if TYPE_CHECKING:
    from parcours.core.canvas import Canvas

_TEXTS: Final = {("title",), ("need",), ("actions",)}


def warnings(canvas: "Canvas") -> Iterator[str]:
    """Yield a sentence for each thing that its author may want to look at."""
    data = canvas.model_dump(mode="json")
    yield from _never_reached(canvas)
    yield from _unheard(canvas)
    yield from _untranslated(data)
    yield from _unknown_channels(data)
    yield from _never_open(canvas)


def _never_reached(canvas: "Canvas") -> Iterator[str]:
    earlier: list[tuple[str, Pattern]] = []
    for _stage, point in canvas.touchpoints():
        for pattern in point.events:
            for activity in pattern.activity:
                owner = _first_owner(earlier, pattern, activity)
                if owner is not None:
                    yield _(
                        "{touchpoint}: its `{activity}` events all belong to {owner}, "
                        "which comes earlier and matches them first"
                    ).format(touchpoint=point.touchpoint, activity=activity, owner=owner)
        earlier += ((point.touchpoint, each) for each in point.events)


def _first_owner(
    earlier: list[tuple[str, Pattern]], pattern: Pattern, activity: str
) -> str | None:
    covering = (name for name, each in earlier if _covers(each, pattern, activity))
    return next(covering, None)


def _covers(earlier: Pattern, later: Pattern, activity: str) -> bool:
    """Whether *earlier* surely matches every *activity* event that *later* matches."""
    if activity not in earlier.activity:
        return False
    if earlier.channel is not None and not (
        later.channel is not None and set(later.channel) <= set(earlier.channel)
    ):
        return False
    return earlier.where.items() <= later.where.items()


def _unheard(canvas: "Canvas") -> Iterator[str]:
    for _stage, point in canvas.touchpoints():
        if point.aim is not None and not point.events:
            yield _(
                "{touchpoint}: it has an aim but no `events`, so scores are found only by case"
            ).format(touchpoint=point.touchpoint)


def _untranslated(data: Any) -> Iterator[str]:
    texts = [
        (path, value)
        for path, value in _walk(data, ())
        if isinstance(value, dict) and _TEXTS & {path[-1:], path[-2:-1]}
    ]
    languages = sorted({code for _path, text in texts for code in text})
    for path, text in texts:
        missing = [code for code in languages if code not in text]
        if missing:
            yield _("{where}: no text in {languages}, which other texts have").format(
                where=in_words(path, data), languages=", ".join(missing)
            )


def _unknown_channels(data: Any) -> Iterator[str]:
    for path, value in _walk(data, ()):
        if {"channel", "channels"} & {*path[-2:-1]} and value not in CHANNELS:
            yield _("{where}: `{channel}` is not a usual channel. {hint}").format(
                where=in_words(path, data), channel=value, hint=choose(str(value), CHANNELS)
            )


def _never_open(canvas: "Canvas") -> Iterator[str]:
    days = {day for hours in canvas.hours for day in hours.days}
    for date in canvas.holidays.open if canvas.hours else ():
        if DAYS[date.weekday()] not in days:
            yield _("holidays › open: {date} stays closed, {day} has no hours").format(
                date=date, day=DAYS[date.weekday()]
            )


def _walk(data: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    """Yield every value of plain *data* with the path to it."""
    yield path, data
    children: Iterable[tuple[str | int, Any]] = ()
    if isinstance(data, dict):
        children = data.items()
    elif isinstance(data, list):
        children = enumerate(data)
    for step, child in children:
        yield from _walk(child, (*path, step))
