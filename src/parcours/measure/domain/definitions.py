"""What each figure counts, how sure it is and who invented it, in words for everyone."""

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parcours.core.language import language
from parcours.core.metrics import METRICS, Metric
from parcours.core.metrics.lifetime_value import DEFINITION, NAME, TITLE
from parcours.core.words import say

BY_NAME: Final = {metric.name: metric for metric in METRICS}
LIFETIME: Final = NAME

_COUNTED: Final = {
    "nps": gettext_lazy(
        "The share of answers of 9 or 10 minus the share of 0 to 6, times 100, among "
        "answers to “would you recommend us?” from 0 to 10."
    ),
    "csat": gettext_lazy(
        "The share of answers in the top boxes of a satisfaction scale: the two highest"
        " of 4 to 11 points, the highest of 3 or fewer. Scales are never mixed: the one"
        " with most answers is shown."
    ),
    "ces": gettext_lazy(
        "The mean agreement with “the company made it easy for me”, from 1 to 7."
    ),
    "easy": gettext_lazy(
        "The share of answers of 5, 6 or 7 to “the company made it easy for me”, from 1 to 7."
    ),
    "felt": gettext_lazy(
        "The mean of all scores on all scales, each brought to 1 (lowest) to 5 (highest)."
    ),
    "kept": gettext_lazy(
        "The share of cases in which a promise was kept, among those kept or broken. "
        "Cases that wait, or that the promise no longer concerns, do not count."
    ),
    "delay": gettext_lazy(
        "The median time from the moment announced to the delivery; negative is early. "
        "Only orders whose moment has passed count; those still missing are late "
        "without end, those cancelled do not count."
    ),
    "late": gettext_lazy(
        "The share of orders delivered after the moment announced, or not yet, among "
        "those whose moment has passed."
    ),
    "first_reply": gettext_lazy(
        "The median time from the first message of a conversation to our first reply; "
        "unanswered messages wait without end."
    ),
    "resolution": gettext_lazy(
        "The median time from the opening of a conversation to when it was last "
        "resolved; opened again is not resolved."
    ),
    "visits": gettext_lazy("How many visits began: on the site, in the app, in shops."),
    "visitors": gettext_lazy(
        "How many different people made at least one visit. Without consent a visitor "
        "of the site is known for one day."
    ),
    "page_time": gettext_lazy(
        "The median time that a page was read; a mean would be carried away by pages left open."
    ),
    "direct_visits": gettext_lazy(
        "How many visits came without a detour: the address typed, a bookmark."
    ),
    "direct_share": gettext_lazy(
        "The share of direct visits among visits whose origin is known."
    ),
    "brand_searches": gettext_lazy(
        "How many visits came from a search for the brand by its name."
    ),
    "brand_search_share": gettext_lazy(
        "The share of visits from a search for the brand among visits whose origin is known."
    ),
    "abandoned_carts": gettext_lazy(
        "The share of carts without an order within 7 days. Only carts begun at least 7"
        " days ago count, so that quick orders do not come first."
    ),
    "conversion": gettext_lazy(
        "The share of visits with an order of the same customer before the next visit "
        "and within a day."
    ),
    "visitor_conversion": gettext_lazy(
        "The share of visitors with an order in one of their visits."
    ),
    "returning_visitors": gettext_lazy(
        "The share of visitors who had come before; in the first weeks of the events "
        "everybody is new."
    ),
    "returning_customers": gettext_lazy(
        "The share of customers who ordered again, on another day, within a year of "
        "their first order. Shown are those whose year ended in the period."
    ),
    "conversations": gettext_lazy(
        "How many conversations were opened. More is neither better nor worse by itself."
    ),
    LIFETIME: gettext_lazy(
        "What a customer who has bought will bring on average in the next 12 months: "
        "how often they are expected to buy, times what they spend, times the margin of"
        " the canvas. A model, not a count; it knows all the events, whatever the "
        "period and the segment."
    ),
}

_SOURCES: Final = {
    "nps": "Reichheld, F. (2003). The One Number You Need to Grow. Harvard Business Review.",
    "ces": (
        "Dixon, M., Freeman, K., Toman, N. (2010). Stop Trying to Delight Your "
        "Customers. Harvard Business Review."
    ),
    "easy": (
        "Dixon, M., Freeman, K., Toman, N. (2010). Stop Trying to Delight Your "
        "Customers. Harvard Business Review."
    ),
    "felt": (
        "Preston, C., Colman, A. (2000). Optimal number of response categories in "
        "rating scales. Acta Psychologica 104."
    ),
    LIFETIME: (
        "Fader, P., Hardie, B., Lee, K. (2005). Counting Your Customers the Easy Way. "
        "Marketing Science 24. Fader, P., Hardie, B. (2013). The Gamma-Gamma Model of "
        "Monetary Value."
    ),
}

_INTERVALS: Final = {
    "share": gettext_lazy(
        "Wilson (1927), the answers or cases of one customer taken as a bunch"
    ),
    "points": gettext_lazy(
        "adjusted Wald (Rocks 2016), the answers of one customer taken as a bunch"
    ),
    "mean": gettext_lazy("Student, the scores of one customer taken as a bunch"),
    "count": gettext_lazy("Garwood (1936), the events of one customer taken as a bunch"),
    "median": gettext_lazy("exact, by ranks (Conover 1999)"),
    "model": gettext_lazy("customers drawn again a hundred times (Efron and Tibshirani 1993)"),
}


@dataclass(frozen=True, kw_only=True)
class Definition:
    """One figure explained: what counts, its version, its interval, its source."""

    name: str
    title: str
    counted: str
    version: str
    interval: str
    source: str
    better: str


def definition(name: str) -> Definition | None:
    """Return what the figure *name* means, null where there is none of this name."""
    metric = BY_NAME.get(name)
    if metric is None and name != LIFETIME:
        return None
    return Definition(
        name=name,
        title=title_of(name),
        counted=str(_COUNTED[name]),
        version=metric.definition if metric else DEFINITION,
        interval=str(_INTERVALS[metric.statistic if metric else "model"]),
        source=_SOURCES.get(name, ""),
        better=_better(metric),
    )


def title_of(name: str) -> str:
    """Return the name of a figure in the reader's language."""
    metric = BY_NAME.get(name)
    return say(metric.title if metric else TITLE, language())


def _better(metric: Metric | None) -> str:
    wanted = metric.higher_is_better if metric else True
    if wanted is None:
        return _("neither")
    return _("higher is better") if wanted else _("lower is better")
