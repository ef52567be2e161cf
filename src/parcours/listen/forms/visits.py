"""Forms of mystery visits: the grid, its items, a visit as it is filled in."""

from typing import Any

from django import forms
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from parcours.listen.domain.sources import touchpoints
from parcours.listen.domain.sources.touchpoints import Place
from parcours.listen.models import Grid, Item, Visit
from parcours.people.models import Member

_YES_NO = (("1", pgettext_lazy("found", "Yes")), ("0", pgettext_lazy("found", "No")))
_FIVE = tuple((str(score), str(score)) for score in range(1, 6))


class GridForm(forms.ModelForm[Grid]):
    """A grid: its name, and the shops it is for."""

    class Meta:
        model = Grid
        fields = ("name", "shops")
        widgets = {"shops": forms.Textarea(attrs={"rows": 5})}

    def clean_shops(self) -> str:
        """Keep the lines that say something."""
        shops = [line.strip() for line in self.cleaned_data["shops"].splitlines()]
        return "\n".join(dict.fromkeys(filter(None, shops)))


class ItemForm(forms.ModelForm[Item]):
    """One more thing to look at."""

    class Meta:
        model = Item
        fields = ("text", "scale")
        labels = {"text": gettext_lazy("Look at what"), "scale": gettext_lazy("Answer")}

    def __init__(self, *given: Any, member: Member, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["place"] = forms.ChoiceField(
            choices=[("", "–"), *touchpoints.choices(member, with_promises=True)],
            label=_("Touchpoint or promise"),
            required=False,
        )

    @property
    def place(self) -> Place:
        """What the item stands for."""
        return Place.of(self.cleaned_data["place"])


class StartForm(forms.Form):
    """Which shop is visited, and when."""

    shop = forms.ChoiceField(label=gettext_lazy("Shop"))
    at = forms.DateTimeField(
        label=gettext_lazy("When"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    def __init__(self, *given: Any, grid: Grid, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["shop"] = forms.ChoiceField(
            choices=[(each, each) for each in grid.shop_names], label=_("Shop")
        )
        self.fields["at"].initial = localtime


class VisitForm(forms.Form):
    """What was found of each item: a score, a comment, both may wait."""

    def __init__(self, *given: Any, visit: Visit, **named: Any) -> None:
        super().__init__(*given, **named)
        marks = {each.item_id: each for each in visit.marks.all()}
        self.items = list(visit.grid.items.filter(left_at=None))
        for item in self.items:
            mark = marks.get(item.pk)
            choices = _YES_NO if item.scale == Item.Scale.YES_NO else _FIVE
            score = "" if mark is None or mark.score is None else str(mark.score)
            self.fields[f"score{item.pk}"] = forms.ChoiceField(
                choices=choices, required=False, label=item.text,
                widget=forms.RadioSelect, initial=score,
            )  # fmt: skip
            self.fields[f"comment{item.pk}"] = forms.CharField(
                required=False, max_length=2_000, label=_("Comment"),
                initial=mark.comment if mark else "",
            )  # fmt: skip

    @property
    def rows(self) -> list[tuple[Item, Any, Any]]:
        """Each item with its two fields."""
        return [(i, self[f"score{i.pk}"], self[f"comment{i.pk}"]) for i in self.items]

    @property
    def marks(self) -> dict[Item, tuple[int | None, str]]:
        """What was filled in."""
        data = self.cleaned_data
        return {
            item: (
                int(data[f"score{item.pk}"]) if data[f"score{item.pk}"] else None,
                data[f"comment{item.pk}"],
            )
            for item in self.items
        }
