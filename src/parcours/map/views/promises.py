"""A promise's own page."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from parcours.core.canvas.sentence import sentence
from parcours.map.domain import behind, cards, monthly, panels
from parcours.map.domain.looking import promise_of
from parcours.map.views.living import around, looking
from parcours.people.http import MemberRequest, may


@may("see figures")
@require_GET
def promise(request: MemberRequest, slug: str, name: str) -> HttpResponse:
    seen = looking(request, slug)
    found = promise_of(seen.drawn, name)
    if found is None:
        raise Http404
    point, made = found
    if point.touchpoint in seen.hidden:
        return redirect("map:beliefs", slug)
    panel = next((each for each in panels.panels(seen) if each.name == name), None)
    context = around(seen) | {
        "card": next(each for each in cards.all_cards(seen) if each.name == point.touchpoint),
        "title": panels.title(made),
        "sentence": sentence(made, aim=point.aim, currency=seen.drawn.currency),
        "written": panels.written(made),
        "panel": panel,
    }
    if panel is not None:
        context["charts"] = monthly.of_promise(seen, panel.gap)
        context["recovery"] = panels.recovery(panel.gap)
        if seen.member.can("see customers"):
            page = behind.cases(
                seen, point.touchpoint, promise=name, state="broken", worst_first=True
            )
            context |= {
                "page": page,
                "rows": behind.shown(page, {name: panels.title(made)}, seen)[:10]
                if page
                else [],
            }
    return render(request, "map/promise.html", context)
