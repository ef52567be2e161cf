"""The contact policy as people fill it in."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from parcours.core.hours import DAYS, closing_text
from parcours.core.refusal import Refused
from parcours.core.survey.policy import (
    RELATIONSHIP,
    REVIEW,
    TRANSACTIONAL,
    Policy,
    read_policy,
    written,
)
from parcours.listen.forms.activities import ActivitiesField
from parcours.listen.models import ContactPolicy

_DAY: Final = 86_400
_MAILING: Final = "mailing.sent"
_SENT: Final = ("survey.sent", "survey.reminded", "review.invited")
_DAY_NAMES: Final = tuple(
    zip(
        DAYS,
        (
            pgettext_lazy("day", "Mon"), pgettext_lazy("day", "Tue"),
            pgettext_lazy("day", "Wed"), pgettext_lazy("day", "Thu"),
            pgettext_lazy("day", "Fri"), pgettext_lazy("day", "Sat"),
            pgettext_lazy("day", "Sun"),
        ),
        strict=True,
    )
)  # fmt: skip


def _days(label: Any, *, least: int = 0) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=least, max_value=1_000)


def _clock(label: Any) -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, widget=widget)


class PolicyForm(forms.ModelForm[ContactPolicy]):
    """How often, when, and whom never: the rules for everyone."""

    relationship = _days(_("Days between two surveys about the whole relationship"))
    transactional = _days(_("Days between two surveys about something that happened"))
    review = _days(_("Days between two invitations to a review"))
    between = _days(_("Days between any two invitations, of whatever kind"))
    mailings_count = forms.BooleanField(
        label=_("A mailing counts as an invitation"), required=False
    )
    complaint_opens = ActivitiesField(label=_("A complaint opens with"))
    complaint_closes = ActivitiesField(label=_("and is closed by"))
    complaint_days = _days(_("Days after which an open complaint no longer counts"), least=1)
    consent_needed = forms.BooleanField(
        label=_("Ask only those who said yes to surveys"),
        help_text=_("Otherwise: everyone who did not say no."),
        required=False,
    )
    days = forms.MultipleChoiceField(
        label=_("Days on which people are written to"),
        choices=_DAY_NAMES,
        widget=forms.CheckboxSelectMultiple,
    )
    opens = _clock(pgettext_lazy("hours", "From"))
    closes = _clock(pgettext_lazy("hours", "until"))
    time_zone = forms.CharField(label=_("Time zone"), max_length=60)
    country = forms.CharField(
        label=_("Country whose public holidays are quiet"), max_length=2, required=False
    )
    held_out = forms.FloatField(
        label=_("Share of people never asked, to see what asking does (%)"),
        min_value=0,
        max_value=50,
    )

    class Meta:
        model = ContactPolicy
        fields: tuple[str, ...] = ()

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        told = _initial(self.instance.parsed())
        self.initial.update(told, held_out=f"{100 * self.instance.hold_out:g}")

    def clean(self) -> dict[str, Any]:
        """Read the rules; what core refuses is said above them."""
        found: dict[str, Any] = super().clean() or {}
        if self.errors:
            return found
        try:
            policy = read_policy(_plain(found, self.instance.parsed()))
            policy.calendar  # noqa: B018 - it may never open
            self.rules = written(policy)
        except Refused as refused:
            self.add_error(None, str(refused))
        self.instance.hold_out = found["held_out"] / 100
        return found


def _initial(policy: Policy) -> dict[str, Any]:
    hours = policy.hours[0] if policy.hours else None
    rest = {kind: each.seconds / _DAY for kind, each in policy.rest.items()}
    return {
        "relationship": round(rest.get(RELATIONSHIP, 0)),
        "transactional": round(rest.get(TRANSACTIONAL, 0)),
        "review": round(rest.get(REVIEW, 0)),
        "between": round(policy.between.seconds / _DAY),
        "mailings_count": _MAILING in policy.contacts.activity,
        "complaint_opens": policy.complaint_opens.activity,
        "complaint_closes": policy.complaint_closes.activity,
        "complaint_days": round(policy.complaint_lasts.seconds / _DAY),
        "consent_needed": policy.consent_needed,
        "days": hours.days if hours else DAYS,
        "opens": f"{hours.opens:%H:%M}" if hours else "00:00",
        "closes": closing_text(hours.closes).replace("24:00", "23:59") if hours else "23:59",
        "time_zone": policy.time_zone,
        "country": policy.holidays.country or "",
    }


def _plain(found: dict[str, Any], before: Policy) -> dict[str, Any]:
    """Return the rules as core reads them; what the form has no field for stays as it was."""
    rest = {kind: f"{found[kind]} d" for kind in (RELATIONSHIP, TRANSACTIONAL, REVIEW)}
    holidays = written(before).get("holidays", {})
    return {
        "rest": rest,
        "between": f"{found['between']} d",
        "contacts": [*_SENT, *([_MAILING] if found["mailings_count"] else [])],
        "complaint_opens": found["complaint_opens"],
        "complaint_closes": found["complaint_closes"],
        "complaint_lasts": f"{found['complaint_days']} d",
        "consent_needed": found["consent_needed"],
        "hours": {
            "days": list(found["days"]),
            "opens": f"{found['opens']:%H:%M}",
            "closes": f"{found['closes']:%H:%M}".replace("23:59", "24:00"),
        },
        "time_zone": found["time_zone"],
        "holidays": holidays | {"country": found["country"].upper() or None},
    }
