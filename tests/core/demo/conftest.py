import polars as pl
import pytest

from parcours.core.canvas import Canvas
from parcours.core.demo import demo_canvas, demo_events, truths


@pytest.fixture(scope="package")
def events() -> pl.DataFrame:
    """The whole demo, made once."""
    return demo_events()


@pytest.fixture(scope="package")
def truth() -> dict[tuple[str, str], float]:
    """True effects by promise and outcome."""
    rows = truths().select("promise", "outcome", "effect").rows()
    return {(promise, outcome): effect for promise, outcome, effect in rows}


@pytest.fixture(scope="package")
def canvas() -> Canvas:
    return demo_canvas()
