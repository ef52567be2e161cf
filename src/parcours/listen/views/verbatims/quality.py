"""How well the machine reads."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from parcours.core.text.felt import FEWEST, Inference
from parcours.ledger.domain import results
from parcours.listen.domain.endpoint import suggesting
from parcours.listen.domain.verbatims import curve, inferring
from parcours.listen.domain.verbatims import quality as measured
from parcours.people.http import MemberRequest, may


@may("see figures")
@require_safe
def quality(request: MemberRequest) -> HttpResponse:
    answer = results.answer(inferring.calibration)
    kept = answer.payload["taught"] if answer else None
    taught = Inference.of(kept) if kept else None
    shown = {
        "quality": measured.quality(),
        "curve": curve.chart(),
        "answer": answer,
        "taught": taught,
        "felt_curve": curve.felt(taught) if taught else None,
        "fewest": FEWEST,
        "suggested": suggesting.record(),
    }
    return render(request, "listen/verbatims/quality.html", shown)
