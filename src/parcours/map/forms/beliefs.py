"""What colleagues believe, asked in a minute."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from parcours.core.canvas import Touchpoint
from parcours.core.language import language
from parcours.core.words import say
from parcours.map.domain.blind import Said

FELT = [(5, "5"), (4, "4"), (3, "3"), (2, "2"), (1, "1")]
SHARES = [(10 * tenth, f"{10 * tenth} %") for tenth in range(10, -1, -1)]


class BeliefForm(forms.Form):
    """What a member believes of each touchpoint: felt, 1 to 5, and the share kept."""

    def __init__(self, *given: Any, points: Sequence[Touchpoint], **named: Any) -> None:
        super().__init__(*given, **named)
        self.points = points
        for point in points:
            self.fields[_felt(point)] = forms.TypedChoiceField(
                label=_("What customers feel, 1 to 5"),
                choices=list(reversed(FELT)),
                coerce=int,
                widget=forms.RadioSelect,
            )
            if point.promises:
                self.fields[_kept(point)] = forms.TypedChoiceField(
                    label=_("Promises kept"),
                    choices=[("", "—"), *SHARES],
                    coerce=int,
                    required=False,
                    empty_value=None,
                )

    def rows(self) -> list[dict[str, Any]]:
        """Return each touchpoint with its fields."""
        return [
            {
                "title": say(point.title, language()),
                "need": say(point.need, language()) if point.need else "",
                "promises": [say(each.title, language()) for each in point.promises],
                "felt": self[_felt(point)],
                "kept": self[_kept(point)] if point.promises else None,
            }
            for point in self.points
        ]

    def answers(self) -> dict[str, Said]:
        """Return what was said, by touchpoint."""
        said = self.cleaned_data
        return {
            point.touchpoint: (said[_felt(point)], _share(said.get(_kept(point))))
            for point in self.points
        }


def _felt(point: Touchpoint) -> str:
    return f"felt-{point.touchpoint}"


def _kept(point: Touchpoint) -> str:
    return f"kept-{point.touchpoint}"


def _share(percent: int | None) -> float | None:
    return None if percent is None else percent / 100
