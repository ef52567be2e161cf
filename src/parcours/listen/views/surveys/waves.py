"""The waves of a survey: when they begin, and what they say side by side."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from parcours.ledger.domain import results as kept
from parcours.listen.domain.surveys import wave_report, waving
from parcours.listen.domain.surveys.comparing import by_wave
from parcours.listen.forms.waves import WavesForm
from parcours.listen.models import Survey, WavePlan
from parcours.listen.views.surveys.frame import found, show
from parcours.people.http import MemberRequest, may


@may("see answers")
@require_http_methods(["GET", "POST"])
def waves(request: MemberRequest, slug: str) -> HttpResponse:
    survey = found(request, slug)
    plan = waving.plan_of(survey)
    form = None
    if request.user.can("edit surveys"):
        begun = plan or WavePlan(survey=survey, every="quarter", first=timezone.localdate())
        form = WavesForm(request.POST or None, instance=begun)
        if request.method == "POST" and form.is_valid():
            waving.save(form.save(commit=False), by=request.user)
            messages.success(request, _("Saved."))
            return redirect("surveys:waves", slug)
    shown = _compared(survey) if plan else {}
    context = {"tab": "waves", "plan": plan, "form": form, **shown}
    status = 422 if form is not None and form.errors else 200
    return show(request, "listen/surveys/waves.html", survey, status=status, **context)


@may("edit surveys")
@require_POST
def removal(request: MemberRequest, slug: str) -> HttpResponse:
    """Run the survey without waves."""
    waving.remove(found(request, slug), by=request.user)
    messages.success(request, _("It has no waves any more."))
    return redirect("surveys:waves", slug)


def _compared(survey: Survey) -> dict[str, Any]:
    answer = kept.answer(by_wave, survey=survey.pk)
    version = survey.current()
    if answer is None or answer.payload is None or version is None:
        return {"is_waiting": version is not None}
    tables = wave_report.tables(version.parsed(), answer.payload)
    return {
        "answer": answer,
        "waves": wave_report.waves(answer.payload),
        "tables": tables,
        "wordy": [each for each in tables if not each.rows],
    }
