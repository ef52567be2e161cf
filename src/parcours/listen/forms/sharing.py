"""How a survey is shared: what its links are about, posters, its widget, who may show it."""

from typing import Any, Final
from urllib.parse import urlsplit

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from parcours.listen.domain.surveys import linking
from parcours.listen.models import Survey

_FORMATS: Final = (
    ("a4", gettext_lazy("A4, to hang")),
    ("a5", gettext_lazy("A5, to hang or to stand")),
    ("tent", gettext_lazy("A4 to fold, for tables")),
)
_SHOP = pgettext_lazy("place", "Shop")
_TILL = pgettext_lazy("place", "Till")
_KINDS: Final = (
    ("table", pgettext_lazy("place", "table")),
    ("till", pgettext_lazy("place", "till")),
    ("shop", pgettext_lazy("place", "shop")),
)
_LANGUAGES: Final = (("fr", "Français"), ("en", "English"))
_SHAPES: Final = (
    ("slide", gettext_lazy("slides in at the corner")),
    ("popup", gettext_lazy("pops up in the middle")),
    ("inline", gettext_lazy("stands in the page")),
    ("none", gettext_lazy("opens with a button of the page")),
)
_SHORT: Final = 80


class PlaceForm(forms.Form):
    """What a link is about."""

    shop = forms.CharField(label=_SHOP, max_length=_SHORT, required=False)
    table = forms.CharField(
        label=gettext_lazy("Table number"), max_length=_SHORT, required=False
    )
    till = forms.CharField(label=_TILL, max_length=_SHORT, required=False)

    @property
    def context(self) -> dict[str, str]:
        """What was filled in."""
        given = self.cleaned_data if self.is_valid() else {}
        return {name: each for name, each in given.items() if each}


class PosterForm(forms.Form):
    """Which posters to print."""

    format = forms.ChoiceField(label=gettext_lazy("Paper"), choices=_FORMATS)
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=_LANGUAGES)
    headline = forms.CharField(
        label=gettext_lazy("Headline"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": gettext_lazy("How was it?")}),
    )
    shop = forms.CharField(label=_SHOP, max_length=_SHORT, required=False)
    kind = forms.ChoiceField(label=gettext_lazy("A page for each"), choices=_KINDS)
    places = forms.CharField(
        label=gettext_lazy("Which ones"),
        required=False,
        help_text=gettext_lazy(
            "One a line, or a range: 1-20. Left empty, there is one page for all."
        ),
        widget=forms.Textarea(attrs={"rows": 4, "placeholder": "1-20\nTerrasse 1-8\nBar"}),
    )

    def clean_places(self) -> list[str]:
        """Return the places by name."""
        return [each[:_SHORT] for each in linking.places(self.cleaned_data["places"])]


class WidgetForm(forms.Form):
    """When and how the widget shows on a site; its answers become a tag to copy."""

    shape = forms.ChoiceField(label=gettext_lazy("How it shows"), choices=_SHAPES)
    after = forms.IntegerField(
        label=gettext_lazy("After seconds on the page"),
        min_value=0,
        max_value=3600,
        required=False,
    )
    scroll = forms.IntegerField(
        label=gettext_lazy("After scrolling, % of the page"),
        min_value=1,
        max_value=100,
        required=False,
    )
    exit = forms.BooleanField(
        label=gettext_lazy("When the mouse leaves the page"), required=False
    )
    pages = forms.CharField(
        label=gettext_lazy("On these pages only"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "/cart/* /order/*"}),
    )
    share = forms.IntegerField(
        label=gettext_lazy("To how many views of a page, in %"),
        min_value=1,
        max_value=100,
        required=False,
    )
    rest = forms.IntegerField(
        label=gettext_lazy("Not again for, in days"),
        min_value=0,
        max_value=3650,
        required=False,
    )
    lang = forms.ChoiceField(
        label=gettext_lazy("Language"),
        choices=(("", gettext_lazy("that of the page")), *_LANGUAGES),
        required=False,
    )

    @property
    def attributes(self) -> list[tuple[str, str]]:
        """What the tag says beside the survey, in the order of the fields."""
        given: dict[str, Any] = self.cleaned_data if self.is_valid() else {}
        told = ((name, given.get(name)) for name in self.fields)
        return [
            (name, "" if value is True else str(value))
            for name, value in told
            if value not in (None, "", False)
        ]


class PinForm(forms.Form):
    """The PIN that what is the team's on a tablet is behind."""

    pin = forms.RegexField(
        label=gettext_lazy("PIN of the tablets"),
        regex=r"^[0-9]{4,8}$",
        required=False,
        strip=True,
        help_text=gettext_lazy("Four to eight digits; empty for none."),
        error_messages={"invalid": gettext_lazy("A PIN has four to eight digits.")},
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": 8}
        ),
    )


class SitesForm(forms.ModelForm[Survey]):
    """The sites that may show the survey within their pages."""

    class Meta:
        model = Survey
        fields = ("sites",)
        labels = {"sites": gettext_lazy("Sites that may show it")}
        widgets = {
            "sites": forms.Textarea(attrs={"rows": 2, "placeholder": "https://www.example.org"})
        }
        help_texts = {"sites": gettext_lazy("One a line. On any other site it stays empty.")}

    def clean_sites(self) -> str:
        """Return the origins as browsers write them, one a line."""
        return "\n".join(dict.fromkeys(map(_origin, self.cleaned_data["sites"].split())))


def _origin(address: str) -> str:
    try:
        parts = urlsplit(address if "//" in address else f"https://{address}")
        is_site = parts.scheme in ("http", "https") and bool(parts.hostname)
        # A comma or a semicolon would end the rule that browsers read.
        is_site = is_site and not set(parts.netloc) & set(";,'\"*@")
    except ValueError:
        is_site = False
    if not is_site:
        message = _(
            "%(address)s is no address of a site. Write it like https://www.example.org"
        )
        raise forms.ValidationError(message, params={"address": address})
    return f"{parts.scheme}://{parts.netloc}".lower()
