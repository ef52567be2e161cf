"""The PIN of the tablets: kept as what can check it, on the site and on the tablet alike."""

import hashlib
import secrets
from typing import Final

from django.db import transaction

from parcours.listen.models import Survey
from parcours.people.domain.auditing import note
from parcours.people.models import Member

ROUNDS: Final = 300_000
"""How often it is hashed: what a tablet computes in less than a second."""


@transaction.atomic
def lock(survey: Survey, pin: str, *, by: Member) -> None:
    """Ask for *pin* before what is the team's on a tablet; empty asks for none."""
    kept = ""
    if pin:
        salt = secrets.token_hex(16)
        kept = f"{ROUNDS}${salt}${hashed(pin, salt, ROUNDS)}"
    Survey.objects.filter(pk=survey.pk).update(kiosk_pin=kept)
    note(by, "survey.locked" if pin else "survey.unlocked", f"survey/{survey.slug}")


def hashed(pin: str, salt: str, rounds: int) -> str:
    """Return what a PIN is kept as: PBKDF2 with SHA-256, in hex, as browsers compute it too."""
    found = hashlib.pbkdf2_hmac("sha256", pin.encode(), bytes.fromhex(salt), rounds)
    return found.hex()


def told(survey: Survey) -> dict[str, str | int] | None:
    """Return what a tablet checks a PIN with, without a network; null where none is asked for.

    Whoever has the link can read it and try PINs against it: it guards the tablet's own page,
    and nothing on the site.
    """
    if not survey.kiosk_pin:
        return None
    rounds, salt, digest = survey.kiosk_pin.split("$")
    return {"rounds": int(rounds), "salt": salt, "hash": digest}
