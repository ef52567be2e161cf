"""Events: what the log holds, the files brought into it, and how far each of them is."""

from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from parcours.core.refusal import Refused
from parcours.ledger.domain import files, importing, results
from parcours.ledger.domain.overview import overview
from parcours.ledger.forms import FileForm
from parcours.ledger.models import Import
from parcours.ledger.views import mappings
from parcours.people.http import MemberRequest, may

_PER_PAGE = 20


@may("import events")
@require_http_methods(["GET", "POST"])
def imports(request: MemberRequest) -> HttpResponse:
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            one = importing.receive(
                form.cleaned_data["file"], by=request.user, language=request.LANGUAGE_CODE
            )
        except Refused as refused:
            form.add_error("file", str(refused))
        else:
            return redirect("ledger:import", one.pk)
    every = Import.objects.select_related("by", "undone_by")
    context = {
        "form": form,
        "page": Paginator(every, _PER_PAGE).get_page(request.GET.get("page")),
        "topic": results.topic(overview),
    } | _told(results.answer(overview))
    template = "ledger/_log.html" if request.htmx else "ledger/imports.html"
    return render(request, template, context, status=422 if form.errors else 200)


def _told(answer: results.Answer | None) -> dict[str, Any]:
    if answer is None or not answer.payload["events"]:
        return {"answer": answer}
    first, last = (datetime.fromisoformat(answer.payload[name]) for name in ("first", "last"))
    return {"answer": answer, "told": answer.payload, "first": first, "last": last}


@may("import events")
@require_GET
def brought(request: MemberRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Import.objects.select_related("by", "confirmed_by"), pk=pk)
    context: dict[str, Any] = {"brought": found}
    if found.stage in {"mapping", "tried"}:
        context |= mappings.context(found)
    template = "ledger/_import.html" if request.htmx else "ledger/import.html"
    return render(request, template, context)


@may("import events")
@require_GET
def rejected(_request: MemberRequest, pk: int) -> FileResponse:
    found = get_object_or_404(Import, pk=pk)
    try:
        file = files.rejected(found).open("rb")
    except FileNotFoundError:
        raise Http404 from None
    return FileResponse(file, as_attachment=True, filename=f"{found.name}.rejected.csv")
