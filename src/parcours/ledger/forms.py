"""Forms of the room: a file, what its columns are for, the same as text."""

from typing import Any, Final
from zoneinfo import available_timezones

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from pydantic import ValidationError

from parcours.core.report import numbers
from parcours.core.schema import CHANNELS
from parcours.core.sources import InvalidMapping, Mapping, parse_mapping
from parcours.ledger.domain import roles
from parcours.ledger.domain.files import MOST_BYTES
from parcours.ledger.models import SavedMapping
from parcours.ui.channel import channel_name

_ROLES: Final = (
    ("", pgettext_lazy("column", "Leave out")),
    (
        gettext_lazy("Who"),
        (
            ("customer", pgettext_lazy("column", "Customer number")),
            ("email", pgettext_lazy("column", "E-mail address")),
            ("phone", pgettext_lazy("column", "Phone number")),
            ("card", pgettext_lazy("column", "Loyalty card")),
            ("case", pgettext_lazy("column", "Order, visit or case number")),
        ),
    ),
    (
        gettext_lazy("When"),
        (
            ("at", pgettext_lazy("column", "Moment it happened")),
            ("clock", pgettext_lazy("column", "Time of day of that moment")),
            ("due", pgettext_lazy("column", "Promised moment")),
        ),
    ),
    (
        gettext_lazy("What"),
        (
            ("activity", pgettext_lazy("column", "What happened")),
            ("channel", pgettext_lazy("column", "Channel")),
            ("seconds", pgettext_lazy("column", "Duration in seconds")),
            ("amount", pgettext_lazy("column", "Amount")),
            ("currency", pgettext_lazy("column", "Currency")),
            ("event", pgettext_lazy("column", "Name of the event itself")),
        ),
    ),
    (
        gettext_lazy("In their words"),
        (
            ("score", pgettext_lazy("column", "Score")),
            ("scale", pgettext_lazy("column", "Scale of the score")),
            ("text", pgettext_lazy("column", "Their own words")),
            ("language", pgettext_lazy("column", "Language")),
        ),
    ),
    (
        gettext_lazy("Details"),
        (
            ("property", pgettext_lazy("column", "Detail, as text")),
            ("number", pgettext_lazy("column", "Detail, as a number")),
            ("theme", pgettext_lazy("column", "A theme, where it is marked")),
        ),
    ),
)
_USUAL_ZONES: Final = (
    "Europe/Paris", "Europe/Brussels", "Europe/Zurich", "Europe/Luxembourg", "Europe/London",
    "America/Montreal", "America/New_York", "UTC",
)  # fmt: skip


class FileForm(forms.Form):
    """A file to import."""

    file = forms.FileField(label=pgettext_lazy("noun", "File"))

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(
                _("This file is larger than %(most)s: split it, or use the command line."),
                params={"most": numbers.size(MOST_BYTES)},
            )
        return file


class ColumnForm(forms.Form):
    """What one column is for."""

    role = forms.ChoiceField(choices=_ROLES, required=False)
    word = forms.CharField(required=False, max_length=60)
    form = forms.CharField(required=False, max_length=120)

    def __init__(self, *given: Any, column: str, samples: list[str], **named: Any) -> None:
        super().__init__(*given, **named)
        self.column = column
        self.samples = samples
        self.fields["role"].widget.attrs["aria-label"] = _("What {name} is").format(name=column)

    @property
    def chosen(self) -> roles.Column:
        """Return what was chosen."""
        data = self.cleaned_data
        return roles.Column(role=data["role"], word=data["word"].strip(), form=data["form"])


class OptionsForm(forms.Form):
    """What holds for all rows of a file, and the name to save its mapping under."""

    time_zone = forms.CharField(
        label=gettext_lazy("Time zone"),
        help_text=gettext_lazy("Of times that do not say theirs."),
        widget=forms.TextInput(attrs={"list": "zones"}),
    )
    decimal = forms.ChoiceField(
        label=gettext_lazy("Decimal mark"),
        choices=((".", gettext_lazy("point: 12.50")), (",", gettext_lazy("comma: 12,50"))),
    )
    currency = forms.RegexField(
        r"^[A-Z]{3}$",
        label=gettext_lazy("Currency"),
        required=False,
        help_text=gettext_lazy("Of amounts without one, like EUR."),
    )
    channel = forms.ChoiceField(
        label=gettext_lazy("Channel"),
        required=False,
        choices=lambda: [("", "–"), *((each, channel_name(each)) for each in CHANNELS)],
        help_text=gettext_lazy("Where all of this happened, if no column says it."),
    )
    source = forms.CharField(
        label=gettext_lazy("Source"),
        required=False,
        max_length=60,
        help_text=gettext_lazy("Who tells: till, shop, survey…"),
    )
    day = forms.RegexField(
        r"^\d{4}-\d{2}-\d{2}$",
        label=gettext_lazy("Day"),
        required=False,
        help_text=gettext_lazy(
            "Of everything in the file, if no column says when: 2026-01-31."
        ),
    )
    remember = forms.CharField(
        label=gettext_lazy("Save these choices as"),
        required=False,
        max_length=80,
        help_text=gettext_lazy("The next file with these columns is read the same way."),
    )
    usual_zones = _USUAL_ZONES

    def clean_time_zone(self) -> str:
        zone: str = self.cleaned_data["time_zone"]
        if zone not in available_timezones():
            raise forms.ValidationError(_("Write a time zone like Europe/Paris."))
        return zone


class TextForm(forms.Form):
    """A mapping as its own text."""

    text = forms.CharField(
        label=gettext_lazy("Mapping"),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 16, "spellcheck": "false", "class": "code"}),
    )

    def clean_text(self) -> Mapping:
        try:
            return parse_mapping(self.cleaned_data["text"], name=_("line"))
        except InvalidMapping as error:
            raise forms.ValidationError(
                [f"{each.line}:{each.column} {each.message}" for each in error.problems]
            ) from None


class SavedForm(forms.Form):
    """One of the saved mappings."""

    saved = forms.ModelChoiceField(
        SavedMapping.objects.all(), label=gettext_lazy("Saved choices"), empty_label="–"
    )


def in_words(error: ValidationError) -> list[str]:
    """Return what is wrong with a mapping, one sentence for each fault."""
    return [str(each["msg"]).removeprefix("Value error, ") for each in error.errors()]
