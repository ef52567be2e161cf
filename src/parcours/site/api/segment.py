"""Segment's own addresses: clients written for it can point here.

``/v1/track``, ``identify``, ``page``, ``screen``, ``group``, ``alias``, ``batch`` (and the
short names of browsers) take a key with ``events:write`` as the user of Basic, or as
``writeKey``.
"""

from contextlib import suppress
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from parcours.core.sources.identity import key as plain_name
from parcours.core.sources.mapping import Mapping
from parcours.core.sources.segment import Segment
from parcours.core.sources.telling import LeftOut, NotTold, as_events, stand_in, text
from parcours.ledger.domain.whose import Person, customers
from parcours.people.domain import identity
from parcours.people.domain.values import NotAnIdentity, written
from parcours.people.http import public
from parcours.people.models import Customer, Merge
from parcours.site.api import bodies, keys, limits
from parcours.site.api.door import for_programs, problem_of
from parcours.site.api.problems import Problem
from parcours.site.api.taking import Row, Taken, take
from parcours.site.models import ApiKey

KINDS: Final = {
    "track": "track", "t": "track", "identify": "identify", "i": "identify", "page": "page",
    "p": "page", "screen": "screen", "s": "screen", "group": "group", "g": "group",
    "alias": "alias", "a": "alias", "batch": "batch", "b": "batch", "import": "batch",
}  # fmt: skip
MOST: Final = 500 * 1024  # bytes, Segment's own limit of a batch
_SOURCE: Final = "segment"
_TRAITS: Final = {"email": "email", "phone": "phone"}
_ANYWHERE: Final = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Headers": "Authorization, Content-Type",
    "Access-Control-Allow-Methods": "POST",
    "Access-Control-Max-Age": "86400",
    "Cross-Origin-Resource-Policy": "cross-origin",
}


@for_programs
@csrf_exempt
@public
def heard(request: HttpRequest, kind: str) -> HttpResponse:
    """Take one message, or a batch of them."""
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers=_ANYWHERE)
    try:
        response = _heard(request, kind)
    except Exception as error:
        problem = problem_of(error)
        if problem is None:
            raise
        response = problem.response()
    for name, value in _ANYWHERE.items():
        response[name] = value
    return response


def _heard(request: HttpRequest, kind: str) -> HttpResponse:
    if request.method != "POST":
        key_of(request, {})
        detail = _("Messages are sent by POST.")
        raise Problem(405, "unknown-method", detail, headers={"Allow": "POST, OPTIONS"})
    try:
        document = _document(request)
    except Problem:
        key_of(request, {})
        raise
    key = key_of(request, document)
    if kind not in KINDS:
        raise Problem(404, "not-found", _("There is nothing at this address."))
    limits.count(key, "requests")
    messages = _messages(document, KINDS[kind])
    taken = _take(messages, key)
    if taken.rejected and not taken.accepted:
        reasons = [each["problems"][0]["reason"] for each in taken.problems]
        raise Problem(400, "invalid", reasons[0], problems=taken.problems)
    told = {"success": True, "accepted": taken.accepted, "rejected": taken.rejected}
    return JsonResponse(told | ({"problems": taken.problems} if taken.problems else {}))


def key_of(request: HttpRequest, document: Any) -> ApiKey:
    """Return the key that a request shows, in a header or in its document."""
    shown = document.get("writeKey") if isinstance(document, dict) else None
    key = keys.of(request, otherwise=shown if isinstance(shown, str) else "")
    keys.needs(key, "events:write")
    return key


def _document(request: HttpRequest) -> Any:
    length = request.headers.get("Content-Length", "")
    if length.isdecimal() and int(length) > MOST:
        detail = _("A batch has at most {most} bytes.").format(most=MOST)
        raise Problem(413, "too-large", detail)
    return bodies.document(request)


def _messages(document: Any, kind: str) -> list[Any]:
    """Return the messages of a document, each with its type and when it was sent."""
    if not isinstance(document, dict):
        raise Problem(400, "invalid", _("A message is a JSON object."))
    if kind != "batch":
        return [document | {"type": kind}]
    batch = document.get("batch")
    if not isinstance(batch, list) or not batch:
        raise Problem(400, "invalid", _("A batch has messages in `batch`."))
    outside = {name: document[name] for name in ("context", "sentAt") if name in document}
    return [outside | each if isinstance(each, dict) else each for each in batch]


def _take(messages: list[Any], key: ApiKey) -> Taken:
    left, rows, quiet = Taken(), list[Row](), 0
    teller = Segment(Mapping(kind="segment"), settings.PSEUDONYM_KEY.encode()[:64])
    received = timezone.now().isoformat()
    for line, message in enumerate(messages, 1):
        try:
            rows += [(line, row) for row in _told(message, teller, received)]
            # The key of a browser is for all to read: it must not say who is who.
            if "customers:write" in key.scopes:
                _recognise(message, teller)
        except NotTold:
            quiet += 1
        except LeftOut as out:
            left.refuse(line, [_problem(out.column, out.value, out.reason)])
        except (AttributeError, TypeError, KeyError, ValueError) as error:
            left.refuse(line, [_problem("", None, str(error))])
    taken = take(rows, key)
    taken.accepted += quiet
    taken.rejected += left.rejected
    taken.problems = sorted(left.problems + taken.problems, key=lambda each: each["line"])
    return taken


def _told(message: Any, teller: Segment, received: str) -> list[dict[str, Any]]:
    if not isinstance(message, dict):
        raise LeftOut("", message, _("A message is a JSON object."))
    sent = {"originalTimestamp": message.get("timestamp")} if message.get("sentAt") else {}
    dated = {"receivedAt": received, **sent, **message}
    table = as_events(teller.events(dated), teller.mapping)
    return [
        {name: value for name, value in row.items() if value is not None} | {"source": _SOURCE}
        for row in table.to_dicts()
    ]


def _recognise(message: dict[str, Any], teller: Segment) -> None:
    """Learn from identify and alias who is who; a colleague can undo it."""
    kind = str(message.get("type", "")).lower()
    user = text(message.get("userId"))
    if kind not in ("identify", "alias") or not user:
        return
    number = stand_in(user, teller.mapping, teller.secret)
    if not _can_be_kept(number):
        return
    found = customers([Person(number, _identities(message, user, number))], source=_SOURCE)
    before = text(message.get("anonymousId") or message.get("previousId"))
    unnamed = stand_in(before, teller.mapping, teller.secret) if before else ""
    if (known := found.popitem()[1]) and unnamed and _can_be_kept(unnamed):
        _join(known, unnamed)


def _can_be_kept(customer_id: str) -> bool:
    longest = Customer._meta.get_field("customer_id").max_length or 0
    return len(customer_id) <= longest and "\0" not in customer_id


def _identities(message: dict[str, Any], user: str, number: str) -> tuple[tuple[str, str], ...]:
    traits = message.get("traits")
    named = {plain_name(name): each for name, each in (traits or {}).items()}
    given = [(kind, text(named.get(name))) for name, kind in _TRAITS.items()]
    if number != user:
        given.append(("email" if "@" in user else "phone", user))
    found = []
    for kind, value in given:
        with suppress(NotAnIdentity):
            if value:
                found.append((kind, written(kind, value)))
    return tuple(dict.fromkeys(found))


def _join(customer_id: str, before: str) -> None:
    """Say that who came without a name is this customer, unless they are another's already.

    A family may share a browser: what one of them did stays theirs.
    """
    if customer_id == before:
        return
    found = customers([Person(before, ())], source=_SOURCE)
    unnamed = Customer.objects.get(customer_id=found.popitem()[1])
    if Merge.objects.filter(merged=unnamed, undone_at=None).exists():
        return
    with suppress(identity.SamePerson):
        identity.merge(Customer.objects.get(customer_id=customer_id), unnamed, evidence=_SOURCE)


def _problem(column: str, found: Any, reason: str) -> dict[str, Any]:
    return {"column": column, "found": found, "reason": reason}
