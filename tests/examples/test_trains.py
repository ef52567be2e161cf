"""French trains by route and month, counted again with pandas."""

from pathlib import Path

import pandas as pd
import pytest
from examples.running import ROOT, Ran, run
from examples.trains.run import prepare

from tests.examples.told import states, unsaid

pytestmark = pytest.mark.shared_data


@pytest.fixture(scope="module")
def ran(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Ran:
    to = tmp_path_factory.mktemp("examples")
    return run(ROOT / "examples" / "trains", prepare, data=shared_data, to=to)


@pytest.fixture(scope="module")
def months(shared_data: Path) -> pd.DataFrame:
    read = pd.read_parquet(shared_data / "sncf_tgv_regularite.parquet")
    return pd.DataFrame(
        {
            "route": read["Gare de départ"] + read["Gare d'arrivée"],
            "service": read.Service,
            "planned": read["Nombre de circulations prévues"],
            "cancelled": read["Nombre de trains annulés"],
            "late": read["Nombre trains en retard > 15min"],
            "mean_delay": read["Retard moyen de tous les trains à l'arrivée"],
        }
    ).assign(ran=lambda table: table.planned - table.cancelled)


def verdicts(is_kept: pd.Series, known: pd.Series) -> dict[str, int]:
    return {
        "kept": (is_kept & known).sum(),
        "broken": (~is_kept & known).sum(),
        "void": (~known).sum(),
    }


def test_every_row_is_a_departure_and_an_arrival_of_its_route(ran: Ran, months) -> None:
    assert ran.gap.events == 2 * len(months)
    assert ran.gap.customers == months.route.nunique() == 130


def test_limits_are_kept_as_often_as_pandas_counts(ran: Ran, months) -> None:
    ran_at_all = months.ran > 0

    assert states(ran) == {
        "one-in-a-hundred-cancelled": verdicts(
            months.cancelled / months.planned <= 0.01,
            (months.planned > 0) & (months.cancelled <= months.planned),
        ),
        "one-in-ten-late": verdicts(
            months.late / months.ran <= 0.1, ran_at_all & (months.late <= months.ran)
        ),
        "five-minutes-on-average": verdicts(months.mean_delay <= 5, ran_at_all),
    }


def test_a_month_whose_counts_contradict_each_other_is_void(ran: Ran, months) -> None:
    late = next(each for each in ran.gap.promises if each.promise == "one-in-ten-late")

    contradictory = (months.ran <= 0) | (months.late > months.ran)
    assert late.void_reasons == {"no value": contradictory.sum()}


def test_a_route_is_no_customer_so_nothing_is_said_of_feeling_or_coming_back(ran: Ran) -> None:
    for promise in ran.gap.promises:
        assert promise.felt.value is None
        assert promise.returned_kept.value is None
        assert promise.value.at_stake.value is None


def test_its_reports_tell_the_numbers(ran: Ran) -> None:
    assert unsaid(ran) == []
