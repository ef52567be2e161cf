"""What a person says of a verbatim, as a form."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from parcours.listen.domain.verbatims import naming
from parcours.listen.domain.verbatims.codes import DRIVERS, FLAGS
from parcours.listen.domain.verbatims.correcting import Coding

_SENTIMENTS = [
    ("-1", pgettext_lazy("sentiment", "Negative")),
    ("0", pgettext_lazy("sentiment", "Neutral")),
    ("1", pgettext_lazy("sentiment", "Positive")),
]
_POLARITIES = [
    ("", pgettext_lazy("driver", "absent")),
    ("-1", pgettext_lazy("driver", "negative")),
    ("0", pgettext_lazy("driver", "neutral")),
    ("1", pgettext_lazy("driver", "positive")),
]


class CodingForm(forms.Form):
    """Sentiment, drivers with their polarity, flags."""

    sentiment = forms.ChoiceField(
        label=_("Sentiment"), choices=_SENTIMENTS, widget=forms.RadioSelect
    )

    def __init__(self, *given: Any, coding: Coding | None = None, **named: Any) -> None:
        super().__init__(*given, **named)
        drivers, flags = naming.drivers(), naming.flags()
        for name in DRIVERS:
            self.fields[f"driver_{name}"] = forms.ChoiceField(
                label=drivers[name], choices=_POLARITIES, required=False,
                widget=forms.RadioSelect,
            )  # fmt: skip
            self.initial[f"driver_{name}"] = ""
        for name in FLAGS:
            self.fields[name] = forms.BooleanField(label=flags[name], required=False)
        if coding is not None:
            self._start_from(coding)

    def _start_from(self, coding: Coding) -> None:
        for name, sign in coding.drivers.items():
            self.initial[f"driver_{name}"] = str(sign)
        for name in coding.flags:
            self.initial[name] = True
        if coding.sentiment is not None:
            self.initial["sentiment"] = str(coding.sentiment)

    def driver_fields(self) -> list[forms.BoundField]:
        """Return the fields of the seven drivers."""
        return [self[f"driver_{name}"] for name in DRIVERS]

    def flag_fields(self) -> list[forms.BoundField]:
        """Return the fields of the flags."""
        return [self[name] for name in FLAGS]

    def coding(self) -> Coding:
        """Return what was said, once the form is valid."""
        given = self.cleaned_data
        return Coding(
            sentiment=int(given["sentiment"]),
            drivers={
                name: int(given[f"driver_{name}"])
                for name in DRIVERS
                if given[f"driver_{name}"]
            },
            flags=tuple(name for name in FLAGS if given[name]),
        )
