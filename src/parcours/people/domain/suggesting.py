"""Who may be one person, for a colleague to decide: no rule does it alone."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from parcours.people.domain.identity import customers_of, person_of
from parcours.people.models import Claim, Customer

_MOST = 5


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Another customer who may be the same person, and why."""

    customer: Customer
    evidence: str


def suggestions(person: Customer) -> list[Suggestion]:
    """Return who else may be *person*: same phone or cookie, same name, a claim half sure."""
    own = customers_of(person)
    ids = [customer.pk for customer in own]
    mine = Claim.objects.filter(customer__in=ids, withdrawn_at=None)
    found: dict[Customer, str] = {}
    for claim in mine:
        shared = Claim.objects.filter(
            kind=claim.kind, value=claim.value, withdrawn_at=None
        ).exclude(customer__in=ids)
        for other in shared.select_related("customer")[:_MOST]:
            evidence = _("the same %(kind)s") % {"kind": claim.get_kind_display().lower()}
            found.setdefault(person_of(other.customer), evidence)
    if person.name:
        namesakes = Customer.objects.filter(name__iexact=person.name).exclude(pk__in=ids)
        for other_customer in namesakes[:_MOST]:
            found.setdefault(person_of(other_customer), _("the same name"))
    found.pop(person, None)
    return [Suggestion(customer, evidence) for customer, evidence in found.items()][:_MOST]
