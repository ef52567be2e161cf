"""A canvas to take away: as a file, or on paper."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from parcours.map.domain.board import columns
from parcours.map.domain.drafting import draft_of
from parcours.map.domain.exporting import TYPES, exported
from parcours.map.domain.sheet import languages
from parcours.map.views.editor import found
from parcours.people.http import MemberRequest, may
from parcours.people.models import Team


@may("see figures")
@require_GET
def export(request: MemberRequest, slug: str, form: str) -> HttpResponse:
    canvas = found(request, slug)
    if form not in TYPES:
        raise Http404
    content = exported(
        canvas.parsed(),
        form,
        language=_language(request, canvas.parsed().language),
        teams=dict(Team.objects.values_list("key", "name")),
    )
    name = f'attachment; filename="{canvas.slug}.{form}"'
    headers = {"Content-Disposition": name}
    return HttpResponse(content, content_type=TYPES[form], headers=headers)


@may("see figures")
@require_GET
def printed(request: MemberRequest, slug: str) -> HttpResponse:
    canvas = found(request, slug)
    drawn = draft_of(canvas.parsed())
    reader = _language(request, languages(drawn)[0])
    shown = columns(drawn, found=[], language=reader)
    return render(request, "map/print.html", {"canvas": canvas, "columns": shown})


def _language(request: MemberRequest, own: str) -> str:
    """Return the reader's language, in which texts are said where they have it."""
    return str(getattr(request, "LANGUAGE_CODE", own))
