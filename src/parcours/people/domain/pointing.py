"""Customers, for the search of the whole site."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from parcours.people.domain.finding import found
from parcours.people.models import Customer, Member
from parcours.ui.search import Found


def customers(member: Member, words: str, most: int) -> list[Found]:
    """Return the people whom *words* name or identify, for whoever may see customers."""
    if not member.can("see customers"):
        return []
    return [
        Found(
            kind=_("Customers"),
            icon="users",
            title=str(each),
            url=reverse("people:identities", args=[each.customer_id]),
            note=_known_by(each),
        )
        for each in found(words)[:most]
    ]


def _known_by(customer: Customer) -> str:
    standing = [each.value for each in customer.claims.all() if not each.withdrawn_at]
    return ", ".join(standing[:2])
