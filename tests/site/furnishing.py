"""One of each thing that people make on the site, so that each of its pages has one to show."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from parcours.core.survey import template
from parcours.ledger.domain import importing
from parcours.listen.domain.endpoint import summarising
from parcours.listen.domain.surveys import answering, photographs, publishing
from parcours.listen.domain.verbatims import correcting, following, gathering
from parcours.listen.domain.verbatims.correcting import Coding
from parcours.listen.models import (
    Decision,
    Disclosure,
    Invitation,
    LanguageModel,
    Logo,
    Notice,
    Response,
    Rise,
    Sending,
    SharedResults,
    Summary,
    Survey,
    Topic,
    Trigger,
    Verbatim,
)
from parcours.map.domain.editing import draft
from parcours.map.domain.pictures import put, small
from parcours.map.models import Canvas
from parcours.measure.domain import sharing
from parcours.measure.domain.asking import Asked
from parcours.measure.models import Context, Share, Website
from parcours.people.domain import identity, inviting
from parcours.people.models import Customer, Member
from tests.site.told import told

FILE = """\
order_id;customer_id;at;event
1;C-1;2026-03-01 10:00;order.placed
2;C-2;2026-03-01 11:00;order.placed
"""

_ROSE = {
    "times": 2.5, "times_low": 1.4,
    "lately": 18, "all_lately": 60, "before": 12, "all_before": 100,
}  # fmt: skip


def furnish(owner: Member) -> None:
    """Make one of each, as *owner*."""
    upload = SimpleUploadedFile("orders.csv", FILE.encode())
    importing.receive(upload, by=owner, language="fr")
    Context.objects.create(title="Grève", text="", starts=date(2026, 10, 5), by=owner)
    Website.objects.create(name="Boutique", origins="https://shop.example", by=owner)
    inviting.invite("new@example.org", role="viewer", teams=[], by=owner)
    canvas = Canvas.objects.first()
    end = timezone.now() + timedelta(days=7)
    link = Share(title="Direction", expires_at=end)
    sharing.share(link, Asked(canvas=canvas, period="90d", where={}), by=owner)
    one, other = _two_customers()
    identity.claim(other, "email", "claire@example.org", source="counter")
    identity.merge(one, other, evidence="Same card", by=owner)
    if canvas is not None:
        _picture(canvas, owner)
    told(owner)
    _surveys(owner)
    gathering.gather()
    _talked_about(owner)
    _written(owner)
    for verbatim in Verbatim.objects.order_by("pk")[:1]:
        said = Coding(sentiment=-1, drivers={"time": -1}, flags=("complaint",))
        correcting.correct(verbatim, said, by=owner)


def _talked_about(owner: Member) -> None:
    """A topic, and a link to the results of a survey."""
    numbers = list(Verbatim.objects.values_list("pk", flat=True)[:2])
    found = {
        "key": "caisse",
        "weights": {"caisse": 1.0},
        "stability": 0.8,
        "count": 2,
        "quotes": [],
    }
    Topic.objects.create(
        driver="time", key="caisse", found=found, count=2, members=numbers, quotes=numbers,
        rise=_ROSE,
    )  # fmt: skip
    _alerts(owner, numbers)
    survey = Survey.objects.filter(version__gt=0).first()
    ends = timezone.now() + timedelta(days=7)
    SharedResults.objects.create(survey=survey, title="Direction", by=owner, expires_at=ends)


def _alerts(owner: Member, numbers: list[int]) -> None:
    """What rises, what rose, and what its owner is told of."""
    following.follow(owner, driver="time", pace="weekly")
    now = timezone.now()
    about = {"driver": "time", "numbers": _ROSE, "began_at": now, "stood_at": now}
    lasting = Rise.objects.create(
        **about, facet="segment.shop", value="Bastille", quotes=numbers
    )
    Rise.objects.create(**about, facet="topic", value="caisse", ended_at=now)
    Notice.objects.create(member=owner, rise=lasting, due_at=now)


def _written(owner: Member) -> None:
    """A language model that may be told nothing any more, and what it wrote before."""
    named = {"address": "http://localhost:11434/v1", "model": "mistral-small"}
    LanguageModel.objects.create(pk=1, **named, is_ours=True, jobs=LanguageModel.Job.values)
    said = list(Verbatim.objects.order_by("pk")[:2])
    numbers = [each.pk for each in said]
    Disclosure.objects.create(
        **named, by=owner, purpose="summaries", verbatims=[*numbers, 0], characters=120,
        tokens_in=210, tokens_out=34, outcome="answered",
    )  # fmt: skip
    quotes = [{"number": each.pk, "words": each.text[:40]} for each in said]
    points = [{"text": "La caisse est lente.", "quotes": quotes}]
    for language in ("en", "fr"):
        Summary.objects.create(
            key=summarising.key_of("", language), version="before", language=language,
            asked_by=owner, written_at=timezone.now(), points=points, total=2, left_out=1,
            **named,
        ).verbatims.set(numbers)  # fmt: skip


def _surveys(owner: Member) -> None:
    """A survey of each look, one invitation that waits, one answer, two pictures."""
    for name in ("restaurant-table", "after-store-visit", "after-delivery", "journey-nps"):
        survey = publishing.start(template(name), by=owner)
        publishing.publish(survey, owner)
    survey.refresh_from_db()
    asked = Invitation.objects.create(survey=survey, customer_id="C-1", channel="email")
    _asking(survey, asked)
    for aside in ("", "fast"):
        begun = answering.begin(survey, channel="link")
        answering.accept(begun, {"recommend": 9, "liked": "The bell."}, aside=aside)
    answered = survey.responses.exclude(state=Response.State.ASIDE).get()
    photographs.receive(answered, "photo", bell())
    picture = SimpleUploadedFile("logo.jpg", small(bell()))
    Logo.objects.create(survey=survey, file=picture, by=owner)


def _asking(survey: Survey, invitation: Invitation) -> None:
    """When the survey asks by itself; who was asked, and who was not, with all reasons."""
    rule = {"after": "order.delivered", "wait": "2 d", "where": {"properties.shop": "Lyon"}}
    Trigger.objects.create(survey=survey, rule=rule)
    Sending.objects.create(invitation=invitation, state="doubtful", problem="timed out")
    now = timezone.now()
    moments = {"opened": now, "at": now, "earliest": now}
    kept = {"survey": survey, "customer_id": "C-1", "probability": 0.5} | moments
    Decision.objects.create(**kept, is_asked=True, invitation=invitation)
    spoke = [{"rule": "recent", "since": now.isoformat(), "until": now.isoformat()}]
    other = kept | {"customer_id": "C-2", "reason": "recent", "spoke": spoke}
    Decision.objects.create(**other, is_asked=False)


def _two_customers() -> list[Customer]:
    known = list(Customer.objects.order_by("pk")[:2])
    since = datetime(2026, 1, 5, tzinfo=UTC)
    for number in range(len(known), 2):
        known.append(Customer.objects.create(customer_id=f"F-{number}", known_since=since))
    return known


def _picture(canvas: Canvas, owner: Member) -> None:
    elements = draft(canvas)["elements"].items()
    moment = next((key for key, each in elements if each["kind"] == "moment"), None)
    if moment is not None:
        put(canvas, moment, bell(), by=owner)


def bell() -> SimpleUploadedFile:
    file = BytesIO()
    Image.new("RGB", (64, 48), "teal").save(file, "PNG")
    return SimpleUploadedFile("bell.png", file.getvalue(), "image/png")
