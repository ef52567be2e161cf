"""An invitation to write reviews, as people fill it in."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parcours.core.refusal import Refused
from parcours.core.survey.trigger import read_trigger, refuse_feelings
from parcours.listen.domain.sources.inviting import rule_of
from parcours.listen.domain.sources.review_mail import USUAL
from parcours.listen.forms.activities import ActivitiesField
from parcours.listen.models import ReviewInvitation, Source

_USUALLY = "order.delivered"
_LANGUAGES = (("fr", gettext_lazy("French")), ("en", gettext_lazy("English")))


class ReviewInvitationForm(forms.ModelForm[ReviewInvitation]):
    """Where reviews are written, after what people are asked, and in which words."""

    after = ActivitiesField(label=gettext_lazy("After this event"), many=False)
    days = forms.FloatField(
        label=gettext_lazy("So many days later"), min_value=0, max_value=365, initial=7
    )
    where = forms.CharField(
        label=gettext_lazy("Only where"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy(
            "One a line, like properties.shop = Lille, Lyon. Never by what people feel: "
            "everyone eligible is invited."
        ),
    )

    class Meta:
        model = ReviewInvitation
        fields = ("name", "source")

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        with_page = Source.objects.exclude(write_url="")
        self.fields["source"] = forms.ModelChoiceField(with_page, label=_("Leads to"))
        self.fields["source"].help_text = _("Sources with a page where reviews are written.")
        words = self.instance.words or USUAL
        for code, name in _LANGUAGES:
            said = words.get(code, {"subject": "", "text": ""})
            self.fields[f"subject_{code}"] = forms.CharField(
                label=_("Subject ({language})").format(language=name),
                max_length=120, initial=said["subject"],
            )  # fmt: skip
            self.fields[f"text_{code}"] = forms.CharField(
                label=_("Text ({language})").format(language=name),
                initial=said["text"], max_length=5_000,
                widget=forms.Textarea(attrs={"rows": 6}),
                help_text=_("In it: {names}.").format(names="{name}, {link}"),
            )  # fmt: skip
        self.initial["after"] = [_USUALLY]
        if self.instance.pk:
            self.initial.update(_initial(self.instance))

    def clean(self) -> dict[str, Any]:
        """Read the rule; one that looks at what people feel is refused."""
        found: dict[str, Any] = super().clean() or {}
        if self.errors:
            return found
        try:
            rule = rule_of(found["after"], days=found["days"], where=_where(found["where"]))
            refuse_feelings(read_trigger(rule))
        except Refused as refused:
            self.add_error("where", str(refused))
            return found
        self.instance.rule = rule
        self.instance.words = {
            code: {"subject": found[f"subject_{code}"], "text": found[f"text_{code}"]}
            for code, _name in _LANGUAGES
        }
        for code, _name in _LANGUAGES:
            if "{link}" not in found[f"text_{code}"]:
                self.add_error(
                    f"text_{code}", _("The text needs {link}.").format(link="{link}")
                )
        return found


def _where(text: str) -> dict[str, list[str]]:
    found = {}
    for line in text.splitlines():
        name, _sign, values = line.replace(":", "=", 1).partition("=")
        if name.strip():
            found[name.strip()] = [each.strip() for each in values.split(",") if each.strip()]
    return found


def _initial(invitation: ReviewInvitation) -> dict[str, Any]:
    rule = read_trigger(invitation.rule)
    where = invitation.rule.get("where", {})
    return {
        "after": rule.after.activity,
        "days": f"{rule.wait.seconds / 86_400:g}",
        "where": "\n".join(f"{name} = {', '.join(each)}" for name, each in where.items()),
    }
