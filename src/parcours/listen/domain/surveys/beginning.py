"""What a question begins with in the builder: words and answers to write over."""

from collections.abc import Mapping
from typing import Any, Final

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from parcours.listen.domain.surveys.drafting import Draft, Part, languages_of

_MOMENTS: Final = 3


def beginning(kind: str, draft: Draft, touchpoints: Mapping[str, Any]) -> Part:
    """Return what a new question of *kind* holds, so that it can be answered as it is.

    Args:
        kind: one of ``core.survey.questions.KINDS``.
        draft: of the survey; its first language is spoken where the site does, else the
            reader's own stands there.
        touchpoints: words of the canvas's touchpoints by id; moments begin with some.
    """
    first = languages_of(draft)[0]
    spoken = first if first in dict(settings.LANGUAGES) else translation.get_language()
    with translation.override(spoken):
        title, low, high = _title(kind), *_ends(kind)
        lists: Part = {
            name: [{"title": {first: words}} for words in told]
            for name, told in _lists(kind).items()
        }
    said = {"title": title, "low": low, "high": high}
    found: Part = {name: {first: words} for name, words in said.items() if words}
    if kind == "moments" and touchpoints:
        some = list(touchpoints.items())[:_MOMENTS]
        lists = {"moments": [{"key": key, "title": words} for key, words in some]}
    return found | lists


def _title(kind: str) -> str:
    return {
        "nps": _("How likely are you to recommend us?"),
        "csat": _("How satisfied are you?"),
        "ces": _("We made it easy for you."),
        "moments": _("Rate the moments of your visit"),
        "text": _("Would you like to tell us more?"),
        "picture": _("A picture helps us understand."),
        "consent": _("You may contact me about my answer."),
    }.get(kind, _("Your question"))


def _ends(kind: str) -> tuple[str, str]:
    """Return what the lowest and the highest score mean."""
    return {
        "nps": (_("Not at all likely"), _("Extremely likely")),
        "csat": (_("Very dissatisfied"), _("Very satisfied")),
        "ces": (_("Strongly disagree"), _("Strongly agree")),
        "moments": (_("Very bad"), _("Very good")),
    }.get(kind, ("", ""))


def _lists(kind: str) -> dict[str, tuple[str, ...]]:
    answers = (_("First answer"), _("Second answer"))
    every: dict[str, dict[str, tuple[str, ...]]] = {
        "choice": {"options": answers},
        "choices": {"options": answers},
        "matrix": {
            "rows": (_("First thing"), _("Second thing")),
            "columns": (_("Bad"), _("Fair"), _("Good")),
        },
        "moments": {"moments": (_("First moment"),)},
    }
    return every.get(kind, {})
