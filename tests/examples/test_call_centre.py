"""The bank's calls, counted again with pandas."""

from pathlib import Path

import pandas as pd
import pytest
from examples.call_centre.run import prepare
from examples.running import ROOT, Ran, run

from tests.examples.told import states, unsaid

pytestmark = pytest.mark.shared_data
NONE = "0:00:00"


@pytest.fixture(scope="module")
def ran(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Ran:
    to = tmp_path_factory.mktemp("examples")
    return run(ROOT / "examples" / "call_centre", prepare, data=shared_data, to=to)


@pytest.fixture(scope="module")
def calls(shared_data: Path) -> pd.DataFrame:
    """Calls but for phantoms, with who asked for an agent and who hung up on hold."""
    read = pd.read_parquet(shared_data / "call_center_bank.parquet")
    read = read[read.outcome != "PHANTOM"]
    hung_up = (read.outcome == "HANG") & (read.q_start != NONE)
    return read.assign(hung_up=hung_up, asked=hung_up | (read.outcome == "AGENT"))


def test_every_call_is_in_the_log_but_phantoms(ran: Ran, calls) -> None:
    known = calls[calls.customer_id != "0"]

    assert ran.gap.events == len(calls) + 2 * calls.asked.sum()
    assert ran.gap.customers == known.customer_id.nunique() + len(calls) - len(known)


@pytest.mark.parametrize("limit", [20, 60])
def test_waits_are_as_long_as_pandas_counts(ran: Ran, calls, limit: int) -> None:
    waited = calls[calls.asked].q_time

    assert states(ran)[f"wait-{limit}-s"] == {
        "kept": (waited <= limit).sum(),
        "broken": (waited > limit).sum(),
    }


def test_each_service_has_its_own_share(ran: Ran, calls) -> None:
    asked = calls[calls.asked]
    shares = (asked.q_time <= 20).groupby(asked.type).mean()

    for service, kept, _felt in ran.gap.promises[0].segments:
        assert kept.value == shares[service]


def test_callers_hang_up_as_often_as_pandas_counts(ran: Ran, calls) -> None:
    # One answer came after midnight, and the file has the day of the call alone.
    before, after = calls.q_start.str.startswith("23:"), calls.q_exit.str.startswith("0:")
    past_midnight = before & after & (calls.q_exit != NONE)

    assert past_midnight.sum() == 1
    assert states(ran)["answered-before-hanging-up"] == {
        "kept": (calls.outcome == "AGENT").sum() - 1,
        "broken": calls.hung_up.sum(),
        "pending": 1,
    }


def test_its_reports_tell_the_numbers(ran: Ran) -> None:
    assert unsaid(ran) == []
