"""Letting colleagues in, changing what they may do, seeing them out."""

import hashlib
import secrets
from collections.abc import Iterable

from django.contrib.sessions.models import Session
from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from parcours.core.refusal import Refused
from parcours.people.domain.auditing import note
from parcours.people.models import Invitation, Member, Team


class LastOwner(Refused):
    """Somebody must be able to let others in."""


class MemberAlready(Refused):
    """The address is a member's."""


@transaction.atomic
def invite(
    email: str, *, role: str, teams: Iterable[Team], by: Member
) -> tuple[Invitation, str]:
    """Return an invitation and the token of its link, which is told only now.

    An earlier one to the same address is called back.

    Raises:
        MemberAlready: they are in.
    """
    address = Member.objects.normalize_email(email).lower()
    if Member.objects.filter(email=address, is_active=True).exclude(role="").exists():
        raise MemberAlready(_("%(email)s is a member already.") % {"email": address})
    Invitation.objects.open().filter(email=address).update(called_back_at=timezone.now())
    token = secrets.token_urlsafe(32)
    made = Invitation.objects.create(email=address, role=role, by=by, digest=_digest(token))
    made.teams.set(teams)
    note(by, "member.invited", f"member/{address}", detail=role)
    return made, token


@task()
def send(email: str, inviter: str, link: str) -> None:
    """Mail an invitation."""
    send_mail(
        _("%(name)s invites you to Parcours") % {"name": inviter},
        _("%(name)s invites you to Parcours. Come in within seven days:\n\n%(link)s\n")
        % {"name": inviter, "link": link},
        None,
        [email],
    )


def invitation_of(token: str) -> Invitation | None:
    """Return the invitation a link stands for, null where it opens nothing any more."""
    return Invitation.objects.open().filter(digest=_digest(token)).first()


@transaction.atomic
def come_in(invitation: Invitation, *, name: str, password: str) -> Member:
    """Return the new member, with the role and the teams of the invitation."""
    taken = Invitation.objects.open().filter(pk=invitation.pk).update(taken_at=timezone.now())
    if not taken:
        raise MemberAlready(_("This invitation was used already."))
    member, _is_new = Member.objects.get_or_create(email=invitation.email)
    member.name, member.role, member.is_active = name, invitation.role, True
    member.set_password(password)
    member.save()
    member.teams.set(invitation.teams.all())
    note(member, "member.joined", f"member/{member.email}", detail=member.role)
    return member


@transaction.atomic
def change(member: Member, *, role: str, teams: Iterable[Team], by: Member) -> None:
    """Give a member another role and other teams; no role shuts the door.

    Raises:
        LastOwner: there would be no owner left.
    """
    owners = Member.objects.select_for_update().filter(role=Member.Role.OWNER, is_active=True)
    if role != Member.Role.OWNER and list(owners) == [member]:
        raise LastOwner(_("Name another owner first: somebody must be able to let others in."))
    member.role = role
    member.save(update_fields=["role"])
    member.teams.set(teams)
    note(by, "member.changed", f"member/{member.email}", detail=role or "-")
    if not role:
        _sign_out(member)


def _sign_out(member: Member) -> None:
    for session in Session.objects.filter(expire_date__gt=timezone.now()):
        if session.get_decoded().get("_auth_user_id") == str(member.pk):
            session.delete()


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
