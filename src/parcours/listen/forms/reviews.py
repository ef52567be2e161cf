"""Forms about reviews: which to show, what to reply, templates of replies."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parcours.listen.domain.sources.drafting import PLACES
from parcours.listen.models import ReplyTemplate, Source
from parcours.map.domain import labels

_RATINGS = [(str(stars), "★" * stars) for stars in range(5, 0, -1)]


class ReviewsForm(forms.Form):
    """Which reviews to show; what is not known is left out."""

    q = forms.CharField(required=False, max_length=120)
    source = forms.ModelChoiceField(
        Source.objects.all(), required=False, empty_label=gettext_lazy("All sources")
    )
    rating = forms.ChoiceField(
        choices=[("", gettext_lazy("All ratings")), *_RATINGS], required=False
    )
    state = forms.ChoiceField(
        required=False,
        choices=[
            ("", gettext_lazy("Answered or not")),
            ("open", gettext_lazy("To answer")),
            ("answered", gettext_lazy("Answered")),
            ("gone", gettext_lazy("Deleted")),
        ],
    )

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        names = {"q": _("Words"), "source": _("Source"), "rating": _("Rating"),
                  "state": _("Where it stands")}  # fmt: skip
        for name, label in names.items():
            self.fields[name].widget.attrs["aria-label"] = label
        self.fields["q"].widget.attrs["placeholder"] = names["q"]


class ReplyForm(forms.Form):
    """A reply, as a person leaves it."""

    text = forms.CharField(
        label=gettext_lazy("Reply"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 9}),
    )


class ReplyTemplateForm(forms.ModelForm[ReplyTemplate]):
    """A template of replies."""

    class Meta:
        model = ReplyTemplate
        fields = ("name", "language", "lowest", "highest", "driver", "text")
        widgets = {"text": forms.Textarea(attrs={"rows": 6})}

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        stars = [(n, str(n)) for n in range(1, 6)]
        for name in ("lowest", "highest"):
            self.fields[name] = forms.TypedChoiceField(
                choices=stars, coerce=int, label=self.fields[name].label
            )
        self.fields["driver"] = forms.ChoiceField(
            choices=[("", _("anything")), *labels.drivers()],
            required=False,
            label=_("Where they complain of"),
        )
        self.fields["text"].help_text = _("In it: {names}.").format(names=", ".join(PLACES))

    def clean(self) -> dict[str, Any]:
        """Refuse ratings the wrong way round."""
        found: dict[str, Any] = super().clean() or {}
        if found.get("lowest", 1) > found.get("highest", 5):
            self.add_error("highest", _("This is below the other."))
        return found
