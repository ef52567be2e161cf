"""Customers as the API tells them: with everything of those merged into them."""

from collections import defaultdict
from collections.abc import Iterable

from parcours.people.domain.finding import people
from parcours.people.domain.identity import aliases
from parcours.people.models import Claim, Customer
from parcours.people.models import Consent as KeptConsent
from parcours.site.api.schemas.customers import Consent, CustomerOut, Identity


def after(last: int = 0, *, many: int) -> list[Customer]:
    """Return the next people after the number *last*."""
    return list(people().filter(pk__gt=last).order_by("pk")[:many])


def told(persons: Iterable[Customer]) -> list[CustomerOut]:
    """Return people who stand for themselves, each with all that is known of them."""
    found = list(persons)
    also = defaultdict[str, list[str]](list)
    wanted = {person.customer_id for person in found}
    for merged, person in aliases().items():
        if person in wanted:
            also[person].append(merged)
    whose = {merged: person for person, some in also.items() for merged in some}
    everyone = [*wanted, *whose]
    identities, consents = _identities(everyone), _consents(everyone)
    return [
        CustomerOut(
            customer_id=person.customer_id,
            name=person.name,
            language=person.language,
            known_since=person.known_since,
            segments=[each.name for each in person.segments.all()],
            identities=[
                each
                for name in (person.customer_id, *also[person.customer_id])
                for each in identities[name]
            ],
            consents=_newest(
                each
                for name in (person.customer_id, *also[person.customer_id])
                for each in consents[name]
            ),
            also=sorted(also[person.customer_id]),
        )
        for person in found
    ]


def _identities(customer_ids: list[str]) -> dict[str, list[Identity]]:
    found = defaultdict[str, list[Identity]](list)
    standing = Claim.objects.filter(withdrawn_at=None, customer__customer_id__in=customer_ids)
    for claim in standing.select_related("customer"):
        found[claim.customer.customer_id].append(Identity.model_validate(claim))
    return found


def _consents(customer_ids: list[str]) -> dict[str, list[Consent]]:
    found = defaultdict[str, list[Consent]](list)
    noted = KeptConsent.objects.filter(customer__customer_id__in=customer_ids)
    for each in noted.select_related("customer"):
        found[each.customer.customer_id].append(Consent.model_validate(each))
    return found


def _newest(consents: Iterable[Consent]) -> list[Consent]:
    by_purpose: dict[str, Consent] = {}
    for each in sorted(consents, key=lambda consent: consent.at):
        by_purpose[each.purpose] = each
    return list(by_purpose.values())
