"""What an owner fills in about a key."""

from datetime import timedelta
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from parcours.site.api.scopes import SCOPES

_EXPIRIES: Final = (
    ("", pgettext_lazy("expiry", "Never")),
    ("30", _("In 30 days")),
    ("90", _("In 90 days")),
    ("365", _("In a year")),
)


class KeyForm(forms.Form):
    """What a key is called, may do, and until when."""

    name = forms.CharField(
        label=_("Name"), max_length=80, help_text=_("Which program uses it, and where.")
    )
    scopes = forms.MultipleChoiceField(
        # Without its context French would say it of the month, on every page.
        label=pgettext_lazy("key", "May"),
        choices=list(SCOPES.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    days = forms.ChoiceField(label=_("Expires"), choices=_EXPIRIES, required=False)

    def made(self) -> dict[str, Any]:
        """Return what `keys.make` takes."""
        given = self.cleaned_data
        days = timedelta(days=int(given["days"] or 0))
        return {
            "name": given["name"],
            "scopes": given["scopes"],
            "expires_at": timezone.now() + days if days else None,
        }
