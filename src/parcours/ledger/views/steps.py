"""The steps of an import after its mapping: confirmed, tried again, undone, thrown away."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from parcours.ledger.domain import importing
from parcours.ledger.models import Import
from parcours.people.http import MemberRequest, may


@may("import events")
@require_POST
def confirmation(request: MemberRequest, pk: int) -> HttpResponse:
    importing.confirm(get_object_or_404(Import, pk=pk), by=request.user)
    return redirect("ledger:import", pk)


@may("import events")
@require_POST
def retrial(_request: MemberRequest, pk: int) -> HttpResponse:
    brought = get_object_or_404(Import, pk=pk)
    if brought.stage == "failed":
        importing.retry(brought)
    return redirect("ledger:import", pk)


@may("import events")
@require_POST
def undoing(request: MemberRequest, pk: int) -> HttpResponse:
    brought = get_object_or_404(Import, pk=pk)
    if brought.stage in {"done", "failed"}:
        importing.undo(brought, by=request.user)
    return redirect("ledger:import", pk)


@may("import events")
@require_POST
def removal(request: MemberRequest, pk: int) -> HttpResponse:
    importing.remove(get_object_or_404(Import, pk=pk, recorded_at=None))
    messages.success(request, _("The file was deleted; nothing was imported."))
    return redirect("ledger:imports")
