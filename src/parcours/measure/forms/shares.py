"""Whom a dashboard is shared with, and for how long."""

from datetime import timedelta
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from parcours.measure.models import Share

DAYS: Final = (7, 30, 90)


def _spans() -> list[tuple[int, str]]:
    """Return the days one can choose, in the reader's language."""
    return [(n, ngettext("%(n)d day", "%(n)d days", n) % {"n": n}) for n in DAYS]


class ShareForm(forms.ModelForm[Share]):
    """A share, and in how many days it ends."""

    days = forms.TypedChoiceField(
        label=_("The link works for"),
        coerce=int,
        initial=30,
        choices=_spans,
    )

    class Meta:
        model = Share
        fields = ("title",)

    def save(self, commit: bool = True) -> Any:
        self.instance.expires_at = timezone.now() + timedelta(days=self.cleaned_data["days"])
        return super().save(commit)
