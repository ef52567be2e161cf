"""Requests with an ``Idempotency-Key`` are done once, however often they are sent."""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Final

from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from parcours.site.api.keys import KeyRequest
from parcours.site.api.problems import Problem
from parcours.site.models import KeptAnswer

HEADER: Final = "Idempotency-Key"
KEPT_FOR: Final = timedelta(hours=24)
_LONGEST: Final = 200
_GONE: Final = timedelta(minutes=2)
_KEPT: Final = ("Content-Type", "Location", "ETag")


def answered(
    request: KeyRequest, answer: Callable[[], HttpResponseBase], *, streams: bool
) -> HttpResponseBase:
    """Return what *answer* returns, or what the same request was answered before.

    Args:
        streams: whether the body is read piece by piece, so that only its length can tell
            that it is another one.

    Raises:
        Problem: the name stands for another request, or for one that still runs.
    """
    name = request.headers.get(HEADER, "")
    if request.method != "POST" or not name:
        return answer()
    if len(name) > _LONGEST or "\0" in name:
        detail = _("An Idempotency-Key has at most {most} letters.")
        raise Problem(422, "wrong-idempotency-key", detail.format(most=_LONGEST))
    kept = _begun(request, name, _fingerprint(request, streams=streams))
    if kept.status is not None:
        return _replayed(kept)
    try:
        response = answer()
    except Exception:
        kept.delete()
        raise
    _finish(kept, response)
    return response


@task()
def forget() -> None:
    """Forget the answers of yesterday."""
    KeptAnswer.objects.filter(at__lt=timezone.now() - KEPT_FOR).delete()


def _begun(request: KeyRequest, name: str, fingerprint: str) -> KeptAnswer:
    """Return the answer that is kept, or a new one that waits to be filled in."""
    left = timezone.now() - _GONE
    KeptAnswer.objects.filter(key=request.key, name=name, status=None, at__lt=left).delete()
    try:
        with transaction.atomic():
            return KeptAnswer.objects.create(key=request.key, name=name, request=fingerprint)
    except IntegrityError:
        kept = KeptAnswer.objects.filter(key=request.key, name=name).first()
    if kept is None or (kept.request == fingerprint and kept.status is None):
        detail = _("The same request is being answered: ask again in a moment.")
        raise Problem(409, "still-running", detail, headers={"Retry-After": "2"})
    if kept.request != fingerprint:
        detail = _("This Idempotency-Key stands for another request: take a new one.")
        raise Problem(422, "idempotency-key-reused", detail)
    return kept


def _finish(kept: KeptAnswer, response: HttpResponseBase) -> None:
    is_for_now = response.status_code >= 500 or response.status_code == 429
    if not isinstance(response, HttpResponse) or is_for_now:
        kept.delete()
        return
    kept.status = response.status_code
    kept.headers = {name: response[name] for name in _KEPT if name in response}
    kept.body = response.content.decode()
    kept.save(update_fields=["status", "headers", "body"])


def _replayed(kept: KeptAnswer) -> HttpResponse:
    headers = {**kept.headers, "Idempotency-Replayed": "true"}
    return HttpResponse(kept.body.encode(), status=kept.status, headers=headers)


def _fingerprint(request: KeyRequest, *, streams: bool) -> str:
    length = request.headers.get("Content-Length", "")
    told = [request.get_full_path(), request.content_type or "", length]
    body = b"" if streams else request.body
    return hashlib.sha256("\n".join(told).encode() + body).hexdigest()
