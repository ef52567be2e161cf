"""Boston's requests, counted again with pandas and as the city counts them."""

from pathlib import Path

import pandas as pd
import pytest
from examples.boston311.run import prepare
from examples.running import ROOT, Ran, run

from tests.examples.told import states, unsaid

pytestmark = pytest.mark.shared_data


@pytest.fixture(scope="module")
def ran(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Ran:
    to = tmp_path_factory.mktemp("examples")
    return run(ROOT / "examples" / "boston311", prepare, data=shared_data, to=to)


@pytest.fixture(scope="module")
def requests(shared_data: Path) -> pd.DataFrame:
    return pd.read_parquet(shared_data / "boston311_2015.parquet")


def test_every_row_of_the_file_is_in_the_log(ran: Ran, requests) -> None:
    assert ran.gap.events == len(requests) + requests.CLOSED_DT.notna().sum()
    assert ran.gap.customers == len(requests)


def test_requests_are_closed_in_time_as_often_as_pandas_counts(ran: Ran, requests) -> None:
    target, closed = requests.TARGET_DT, requests.CLOSED_DT
    in_time = closed <= target
    still = closed.isna() & (target >= closed.max())
    counted = {
        "kept": in_time.sum(),
        "broken": (target.notna() & ~in_time & ~still).sum(),
        "pending": still.sum(),
        "void": target.isna().sum(),
    }

    assert states(ran)["by-the-target-date"] == counted
    kept = ran.gap.promises[0].kept
    assert kept.value == counted["kept"] / (counted["kept"] + counted["broken"])


def test_the_city_counts_on_time_what_is_kept_still_open_or_had_no_target(
    ran: Ran, requests
) -> None:
    city = requests.OnTime_Status.value_counts()
    unsaid_by_the_city = requests.OnTime_Status.isna().sum()
    ours = ran.gap.promises[0].n

    assert city["ONTIME"] == ours["kept"] + ours["pending"] + ours["void"]
    assert city["OVERDUE"] == ours["broken"] - unsaid_by_the_city


def test_each_department_has_its_own_share(ran: Ran, requests) -> None:
    due = requests[requests.TARGET_DT.notna()]
    open_still = due.CLOSED_DT.isna() & (requests.CLOSED_DT.max() <= due.TARGET_DT)
    decided = due[~open_still]
    shares = (decided.CLOSED_DT <= decided.TARGET_DT).groupby(decided.Department).mean()

    for department, kept, _felt in ran.gap.promises[0].segments:
        assert kept.value == shares[department]


def test_without_a_target_thirty_days_are_counted_on_the_clock(ran: Ran, requests) -> None:
    def utc(moments: pd.Series) -> pd.Series:
        return moments.dt.tz_localize("America/New_York", ambiguous="NaT").dt.tz_convert("UTC")

    free = requests[requests.TARGET_DT.isna()]
    days = (utc(free.CLOSED_DT) - utc(free.OPEN_DT)) / pd.Timedelta(days=1)

    assert states(ran)["untargeted-in-30-days"] == {
        "kept": (days <= 30).sum(),
        "broken": (~(days <= 30)).sum(),
    }


def test_nobody_is_named_so_nothing_is_said_of_coming_back(ran: Ran) -> None:
    promise = ran.gap.promises[0]

    assert (promise.returned_kept.value, promise.value.at_stake.value) == (None, None)


def test_its_reports_tell_the_numbers(ran: Ran) -> None:
    assert unsaid(ran) == []
