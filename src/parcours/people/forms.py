"""What colleagues fill in about customers and about each other."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from parcours.core.refusal import Refused
from parcours.people.domain.values import written
from parcours.people.models import Claim, Consent, Customer, Invitation, Member, Segment, Team


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


class SegmentsForm(forms.Form):
    """The segments a customer is in, and perhaps a new one."""

    segments = forms.ModelMultipleChoiceField(
        label=_("Segments"),
        queryset=Segment.objects.all(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    new = forms.CharField(label=_("A new segment"), max_length=80, required=False)


class InvitationForm(forms.ModelForm[Invitation]):
    """Whom to invite, as what, into which teams."""

    class Meta:
        model = Invitation
        fields = ("email", "role", "teams")
        widgets = {"teams": forms.CheckboxSelectMultiple}


class MemberForm(forms.ModelForm[Member]):
    """What a member may do; without a role they are out."""

    class Meta:
        model = Member
        fields = ("role", "teams")
        labels = {"teams": _("Teams")}
        widgets = {"teams": forms.CheckboxSelectMultiple}


class ComingInForm(forms.Form):
    """What someone invited says about themselves."""

    name = forms.CharField(label=_("Your name"), max_length=120)
    password = forms.CharField(
        label=_("Password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Ten characters at least. A sentence is easy to keep in mind."),
    )

    def clean_password(self) -> str:
        """Refuse a password that others would guess."""
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password


class TeamForm(forms.ModelForm[Team]):
    """A team's name, and what canvases call it."""

    class Meta:
        model = Team
        fields = ("name", "key")
        labels = {"key": _("Name in canvases")}


class RetentionForm(forms.Form):
    """How many days something is kept."""

    days = forms.IntegerField(label=_("Days"), min_value=1, required=False)
