"""The same few people in every test: Ana owns, Bob has a team, Vic looks, Zoé is a stranger."""

import pytest

from parcours.people.models import Member, Team


@pytest.fixture
def ana(db: None) -> Member:
    """The owner."""
    return Member.objects.create_user("ana@example.org", "a password", name="Ana", role="owner")


@pytest.fixture
def bob(db: None) -> Member:
    """A colleague of the stores."""
    bob = Member.objects.create_user("bob@example.org", name="Bob", role="colleague")
    bob.teams.add(Team.objects.get_or_create(key="stores", defaults={"name": "Stores"})[0])
    return bob


@pytest.fixture
def viewer(db: None) -> Member:
    """Someone who may look at figures and no more."""
    return Member.objects.create_user("vic@example.org", name="Vic", role="viewer")


@pytest.fixture
def zoe(db: None) -> Member:
    """A stranger: an account without a role."""
    return Member.objects.create_user("zoe@example.org", name="Zoé")
