"""The planted gaps, counted by hand in the raw events."""

import polars as pl


def fact(name: str) -> pl.Expr:
    return pl.col("properties").str.json_path_match(f"$.{name}")


def of(events: pl.DataFrame, *activities: str) -> pl.DataFrame:
    return events.filter(pl.col("activity").is_in(activities))


def share(events: pl.DataFrame, *, by: str, of: pl.Expr) -> dict[str, float]:
    return dict(events.group_by(fact(by).alias(by)).agg(of.mean()).rows())


def test_one_shop_has_a_queue_problem(events: pl.DataFrame) -> None:
    long = share(of(events, "queue.left"), by="shop", of=pl.col("seconds") > 300)

    lille = long.pop("Lille Wazemmes")
    assert lille > 0.75
    assert max(long.values()) < 0.45


def test_another_has_too_few_sellers(events: pl.DataFrame) -> None:
    alone = share(
        of(events, "advice.given", "advice.missed"), by="shop", of=pl.col("seconds") > 180
    )

    assert max(alone, key=lambda shop: alone[shop]) == "Toulouse Capitole"
    assert min(alone.values()) > 0.3


def test_people_who_find_no_seller_leave(events: pl.DataFrame) -> None:
    missed = of(events, "advice.missed")
    bought = of(events, "order.placed")["case_id"]

    assert missed["seconds"].min() > 180
    assert not missed["case_id"].is_in(bought.implode()).any()


def test_the_late_fee_empties_carts(events: pl.DataFrame) -> None:
    carts = of(events, "product.added").select("case_id")
    fees = of(events, "fee.added")
    charged = carts["case_id"].is_in(fees["case_id"].implode())
    ordered = carts["case_id"].is_in(of(events, "order.placed")["case_id"].implode())

    assert set(fees["amount"]) == {6.9}
    assert 0.55 < charged.mean() < 0.67
    assert ordered.filter(~charged).mean() - ordered.filter(charged).mean() > 0.1


def test_app_users_see_the_fee_early_more_often(events: pl.DataFrame) -> None:
    carts = of(events, "product.added")
    charged = carts["case_id"].is_in(of(events, "fee.added")["case_id"].implode())
    on_web, on_app = (
        charged.filter(carts["channel"] == name).mean() for name in ("web", "app")
    )

    assert on_web - on_app > 0.2


def test_a_fifth_of_deliveries_come_after_the_announced_day(events: pl.DataFrame) -> None:
    due = of(events, "order.placed").filter(pl.col("due_at").is_not_null())
    pairs = due.join(of(events, "order.delivered"), on="case_id", suffix="_there")
    day = pl.col("at_there").dt.convert_time_zone("Europe/Paris").dt.date()
    announced = pl.col("due_at").dt.convert_time_zone("Europe/Paris").dt.date()
    late = pairs.with_columns(late=day > announced)

    assert 0.14 < late["late"].mean() < 0.22
    by_carrier = share(late, by="carrier", of=pl.col("late"))
    assert by_carrier["Hirondelle"] > 1.5 * by_carrier["Colibri"]


def test_nearly_four_call_backs_in_ten_are_late_or_never_come(events: pl.DataFrame) -> None:
    promised = of(events, "callback.promised")
    calls = promised.join(of(events, "callback.made"), on="case_id", how="left", suffix="_back")
    missed = calls.select((pl.col("at_back") > pl.col("due_at")).fill_null(True)).to_series()

    assert 0.33 < missed.mean() < 0.43
    assert 0.1 < calls["at_back"].null_count() / calls.height < 0.25


def test_most_tables_are_by_the_kitchens_and_almost_all_are_ready(events: pl.DataFrame) -> None:
    seated = of(events, "table.seated").join(
        of(events, "table.booked").select("case_id", "due_at"), on="case_id", suffix="_booked"
    )
    wait = (pl.col("at") - pl.col("due_at_booked")).dt.total_minutes()

    assert 0.5 < seated.select(fact("zone") == "kitchens").to_series().mean() < 0.65
    assert seated.select(wait <= 10).to_series().mean() > 0.9


def test_a_replaced_parcel_makes_a_fan_and_a_lost_one_an_enemy(events: pl.DataFrame) -> None:
    answers = of(events, "survey.answered")
    scores = answers.filter(fact("touchpoint") == "goodwill").select("case_id", "score")
    damaged = of(events, "parcel.damaged").join(scores, on="case_id", suffix="_given")
    replaced = damaged["case_id"].is_in(of(events, "parcel.replaced")["case_id"].implode())
    intact = answers.filter(fact("touchpoint") == "delivery")["score"]

    assert damaged["score_given"].filter(replaced).mean() > intact.mean() + 0.3
    assert damaged["score_given"].filter(~replaced).mean() < 2


def test_labels_are_oldest_in_nantes_and_during_the_sales(events: pl.DataFrame) -> None:
    seen = of(events, "price.seen").with_columns(place=fact("place"))
    pairs = seen.filter(pl.col("place") == "shelf").join(
        seen.filter(pl.col("place") == "site"), on="case_id", suffix="_site"
    )
    differs = pl.col("amount") != pl.col("amount_site")
    by_shop = share(pairs, by="shop", of=differs)

    assert max(by_shop, key=lambda shop: by_shop[shop]) == "Nantes Feydeau"
    assert share(pairs, by="is_sale", of=differs)["true"] > 0.28


def test_four_in_ten_of_the_vacuum_cleaners_come_back(events: pl.DataFrame) -> None:
    sold = of(events, "product.advised")
    returned = of(events, "order.returned")

    assert set(returned.select(fact("reason")).to_series()) == {"wrong_floor"}
    assert 0.35 < returned.height / sold.height < 0.5
