import pytest

from parcours.core.gap import gap
from tests.core.gap.shops import AS_OF, CANVAS, shop


@pytest.fixture(scope="session")
def found():
    """The gap of a shop of 4,000 customers."""
    return gap(CANVAS, shop(), as_of=AS_OF)


@pytest.fixture(scope="session")
def on_time(found):
    """Its promise."""
    return found.promises[0]
