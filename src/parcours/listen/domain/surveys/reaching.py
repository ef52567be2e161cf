"""How people can be written to, and what they said of it."""

from collections.abc import Collection, Iterable, Mapping
from typing import Final

import polars as pl
from django.db.models import QuerySet

from parcours.core.survey.history import CONSENTS
from parcours.listen.models import Sending
from parcours.people.domain import identity
from parcours.people.models import Claim, Consent

SOURCES: Final = {"email": Claim.Kind.EMAIL}
"""The identity that each channel writes to."""
_AT_ONCE: Final = 500  # customers a query: databases bear no more names than that


def addresses(channel: str, customer_ids: Collection[str]) -> dict[str, Claim]:
    """Return where to write to those people who can be reached, by customer_id.

    The surest claim of the person's, then the newest; never one where a mail bounced.

    Args:
        customer_ids: of those who stand for a person.
    """
    aliases = identity.aliases()
    found: dict[str, Claim] = {}
    for claims in _parts(_standing(channel), _all_of(customer_ids, aliases)):
        for claim in claims.order_by("confidence", "at").select_related("customer"):
            customer_id = claim.customer.customer_id
            found[aliases.get(customer_id, customer_id)] = claim
    return found


def reachable(channel: str) -> list[str]:
    """Return everyone who can be written to on a channel."""
    aliases = identity.aliases()
    known = _standing(channel).values_list("customer__customer_id", flat=True).distinct()
    return sorted({aliases.get(each, each) for each in known})


def consents(customer_ids: Collection[str] | None = None) -> pl.DataFrame:
    """Return what people told us they agree to, as core reads it; by default everyone's."""
    aliases = identity.aliases()
    known = Consent.objects.order_by("at", "pk")
    if customer_ids is None:
        parts: Iterable[QuerySet[Consent]] = [known]
    else:
        parts = _parts(known, _all_of(customer_ids, aliases))
    names = ("customer__customer_id", "at", "purpose", "is_given")
    rows = [row for part in parts for row in part.values_list(*names)]
    told = [(aliases.get(row[0], row[0]), *row[1:], None) for row in rows]
    return pl.DataFrame(told, CONSENTS, orient="row")


def _all_of(customer_ids: Collection[str], aliases: Mapping[str, str]) -> list[str]:
    """Return these people's customers: those who stand for them, and those merged into them."""
    people = set(customer_ids)
    return [*people, *(each for each, person in aliases.items() if person in people)]


def _standing(channel: str) -> QuerySet[Claim]:
    bounced = Sending.objects.filter(state=Sending.State.BOUNCED, address__isnull=False)
    standing = Claim.objects.filter(kind=SOURCES[channel], withdrawn_at=None)
    return standing.exclude(pk__in=bounced.values("address"))


def _parts(known: QuerySet, customer_ids: list[str]) -> Iterable[QuerySet]:  # type: ignore[type-arg]
    for start in range(0, len(customer_ids), _AT_ONCE):
        yield known.filter(customer__customer_id__in=customer_ids[start : start + _AT_ONCE])
