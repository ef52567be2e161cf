"""A trigger in words, before it asks anyone."""

from typing import Any

import pytest

from parcours.core.language import speaking
from parcours.core.survey.saying import said
from parcours.core.survey.trigger import read_trigger

CART = {"after": "product.added", "wait": "4 h", "unless": "order.placed", "openings": "last"}
PARCEL = {
    "after": "order.delivered", "where": {"properties.shop": "Lyon"}, "time_of_day": "10:00",
    "unless": "order.returned", "match": "case",
}  # fmt: skip


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (
            CART,
            "4 hours after a product put in the cart, the last such event in that time, "
            "unless there is an order placed first.",
        ),
        (
            PARCEL,
            "Right after an order delivered, where “shop”: Lyon, at 10:00, "
            "unless the same case has an order returned first.",
        ),
    ],
)
def test_every_option_of_a_trigger_is_said(data: dict[str, Any], words: str) -> None:
    assert said(read_trigger(data)) == words


def test_it_is_said_in_french() -> None:
    with speaking("fr"):
        words = said(read_trigger(PARCEL))

    assert words.replace("\N{NO-BREAK SPACE}", " ") == (
        "Juste après une commande livrée, quand « shop » : Lyon, "
        "à 10:00, sauf s’il y a une commande retournée avant, pour le même dossier."
    )
