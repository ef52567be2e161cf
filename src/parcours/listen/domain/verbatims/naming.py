"""Filters and codes of verbatims in words."""

from typing import Final

from babel import Locale, UnknownLocaleError
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from parcours.core.canvas.activity_words import said_activity
from parcours.core.language import language
from parcours.core.survey.piping import for_anyone
from parcours.core.words import say
from parcours.listen.domain.verbatims.asking import SEGMENT
from parcours.listen.domain.verbatims.codes import NEGATIVE, NEUTRAL, POSITIVE
from parcours.listen.models import Source, Survey
from parcours.map.domain import labels
from parcours.map.domain.canvases import in_use
from parcours.people.models import Member
from parcours.ui.channel import channel_name

COLOURS: Final = {NEGATIVE: "bad", NEUTRAL: "", POSITIVE: "good"}
_BY_NAME: Final = {"negative": NEGATIVE, "neutral": NEUTRAL, "positive": POSITIVE}


def sentiment(value: int | None) -> str:
    """Return a sentiment in words."""
    told = {
        NEGATIVE: pgettext("sentiment", "Negative"),
        NEUTRAL: pgettext("sentiment", "Neutral"),
        POSITIVE: pgettext("sentiment", "Positive"),
    }
    return pgettext("sentiment", "Not sure") if value is None else told[value]


def drivers() -> dict[str, str]:
    """Return the seven drivers in words, by key."""
    return dict(labels.drivers())


def flags() -> dict[str, str]:
    """Return the flags in words, by key."""
    return {
        "urgent": pgettext("flag", "Urgent"),
        "churn": pgettext("flag", "May leave"),
        "complaint": pgettext("flag", "Complaint"),
        "request": pgettext("flag", "Request"),
        "promise": pgettext("flag", "Asks for a promise"),
    }


def facet(name: str) -> str:
    """Return what a filter is about, in words."""
    told = {
        "q": _("Words"), "sentiment": _("Sentiment"), "driver": _("Driver"),
        "flag": _("Flag"), "touchpoint": _("Touchpoint"), "source": _("Source"),
        "channel": _("Channel"), "language": _("Language"), "activity": _("Kind"),
        "since": pgettext("first day", "From"), "until": pgettext("last day", "To"),
        "felt_least": _("Felt, at least"), "felt_most": _("Felt, at most"),
        "is_private": _("Personal data"),
        "is_corrected": _("Corrected by people"),
        "segment.shop": _("Shop"), "segment.product": _("Product"),
        "segment.place": _("Place"), "segment.country": _("Country"),
        "segment.survey": _("Survey"),
        "segment.question": _("Question"),
        "segment.theme": _("Theme"),
    }  # fmt: skip
    return told.get(name, name.removeprefix(SEGMENT).replace("_", " ").capitalize())


def touchpoints(member: Member | None) -> dict[str, str]:
    """Return the titles of touchpoints by canvas and id, those that *member* may see."""
    canvases = in_use(member)
    found = {}
    for canvas in canvases:
        for _stage, point in canvas.parsed().touchpoints():
            title = say(point.title, language())
            told = title if len(canvases) == 1 else f"{title} ({canvas})"
            found[f"{canvas.pk}:{point.touchpoint}"] = told
    return found


def value(name: str, key: str, places: dict[str, str]) -> str:
    """Return a value of a filter in words.

    Args:
        name: of the filter.
        key: the value as the address writes it.
        places: titles of touchpoints, by canvas and id.
    """
    if name == "sentiment":
        return sentiment(_BY_NAME.get(key))
    if name == "driver":
        return _driver(key)
    if name == "activity":
        told = str(said_activity(key))
        return told[:1].upper() + told[1:]
    if name in ("is_private", "is_corrected"):
        return _("yes") if key == "yes" else _("no")
    if name == "channel":
        return channel_name(key)
    if name == "source":
        return source(key)
    if name == "language":
        return _language(key)
    if name == f"{SEGMENT}survey":
        return Survey.objects.filter(slug=key).values_list("name", flat=True).first() or key
    if name == f"{SEGMENT}question":
        return _question(key)
    return {"flag": flags(), "touchpoint": places}.get(name, {}).get(key, key)


def source(key: str) -> str:
    """Return where verbatims come from in words; a source of one's own as it is called."""
    told = {
        "surveys": pgettext("source", "Surveys"), "reviews": pgettext("source", "Reviews"),
        "notes": pgettext("source", "Notes"), "visits": pgettext("source", "Mystery visits"),
        "inbox": pgettext("source", "Inbox"), "tills": pgettext("source", "Tills"),
        "call centre": pgettext("source", "Call centre"),
        "shop site": pgettext("source", "Shop site"),
        "shop app": pgettext("source", "Shop app"),
    }  # fmt: skip
    sites = dict(Source.Kind.choices)
    return told.get(key) or str(sites.get(key, key))


def _question(key: str) -> str:
    """Return a question as surveys ask it; how many more surveys word that key otherwise."""
    drafts = Survey.objects.filter(version__gt=0).order_by("pk").values_list("draft", flat=True)
    asked = [each for draft in drafts for each in draft.get("questions", ())]
    titles = [each.get("title") for each in asked if each.get("key") == key]
    worded = dict.fromkeys(for_anyone(say(each, language())) for each in titles if each)
    if not worded:
        return key
    first = next(iter(worded))
    return first if len(worded) == 1 else f"{first} (+{len(worded) - 1})"


def _driver(key: str) -> str:
    name, _separator, polarity = key.partition(":")
    title = drivers().get(name, name)
    if polarity not in _BY_NAME:
        return title
    return f"{title} · {sentiment(_BY_NAME[polarity]).lower()}"


def _language(code: str) -> str:
    if code == "other":
        return _("Another")
    try:
        name = Locale.parse(code).get_display_name(language())
    except (UnknownLocaleError, ValueError):
        return code
    return (name or code).capitalize()
