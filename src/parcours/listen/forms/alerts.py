"""What a member chooses to be told of."""

from collections.abc import Iterator
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from parcours.listen.domain.verbatims import naming
from parcours.listen.domain.verbatims.asking import SEGMENT
from parcours.listen.domain.verbatims.complaining import TOUCHPOINT
from parcours.listen.models import Following

_BETWEEN: Final = "|"
Choices = list[tuple[str, str]]


class FollowingForm(forms.Form):
    """A driver, a place, and how often."""

    driver = forms.ChoiceField(label=_("Driver"), required=False)
    place = forms.ChoiceField(label=_("Where"), required=False)
    pace = forms.ChoiceField(label=_("How often"), choices=Following.Pace.choices)

    def __init__(
        self,
        *given: Any,
        places: dict[str, str],
        segments: dict[str, list[str]],
        **named: Any,
    ) -> None:
        """Offer what there is.

        Args:
            places: titles of touchpoints, by canvas and id.
            segments: values by property, as ``shop``.
        """
        super().__init__(*given, **named)
        self.fields["driver"] = forms.ChoiceField(
            label=_("Driver"),
            required=False,
            choices=[("", _("All drivers")), *naming.drivers().items()],
        )
        self.fields["place"] = forms.ChoiceField(
            label=_("Where"),
            required=False,
            choices=[("", _("Everywhere")), *_groups(places, segments)],
        )

    @property
    def chosen(self) -> dict[str, str]:
        """What was chosen, as a following keeps it."""
        facet, _between, value = self.cleaned_data["place"].partition(_BETWEEN)
        return {
            "driver": self.cleaned_data["driver"],
            "facet": facet,
            "value": value,
            "pace": self.cleaned_data["pace"],
        }


def _groups(
    places: dict[str, str], segments: dict[str, list[str]]
) -> Iterator[tuple[str, Choices]]:
    if places:
        told = (each.partition(":") for each in places)
        keys = (f"{TOUCHPOINT}{canvas}{_BETWEEN}{name}" for canvas, _colon, name in told)
        yield naming.facet("touchpoint"), list(zip(keys, places.values(), strict=True))
    for name, values in segments.items():
        facet = f"{SEGMENT}{name}"
        yield naming.facet(facet), [(f"{facet}{_BETWEEN}{each}", each) for each in values]
