import json
from datetime import UTC, date, datetime

import numpy as np
import polars as pl
import pytest

from parcours.core.gap import EmptyLog, gap
from parcours.core.language import speaking
from parcours.core.log import EventLog
from parcours.core.pattern import Pattern
from parcours.core.refusal import Refused
from parcours.core.schema import SCHEMA
from tests.core.gap.shops import AS_OF, CANVAS, COST_OF_LATE, shop


def covers(figure, truth):
    return figure.low <= truth <= figure.high


def test_what_a_late_parcel_costs_is_found_and_the_plain_difference_overstates_it(on_time):
    adjusted, raw = on_time.return_effects

    assert (adjusted.rung, raw.rung) == ("adjusted", "raw")
    assert covers(adjusted.figure, COST_OF_LATE)
    assert raw.figure.low > COST_OF_LATE


def test_what_customers_feel_is_found(on_time):
    assert covers(on_time.felt_effects[0].figure, 1.15)
    assert on_time.felt_kept.low > on_time.felt_broken.high


def test_the_counts_are_those_of_the_log(found, on_time):
    events = shop()
    orders = events.filter(pl.col("due_at").is_not_null())
    late = (
        events.filter(pl.col("activity") == "order.delivered")
        .join(orders, on="case_id")
        .filter(pl.col("at") > pl.col("due_at_right"))
    )

    assert on_time.n == {
        "kept": 4000 - late.height,
        "broken": late.height,
        "pending": 0,
        "void": events.filter(pl.col("amount") == 80).height,
    }
    assert on_time.void_reasons == {"no due": on_time.n["void"]}
    assert (on_time.customers, on_time.customers_touched) == (4000, late.height)
    assert (found.events, found.customers) == (events.height, 4000)
    assert found.customers_touched == late.height
    assert found.first_at == events["at"].min()


def test_a_deadline_that_nobody_aims_at_stands_beside_the_effect_on_all():
    found = gap(CANVAS, shop(8000, smooth=True), as_of=AS_OF).promises[0]

    spoken, deadline, _raw = found.return_effects
    assert (spoken.rung, deadline.rung) == ("adjusted", "discontinuity")
    assert covers(spoken.figure, COST_OF_LATE)
    assert covers(deadline.figure, COST_OF_LATE)
    assert deadline.diagnostics["density p"] > 0.05


def test_repairing_that_gives_half_back_softens_the_loss():
    found = gap(CANVAS, shop(repair=0.5), as_of=AS_OF).promises[0]

    assert covers(found.recovery_felt_effects[0].figure, 0.6)
    assert found.recovery.verdict == "softens"
    assert found.recovery.felt_probability < 0.001
    assert found.recovery.message == (
        "Repairing wins back about 50 % of the loss; it does not beat keeping the promise."
    )


def test_value_at_stake_is_what_the_assumptions_multiply_to(on_time):
    value = on_time.value
    assumed = {name: amount for name, amount, _unit in value.assumptions}

    assert value.rung == "adjusted"
    assert value.at_stake.value == pytest.approx(
        assumed["broken in a year"]
        * assumed["share of them avoidable"]
        * (
            assumed["returns lost by one broken promise"]
            * assumed["spend per return"]
            * assumed["margin share of spend"]
            + assumed["contacts caused by one broken promise"] * assumed["cost of a contact"]
        )
    )
    assert value.spend_per_return == 80
    truth = value.broken_per_year * (COST_OF_LATE * 80 * 0.3 + 0.3 * 5)
    assert covers(value.at_stake, truth)
    assert value.at_stake.currency == "EUR"


def test_segments_come_largest_first_each_with_its_own_interval(on_time):
    names = [name for name, _kept, _felt in on_time.segments]

    assert names == ["web", "store"]
    assert sum(kept.n for _name, kept, _felt in on_time.segments) == 4000


def test_a_touchpoint_has_what_is_wanted_believed_and_felt(found):
    delivery, calls = found.touchpoints

    assert (delivery.aim, delivery.belief) == (4.5, 4.2)
    assert delivery.felt.n == delivery.events - 4000
    assert delivery.customers == 4000
    assert delivery.kept == found.kept == found.promises[0].kept
    assert delivery.last_evidence < AS_OF
    assert (calls.kept, calls.value, calls.quadrant) == (None, None, "too few")
    assert calls.felt.value is None
    assert calls.events > 0


def test_csat_is_that_of_all_answers_and_nps_of_nobody(found):
    scores = shop()["score"].drop_nulls()

    assert found.nps is None
    assert found.csat.value == pytest.approx((scores >= 4).mean())


def test_the_total_of_one_promise_is_its_value(found, on_time):
    assert found.value.value == pytest.approx(on_time.value.at_stake.value)
    assert found.value.low == pytest.approx(on_time.value.at_stake.low)


def test_buckets_on_disk_tell_the_same(tmp_path, found):
    log = EventLog.create(tmp_path / "log", buckets=4)
    log.append(shop().with_columns(source=pl.lit("test")))

    stored = gap(CANVAS, log, as_of=AS_OF)

    assert stored.version == log.version
    assert stored.promises[0].n == found.promises[0].n
    assert stored.promises[0].kept == found.promises[0].kept
    # Sums go in another order, and nothing else does.
    effects = [each.promises[0].return_effects[0].figure.value for each in (stored, found)]
    assert effects[0] == pytest.approx(effects[1], rel=1e-9)


def test_events_after_as_of_do_not_exist():
    events, then = shop(500), datetime(2025, 6, 1, tzinfo=UTC)
    before = events.filter(pl.col("at") <= then)

    assert (
        gap(CANVAS, events, as_of=then).to_json() == gap(CANVAS, before, as_of=then).to_json()
    )


def test_by_default_it_is_the_moment_of_the_last_event():
    events = shop(300)

    assert gap(CANVAS, events).as_of == events["at"].max()


def test_where_chooses_openings_and_evidence(found):
    web = gap(CANVAS, shop(), as_of=AS_OF, where={"channel": ("web",)})

    assert (
        web.promises[0].kept
        == {name: kept for name, kept, _felt in found.promises[0].segments}["web"]
    )
    assert web.events == shop().filter(pl.col("channel") == "web").height
    assert web.touchpoints[0].felt.n < found.touchpoints[0].felt.n


def test_one_value_is_a_condition_and_a_column_that_is_none_is_refused():
    events = shop(300)

    assert gap(CANVAS, events, where={"channel": "web"}) == gap(
        CANVAS, events, where={"channel": ("web",)}
    )
    with pytest.raises(Refused, match=r"where: `chanel` is neither .* mean `channel`\?"):
        gap(CANVAS, events, where={"chanel": "web"})


@pytest.mark.parametrize("as_of", ["2026-03-01", date(2026, 3, 1), datetime(2026, 3, 1)])
def test_a_moment_without_a_time_zone_is_asked_for_it(as_of):
    with pytest.raises(Refused, match="in which time zone"):
        gap(CANVAS, shop(50), as_of=as_of)


def test_a_canvas_may_be_the_path_of_its_file(tmp_path):
    CANVAS.save(tmp_path / "canvas.yaml")

    assert gap(tmp_path / "canvas.yaml", shop(50)).promises == gap(CANVAS, shop(50)).promises


def test_a_log_that_shows_nobody_coming_back_says_nothing_of_returns():
    unseen = CANVAS.model_copy(update={"returns": Pattern(activity=("subscription.renewed",))})

    found = gap(unseen, shop(300), as_of=AS_OF).promises[0]

    assert (found.returned_kept.value, found.returned_broken.value) == (None, None)
    assert (found.return_effects, found.spend_effects) == ((), ())
    assert found.felt_effects
    assert found.value.contacts_per_year > 0


def test_a_log_without_events_needs_a_moment():
    nothing = pl.DataFrame(schema=SCHEMA)

    with pytest.raises(EmptyLog):
        gap(CANVAS, nothing)
    empty = gap(CANVAS, nothing, as_of=AS_OF)
    assert (empty.events, empty.first_at, empty.promises[0].quadrant) == (0, None, "too few")
    assert empty.value.evidence == "too few"


def test_a_canvas_without_promises_has_no_kept_share():
    bare = CANVAS.model_copy(update={"stages": ()})

    found = gap(bare, shop(50), as_of=AS_OF)

    assert (found.promises, found.kept.value, found.kept.evidence) == ((), None, "too few")


def test_json_keeps_every_figure_with_its_doubt(found):
    told = json.loads(json.dumps(found.to_json()))

    assert told["canvas"] == "shop"
    assert told["as_of"] == "2026-06-01T00:00:00+00:00"
    promise = told["promises"][0]
    assert promise["kept"]["evidence"] == "enough"
    assert promise["return_effects"][-1]["rung"] == "raw"
    assert promise["value"]["assumptions"][0][2] == "years"


def test_json_says_null_for_what_is_not_a_number(found):
    odd = {"a": np.inf, "b": (np.nan, 1.5)}

    from parcours.core.gap.shown import as_json

    assert as_json(odd) == {"a": None, "b": [None, 1.5]}


def test_the_table_has_a_row_per_promise(found):
    table = found.to_frame()

    assert table.select("promise", "quadrant", "n_broken").rows() == [
        ("on-time", "works", found.promises[0].n["broken"])
    ]
    assert table["return_effect_rung"].item() == "adjusted"
    assert table["return_effect_is_conclusive"].item() is True
    assert table["at_stake_is_conclusive"].item() is True
    assert table["kept_n"].item() == 4000


def test_a_notebook_shows_the_promises_in_the_reader_s_language(found):
    with speaking("fr"):
        shown = found._repr_html_()

    assert "À l&#x27;heure" in shown
    assert "(adjusted)" in shown or "(ajusté)" in shown
