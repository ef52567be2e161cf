"""Customers: found or made by what identifies them; consents."""

from django.utils.translation import gettext as _
from ninja import Query, Router, Status

from parcours.people.domain import identity
from parcours.people.domain.auditing import note
from parcours.people.domain.values import NotAnIdentity, written
from parcours.people.models import Claim, Customer
from parcours.people.models import Consent as KeptConsent
from parcours.site.api import cursors, people
from parcours.site.api.keys import KeyRequest
from parcours.site.api.problems import Problem, not_found
from parcours.site.api.routes.asking import Key
from parcours.site.api.schemas.asked import Page
from parcours.site.api.schemas.customers import (
    ClaimIn,
    Consent,
    ConsentIn,
    CustomerIn,
    CustomerOut,
    Customers,
    Identity,
    Made,
)

router = Router(tags=["customers"])


@router.get("/customers", response=Customers, auth=Key("customers:read"))
def list_customers(request: KeyRequest, page: Query[Page]) -> Customers:
    """People, page by page, in the order in which they became known."""
    last = cursors.place(page.cursor, int)
    found = people.after(*last, many=page.limit + 1)
    shown = found[: page.limit]
    note(None, "customers.read", "customers", detail=f"{len(shown)}, api {request.key.name}")
    return Customers(
        customers=people.told(shown),
        next=cursors.written(shown[-1].pk) if len(found) > page.limit else None,
    )


@router.post("/customers", response=Made, auth=Key("customers:write"))
def make_customer(request: KeyRequest, given: CustomerIn) -> Made:
    """Find or make the person with these identities; events are sent under the pseudonym.

    Those of several customers are said to be one person's, where e-mail, card or account
    tell so. All of it can be undone by a colleague.
    """
    try:
        customer = identity.customer_for(
            {str(kind): value for kind, value in given.identities.items()},
            source=given.source or _name(request),
            name=given.name,
        )
    except NotAnIdentity as refused:
        raise _wrong(refused) from None
    return Made(customer_id=customer.customer_id)


@router.post("/customers/lookup", response=CustomerOut, auth=Key("customers:read"))
def find_customer(request: KeyRequest, given: ClaimIn) -> CustomerOut:
    """The person with one identity. A POST, so that no address ends up in a log of requests."""
    try:
        value = written(given.kind, given.value)
    except NotAnIdentity as refused:
        raise _wrong(refused) from None
    claims = Claim.objects.filter(kind=given.kind, value=value, withdrawn_at=None)
    best = claims.order_by("-confidence", "pk").select_related("customer").first()
    if best is None:
        raise not_found(_("Nobody has this identity."))
    return _seen(request, best.customer)


@router.get("/customers/{customer_id}", response=CustomerOut, auth=Key("customers:read"))
def read_customer(request: KeyRequest, customer_id: str) -> CustomerOut:
    """One person; under a merged pseudonym, the person it was merged into."""
    return _seen(request, _customer(customer_id))


@router.post(
    "/customers/{customer_id}/identities",
    response={201: Identity},
    auth=Key("customers:write"),
)
def add_identity(request: KeyRequest, customer_id: str, given: ClaimIn) -> Status[Identity]:
    """Say that an identity is a customer's. Saying it twice is saying it once."""
    customer = _customer(customer_id)
    try:
        claim = identity.claim(
            customer,
            given.kind,
            given.value,
            source=given.source or _name(request),
            confidence=given.confidence,
        )
    except NotAnIdentity as refused:
        raise _wrong(refused) from None
    note(None, "identity.claimed", f"customer/{customer_id}", detail=_name(request))
    return Status(201, Identity.model_validate(claim))


@router.post(
    "/customers/{customer_id}/consents",
    response={201: Consent},
    auth=Key("customers:write"),
)
def add_consent(request: KeyRequest, customer_id: str, given: ConsentIn) -> Status[Consent]:
    """Note a yes or a no for one purpose; the newest counts."""
    customer = _customer(customer_id)
    kept = KeptConsent.objects.create(customer=customer, **given.model_dump())
    note(None, "consent.noted", f"customer/{customer_id}", detail=_name(request))
    return Status(201, Consent.model_validate(kept))


def _customer(customer_id: str) -> Customer:
    customer = Customer.objects.filter(customer_id=customer_id).first()
    if customer is None:
        raise not_found(_("There is no such customer."))
    return customer


def _seen(request: KeyRequest, customer: Customer) -> CustomerOut:
    person = identity.person_of(customer)
    note(None, "customer.seen", f"customer/{person.customer_id}", detail=_name(request))
    return people.told([person])[0]


def _wrong(refused: NotAnIdentity) -> Problem:
    return Problem(422, "not-an-identity", str(refused))


def _name(request: KeyRequest) -> str:
    return f"api {request.key.name}"
