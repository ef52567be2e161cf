"""A site with keys, and a log of its own."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client

from parcours.people.models import Member
from parcours.site.api import keys
from parcours.site.api.scopes import SCOPES
from tests.lake_of_tests import lake_of_the_test
from tests.map.company import company, empty_company, known

__all__ = ["company", "empty_company", "known", "lake_of_the_test"]


@pytest.fixture(autouse=True)
def nothing_counted(lake_of_the_test: Path, db: None) -> None:
    """No request was counted yet."""
    cache.clear()


@pytest.fixture
def program(ana: Member) -> Callable[..., Client]:
    """What makes a client with a key: of some scopes, by default of all."""

    def made(*scopes: str) -> Client:
        _key, secret = keys.make("shop", scopes=scopes or SCOPES, by=ana)
        return Client(headers={"Authorization": f"Bearer {secret}"})

    return made


@pytest.fixture
def shop(program: Callable[..., Client]) -> Client:
    """A program with a key of all scopes."""
    return program()
