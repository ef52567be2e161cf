"""The pictures that people answered with, each beside what else they answered."""

import uuid
from typing import Any, Final

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from parcours.listen.domain.surveys import photographs, showing
from parcours.listen.models import AnswerPicture, Verbatim
from parcours.listen.views.surveys.frame import found, show
from parcours.people.http import MemberRequest, may

_A_PAGE: Final = 24
_WORDS: Final = {"text", "picture"}


@may("see answers")
@require_GET
def pictures(request: MemberRequest, slug: str) -> HttpResponse:
    survey = found(request, slug)
    counted = photographs.counted(survey)
    page = Paginator(counted, _A_PAGE).get_page(request.GET.get("page"))
    told = [_told(each) for each in page]
    return show(
        request, "listen/surveys/pictures.html", survey, tab="results", page=page, told=told
    )


@may("see answers")
@require_GET
def picture(request: MemberRequest, slug: str, key: uuid.UUID) -> HttpResponse:
    survey = found(request, slug)
    kept = get_object_or_404(AnswerPicture, key=key, response__survey=survey)
    with kept.file.open() as file:
        response = HttpResponse(file.read(), content_type="image/jpeg")
    response.headers["Cache-Control"] = "private, max-age=3600"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _told(picture: AnswerPicture) -> dict[str, Any]:
    """Return a picture, its answers but for words, and the verbatim that has these."""
    response = picture.response
    asked = response.version.parsed().questions
    names = [f"{response.key}:{each.key}" for each in asked if each.kind == "text"]
    return {
        "picture": picture,
        "said": showing.said(response, without=_WORDS),
        "verbatim": Verbatim.objects.filter(event_id__in=names).first(),
    }
