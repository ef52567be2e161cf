"""What rises in words, for the page, the mail and other systems."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from parcours.core.report import numbers
from parcours.listen.domain.verbatims import complaining, naming
from parcours.listen.domain.verbatims.asking import Asked
from parcours.listen.domain.verbatims.naming import facet
from parcours.listen.models import Following, Rise, Topic
from parcours.listen.models.alert import TOPIC
from parcours.people.models import Member

_EVERYWHERE: Final = ("", "")


@dataclass(frozen=True, kw_only=True)
class Told:
    """A rise as one reads of it: what, how much, and where its words stand."""

    rise: Rise
    title: str
    sentence: str
    words_url: str


def told(rises: Sequence[Rise], member: Member | None) -> list[Told]:
    """Return rises in the words of the language spoken, in their order."""
    places, topics = naming.touchpoints(member), _topics(rises)
    return [_told(rise, places, topics) for rise in rises]


def begun(since: datetime) -> list[tuple[str, dict[str, Any]]]:
    """Return what began to rise since a moment, for other systems: a key, and what is known.

    There are no words of customers in it, but the numbers of three verbatims.
    """
    return [(str(each.pk), _plain(each)) for each in Rise.objects.filter(began_at__gt=since)]


def _plain(rise: Rise) -> dict[str, Any]:
    return {
        "alert": rise.pk,
        "driver": rise.driver,
        "facet": rise.facet,
        "value": rise.value,
        "began_at": rise.began_at,
        "url": settings.URL + rise.get_absolute_url(),
        "verbatims": rise.quotes,
        **rise.numbers,
        "times_high": _high(rise.numbers),
    }


def about(followed: Following, places: dict[str, str]) -> str:
    """Return in words what someone follows."""
    driver = naming.drivers().get(followed.driver, _("All drivers"))
    if (followed.facet, followed.value) == _EVERYWHERE:
        return _("%(driver)s, everywhere") % {"driver": driver}
    place = place_of(followed.facet, followed.value, places)
    return _("%(driver)s, %(place)s") % {"driver": driver, "place": place}


def place_of(kind: str, value: str, places: dict[str, str]) -> str:
    """Return a place in words: a touchpoint, a shop, or what another segment is."""
    if kind.startswith(complaining.TOUCHPOINT):
        return places.get(f"{kind.removeprefix(complaining.TOUCHPOINT)}:{value}", value)
    return value if kind == "segment.shop" else f"{facet(kind)} {value}"


def _topics(rises: Sequence[Rise]) -> dict[tuple[str, str], Topic]:
    keys = {rise.value for rise in rises if rise.facet == TOPIC}
    return {(each.driver, each.key): each for each in Topic.objects.filter(key__in=keys)}


def _told(rise: Rise, places: dict[str, str], topics: dict[tuple[str, str], Topic]) -> Told:
    given = {"driver": naming.drivers().get(rise.driver, rise.driver), **_numbers(rise.numbers)}
    if rise.facet == TOPIC:
        topic = topics.get((rise.driver, rise.value))
        given["topic"] = str(topic) if topic else rise.value
        url = reverse("verbatims:topic", args=[topic.pk]) if topic else ""
        return Told(
            rise=rise,
            title=_("Said more often: “%(topic)s” (%(driver)s), × %(times)s") % given,
            sentence=_(
                "%(lately)s of %(all_lately)s verbatims on this driver in the last week, "
                "%(before)s of %(all_before)s in the year before: %(times)s times as often, "
                "between %(times_low)s and %(times_high)s (95%% interval)."
            )
            % given,
            words_url=url or reverse("verbatims:topics"),
        )
    given["place"] = place_of(rise.facet, rise.value, places)
    row = {"driver": rise.driver, "facet": rise.facet, "value": rise.value}
    return Told(
        rise=rise,
        title=_("Complained of more: %(driver)s, %(place)s, × %(times)s") % given,
        sentence=_(
            "%(lately)s of %(all_lately)s verbatims in the last four weeks, %(before)s of "
            "%(all_before)s before: %(times)s times as often, between %(times_low)s and "
            "%(times_high)s (95%% interval)."
        )
        % given,
        words_url=reverse("verbatims:verbatims") + complaining.words_of(row, Asked()).query,
    )


def _numbers(told: dict[str, Any]) -> dict[str, str]:
    counts = ("lately", "all_lately", "before", "all_before")
    return {
        **{name: numbers.count(told[name]) for name in counts},
        "times": numbers.decimal(told["times"]),
        "times_low": numbers.decimal(told["times_low"]),
        "times_high": numbers.decimal(_high(told)),
    }


def _high(told: dict[str, Any]) -> float:
    """Return the upper end: as many times above as the lower end is below."""
    return float(told["times"] ** 2 / told["times_low"])
