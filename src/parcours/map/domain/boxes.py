"""The form of an element: boxes to fill in, each with its label, value and faults."""

from dataclasses import dataclass, field
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from parcours.core.canvas.activity_words import known_activities
from parcours.core.canvas.sentence import sentence
from parcours.core.promise import Promise
from parcours.core.words import slug
from parcours.map.domain import labels
from parcours.map.domain.drafting import ROOT, Draft, children, nested
from parcours.map.domain.settling import Fault
from parcours.map.domain.sheet import OPTIONS, Sheet, type_of
from parcours.people.models import Team

ICONS: Final = (
    "megaphone", "globe", "search", "store", "shopping-cart", "credit-card", "package", "truck",
    "clock", "headphones", "phone", "mail", "message-circle", "star", "gift", "heart", "smile",
    "users", "receipt", "key-round", "ticket", "book-open", "wrench", "house", "utensils",
)  # fmt: skip
_RARE: Final = {"touchpoint", "stage", "promise", "belief", "events", "icon"}
_INPUTS: Final = {
    "words": "line", "number": "line", "list": "line", "lines": "area", "hours": "area",
    "several events": "area", "conditions": "line", "yes": "yes", "many": "many",
    "events": "line", "text": "line",
}  # fmt: skip
_PROMISE: Final[TypeAdapter[Promise]] = TypeAdapter(Promise)


@dataclass(frozen=True, kw_only=True)
class Box:
    """One field as a form shows it. ``input`` is line, area, choice, many, yes or icons."""

    element: str
    name: str
    label: str
    help: str
    input: str
    value: Any
    choices: labels.Choices = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    suggests: str = ""
    is_rare: bool = False

    @property
    def key(self) -> str:
        """What the box is called on the page."""
        return f"{self.element}-{self.name.replace('.', '-')}"


@dataclass(frozen=True, kw_only=True)
class Form:
    """The form of one element, and what it means where it is a promise."""

    element: str
    kind: str
    title: str
    boxes: list[Box]
    faults: list[str]
    said: str = ""
    picture: str = ""

    @property
    def usual(self) -> list[Box]:
        """The boxes that are always open."""
        return [box for box in self.boxes if not box.is_rare]

    @property
    def rare(self) -> list[Box]:
        """The boxes behind "More"."""
        return [box for box in self.boxes if box.is_rare]


def form(draft: Draft, element: str, *, found: list[Fault], language: str = "") -> Form:
    """Return the form of *element*; *found* are the faults of the draft."""
    sheet = Sheet(draft, element, language)
    own = [fault for fault in found if fault.element == element]
    boxes = [_box(sheet, name, own) for name in sheet.names() if name != "picture"]
    shown = {box.name for box in boxes}
    elsewhere = [
        fault.message for fault in own if fault.field.partition(".")[0] not in _stems(shown)
    ]
    return Form(
        element=element,
        kind=sheet.kind,
        title=str(sheet.written("title")),
        boxes=boxes,
        faults=elsewhere,
        said="" if own or sheet.kind != "promise" else meaning(draft, element),
        picture=str(sheet.fields.get("picture", "")),
    )


def _stems(names: set[str]) -> set[str]:
    return {name.partition(".")[0] for name in names}


def inside(
    draft: Draft, element: str, kind: str, *, found: list[Fault], language: str = ""
) -> list[Form]:
    """Return the forms of what stands in *element*."""
    return [
        form(draft, child, found=found, language=language)
        for child in children(draft, element, kind)
    ]


def meaning(draft: Draft, element: str) -> str:
    """Return what a promise means in plain words, empty where it is not valid."""
    elements = draft["elements"]
    data = nested(elements[element]["fields"])
    card = elements[elements[element]["in"]]["fields"]
    try:
        promise = _PROMISE.validate_python(data)
        return sentence(
            promise,
            aim=float(card["aim"]) if "aim" in card else None,
            currency=str(elements[ROOT]["fields"].get("currency", "EUR")),
        )
    except (ValidationError, ValueError, TypeError):
        return ""


def _box(sheet: Sheet, name: str, own: list[Fault]) -> Box:
    value, choices = sheet.written(name), labels.choices(name)
    if name == "owner":
        choices = _teams(str(value))
    kind = "icons" if name == "icon" else _INPUTS[type_of(name)]
    if choices and kind == "line":
        kind, choices = "choice", _with(choices, str(value))
    if kind == "icons":
        choices = [(each, each) for each in ("", *ICONS)]
    return Box(
        element=sheet.element,
        name=name,
        label=labels.label(sheet.kind, name),
        help=labels.help_for(sheet.kind, name),
        input=kind,
        value=value,
        choices=choices,
        faults=[fault.message for fault in own if fault.field.startswith(name)],
        suggests="activities" if type_of(name) == "events" else "",
        is_rare=_is_rare(sheet, name),
    )


def _is_rare(sheet: Sheet, name: str) -> bool:
    if sheet.kind == "promise":
        return name in OPTIONS or name == "promise"
    return name in _RARE


def _teams(owner: str) -> labels.Choices:
    """Return the teams; the one that *owner* means under the words that the canvas uses."""
    known = Team.objects.values_list("key", "name")
    return [("", "—"), *((owner if key == slug(owner) else key, name) for key, name in known)]


def _with(choices: labels.Choices, value: str) -> labels.Choices:
    """Return *choices* with what is written, were it none of them."""
    known = [key for key, _name in choices]
    return choices if value in known else [*choices, (value, value)]


def activities(seen: list[str]) -> list[str]:
    """Return activities to suggest: those of the log first, then the usual ones."""
    return list(dict.fromkeys([*seen, *known_activities()]))


__all__ = ["Box", "Form", "activities", "form", "inside", "meaning"]
