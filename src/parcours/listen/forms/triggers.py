"""When a survey asks by itself, as people fill it in."""

import re
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from parcours.core.duration import Duration
from parcours.core.pattern import PROPERTY, Bounds, Condition, Other, Present
from parcours.core.refusal import Refused
from parcours.core.schema import COLUMNS
from parcours.core.survey.policy import RELATIONSHIP, TRANSACTIONAL
from parcours.core.survey.trigger import Trigger as Rule
from parcours.core.survey.trigger import read_trigger
from parcours.listen.forms.activities import ActivitiesField
from parcours.listen.models import Trigger

UNITS: Final = (
    ("min", pgettext_lazy("wait", "minutes")),
    ("h", pgettext_lazy("wait", "hours")),
    ("d", pgettext_lazy("wait", "days")),
    ("w", pgettext_lazy("wait", "weeks")),
)
SIGNS: Final = (
    ("is", pgettext_lazy("condition", "is")),
    ("other", pgettext_lazy("condition", "is not")),
    ("least", pgettext_lazy("condition", "is at least")),
    ("most", pgettext_lazy("condition", "is at most")),
    ("known", pgettext_lazy("condition", "is known")),
)
_KINDS: Final = (TRANSACTIONAL, RELATIONSHIP)
_NUMBER: Final = re.compile(r"-?\d+(\.\d+)?")


class TriggerForm(forms.ModelForm[Trigger]):
    """A trigger as sentences with gaps; its conditions are rows of name, sign and value."""

    after = ActivitiesField(label=_("After this event"))
    wait = forms.FloatField(label=_("Wait"), min_value=0, max_value=400)
    wait_unit = forms.ChoiceField(label=_("Unit"), choices=UNITS)
    time_of_day = forms.TimeField(
        label=_("Then ask at"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=_("Leave it empty to ask as soon as the wait is over."),
    )
    unless = ActivitiesField(label=_("Unless this happens first"), required=False)
    in_case = forms.BooleanField(label=_("in the same order or case"), required=False)
    is_last = forms.BooleanField(
        label=_("Count from the last such event, where several follow"), required=False
    )
    window = forms.FloatField(label=_("Never later than"), min_value=0.5, max_value=60)
    share = forms.FloatField(
        label=_("Share drawn among those who may be asked (%)"), min_value=0, max_value=100
    )

    class Meta:
        model = Trigger
        fields = ("kind", "quota", "priority", "valid_days", "reminders", "remind_after")
        labels = {"kind": _("What it asks about"), "priority": _("Before others of its kind")}

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        kinds = [each for each in Trigger.Kind.choices if each[0] in _KINDS]
        self.fields["kind"] = forms.ChoiceField(choices=kinds, label=_("What it asks about"))
        rule = self.instance.parsed()
        self.initial.update(_initial(rule), share=_whole(100 * self.instance.share))
        self.rows = _rows(rule)
        self.fields["wait_unit"].widget.attrs["aria-label"] = _("Unit")

    def clean(self) -> dict[str, Any]:
        """Read the rule; what core refuses is said beside what it is about."""
        found: dict[str, Any] = super().clean() or {}
        self.rows = list(self._sent())
        if self.errors:
            return found
        try:
            self.rule = read_trigger(_plain(found, self.rows))
        except Refused as refused:
            self.add_error(None, str(refused))
        found["share"] = found["share"] / 100
        self.instance.share = found["share"]
        return found

    @property
    def conditions(self) -> list[dict[str, Any]]:
        """The rows of conditions, and one to add another."""
        empty = {"name": "", "sign": "is", "value": ""}
        return [*self.rows, empty]

    def _sent(self) -> Any:
        lists = (self.data.getlist(f"where-{part}") for part in ("name", "sign", "value"))  # type: ignore[attr-defined]
        for name, sign, value in zip(*lists, strict=False):
            if name.strip():
                yield {"name": name.strip(), "sign": sign, "value": value.strip()}


def _initial(rule: Rule) -> dict[str, Any]:
    return {
        "after": rule.after.activity,
        "wait": _whole(_short(rule.wait)[0]),
        "wait_unit": _short(rule.wait)[1],
        "time_of_day": rule.time_of_day,
        "unless": rule.unless.activity if rule.unless else [],
        "in_case": rule.match == "case",
        "is_last": rule.openings == "last",
        "window": _whole(rule.window.seconds / 86_400),
    }


def _short(duration: Duration) -> tuple[float, str]:
    """Return a duration as whole as can be: seconds are none of the form's units."""
    if duration.unit == "s":
        return round(duration.amount / 60, 2), "min"
    return duration.amount, duration.unit


def _whole(number: float) -> float:
    """Return a whole number as one, so that nobody reads 2.0 days."""
    return int(number) if number == int(number) else round(number, 2)


def _plain(found: dict[str, Any], rows: list[dict[str, Any]]) -> dict[str, Any]:
    plain = {
        "after": found["after"],
        "where": {_column(row["name"]): _condition(row) for row in rows},
        "wait": f"{found['wait']:g} {found['wait_unit']}",
        "match": "case" if found["in_case"] else "customer",
        "openings": "last" if found["is_last"] else "each",
        "window": f"{found['window'] * 24:g} h",
    }
    if found["unless"]:
        plain["unless"] = found["unless"]
    if found["time_of_day"]:
        plain["time_of_day"] = f"{found['time_of_day']:%H:%M}"
    return plain


def _column(name: str) -> str:
    return name if name in COLUMNS or name.startswith(PROPERTY) else PROPERTY + name


def _condition(row: dict[str, Any]) -> Any:
    value = row["value"]
    number = float(value) if _NUMBER.fullmatch(value) else None
    match row["sign"]:
        case "least" | "most" as sign:
            return {f"at_{sign}": number if number is not None else value}
        case "other":
            return {"other_than": _values(value)}
        case "known":
            return {"present": True}
    return _values(value)


def _values(text: str) -> list[str | float]:
    parts = [each.strip() for each in text.split(",")]
    return [float(each) if _NUMBER.fullmatch(each) else each for each in parts]


def _rows(rule: Rule) -> list[dict[str, Any]]:
    where = {**rule.after.where, **rule.where}
    return [
        {"name": name.removeprefix(PROPERTY)} | row
        for name, condition in where.items()
        for row in _told(condition)
    ]


def _told(condition: Condition) -> list[dict[str, Any]]:
    match condition:
        case Bounds(at_least=low, at_most=high):
            ends = (("least", low), ("most", high))
            return [{"sign": s, "value": f"{n:g}"} for s, n in ends if n is not None]
        case Other(other_than=values):
            return [{"sign": "other", "value": _joined(values)}]
        case Present():
            return [{"sign": "known", "value": ""}]
    return [{"sign": "is", "value": _joined(condition)}]


def _joined(values: Any) -> str:
    return ", ".join(f"{each:g}" if isinstance(each, float) else str(each) for each in values)
