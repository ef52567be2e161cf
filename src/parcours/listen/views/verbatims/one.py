"""One verbatim: its words in their context, what was read in them, and its corrections."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from parcours.listen.domain.sources.words import review_of
from parcours.listen.domain.verbatims import context, correcting, showing, sureness
from parcours.listen.forms.verbatims import CodingForm
from parcours.listen.models import Correction, Verbatim
from parcours.people.http import MemberRequest, may


@may("see figures")
@require_safe
def verbatim(request: MemberRequest, pk: int) -> HttpResponse:
    return _page(request, get_object_or_404(Verbatim, pk=pk), None)


@may("code verbatims")
@require_POST
def correction(request: MemberRequest, pk: int) -> HttpResponse:
    said = get_object_or_404(Verbatim, pk=pk)
    form = CodingForm(request.POST)
    if not form.is_valid():
        return _page(request, said, form)
    correcting.correct(said, form.coding(), by=request.user)
    messages.success(request, _("Your coding counts from now on."))
    return redirect("verbatims:verbatim", pk)


@may("code verbatims")
@require_POST
def undoing(request: MemberRequest, pk: int) -> HttpResponse:
    correction = get_object_or_404(Correction, pk=pk)
    correcting.undo(correction, by=request.user)
    return redirect("verbatims:verbatim", correction.verbatim_id)


def _page(request: MemberRequest, said: Verbatim, form: CodingForm | None) -> HttpResponse:
    (row,) = showing.explained(showing.shown([said.pk], request.user))
    return render(
        request,
        "listen/verbatims/verbatim.html",
        {
            "row": row,
            "machine": sureness.of(said),
            "review": review_of(said) if row.is_open else None,
            "context": context.context(said, request.user) if row.is_open else None,
            "alike": context.alike(said, request.user),
            "repeated": context.repeated(said),
            "history": [
                {
                    "correction": each,
                    "coding": showing.Shown(
                        said, correcting.Coding.of(each), request.user, "", ""
                    ),
                }
                for each in said.corrections.select_related("by", "undone_by")
            ],
            "form": form or CodingForm(coding=row.coding),
        },
    )
