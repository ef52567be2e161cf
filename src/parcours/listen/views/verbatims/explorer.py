"""The explorer: verbatims found by words and filters, on a page or as a file."""

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_safe

from parcours.listen.domain.endpoint import summarising
from parcours.listen.domain.verbatims import exporting, facets, finding, naming, showing
from parcours.listen.domain.verbatims.asking import ORDERS, Asked
from parcours.people.domain.auditing import note
from parcours.people.http import MemberRequest, may

_TYPES = {"csv": "text/csv; charset=utf-8", "parquet": "application/vnd.apache.parquet"}


@may("see figures")
@require_safe
def verbatims(request: MemberRequest) -> HttpResponse:
    asked = Asked.of(request.GET)
    search = finding.search(asked)
    after = request.GET.get("after", "")
    found = search.page(after=after)
    places = naming.touchpoints(request.user)
    return render(
        request,
        "listen/verbatims/explorer.html",
        {
            "asked": asked,
            "orders": ORDERS,
            "found": found,
            "after": after,
            "is_empty": not search.table.frame.height,
            "rows": showing.explained(showing.shown(found.numbers, request.user)),
            "facets": facets.facets(asked, search.counts(), places),
            "chips": facets.chips(asked, places),
            "drivers": naming.drivers(),
            "summary": summarising.told(
                summarising.about_of(asked), get_language() or "en", search
            ),
        },
    )


@may("see figures")
@require_GET
def export(request: MemberRequest, form: str) -> HttpResponseBase:
    asked = Asked.of(request.GET)
    search = finding.search(asked)
    note(request.user, "verbatims.exported", "verbatims", detail=asked.query)
    response: HttpResponseBase
    if form == "parquet":
        content = exporting.as_parquet(search, request.user)
        response = HttpResponse(content, content_type=_TYPES[form])
    else:
        lines = exporting.as_csv(search, request.user)
        response = StreamingHttpResponse(lines, content_type=_TYPES["csv"])
    response["Content-Disposition"] = f'attachment; filename="verbatims.{form}"'
    return response
