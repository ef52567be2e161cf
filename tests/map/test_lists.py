"""The people behind the figures of a touchpoint, page by page."""

from datetime import timedelta

import polars as pl
import pytest

from parcours.core.kernel import MemoryLog
from parcours.map.domain import lists
from parcours.map.domain.forgetting import LISTS
from tests.map.company import CANVAS, LATE, START, parcels


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DATA = tmp_path
    return tmp_path


@pytest.fixture
def counted() -> dict[str, int]:
    return lists.behind(MemoryLog(parcels()), canvas=CANVAS, touchpoint="delivery")


def test_every_case_customer_and_verbatim_is_listed(counted):
    assert counted == {"cases": 40, "words": LATE, "customers": 40}


def test_cases_come_the_newest_first_page_by_page(counted):
    first, second = (lists.cases(CANVAS, "delivery", number=number) for number in (1, 2))

    assert [row["case_id"] for row in (*first.rows, *second.rows)] == [
        f"O-{number}" for number in reversed(range(40))
    ]
    assert (first.total, first.before, first.after) == (40, None, 2)
    assert (second.before, second.after) == (1, None)


def test_the_worst_cases_are_those_that_missed_by_most(counted):
    page = lists.cases(CANVAS, "delivery", state="broken", worst_first=True)

    assert page.total == LATE
    assert {row["breach"] for row in page.rows} == {timedelta(days=3).total_seconds()}
    assert page.rows[0]["words"].startswith("Trop long")


def test_cases_are_those_of_the_chosen_shop_and_months(counted):
    page = lists.cases(
        CANVAS,
        "delivery",
        state="broken",
        within=(START + timedelta(days=1), START + timedelta(days=33)),
        where={"properties.shop": ["Lyon"]},
    )

    assert [row["case_id"] for row in page.rows] == ["O-16", "O-12", "O-8", "O-4"]


def test_only_cases_with_words_are_asked_for_them(counted):
    page = lists.cases(CANVAS, "delivery", has_words=True)

    assert {row["words"] for row in page.rows} == {
        f"Trop long, n° {number}" for number in range(0, 40, 4)
    }


def test_customers_with_most_broken_promises_come_first(counted):
    rows = lists.customers(CANVAS, "delivery").rows

    assert [row["broken"] for row in rows] == [1] * LATE + [0] * 15
    assert rows[0] == {
        "customer_id": "C-036", "cases": 1, "broken": 1, "recovered": 0, "felt": 2.0,
        "last": START + timedelta(days=72),
    }  # fmt: skip


def test_a_touchpoint_without_promises_has_words_and_no_cases():
    called = parcels(1).with_columns(activity=pl.lit("call.started"))

    counted = lists.behind(MemoryLog(called), canvas=CANVAS, touchpoint="calls")

    assert counted == {"cases": 0, "words": 1, "customers": 0}


def test_what_the_company_wrote_is_not_the_customers_words():
    canvas = CANVAS.replace("call.started", "message.sent")
    sent = parcels(1).with_columns(activity=pl.lit("message.sent"))

    counted = lists.behind(MemoryLog(sent), canvas=canvas, touchpoint="calls")

    assert counted["words"] == 0


def test_forgetting_a_person_leaves_no_list(counted, folder):
    LISTS.erase(["C-000"])

    assert [path for path in folder.rglob("*") if path.is_file()] == []
    assert list(LISTS.export(["C-000"])) == []
