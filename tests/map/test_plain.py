"""A gap that was kept is the gap that was computed, in either language."""

import json

from parcours.core.canvas import Canvas
from parcours.core.gap import gap
from parcours.core.language import speaking
from parcours.core.report import report
from parcours.map.domain.plain import gap_of, plain
from tests.map.company import CANVAS, parcels


def test_what_is_kept_comes_back_as_it_was():
    drawn = Canvas.parse(CANVAS)
    found = gap(drawn, parcels())

    assert gap_of(json.loads(json.dumps(plain(found))), drawn) == found


def test_a_gap_kept_in_english_is_reported_in_french_as_if_it_were_new():
    drawn = Canvas.parse(CANVAS)
    found = gap(drawn, parcels())

    with speaking("fr"):
        again = gap_of(json.loads(json.dumps(plain(found))), drawn)

    assert again.promises[0].recovery.message.startswith("Trop peu de cas")
    assert report(again, language="fr") == report(found, language="fr")
