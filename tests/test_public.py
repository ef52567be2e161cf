"""What ``import parcours`` gives."""

import pytest

import parcours


def test_every_public_name_is_there() -> None:
    assert [name for name in parcours.__all__ if not callable(getattr(parcours, name))] == []
    assert set(parcours.__all__) < set(dir(parcours))


def test_an_unknown_name_is_refused_with_the_known_ones() -> None:
    with pytest.raises(AttributeError, match="it has Canvas, EventLog"):
        _ = parcours.gaps
