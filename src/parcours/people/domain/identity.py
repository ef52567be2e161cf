"""Which customers are one person. Whatever is joined here can be taken apart again.

A customer is made for each identity that a source brings. Where a rule or a colleague says
that two customers are one person they are merged: a fact beside them, that changes neither.
Every figure reads the log with these facts, so undoing one brings both histories back.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from django.db import transaction
from django.utils import timezone

from parcours.core.language import _
from parcours.core.refusal import Refused
from parcours.people.domain.values import written
from parcours.people.models import Claim, Customer, Member, Merge

# Below, a claim suggests; it does not decide.
SURE: Final = 0.95
# Only what one person alone has may decide by itself: families share cookies and phones.
_DECIDES: Final = frozenset({Claim.Kind.EMAIL, Claim.Kind.CARD, Claim.Kind.ACCOUNT})


class SamePerson(Refused):
    """The two customers are one person already."""


def aliases() -> dict[str, str]:
    """Return, for each merged customer_id, the customer_id that stands for the person."""
    parent = dict(
        Merge.objects.filter(undone_at=None).values_list(
            "merged__customer_id", "kept__customer_id"
        )
    )
    return {each: _root(each, parent) for each in parent}


def person_of(customer: Customer) -> Customer:
    """Return the customer that stands for the person *customer* is."""
    while merge := Merge.objects.filter(merged=customer, undone_at=None).first():
        customer = merge.kept
    return customer


def customers_of(person: Customer) -> list[Customer]:
    """Return every customer that is this person, the one that stands for it first."""
    found, waiting = [], [person_of(person)]
    while waiting:
        customer = waiting.pop()
        found.append(customer)
        waiting += [
            merge.merged
            for merge in customer.merges.filter(undone_at=None).select_related("merged")
        ]
    return found


@transaction.atomic
def customer_for(
    identities: Mapping[str, str], *, source: str, name: str = "", confidence: float = 1.0
) -> Customer:
    """Return the person with these identities: known ones are found, new ones are made.

    Identities that a source brings together are one customer's. Where they belong to several
    customers already, those who share an e-mail address, a card or an account are merged.

    Args:
        identities: kind → value, as the source writes it.
        source: who says so.
        confidence: 0 to 1, that they are one person's.

    Raises:
        NotAnIdentity: a value is not what its kind says.
    """
    wanted = {kind: written(kind, value) for kind, value in identities.items()}
    owners = {kind: _owner(kind, value) for kind, value in wanted.items()}
    known = list(dict.fromkeys(owner for owner in owners.values() if owner is not None))
    customer = known[0] if known else Customer.objects.create(name=name)
    for kind, value in wanted.items():
        if owners[kind] is None:
            claim(customer, kind, value, source=source, confidence=confidence)
    if confidence >= SURE:
        sure = [owner for kind, owner in owners.items() if owner and kind in _DECIDES]
        _join(dict.fromkeys(sure), evidence=source)
    return person_of(customer)


def claim(
    customer: Customer,
    kind: str,
    value: str,
    *,
    source: str,
    evidence: str = "",
    confidence: float = 1.0,
) -> Claim:
    """Return the claim that an identity is the customer's. Claiming twice is claiming once."""
    made, _is_new = Claim.objects.get_or_create(
        customer=customer,
        kind=kind,
        value=written(kind, value),
        withdrawn_at=None,
        defaults={"source": source, "evidence": evidence, "confidence": confidence},
    )
    return made


def withdraw(claim: Claim, *, by: Member) -> None:
    """Say that an identity is not the customer's after all. It stays readable."""
    Claim.objects.filter(pk=claim.pk, withdrawn_at=None).update(
        withdrawn_at=timezone.now(), withdrawn_by=by
    )


@transaction.atomic
def merge(
    kept: Customer, merged: Customer, *, evidence: str, by: Member | None = None
) -> Merge:
    """Say that two customers are one person, for whom the first stands.

    Raises:
        SamePerson: they are already.
    """
    # In one order whoever asks, so that two who merge the same people cannot deadlock.
    list(
        Customer.objects.select_for_update().filter(pk__in=[kept.pk, merged.pk]).order_by("pk")
    )
    first, second = person_of(kept), person_of(merged)
    if first == second:
        raise SamePerson(
            _("{one} and {other} are one person already").format(one=kept, other=merged)
        )
    return Merge.objects.create(kept=first, merged=second, evidence=evidence, by=by)


def split(merge: Merge, *, by: Member | None = None) -> None:
    """Undo a merge: both customers have their own history again. Undoing twice does nothing."""
    Merge.objects.filter(pk=merge.pk, undone_at=None).update(
        undone_at=timezone.now(), undone_by=by
    )


def _owner(kind: str, value: str) -> Customer | None:
    standing = Claim.objects.filter(kind=kind, value=value, withdrawn_at=None)
    best = standing.order_by("-confidence", "pk").select_related("customer").first()
    return person_of(best.customer) if best else None


def _join(customers: Iterable[Customer], *, evidence: str) -> None:
    people = list(customers)
    for other in people[1:]:
        if person_of(people[0]) != person_of(other):
            merge(people[0], other, evidence=evidence)


def _root(customer_id: str, parent: Mapping[str, str]) -> str:
    while customer_id in parent:
        customer_id = parent[customer_id]
    return customer_id
