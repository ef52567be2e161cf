"""What an owner fills in to let a language model be asked."""

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parcours.listen.domain.endpoint import calling, choosing
from parcours.listen.domain.sources.line import Trouble
from parcours.listen.models import LanguageModel
from parcours.listen.models.language_model import FEWEST, MOST, USUAL

_PATH = "/chat/completions"


class LanguageModelForm(forms.Form):
    """Where it answers, its name and key, and the kinds of words that may leave."""

    address = forms.CharField(
        label=gettext_lazy("Address"),
        max_length=300,
        help_text=gettext_lazy(
            "Of any service that speaks like OpenAI's, like https://api.mistral.ai/v1 or "
            "http://localhost:11434/v1."
        ),
    )
    model = forms.CharField(
        label=gettext_lazy("Model"),
        max_length=120,
        help_text=gettext_lazy("Its name as the service writes it, like mistral-small-latest."),
    )
    secret = forms.CharField(
        label=gettext_lazy("Key"),
        required=False,
        max_length=4_000,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("Kept encrypted. A model of your own may need none."),
    )
    is_ours = forms.BooleanField(
        label=gettext_lazy("It runs on our own machines"),
        required=False,
        help_text=gettext_lazy(
            "Only then may the address be in your own network, or without https."
        ),
    )
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Words that may leave"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "Never who said them. E-mails, phones, accounts, links, numbers and names that "
            "are found are covered first."
        ),
    )
    most_texts = forms.IntegerField(
        label=gettext_lazy("Texts that leave at once, at most"),
        min_value=FEWEST,
        max_value=MOST,
        initial=USUAL,
    )

    def __init__(self, given: Any = None, *, kept: LanguageModel | None) -> None:
        fields = ("address", "model", "is_ours", "kinds", "most_texts")
        initial = {name: getattr(kept, name) for name in fields} if kept else {}
        super().__init__(given, initial=initial)
        choices: Any = self.fields["kinds"]
        choices.choices = choosing.kinds(kept.kinds if kept else ())
        if kept is not None and kept.secret:
            self.fields["secret"].help_text = _(
                "Kept, encrypted. Empty leaves it as it is; another address needs it again."
            )

    def clean_address(self) -> str:
        """Take what people paste, without the path that we add."""
        address = str(self.cleaned_data["address"]).strip().rstrip("/").removesuffix(_PATH)
        if not _is_address(address):
            raise forms.ValidationError(_("An address looks like https://HOST/v1."))
        return address

    def clean(self) -> dict[str, Any]:
        """Let words leave our own network only encrypted, and only outwards."""
        found: dict[str, Any] = super().clean() or {}
        address = found.get("address")
        if not address or found.get("is_ours"):
            return found
        if not address.startswith("https://"):
            self.add_error(
                "address",
                _(
                    "Without https everyone on the way could read the words. If it runs on "
                    "your own machines, say so below."
                ),
            )
            return found
        try:
            if calling.is_private(address):
                self.add_error(
                    "address",
                    _("It leads to a private network. If it is yours, say so below."),
                )
        except Trouble:
            self.add_error(
                "address", _("Nobody knows {host}.").format(host=urlsplit(address).hostname)
            )
        return found

    @property
    def choice(self) -> choosing.Choice:
        """Return what was filled in."""
        return choosing.Choice(**self.cleaned_data)


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        is_whole = bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    is_plain = not (parts.username or parts.query or parts.fragment)
    return is_whole and is_plain and parts.scheme in ("http", "https")
