"""Colleagues, customers, and what is known of them. One noun a file."""

from parcours.people.models.customer import Customer
from parcours.people.models.identity import Claim, Merge
from parcours.people.models.member import Member, Team

__all__ = ["Claim", "Customer", "Member", "Merge", "Team"]
