"""The waves of a survey as people fill them in."""

import re
from datetime import date
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from parcours.listen.models import WavePlan

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOST: Final = 60


class WavesForm(forms.ModelForm[WavePlan]):
    """When waves begin, whom each asks, and who of them is asked again."""

    rounds = forms.CharField(
        label=_("Or the days of each, by hand"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "placeholder": "2026-03-02 – 2026-03-15"}),
        help_text=_("One a line: its first day, and its last where it has one."),
    )
    panel = forms.FloatField(
        label=_("The same people again (%)"),
        min_value=0,
        max_value=100,
        help_text=_("0 draws all anew, 100 asks the same again; between, waves overlap."),
    )

    class Meta:
        model = WavePlan
        fields = ("every", "first", "rounds", "is_drawn", "reach_days", "panel")
        widgets = {"first": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["every"] = forms.ChoiceField(
            label=_("A wave begins"), choices=WavePlan.Every.choices, required=False
        )
        lines = [" – ".join(filter(None, each)) for each in self.instance.rounds]
        panel = f"{100 * self.instance.panel:g}"
        self.initial.update({"rounds": "\n".join(lines), "panel": panel})

    def clean_panel(self) -> float:
        """Return the share of those asked again."""
        return float(self.cleaned_data["panel"]) / 100

    def clean_rounds(self) -> list[list[str | None]]:
        """Return first and last days, in order."""
        lines = [each for each in self.cleaned_data["rounds"].splitlines() if each.strip()]
        return sorted((_round(line) for line in lines[:_MOST]), key=lambda each: str(each[0]))

    def clean(self) -> dict[str, Any]:
        """Refuse waves that never begin."""
        found: dict[str, Any] = super().clean() or {}
        if found.get("every") and not found.get("first"):
            self.add_error("first", _now("Say on which day the first one begins."))
        if not found.get("every") and not found.get("rounds") and "rounds" not in self.errors:
            self.add_error("rounds", _now("Write the first day of at least one wave."))
        return found


def _round(line: str) -> list[str | None]:
    days = _DAY.findall(line)
    try:
        first, *last = [date.fromisoformat(each) for each in days]
    except ValueError:
        first, last = None, []
    if first is None or len(last) > 1 or (last and last[0] < first):
        message = _now("“%(line)s” is not a wave: write it as in 2026-03-02 – 2026-03-15.")
        raise forms.ValidationError(message % {"line": line.strip()})
    return [first.isoformat(), last[0].isoformat() if last else None]
