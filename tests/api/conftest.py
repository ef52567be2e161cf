"""A site with keys, and a log of its own."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client

from parcours.people.models import Member
from parcours.site.api import keys
from parcours.site.api.scopes import SCOPES
from tests.map.company import company, empty_company, known

__all__ = ["company", "empty_company", "known"]


@pytest.fixture(autouse=True)
def lake_of_the_test(settings, tmp_path: Path, db: None) -> None:
    """An empty folder where the site's lake lies during a test; nothing counted yet."""
    settings.LAKE = str(tmp_path / "lake")
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
