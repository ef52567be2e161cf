"""Real files, counted by another hand."""

from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pytest
from examples.marketplace.run import prepare

from parcours.core.sources import frame, load_mapping, plan, preview

pytestmark = pytest.mark.shared_data
EXAMPLES = Path(__file__).parents[3] / "examples"


def counts(events: pl.DataFrame) -> dict[str, int]:
    return dict(events["activity"].value_counts().iter_rows())


def imported(file: Path, example: str) -> pl.DataFrame:
    """Read *file* as the example does, each event once as in a log."""
    events = frame(file, load_mapping(EXAMPLES / example / "mapping.yaml"))
    return events.unique("event_id", keep="first", maintain_order=True)


def test_olist_orders_are_those_pandas_counts_and_late_by_the_same_number(
    data: Path, tmp_path: Path
) -> None:
    events = imported(prepare(data, tmp_path), "marketplace")
    plain = pd.read_parquet(data / "olist_orders.parquet")

    told = ["order.placed", "order.paid", "order.shipped", "order.delivered"]
    assert counts(events.filter(pl.col("activity").is_in(told))) == {
        "order.placed": len(plain),
        "order.paid": plain.order_approved_at.notna().sum(),
        "order.shipped": plain.order_delivered_carrier_date.notna().sum(),
        "order.delivered": plain.order_delivered_customer_date.notna().sum(),
    }
    placed = events.filter(activity="order.placed").select("case_id", "due_at")
    delivered = events.filter(activity="order.delivered").select("case_id", "at")
    late = placed.join(delivered, on="case_id").filter(pl.col("at") > pl.col("due_at")).height
    plain_late = plain.order_delivered_customer_date > plain.order_estimated_delivery_date
    assert late == plain_late.sum() > 0


def test_boston_requests_are_those_pandas_counts_on_the_channels_they_came_by(
    data: Path,
) -> None:
    events = imported(data / "boston311_2015.parquet", "boston311")
    plain = pd.read_parquet(data / "boston311_2015.parquet")

    assert counts(events) == {
        "request.opened": plain.OPEN_DT.notna().sum(),
        "request.closed": plain.CLOSED_DT.notna().sum(),
    }
    opened = events.filter(activity="request.opened")
    assert opened["due_at"].count() == plain.TARGET_DT.notna().sum()
    assert opened.filter(channel="phone").height == (plain.Source == "Constituent Call").sum()
    # OPEN_DT is Boston's clock: 12:40:41 in January is 17:40:41 in UTC.
    first = opened.filter(case_id="101001242404").row(0, named=True)
    assert first["at"].strftime("%Y-%m-%d %H:%M:%S") == "2015-01-05 17:40:41"


def test_calls_are_answered_or_abandoned_as_pandas_counts_them(data: Path) -> None:
    events = imported(data / "call_center_bank.parquet", "call_centre")
    plain = pd.read_parquet(data / "call_center_bank.parquet")
    real = plain[plain.outcome != "PHANTOM"]
    served = real[real.outcome == "AGENT"]
    hung_up = real[(real.outcome == "HANG") & (real.q_start != "0:00:00")]

    assert counts(events) == {
        "call.started": len(real),
        "queue.joined": len(served) + len(hung_up),
        "call.answered": len(served),
        "call.abandoned": len(hung_up),
    }
    answered = events.filter(activity="call.answered")
    assert answered["seconds"].sum() == served.q_time.sum()
    assert (answered["seconds"] <= 20).sum() == (served.q_time <= 20).sum()
    unknown = events.filter(activity="call.started", customer_id="unknown AA0101 33117")
    assert unknown["at"].dt.strftime("%Y-%m-%d %H:%M:%S").to_list() == ["1998-12-31 22:34:12"]


def test_helpdesk_tickets_are_guessed_whole(data: Path) -> None:
    path = data / "eventlog_helpdesk.parquet"
    plain = pd.read_parquet(path)

    events = frame(path)

    assert events.height == len(plain)
    assert events["case_id"].n_unique() == plain["case:concept:name"].nunique()
    assert events.filter(activity="closed").height == (plain["concept:name"] == "Closed").sum()
    # Rows that say exactly the same count once.
    said = plain.drop(columns=[]).drop_duplicates()
    assert events["event_id"].n_unique() == len(said)


@pytest.mark.parametrize(
    ("name", "only"),
    [("eventlog_bpic2012", "lifecycle:transition"), ("eventlog_traffic_fines", "lifecycle")],
)
def test_process_logs_are_guessed_with_their_completed_activities(
    data: Path, name: str, only: str
) -> None:
    path = data / f"{name}.parquet"
    completed = pd.read_parquet(path, columns=[only])[only].str.lower() == "complete"

    found = preview(plan(path))

    assert (found.total, found.rejected) == (completed.sum(), 0)


def test_clicks_are_guessed_whole(data: Path) -> None:
    path = data / "clickstream_simple_onlineshop.parquet"
    plain = pd.read_parquet(path)

    events = frame(path)

    assert counts(events) == dict(plain.event.value_counts())
    assert events["customer_id"].n_unique() == plain.client_id.nunique()


@pytest.mark.parametrize("suffix", ["csv", "tsv", "ndjson"])
def test_the_same_orders_in_another_file_are_the_same_events(
    data: Path, tmp_path: Path, suffix: str
) -> None:
    orders = pl.read_parquet(data / "olist_orders.parquet")
    path = tmp_path / f"olist_orders.{suffix}"
    write: dict[str, Any] = {
        "csv": lambda: orders.write_csv(path, datetime_format="%Y-%m-%d %H:%M:%S"),
        "tsv": lambda: orders.write_csv(path, separator="\t"),
        "ndjson": lambda: orders.write_ndjson(path),
    }
    write[suffix]()

    def ids(source: Path) -> set[str]:
        found = plan(source).mapping.model_copy(update={"source": "olist"})
        return set(frame(source, found)["event_id"])

    assert ids(path) == ids(data / "olist_orders.parquet")
