"""The Italian helpdesk's tickets, counted again with pandas."""

from pathlib import Path

import holidays
import numpy as np
import pandas as pd
import pytest
from examples.helpdesk.run import prepare
from examples.running import ROOT, Ran, run

from tests.examples.told import states, unsaid

pytestmark = pytest.mark.shared_data
CLOSED = sorted(holidays.country_holidays("IT", years=range(2009, 2016)))
AGAIN = ("Assign seriousness", "Take in charge ticket", "Wait")


@pytest.fixture(scope="module")
def ran(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Ran:
    to = tmp_path_factory.mktemp("examples")
    return run(ROOT / "examples" / "helpdesk", prepare, data=shared_data, to=to)


@pytest.fixture(scope="module")
def steps(shared_data: Path) -> pd.DataFrame:
    read = pd.read_parquet(shared_data / "eventlog_helpdesk.parquet")
    read = read.rename(columns={"case:concept:name": "ticket", "concept:name": "step"})
    return read.assign(at=read["time:timestamp"].dt.tz_convert("Europe/Rome"))


@pytest.fixture(scope="module")
def tickets(steps: pd.DataFrame) -> pd.DataFrame:
    """Each ticket's level and customer, and when it was opened, taken, paused, resolved."""

    def first(*names: str) -> pd.Series:
        return steps[steps.step.isin(names)].groupby("ticket")["at"].min()

    start = steps.drop_duplicates("ticket").set_index("ticket")
    return pd.DataFrame(
        {
            "level": start.service_level,
            "customer": start.customer,
            "opened": start["at"],
            "taken": first("Take in charge ticket", "Resolve ticket"),
            "paused": first("Wait"),
            "resolved": first("Resolve ticket"),
        }
    )


def test_every_step_is_in_the_log_once_and_every_ticket_is_opened(
    ran: Ran, steps, tickets
) -> None:
    assert ran.gap.events == len(steps.drop_duplicates()) + len(tickets)
    assert ran.gap.customers == tickets.customer.nunique()


def test_tickets_are_taken_in_charge_as_soon_as_pandas_counts(ran: Ran, tickets) -> None:
    four_hours = pd.offsets.CustomBusinessHour(4, start="09:00", end="18:00", holidays=CLOSED)
    due = tickets.opened.dt.tz_localize(None).apply(lambda at: at + four_hours)
    kept = tickets.taken.dt.tz_localize(None) <= due

    assert states(ran)["taken-in-4-h"] == {"kept": kept.sum(), "broken": (~kept).sum()}


def test_tickets_are_resolved_by_the_fifth_business_day_as_often_as_numpy_counts(
    ran: Ran, tickets
) -> None:
    day = tickets.opened.dt.tz_localize(None).dt.normalize().to_numpy().astype("M8[D]")
    last = np.busday_offset(day, 5, roll="backward", holidays=np.array(CLOSED, "M8[D]"))
    due = pd.Series(last + np.timedelta64(18, "h"), index=tickets.index)
    kept = tickets.resolved.dt.tz_localize(None) <= due

    assert states(ran)["resolved-in-5-days"] == {"kept": kept.sum(), "broken": (~kept).sum()}
    shares = kept.groupby(tickets.level).mean()
    found = next(each for each in ran.gap.promises if each.promise == "resolved-in-5-days")
    assert {level: figure.value for level, figure, _felt in found.segments} == dict(shares)


def test_tickets_are_put_on_hold_as_often_as_pandas_counts(ran: Ran, tickets) -> None:
    held = tickets.paused.notna() & ~(tickets.paused >= tickets.resolved)

    assert states(ran)["never-paused"] == {
        "kept": (~held & tickets.resolved.notna()).sum(),
        "broken": held.sum(),
        "pending": (~held & tickets.resolved.isna()).sum(),
    }


def test_tickets_are_opened_again_as_often_as_a_loop_counts(ran: Ran, steps) -> None:
    counts = {"kept": 0, "broken": 0, "pending": 0}
    for _ticket, rows in steps.groupby("ticket"):
        told = list(zip(rows["at"].to_list(), rows.step, strict=True))
        since = None
        for at in (at for at, step in told if step == "Resolve ticket"):
            if since is not None and not any(
                since <= then < at for then, step in told if step in ("Closed", *AGAIN)
            ):
                continue
            since = at
            end = min(
                (then for then, step in told if step == "Closed" and then >= at), default=None
            )
            again = any(
                at <= then and (end is None or then < end)
                for then, step in told
                if step in AGAIN
            )
            counts["broken" if again else "pending" if end is None else "kept"] += 1

    assert states(ran)["resolved-for-good"] == counts


def test_its_reports_tell_the_numbers(ran: Ran) -> None:
    assert unsaid(ran) == []
