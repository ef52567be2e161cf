"""What an owner fills in about a webhook."""

from django import forms
from django.utils.translation import gettext_lazy as _

from parcours.core.refusal import Refused
from parcours.site.webhooks import reaching
from parcours.site.webhooks.events import EVENTS


class WebhookForm(forms.Form):
    """Where to send, and what."""

    url = forms.URLField(label=_("Address"), max_length=500, assume_scheme="https")
    events = forms.MultipleChoiceField(
        label=_("Is told when"),
        choices=list(EVENTS.items()),
        widget=forms.CheckboxSelectMultiple,
    )

    def clean_url(self) -> str:
        """Refuse what does not lead out."""
        url = str(self.cleaned_data["url"])
        try:
            reaching.allow(url)
        except Refused as refused:
            raise forms.ValidationError(str(refused)) from None
        return url
