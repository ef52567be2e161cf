"""A context as people write it."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from parcours.core.metrics import METRICS
from parcours.measure.domain import knowing
from parcours.measure.domain.definitions import title_of
from parcours.measure.models import Context
from parcours.people.models import Member, Team


class ContextForm(forms.ModelForm[Context]):
    """A context of *member*, who names a team of their own, or any if they lead."""

    touchpoint = forms.ChoiceField(required=False)
    metric = forms.ChoiceField(required=False)

    class Meta:
        model = Context
        fields = ("title", "starts", "ends", "audience", "team", "touchpoint", "metric", "text")
        widgets = {
            "starts": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "ends": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "text": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *given: Any, member: Member, **named: Any) -> None:
        super().__init__(*given, **named)
        leads = member.can("share figures")
        teams = Team.objects.all() if leads else member.teams.all()
        self.fields["team"] = forms.ModelChoiceField(
            teams, required=False, label=_("Team"), empty_label=_("none")
        )
        self.fields["touchpoint"] = forms.ChoiceField(
            choices=[("", _("all of them")), *knowing.touchpoints(member)],
            required=False,
            label=_("Touchpoint"),
        )
        self.fields["metric"] = forms.ChoiceField(
            choices=[("", _("all of them")), *((m.name, title_of(m.name)) for m in METRICS)],
            required=False,
            label=_("Figure"),
        )

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the start, and a team context without its team."""
        found: dict[str, Any] = super().clean() or {}
        starts, ends = found.get("starts"), found.get("ends")
        if starts and ends and ends < starts:
            self.add_error("ends", _("It ends before it begins."))
        if found.get("audience") == Context.Audience.TEAM and not found.get("team"):
            self.add_error("team", _("Which team? You can name one that you are in."))
        if found.get("audience") != Context.Audience.TEAM:
            found["team"] = None
        return found
