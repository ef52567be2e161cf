"""Sending invitations, at most once: what may have gone out already is never sent again.

Each is claimed in a transaction of its own before it goes out. Killed between the claim and
the answer of the mail server, it stays claimed; later it is marked *perhaps sent*, for a
person to look at. Nobody gets the same survey twice because a machine stopped.
"""

import logging
import time
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from parcours.ledger.domain.recording import record
from parcours.listen.domain.surveys import occasions, reaching, senders
from parcours.listen.models import ContactPolicy, Sending
from parcours.people.domain.auditing import note
from parcours.people.models import Member

State = Sending.State

TRIES: Final = 5
FIRST_PAUSE: Final = timedelta(minutes=5)
LONGEST: Final = timedelta(days=2)
"""After which an invitation is stale: it is let be."""
CLAIM: Final = timedelta(minutes=10)
"""After which whoever claimed it must have been killed."""
_PATIENCE: Final = 25.0  # seconds of one job, so that others get their turn

_log = logging.getLogger(__name__)


@task()
def send_waiting() -> None:
    """Send what is due, while people may be written to."""
    mark_doubtful(timezone.now())
    if occasions.is_open(ContactPolicy.current().parsed(), timezone.now()):
        send_due(timezone.now())


def mark_doubtful(now: datetime) -> int:
    """Say of what was claimed and never finished that nobody knows; return how many."""
    lost = Sending.objects.filter(state=State.CLAIMED, claimed_at__lt=now - CLAIM)
    problem = _("The machine stopped while it was being sent.")
    return lost.update(state=State.DOUBTFUL, ended_at=now, problem=problem)


def send_due(now: datetime) -> int:
    """Send the invitations that are due, channel by channel; return how many went out."""
    return sum(_send_by(channel, now) for channel in senders.SENDERS)


@transaction.atomic
def send_again(sending: Sending, *, by: Member) -> None:
    """Let what did not go out, or perhaps did, be sent again: a person decided so."""
    ended = (State.DOUBTFUL, State.FAILED)
    again = Sending.objects.filter(pk=sending.pk, state__in=ended)
    now = timezone.now()
    asked = sending.invitation
    fresh = {"state": State.WAITING, "tries": 0, "wanted_at": now, "again_at": now}
    known = reaching.addresses(asked.channel, [asked.customer_id])
    address = known.get(asked.customer_id, sending.address)
    if again.update(**fresh, ended_at=None, problem="", address=address):
        note(by, "invitation.sent-again", f"customer/{asked.customer_id}")


def bounced(sending: Sending, why: str, *, now: datetime) -> None:
    """Note that a mail came back: its address is written to no more."""
    with transaction.atomic():
        _end(sending, State.BOUNCED, problem=why, now=now)
        record(
            "invitation.bounced",
            customer_id=sending.invitation.customer_id,
            at=now,
            event_id=f"{sending.invitation.key}:bounced",
            channel=sending.invitation.channel,
            properties={"survey": sending.invitation.survey.slug},
            source="surveys",
        )


def _send_by(channel: str, now: datetime) -> int:
    waiting = Sending.objects.filter(
        state=State.WAITING, again_at__lte=now, invitation__channel=channel
    )
    keys = list(waiting.order_by("again_at", "pk").values_list("pk", flat=True))
    if not keys:
        return 0
    until, sent = time.monotonic() + _PATIENCE, 0
    with senders.SENDERS[channel]() as send:
        for key in keys:
            if time.monotonic() > until:
                break
            sending = _claim(key, now)
            if sending is not None:
                sent += _go(sending, send, now=now)
    return sent


def _claim(key: int, now: datetime) -> Sending | None:
    """Return the sending if it is ours alone now; committed before anything goes out."""
    mine = Sending.objects.filter(pk=key, state=State.WAITING)
    if not mine.update(state=State.CLAIMED, claimed_at=timezone.now()):
        return None
    sending = Sending.objects.select_related("invitation__survey", "address").get(pk=key)
    if why := _unwanted(sending, now):
        _end(sending, State.DROPPED, problem=why, now=now)
        return None
    return sending


def _go(sending: Sending, send: senders.Send, *, now: datetime) -> bool:
    address = sending.address
    if address is None:
        _end(sending, State.FAILED, problem=_("The address is gone."), now=now)
        return False
    try:
        send(sending, address.value)
    except senders.Bounced as error:
        bounced(sending, str(error), now=now)
    except senders.Refusing as error:
        _end(sending, State.FAILED, problem=str(error), now=now)
    except senders.NotSent as error:
        _later(sending, str(error), now=now)
    except senders.Doubtful as error:
        _end(sending, State.DOUBTFUL, problem=str(error), now=now)
    else:
        with transaction.atomic():
            _end(sending, State.SENT, problem="", now=now)
            if not sending.reminder:
                sending.invitation.sent_at = timezone.now()
                sending.invitation.save(update_fields=["sent_at"])
        return True
    return False


def _unwanted(sending: Sending, now: datetime) -> str:
    """Return why it should not go out any more, though it was decided: empty where it may."""
    invitation = sending.invitation
    if invitation.survey.state != "live":
        return _("The survey is closed.")
    if invitation.answered_at is not None:
        return _("It was answered already.")
    if invitation.expires_at is not None and invitation.expires_at <= now:
        return _("The link has expired.")
    if now - sending.wanted_at > LONGEST:
        return _("Too late: it could not be sent in two days.")
    told = reaching.consents([invitation.customer_id]).filter(purpose="surveys")
    if told.height and not told.sort("at")["is_given"][-1]:
        return _("They asked not to be asked.")
    return ""


def _later(sending: Sending, why: str, *, now: datetime) -> None:
    tries = sending.tries + 1
    if tries >= TRIES:
        _end(sending, State.FAILED, problem=why, now=now)
        return
    again = now + FIRST_PAUSE * 3**sending.tries
    mine = Sending.objects.filter(pk=sending.pk, state=State.CLAIMED)
    mine.update(state=State.WAITING, tries=tries, again_at=again, problem=why)
    _log.warning("invitation %s was not sent (try %d): %s", sending.pk, tries, why)


def _end(sending: Sending, state: str, *, problem: str, now: datetime) -> None:
    Sending.objects.filter(pk=sending.pk).update(state=state, problem=problem, ended_at=now)
