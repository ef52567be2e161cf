"""Marks that tests have by what they are, so that nothing runs where it proves nothing."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
COVERING = (ROOT / "tests" / "core", ROOT / "src" / "parcours" / "core")
TOUCHING = {"db", "transactional_db"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what may not touch the database, and what is no test of the core."""
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if not item.get_closest_marker("django_db") and not fixtures & TOUCHING:
            item.add_marker(pytest.mark.one_database)
        # Every line of the core is run by its own tests: to count lines makes others slower.
        if not any(item.path.is_relative_to(each) for each in COVERING):
            item.add_marker(pytest.mark.no_cover)
