"""Several windows in one pass give what each gives alone."""

from datetime import timedelta

import polars as pl

from parcours.core.demo import demo_canvas, demo_events
from parcours.core.metrics.cut import Cut
from parcours.core.metrics.measuring import figures
from parcours.core.metrics.metric import Moment
from parcours.core.metrics.windows import Window, over_windows


def test_each_window_is_as_if_measured_alone():
    canvas, log = demo_canvas(), demo_events(customers=800)
    until = log["at"].max()
    since = until - timedelta(days=90)
    now, before = Moment(as_of=until, canvas=canvas), Moment(as_of=since, canvas=canvas)
    windows = {
        "now": Window(cut=Cut(moment=now, since=since)),
        "before": Window(cut=Cut(moment=before, since=since - timedelta(days=90))),
        "weeks": Window(cut=Cut(moment=now, every="1w", by="channel"), metrics=["nps"]),
    }

    found = over_windows(log, windows)

    alone = figures(log, as_of=until, since=since, canvas=canvas)
    assert [figure for _m, _row, figure in found["now"]] == [f for _m, _row, f in alone]
    alone = figures(log, as_of=since, since=since - timedelta(days=90), canvas=canvas)
    assert [figure for _m, _row, figure in found["before"]] == [f for _m, _row, f in alone]
    weekly = figures(log, as_of=until, every="1w", by="channel", metrics=["nps"], canvas=canvas)
    assert [figure for _m, _row, figure in found["weeks"]] == [f for _m, _row, f in weekly]


def test_a_log_without_events_has_no_figures():
    empty = pl.DataFrame(schema={"customer_id": pl.String, "at": pl.Datetime("us", "UTC"),
                                 "activity": pl.String})  # fmt: skip
    moment = Moment(as_of=demo_events(customers=50)["at"].max())

    assert over_windows(empty, {"now": Window(cut=Cut(moment=moment))}) == {"now": []}
