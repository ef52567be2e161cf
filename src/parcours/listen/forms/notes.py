"""Forms of notes and of the quotes in them."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from parcours.listen.domain.sources import noting, touchpoints
from parcours.listen.domain.sources.noting import About
from parcours.listen.domain.sources.touchpoints import Place
from parcours.listen.models import Note
from parcours.map.domain import labels
from parcours.people.domain.finding import found
from parcours.people.models import Customer, Member

_SENTIMENTS = (
    ("", "–"),
    ("1", pgettext_lazy("sentiment", "Positive")),
    ("0", pgettext_lazy("sentiment", "Neutral")),
    ("-1", pgettext_lazy("sentiment", "Negative")),
)


class NoteForm(forms.ModelForm[Note]):
    """A new note: who, where, when, what."""

    person = forms.CharField(
        label=gettext_lazy("Who"),
        required=False,
        max_length=254,
        help_text=gettext_lazy("E-mail, phone, card or name of a customer. Empty: anonymous."),
    )
    field_order = ("title", "kind", "person", "shop", "channel", "at", "language", "text")

    class Meta:
        model = Note
        fields = ("title", "kind", "shop", "channel", "at", "language", "text")
        widgets = {
            "at": forms.DateTimeInput(
                attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"
            ),
            "text": forms.Textarea(attrs={"rows": 14}),
        }

    def clean_person(self) -> Customer | None:
        """Find the one customer that is meant."""
        words = str(self.cleaned_data["person"]).strip()
        if not words:
            return None
        people = list(found(words)[:2])
        if len(people) == 1:
            return people[0]
        raise forms.ValidationError(
            _("Several customers are called so: write the e-mail address or the card.")
            if people
            else _("No customer is known so. Leave it empty for an anonymous note.")
        )


class NoteTextForm(forms.ModelForm[Note]):
    """The text of a note that was written before."""

    class Meta:
        model = Note
        fields = ("title", "text")
        widgets = {"text": forms.Textarea(attrs={"rows": 14})}


class QuoteForm(forms.Form):
    """Words of a note, and what they are about."""

    sentence = forms.ChoiceField(label=gettext_lazy("A sentence of it"), required=False)
    words = forms.CharField(
        label=gettext_lazy("Or words of it"),
        required=False,
        max_length=5_000,
        help_text=gettext_lazy("Select them in the note, or write them as they stand there."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    near = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    place = forms.ChoiceField(label=gettext_lazy("Touchpoint"), required=False)
    driver = forms.ChoiceField(label=gettext_lazy("Driver"), required=False)
    sentiment = forms.ChoiceField(
        label=gettext_lazy("How it was meant"), choices=_SENTIMENTS, required=False
    )

    def __init__(self, *given: Any, note: Note, member: Member, **named: Any) -> None:
        super().__init__(*given, **named)
        said = dict.fromkeys(noting.sentences(note.text.replace("\r\n", "\n")))
        self.fields["sentence"] = forms.ChoiceField(
            choices=[("", "–"), *((each, each[:120]) for each in said)],
            label=_("A sentence of it"),
            required=False,
        )
        self.fields["place"] = forms.ChoiceField(
            choices=[("", "–"), *touchpoints.choices(member)],
            label=_("Touchpoint"),
            required=False,
        )
        self.fields["driver"] = forms.ChoiceField(
            choices=[("", "–"), *labels.drivers()], label=_("Driver"), required=False
        )

    @property
    def words_chosen(self) -> str:
        """The words that were selected, else the sentence that was chosen."""
        return str(self.cleaned_data["words"].strip() or self.cleaned_data["sentence"])

    @property
    def about(self) -> About:
        """What they are about."""
        data = self.cleaned_data
        return About(
            place=Place.of(data["place"]),
            driver=data["driver"],
            sentiment=int(data["sentiment"]) if data["sentiment"] else None,
        )
