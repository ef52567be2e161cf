"""Whom a dashboard is shared with, and for how long."""

from datetime import timedelta
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from parcours.measure.models import Share

DAYS: Final = (7, 30, 90)


class ShareForm(forms.ModelForm[Share]):
    """A share, and in how many days it ends."""

    days = forms.TypedChoiceField(
        label=_("The link works for"),
        coerce=int,
        initial=30,
        choices=[(n, ngettext_lazy("%d day", "%d days", n) % n) for n in DAYS],
    )

    class Meta:
        model = Share
        fields = ("title",)

    def save(self, commit: bool = True) -> Any:
        self.instance.expires_at = timezone.now() + timedelta(days=self.cleaned_data["days"])
        return super().save(commit)
