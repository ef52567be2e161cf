"""Colleagues, customers, and what is known of them. One noun a file."""

from parcours.people.models.audit import AuditEntry
from parcours.people.models.consent import Consent, Segment
from parcours.people.models.customer import Customer
from parcours.people.models.identity import Claim, Merge
from parcours.people.models.invitation import Invitation
from parcours.people.models.link import Link, Links
from parcours.people.models.member import Member, Team
from parcours.people.models.retention import Erasure, Retention

__all__ = [
    "AuditEntry", "Claim", "Consent", "Customer", "Erasure", "Invitation", "Link", "Links",
    "Member", "Merge", "Retention", "Segment", "Team",
]  # fmt: skip
