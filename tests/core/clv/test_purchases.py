"""From orders of the log to days of purchases, and to what models know of customers."""

from datetime import UTC, date, datetime

import polars as pl

from parcours.core.clv.purchases import histories, purchases
from parcours.core.kernel import MemoryLog

TODAY = datetime(2026, 3, 31, 12, tzinfo=UTC)


def order(day: int, amount: float | None = 10.0, **more: object) -> dict[str, object]:
    at = datetime(2026, 3, day, 12, tzinfo=UTC)
    return {
        "customer_id": "ana", "case_id": f"o{day}", "at": at, "activity": "order.placed",
        "amount": amount, "currency": None, **more,
    }  # fmt: skip


def days(*rows: dict[str, object], **how: str) -> list[tuple[object, ...]]:
    log = MemoryLog(pl.DataFrame(list(rows), infer_schema_length=None))
    events = log.events(columns=["case_id", "amount", "currency"])
    return purchases(events, as_of=TODAY, **{"zone": "UTC", **how}).rows()


def test_orders_of_one_day_are_one_purchase():
    assert days(order(1, 10.0), order(1, 5.0, case_id="o1b"), order(2, 7.0)) == [
        ("ana", date(2026, 3, 1), 15.0),
        ("ana", date(2026, 3, 2), 7.0),
    ]


def test_a_day_is_local():
    late = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)

    assert days(order(2), order(1, at=late), zone="Europe/Paris") == [
        ("ana", date(2026, 3, 2), 20.0)
    ]


def test_orders_undone_are_no_purchases_but_another_customers_case_is_her_own():
    cancelled = order(3, None, case_id="o1", activity="order.cancelled")
    returned = order(4, None, case_id="o2", activity="order.returned", customer_id="bob")
    of_no_case = order(5, None, case_id=None, activity="order.cancelled")

    assert days(
        order(1), order(2), cancelled, returned, of_no_case, order(6, case_id=None)
    ) == [
        ("ana", date(2026, 3, 2), 10.0),
        ("ana", date(2026, 3, 6), 10.0),
    ]


def test_amounts_of_another_currency_or_of_nothing_are_not_added():
    assert days(
        order(1, 10.0, currency="EUR"), order(2, 9.0, currency="USD"), order(3, 0.0),
        order(4, None), order(5, 8.0),
        currency="EUR",
    ) == [
        ("ana", date(2026, 3, 1), 10.0),
        ("ana", date(2026, 3, 2), None),
        ("ana", date(2026, 3, 3), None),
        ("ana", date(2026, 3, 4), None),
        ("ana", date(2026, 3, 5), 8.0),
    ]  # fmt: skip


def test_what_comes_after_as_of_does_not_exist():
    later = datetime(2026, 4, 1, tzinfo=UTC)

    assert days(
        order(1),
        order(2, at=later),
        order(3, case_id="o1", at=later, activity="order.returned"),
    ) == [("ana", date(2026, 3, 1), 10.0)]


def test_a_history_counts_repeats_in_weeks_since_the_first_purchase():
    bought = pl.DataFrame(
        {
            "customer_id": ["ana"] * 4 + ["bob", "zoe"],
            "day": [date(2026, 3, day) for day in (1, 8, 15, 29, 1, 25)],
            "amount": [50.0, 10.0, None, 99.0, None, 5.0],
        }
    )

    found = histories(bought, until=date(2026, 3, 22))

    assert found.rows(named=True) == [
        {"customer_id": "ana", "x": 2.0, "t_x": 2.0, "t": 3.0, "priced": 1.0, "spend": 10.0,
         "unpriced": 1, "later": 1},
        {"customer_id": "bob", "x": 0.0, "t_x": 0.0, "t": 3.0, "priced": 0.0, "spend": None,
         "unpriced": 1, "later": 0},
    ]  # fmt: skip
