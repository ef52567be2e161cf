"""The door at which Google says that a review was written or changed."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from parcours.listen.domain.sources import connecting, google, pulling
from parcours.people.http import paced, public

_MOST_BYTES = 64 * 1024
_A_MINUTE = 600


@public
@csrf_exempt
@require_POST
@paced("review-notice", times=_A_MINUTE)
def notice(request: HttpRequest, token: str) -> HttpResponse:
    source = connecting.source_of(token)
    if source is None:
        raise Http404
    if int(request.headers.get("Content-Length") or 0) > _MOST_BYTES:
        return HttpResponse(status=413)
    try:
        named = google.heard(request.body)
    except ValueError:
        return HttpResponse(status=400)
    if named is not None:
        _account, place, review_id = named
        if any(each["id"] == place for each in source.places):
            pulling.pull_one.enqueue(source.pk, place, review_id)
    return HttpResponse(status=204)
