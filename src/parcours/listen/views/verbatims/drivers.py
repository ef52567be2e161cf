"""The driver board."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from parcours.ledger.domain import results
from parcours.listen.domain.endpoint import leaving
from parcours.listen.domain.verbatims import driving, feeling, naming
from parcours.listen.domain.verbatims.asking import Asked
from parcours.listen.domain.verbatims.weighing import FEWEST, proved_kind, weights_of
from parcours.listen.models import LanguageModel
from parcours.map.domain.plain import figure_of
from parcours.people.http import MemberRequest, may


@may("see figures")
@require_safe
def drivers(request: MemberRequest) -> HttpResponse:
    asked = Asked.of(request.GET)
    days = {
        "since": asked.since.isoformat() if asked.since else None,
        "until": asked.until.isoformat() if asked.until else None,
    }
    answer = results.answer(weights_of, **days)
    felt = None if asked.pairs else results.answer(feeling.months)
    return render(
        request,
        "listen/verbatims/drivers.html",
        {
            "asked": asked,
            "board": driving.board(asked, places=naming.touchpoints(request.user)),
            "answer": answer,
            "weights": _named(answer.payload) if answer else [],
            "explained": figure_of(answer.payload["explained"])
            if answer and "explained" in answer.payload
            else None,
            "fewest": FEWEST,
            "felt": feeling.chart(felt.payload) if felt else None,
            "is_nps": not answer or answer.payload.get("opinion") != "felt",
            "may_summarise": leaving.active(LanguageModel.Job.SUMMARIES) is not None,
        },
    )


def _named(payload: dict[str, Any]) -> list[dict[str, Any]]:
    titles = naming.drivers()
    kinds = {
        "satisfier": _("can please, hardly displeases"),
        "dissatisfier": _("can displease, hardly pleases"),
        "hybrid": _("cuts both ways"),
    }
    return [
        {
            "title": titles[each["name"]],
            "kind": kinds.get(proved_kind(each), _("nothing proved")),
            "first": each["places"][0],
            "last": each["places"][1],
            **{name: figure_of(each[name]) for name in ("share", "reward", "penalty")},
        }
        for each in payload.get("weights", ())
    ]
