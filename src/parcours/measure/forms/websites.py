"""A site whose audience is to be measured."""

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parcours.measure.models import Website


class WebsiteForm(forms.ModelForm[Website]):
    """A name and the addresses of a site, one a line."""

    class Meta:
        model = Website
        fields = ("name", "origins")
        widgets = {
            "origins": forms.Textarea(
                attrs={"rows": 2, "placeholder": "https://www.example.org"}
            )
        }
        help_texts = {
            "origins": gettext_lazy("One a line. Events from any other address are refused.")
        }

    def clean_origins(self) -> str:
        """Return the origins as browsers write them, one a line."""
        return "\n".join(dict.fromkeys(map(origin, self.cleaned_data["origins"].split())))


def origin(address: str) -> str:
    """Return the origin of an address: ``https://www.example.org``.

    Raises:
        ValidationError: it is not the address of a site.
    """
    parts: Any = urlsplit(address if "//" in address else f"https://{address}")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise forms.ValidationError(
            _("%(address)s is no address of a site. Write it like https://www.example.org"),
            params={"address": address},
        )
    return f"{parts.scheme}://{parts.netloc}".lower()
