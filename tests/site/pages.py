"""Every page a member can open: the site's addresses, filled with what a company has."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from parcours.ledger.models import Import
from parcours.listen.domain.verbatims import following
from parcours.listen.models import (
    AnswerPicture,
    Following,
    Grid,
    Invitation,
    Invited,
    Logo,
    Note,
    ReplyTemplate,
    Response,
    Review,
    ReviewInvitation,
    Rise,
    SharedResults,
    Source,
    Survey,
    Topic,
    Trigger,
    Verbatim,
    Visit,
)
from parcours.map.domain.editing import draft
from parcours.map.domain.exporting import TYPES
from parcours.map.models import Canvas, Picture
from parcours.measure.domain.definitions import BY_NAME, LIFETIME
from parcours.measure.models import Context, Share, Website
from parcours.people.models import Customer, Member
from parcours.site.models import Webhook
from tests.site.addresses import PLACE, Address, addresses

# What machines ask, tested where it is made.
MACHINES = (
    "api:", "segment", "audience", "snippet", "openapi", "review-", "widget", "kiosk-",
)  # fmt: skip
# Changes alone stand there: nothing to see.
CHANGES = {
    "people:withdrawal", "people:split", "people:retention", "people:calling-back",
    "key-revocation", "delivery-sending", "sources:item-leaving", "sources:quote-removal",
    "surveys:running", "surveys:sending-again", "sources:invitation-again",
    "surveys:counting",
    "verbatims:alerts-reading", "verbatims:following-ending",
    "sources:language-model-job", "verbatims:taking-over",
}  # fmt: skip
# The door belongs to allauth, its look is ours.
DOOR = ("account_email", "account_change_password", "mfa_index", "usersessions_list")
VISITORS = ("account_login", "account_reset_password")
FILES = (
    "rejected", "picture", "export", "edits", "-file", "-document", "-theme", "-logo",
    "surveys:file", "surveys:answers",
)  # fmt: skip
WEBHOOK = ("webhook", "webhook-removal", "webhook-enabling", "webhook-trial")
SITES = tuple(
    f"sources:site{part}"
    for part in ("", "-state", "-trial", "-pausing", "-resuming", "-disconnection", "-file")
)
REVIEWS = ("sources:review", "sources:reply")
NOTES = ("sources:note", "sources:note-editing", "sources:note-removal", "sources:quotes")
TOPICS = tuple(f"verbatims:topic{name}" for name in ("", "-naming", "-merging", "-parting"))
GRIDS = ("sources:grid", "sources:grid-items")
# The same part of the same page many times: a browser looks at the first only.
MANY = ("measure:metric", "map:touchpoint", "map:promise", "map:element", "map:export")


@dataclass(frozen=True)
class Page:
    """An address that a browser can open, and what it is called in a picture's name."""

    name: str
    url: str
    is_first: bool = True

    @property
    def is_file(self) -> bool:
        """Whether it is a file to save, not a page to read."""
        return self.name.endswith(FILES)

    @property
    def is_part(self) -> bool:
        """Whether it is a part that pages fetch."""
        return self.name in {
            "map:board", "measure:website-check", "sources:site-state", "verbatims:summary",
        }  # fmt: skip


def pages() -> Iterator[Page]:
    """Every page of the site as it is, each with all that the company has to fill it."""
    filled = _filled()
    for each in addresses():
        if not each.name.startswith(MACHINES) and each.name not in CHANGES:
            yield from _pages_of(each, filled)
    yield from (Page(name, reverse(name)) for name in DOOR)


def doors() -> list[Page]:
    """The pages of who has not come in yet."""
    return [Page(name, reverse(name)) for name in VISITORS]


def _pages_of(address: Address, filled: dict[str, list[dict[str, Any]]]) -> Iterator[Page]:
    places = {name for _kind, name in PLACE.findall(address.route)}
    if not places:
        yield Page(address.name, reverse(address.name))
        return
    room = address.name.partition(":")[0]
    known = filled[address.name if address.name in filled else f"{room}:*"]
    for number, objects in enumerate(known):
        given = {name: objects[name] for name in places}
        yield Page(address.name, reverse(address.name, kwargs=given), is_first=number == 0)


def _filled() -> dict[str, list[dict[str, Any]]]:
    """For each address, or all others of a room, what can stand in its places."""
    canvases = list(Canvas.objects.order_by("pk")[:1])
    tokens = [{"token": each.token} for each in Share.objects.open()]
    return {
        "measure:metric": [{"name": name} for name in (*BY_NAME, LIFETIME)],
        "measure:context": _keys(Context),
        "measure:context-deletion": _keys(Context),
        "measure:website": _keys(Website),
        "measure:website-deletion": _keys(Website),
        "measure:website-check": _keys(Website),
        "measure:share-revocation": _keys(Share),
        "shared": tokens,
        **dict.fromkeys(WEBHOOK, _keys(Webhook)),
        **dict.fromkeys(SITES, _keys(Source)),
        "sources:connection": [{"kind": kind} for kind in Source.Kind.values],
        **dict.fromkeys(REVIEWS, _keys(Review)),
        **dict.fromkeys(NOTES, _keys(Note)),
        "sources:invitation": _keys(ReviewInvitation),
        "sources:invitation-starting": _keys(ReviewInvitation),
        "sources:invitation-again": _keys(Invited),
        "sources:template": _keys(ReplyTemplate),
        "sources:template-removal": _keys(ReplyTemplate),
        **dict.fromkeys(GRIDS, _keys(Grid)),
        "sources:visit": _keys(Visit),
        "sources:visit-reopening": _keys(Visit),
        **_of_verbatims(),
        "shared-results": [{"token": each.token} for each in SharedResults.objects.all()],
        **_of_surveys(),
        "ledger:*": _keys(Import),
        "map:picture": [{"key": each.key} for each in Picture.objects.all()[:1]],
        "map:story": _customers(),
        "people:*": _customers(),
        "people:member": [{"member_id": each.pk} for each in Member.objects.all()[:1]],
        "people:entrance": [],
        "ledger:rejected": [],
        "map:*": [{"slug": each.slug, "number": 1} for each in canvases],
        **{name: list(more) for each in canvases for name, more in _drawn(each).items()},
    }


def _of_verbatims() -> dict[str, list[dict[str, Any]]]:
    return {
        "verbatims:*": _keys(Verbatim),
        "verbatims:undoing": [],
        "verbatims:alert": _keys(Rise),
        "alert-stop": [{"token": following.token(each.member, [each])} for each in _followed()],
        **dict.fromkeys(TOPICS, _keys(Topic)),
    }


def _of_surveys() -> dict[str, list[dict[str, Any]]]:
    return {
        "surveys:asked": [{"slug": each.survey.slug} for each in Trigger.objects.all()[:1]],
        "surveys:*": [
            {"slug": each.slug, "key": "recommend", "form": "svg", "kind": "csv"}
            for each in Survey.objects.order_by("-pk")[:1]
        ],
        "surveys:picture": [
            {"slug": each.response.survey.slug, "key": each.key}
            for each in AnswerPicture.objects.all()[:1]
        ],
        "kiosk": [{"door": each.door} for each in Survey.objects.live()[:1]],
        "answering": [{"token": token} for token in _answered()],
        "stopping": [{"token": each.token} for each in Invitation.objects.all()[:1]],
        "answering-theme": [{"look": "0f766e-large"}],
        "answering-logo": [{"key": each.key} for each in Logo.objects.all()],
    }


def _answered() -> Iterator[str]:
    """The ends of links by which surveys are answered: open, invited, thanked."""
    yield from Survey.objects.live().values_list("door", flat=True)
    yield from (each.token for each in Invitation.objects.filter(answered_at=None)[:1])
    yield from (each.token for each in Response.objects.exclude(completed_at=None)[:1])


def _keys(model: Any) -> list[dict[str, Any]]:
    return [{"pk": pk} for pk in model.objects.order_by("pk").values_list("pk", flat=True)[:2]]


def _followed() -> list[Following]:
    return list(Following.objects.select_related("member")[:1])


def _customers() -> list[dict[str, Any]]:
    known = Customer.objects.order_by("pk").values_list("customer_id", flat=True)[:2]
    return [{"customer_id": each} for each in known]


def _drawn(canvas: Canvas) -> dict[str, Iterator[dict[str, Any]]]:
    """What stands on a canvas: touchpoints, promises, elements of each kind, ways out."""
    drawing, slug = canvas.parsed(), {"slug": canvas.slug}
    by_kind = {each["kind"]: key for key, each in draft(canvas)["elements"].items()}
    points = (point for _stage, point in drawing.touchpoints())
    promises = (promise for _point, promise in drawing.promises())
    return {
        "map:touchpoint": (slug | {"name": each.touchpoint} for each in points),
        "map:promise": (slug | {"name": each.promise} for each in promises),
        "map:element": (slug | {"element": key} for key in by_kind.values()),
        "map:upload": (slug | {"element": key} for key in by_kind.values()),
        "map:export": (slug | {"form": form} for form in TYPES),
    }
