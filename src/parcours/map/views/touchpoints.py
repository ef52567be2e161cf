"""A touchpoint as lived: its promises, and the people behind its figures."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from parcours.core.language import language
from parcours.core.words import say
from parcours.map.domain import behind, cards, headlines, monthly, panels
from parcours.map.domain.looking import Look, place_of
from parcours.map.domain.paging import KINDS, Asked, Paging
from parcours.map.views.living import around, looking
from parcours.people.http import MemberRequest, may


@may("see figures")
@require_GET
def touchpoint(request: MemberRequest, slug: str, name: str) -> HttpResponse:
    seen = looking(request, slug)
    if place_of(seen.drawn, name) is None:
        raise Http404
    card = next(each for each in cards.all_cards(seen) if each.name == name)
    context = around(seen) | {
        "card": card,
        "panels": [each for each in panels.panels(seen) if each.gap.touchpoint == name],
        "actions": [say(each, language()) for each in card.point.actions],
        "headlines": headlines.of_touchpoint(card),
        "moments": [say(each.title, language()) for each in card.point.key_moments],
    }
    if seen.gap is not None and not card.is_hidden:
        context["charts"] = monthly.of_touchpoint(seen, card.point)
    if not card.is_hidden and not seen.is_empty and seen.member.can("see customers"):
        context |= people(request, seen, card)
    return render(request, "map/touchpoint.html", context)


def people(request: MemberRequest, seen: Look, card: cards.Card) -> dict[str, Any]:
    """Return the list that was asked for: cases, words or customers of a touchpoint."""
    asked = Asked.of(request.GET)
    promises = {p.promise: say(p.title, language()) for p in card.point.promises}
    page = asked.page_of(seen, card.name)
    return {
        "kind": asked.kind,
        "kinds": zip(KINDS, (_("Cases"), _("Their words"), _("Customers")), strict=True),
        "page": page,
        "rows": behind.shown(page, promises, seen) if page else [],
        "states": behind.states(),
        "promises": promises.items(),
        "orders": asked.orders(),
        "chosen": asked,
        "paging": Paging(query=seen.choice.query, asked=asked, page=page),
    }
