"""What colleagues fill in about customers and about each other."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from parcours.core.refusal import Refused
from parcours.people.domain.values import written
from parcours.people.models import Claim, Consent, Customer


class ProfileForm(forms.ModelForm[Customer]):
    """A customer's name and language."""

    class Meta:
        model = Customer
        fields = ("name", "language")


class ClaimForm(forms.Form):
    """An identity to add to a customer."""

    kind = forms.ChoiceField(label=_("What"), choices=Claim.Kind.choices)
    value = forms.CharField(label=_("Identity"), max_length=254)
    evidence = forms.CharField(label=_("How we know"), max_length=254, required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse what is not of its kind."""
        given = super().clean() or {}
        if given.get("kind") and given.get("value"):
            try:
                written(given["kind"], given["value"])
            except Refused as refused:
                self.add_error("value", str(refused))
        return given


class ConsentForm(forms.ModelForm[Consent]):
    """A yes or a no of a customer, and where it was said."""

    class Meta:
        model = Consent
        fields = ("purpose", "is_given", "source")
