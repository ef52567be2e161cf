"""What this room itself keeps about customers: profile, identities, consents."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from parcours.people.domain.keeping import Keeper
from parcours.people.models import AuditEntry, Claim, Consent, Customer, Merge


def _export(customer_ids: Collection[str]) -> Iterator[tuple[str, Any]]:
    theirs = Q(customer__customer_id__in=customer_ids)
    known = Customer.objects.filter(customer_id__in=customer_ids)
    yield "profile.json", list(known.values("customer_id", "name", "language", "known_since"))
    yield "identities.json", list(
        Claim.objects.filter(theirs).values(
            "customer__customer_id", "kind", "value", "source", "evidence", "confidence", "at",
            "withdrawn_at",
        )
    )  # fmt: skip
    yield (
        "consents.json",
        list(Consent.objects.filter(theirs).values("purpose", "is_given", "source", "at")),
    )
    yield (
        "segments.json",
        list(known.exclude(segments=None).values_list("segments__name", flat=True)),
    )
    yield (
        "merges.json",
        list(
            Merge.objects.filter(kept__customer_id__in=customer_ids).values(
                "kept__customer_id", "merged__customer_id", "evidence", "at", "undone_at"
            )
        ),
    )


@transaction.atomic
def _erase(customer_ids: Collection[str]) -> None:
    Customer.objects.filter(customer_id__in=customer_ids).delete()


def _subjects(customer_ids: Collection[str]) -> list[str]:
    return [f"customer/{customer_id}" for customer_id in customer_ids]


def _export_trail(customer_ids: Collection[str]) -> Iterator[tuple[str, Any]]:
    theirs = AuditEntry.objects.filter(subject__in=_subjects(customer_ids))
    yield "seen-and-changed.json", list(theirs.values("action", "at", "by__role"))


def _erase_from_trail(customer_ids: Collection[str]) -> None:
    """That someone looked stays in the trail; at whom does not."""
    theirs = AuditEntry.objects.filter(subject__in=_subjects(customer_ids))
    theirs.update(subject="customer", detail="")
    AuditEntry.objects.filter(detail__in=customer_ids).update(detail="")


def _expire_trail(before: datetime) -> int:
    count, _by_model = AuditEntry.objects.filter(at__lt=before).delete()
    return count


TRAIL = Keeper(
    key="trail",
    title=_("The trail: which colleague saw or changed what"),
    why=_("To be able to answer for who looked at whom (legal obligation)."),
    export=_export_trail,
    erase=_erase_from_trail,
    days=3 * 365,
    expire=_expire_trail,
)
PROFILES = Keeper(
    key="profiles",
    title=_("Profiles, identities and consents"),
    why=_(
        "To recognise a customer from one channel to the next, and to respect what they "
        "agreed to (legitimate interest; consent for each purpose)."
    ),
    export=_export,
    erase=_erase,
)
