"""Events of the log as people fill them in: in words, the log's own name as a hint."""

from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.datastructures import MultiValueDict
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from parcours.core.canvas.activity_words import meant_activity, written_activity

LIST = "activities"
"""The page's datalist of activities."""


class ActivitiesInput(forms.Widget):
    """A line for each event, and an empty one to add another where several may be meant."""

    def __init__(self, *, many: bool = True) -> None:
        super().__init__({"list": LIST, "autocomplete": "off"})
        self.many = many

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        sent = data.getlist(name) if isinstance(data, MultiValueDict) else [data.get(name, "")]
        return _parted(sent)

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data

    def render(  # noqa: PLR0917 - as Django calls it
        self, name: str, value: Any, attrs: Any = None, renderer: Any = None
    ) -> SafeString:
        given = self.build_attrs({"name": name, **self.attrs}, attrs)
        written = _parted([value] if isinstance(value, str) else value)
        lines = [*written, ""] if self.many or not written else written
        inputs = [
            format_html("<input{}>", flatatt(_line(each, number, given)))
            for number, each in enumerate(lines)
        ]
        return format_html('<span class="events">{}</span>', SafeString("".join(inputs)))


class ActivitiesField(forms.Field):
    """Names of activities, from their words in the reader's language or as the log has them."""

    def __init__(self, *, label: Any, required: bool = True, many: bool = True) -> None:
        widget = ActivitiesInput(many=many)
        super().__init__(label=label, required=required, widget=widget)

    def to_python(self, value: Any) -> list[str]:
        return list(dict.fromkeys(meant_activity(each) for each in value or []))


def _parted(values: Any) -> list[str]:
    return [each.strip() for value in values or [] for each in value.split(",") if each.strip()]


def _line(value: str, number: int, given: dict[str, Any]) -> dict[str, Any]:
    """Return the attributes of one line; only the first has the label's id."""
    activity = meant_activity(value)
    line = given | {"value": written_activity(activity), "title": activity}
    if number:
        another = _("Another event")
        line |= {"id": f"{given['id']}_{number}", "aria-label": another, "placeholder": another}
        line.pop("required", None)
    return line
