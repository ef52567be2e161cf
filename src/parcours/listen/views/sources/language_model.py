"""A language model: where it answers, what may leave, which jobs it does, what left."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from parcours.listen.domain.endpoint import choosing, leaving, ledger
from parcours.listen.domain.endpoint.problems import WORDS
from parcours.listen.forms.language_model import LanguageModelForm
from parcours.listen.models import LanguageModel
from parcours.people.http import MemberRequest, may

_OWNER = "let words leave"


@may("manage sources")
@require_http_methods(["GET", "POST"])
def settings(request: MemberRequest) -> HttpResponse:
    kept = leaving.current()
    form = LanguageModelForm(request.POST or None, kept=kept)
    rests = kept is not None and kept.rest_until and kept.rest_until > timezone.now()
    if request.method == "POST":
        _owners_only(request)
        if form.is_valid():
            choosing.choose(form.choice, by=request.user)
            messages.success(request, _("Saved."))
            return redirect("sources:language-model")
    return render(
        request,
        "listen/sources/language_model.html",
        {
            "kept": kept,
            "problem": WORDS.get(kept.problem, "") if kept else "",
            "rest_until": kept.rest_until if kept and rests else None,
            "jobs": [
                (job.value, job.label, kept is not None and kept.does(job))
                for job in LanguageModel.Job
            ],
            "form": form,
            "ledger": ledger.ledger(),
            "is_owner": request.user.can(_OWNER),
        },
    )


@may("manage sources")
@require_POST
def trial(request: MemberRequest) -> HttpResponse:
    choosing.begin_trial(by=request.user)
    return redirect("sources:language-model")


@may("manage sources")
@require_POST
def job(request: MemberRequest, job: str) -> HttpResponse:
    if job not in LanguageModel.Job.values or leaving.current() is None:
        raise Http404
    if request.POST.get("is_on"):
        _owners_only(request)
        choosing.turn_on(job, by=request.user)
    else:
        choosing.turn_off(job, by=request.user)
    return redirect("sources:language-model")


@may("manage sources")
@require_POST
def forgetting(request: MemberRequest) -> HttpResponse:
    choosing.forget(by=request.user)
    return redirect("sources:language-model")


def _owners_only(request: MemberRequest) -> None:
    if not request.user.can(_OWNER):
        raise Http404
