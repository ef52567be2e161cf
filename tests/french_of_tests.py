"""French pages in tests: the rooms' catalogues compiled, as a site that starts does."""

import pytest
from django.utils.translation import trans_real

from parcours.site.translations import compile_catalogues


@pytest.fixture(scope="session")
def french() -> None:
    """Let pages speak French."""
    compile_catalogues()
    # What was read before must be read again.
    trans_real._translations.clear()
