"""The example of what weighs on an opinion runs, in both languages."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from parcours.core.importance import Weighed
from tests.docs.test_your_first_canvas import blocks

REFERENCE = Path(__file__).parents[2] / "docs/reference"
SPOKEN_OF = {
    "importance.md": ("spoken_of_time", "spoken_of_advice"),
    "importance.fr.md": ("parle_du_temps", "parle_du_conseil"),
}


@pytest.mark.parametrize("page", list(SPOKEN_OF))
def test_the_example_tells_what_can_displease_and_hardly_please(page: str) -> None:
    [(_language, example)] = blocks(REFERENCE / page)
    rng = np.random.default_rng(1)
    time, advice = rng.integers(0, 2, (2, 400, 2)).astype(float)
    score = 7 - 3 * time[:, 1] + advice[:, 0] + rng.normal(0, 1, 400)
    given: dict[str, Any] = {"score": score, "customer": np.arange(400)}
    given |= dict(zip(SPOKEN_OF[page], (time, advice), strict=True))

    exec(example, given)

    found: Weighed = given["found"]
    assert [(each.name, each.kind) for each in found.weights] == [
        ("time", "dissatisfier"),
        ("advice", "satisfier"),
    ]
