"""Finding a customer by what anyone may know of them."""

from django.db.models import Q, QuerySet

from parcours.people.domain.values import NotAnIdentity, written
from parcours.people.models import Claim, Customer

_IN_ALL_WAYS = (Claim.Kind.EMAIL, Claim.Kind.PHONE, Claim.Kind.CARD)


def people() -> QuerySet[Customer]:
    """Return those who stand for a person: customers merged into no other."""
    merged = Q(merged_into__undone_at=None, merged_into__isnull=False)
    return Customer.objects.exclude(merged).prefetch_related("claims", "segments")


def found(words: str) -> QuerySet[Customer]:
    """Return the people whose name, identity or pseudonym *words* are, or begin.

    Someone merged into another is found under the other.
    """
    text = words.strip()
    if not text:
        return people()
    claims = Q(claims__value__istartswith=text, claims__withdrawn_at=None)
    for kind in _IN_ALL_WAYS:
        try:
            claims |= Q(claims__kind=kind, claims__value=written(kind, text))
        except NotAnIdentity:
            continue
    named = Q(name__icontains=text) | Q(customer_id=text) | claims
    theirs = Customer.objects.filter(named).values("pk")
    return (
        people()
        .filter(Q(pk__in=theirs) | Q(merges__undone_at=None, merges__merged__in=theirs))
        .distinct()
    )
