"""What a person fills in to connect a source of reviews."""

import json
from copy import deepcopy
from typing import Any, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parcours.core.report import numbers
from parcours.listen.domain.sources import signing
from parcours.listen.domain.sources.bringing import MOST_BYTES
from parcours.listen.domain.sources.connecting import Connection
from parcours.listen.models import Source


def _text(label: Any, help_text: Any = "", *, required: bool = True) -> forms.Field:
    return forms.CharField(label=label, help_text=help_text, required=required, max_length=200)


def _secret(label: Any, help_text: Any = "") -> forms.Field:
    widget = forms.PasswordInput(attrs={"autocomplete": "off"})
    return forms.CharField(label=label, help_text=help_text, widget=widget, max_length=4_000)


def _long_secret(label: Any, help_text: Any = "") -> forms.Field:
    widget = forms.Textarea(attrs={"rows": 5, "class": "code", "autocomplete": "off"})
    return forms.CharField(label=label, help_text=help_text, widget=widget, max_length=20_000)


_SETTINGS: Final[dict[str, dict[str, forms.Field]]] = {
    Source.Kind.GOOGLE: {
        "account": _text(gettext_lazy("Account number"), gettext_lazy("accounts/…, digits.")),
        "client_id": _text(gettext_lazy("OAuth client")),
    },
    Source.Kind.TRUSTPILOT: {
        "business_user": _text(
            gettext_lazy("Business user"),
            gettext_lazy("In whose name replies are posted."),
            required=False,
        ),
    },
    Source.Kind.APP_STORE: {
        "issuer": _text(gettext_lazy("Issuer ID")),
        "key_id": _text(gettext_lazy("Key ID")),
    },
    Source.Kind.PLAY: {},
    Source.Kind.FILE: {},
}
_SECRETS: Final[dict[str, dict[str, forms.Field]]] = {
    Source.Kind.GOOGLE: {
        "client_secret": _secret(gettext_lazy("Client secret")),
        "refresh_token": _secret(
            gettext_lazy("Refresh token"), gettext_lazy("For the scope business.manage.")
        ),
    },
    Source.Kind.TRUSTPILOT: {
        "api_key": _secret(gettext_lazy("API key")),
        "api_secret": _secret(gettext_lazy("API secret")),
    },
    Source.Kind.APP_STORE: {
        "key": _long_secret(
            gettext_lazy("Private key (.p8)"),
            gettext_lazy("The whole text of the file, from BEGIN to END."),
        )
    },
    Source.Kind.PLAY: {
        "account": _long_secret(
            gettext_lazy("Service account (JSON)"),
            gettext_lazy("The whole text of its key file."),
        )
    },
    Source.Kind.FILE: {},
}
_PLACES: Final[dict[str, Any]] = {
    Source.Kind.GOOGLE: gettext_lazy(
        "Shops: one a line, its location number, then our name: 4433221100 Lille"
    ),
    Source.Kind.TRUSTPILOT: gettext_lazy(
        "Business units: one a line, its number, then our name."
    ),
    Source.Kind.APP_STORE: gettext_lazy("Apps: one a line, the Apple ID, then our name."),
    Source.Kind.PLAY: gettext_lazy("Apps: one a line, the package, then our name."),
}


class ConnectForm(forms.Form):
    """What opens a source of one kind. A secret that is kept already may be left empty."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    write_url = forms.URLField(
        label=gettext_lazy("Page where customers write a review"),
        help_text=gettext_lazy("Invitations lead there."),
        max_length=500,
        required=False,
        assume_scheme="https",
    )

    def __init__(self, given: Any = None, *, kind: str, source: Source | None = None) -> None:
        super().__init__(given, initial=_initial(source))
        self.kind, self.source = kind, source
        is_known = source is not None and source.is_connected
        self.fields |= {name: deepcopy(each) for name, each in _SETTINGS[kind].items()}
        for name, each in _SECRETS[kind].items():
            self.fields[name] = deepcopy(each)
            if is_known:
                self.fields[name].required = False
                self.fields[name].help_text = _("Kept, encrypted. Empty leaves it as it is.")
        if kind in _PLACES:
            widget = forms.Textarea(attrs={"rows": 4})
            self.fields["places"] = forms.CharField(
                label=_("Read what"), help_text=_PLACES[kind], widget=widget
            )
        self.order_fields([name for name in self.fields if name != "write_url"])

    def clean_places(self) -> list[dict[str, str]]:
        """Read one place a line: its number, then our name for it."""
        found: dict[str, str] = {}
        for line in self.cleaned_data["places"].splitlines():
            number, _space, name = line.strip().partition(" ")
            number = number.rstrip("/").rpartition("/")[2]
            if number:
                found[number] = name.strip() or number
        if not found:
            raise forms.ValidationError(_("Name one at least."))
        return [{"id": number, "name": name} for number, name in found.items()]

    def clean_account(self) -> str:
        """Refuse what is no account: of Google Business digits, of Google Play a key file."""
        account = str(self.cleaned_data["account"]).strip()
        if self.kind != Source.Kind.PLAY:
            return account.rstrip("/").rpartition("/")[2]
        if not account:
            return ""
        try:
            key = json.loads(account)
            signing.check(key["private_key"])
            str(key["client_email"])
        except (ValueError, KeyError, TypeError, AttributeError):
            raise forms.ValidationError(
                _("This is no key file of a service account: it has no private_key.")
            ) from None
        return account

    def clean_key(self) -> str:
        """Refuse what is no private key."""
        key = str(self.cleaned_data["key"]).strip()
        if key:
            try:
                signing.check(key)
            except signing.NotAKey:
                raise forms.ValidationError(
                    _("This is no private key of App Store Connect: paste the .p8 file.")
                ) from None
        return key

    @property
    def connection(self) -> Connection:
        """Return what was filled in."""
        data = self.cleaned_data
        return Connection(
            name=data["name"],
            settings={name: data[name].strip() for name in _SETTINGS[self.kind]},
            secrets={name: data[name].strip() for name in _SECRETS[self.kind]},
            places=data.get("places", []),
            write_url=data["write_url"],
        )


class ReviewsFileForm(forms.Form):
    """A file of reviews."""

    file = forms.FileField(label=gettext_lazy("File of reviews"))

    def clean_file(self) -> UploadedFile:
        """Refuse one that is too large to be read at once."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(
                _("This file is larger than %(most)s: split it."),
                params={"most": numbers.size(MOST_BYTES)},
            )
        return file


def _initial(source: Source | None) -> dict[str, Any]:
    if source is None:
        return {}
    lines = "\n".join(
        each["id"] if each["id"] == each["name"] else f"{each['id']} {each['name']}"
        for each in source.places
    )
    about: dict[str, Any] = {
        "name": source.name,
        "write_url": source.write_url,
        "places": lines,
    }
    return {**about, **source.settings}
