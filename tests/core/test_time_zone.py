"""A time zone that is none, and the one that was meant."""

import pytest
from pydantic import TypeAdapter, ValidationError

from parcours.core.time_zone import TimeZone, meant


@pytest.mark.parametrize(
    ("name", "zones"),
    [
        ("Paris", ["Europe/Paris"]),
        ("new york", ["America/New_York"]),
        ("europe/pari", ["Europe/Paris"]),
        ("Pariss", ["Europe/Paris"]),
        (
            "Indiana",
            [
                "America/Indiana/Indianapolis",
                "America/Indiana/Knox",
                "America/Indiana/Marengo",
            ],
        ),
        ("Romance Standard Time", []),
    ],
)
def test_a_city_alone_is_found_with_its_region_and_three_are_the_most(name, zones):
    assert meant(name) == zones


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Paris", "Did you mean `Europe/Paris`?"),
        ("Louisville", "one of `America/Kentucky/Louisville`, `America/Louisville`?"),
        ("nowhere", "For instance: Europe/Paris."),
    ],
)
def test_an_unknown_zone_is_refused_with_those_it_may_be(name, said):
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(TimeZone).validate_python(name)

    assert said in str(caught.value)
