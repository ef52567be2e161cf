"""The logs that benchmarks run on, and the canvas they are read with."""

import polars as pl
import pytest
from benchmarks.contest import Contestant, disagreements
from benchmarks.house import CANVAS
from benchmarks.scenes import SCENES
from benchmarks.synthetic import AS_OF, START, chunks

from parcours.core.canvas import Canvas
from parcours.core.kernel import MemoryLog
from parcours.core.schema import COLUMNS
from parcours.core.selection import touchpoint_of


@pytest.fixture(scope="module")
def events():
    return pl.concat(chunks(20_000))


def test_the_same_seed_gives_the_same_events(events):
    assert events.equals(pl.concat(chunks(20_000)))
    assert not events.equals(pl.concat(chunks(20_000, seed=8)))


def test_a_log_has_about_the_size_asked_for_and_the_columns_of_any_log(events):
    assert 19_000 < events.height < 21_000
    assert {name: COLUMNS[name] for name in events.columns} == dict(events.schema)
    assert events["event_id"].n_unique() == events.height
    assert events["at"].is_between(START, AS_OF).all()


def test_all_scenes_together_are_all_that_happens():
    assert sum(scene.share for scene in SCENES) == pytest.approx(1)


def test_the_canvas_has_31_touchpoints_20_promises_and_only_sent_surveys_are_off_it(events):
    canvas = Canvas.load(CANVAS)

    assert len(list(canvas.touchpoints())) == 31
    assert len(list(canvas.promises())) == 20
    seen = MemoryLog(events).events(columns=["channel"])
    off = seen.frame["activity"].filter(pl.Series(touchpoint_of(seen, canvas) < 0))
    assert off.unique().to_list() == ["survey.sent"]


def test_whoever_finds_something_else_is_named():
    ours = Contestant("follows", "Parcours", [], [{"found": {"pairs": 3, "times": 9}}])
    same = Contestant("follows", "pm4py", [], [{"found": {"pairs": 3}}])
    other = Contestant("follows", "pandas", [], [{"found": {"pairs": 4}}])

    assert list(disagreements([ours, same, other])) == ["follows: pandas has pairs 4, we 3"]
