"""The first owner of a site, or one who lost the way in."""

import secrets
from typing import Final

from django.db import transaction

from parcours.people.domain.values import written
from parcours.people.models import Member

_LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"  # none that are mistaken for another


def make_owner(email: str, name: str, *, language: str) -> str:
    """Make a member with this address an owner, new or not; return their new password.

    Raises:
        NotAnIdentity: the address is none.
    """
    email = written("email", email)
    password = "-".join("".join(secrets.choice(_LETTERS) for _ in range(5)) for _ in range(4))
    with transaction.atomic():
        member = Member.objects.filter(email__iexact=email).first() or Member(email=email)
        member.name = name or member.name
        member.role = Member.Role.OWNER
        member.is_active = True
        member.language = member.language or language
        member.set_password(password)
        member.save()
    return password
