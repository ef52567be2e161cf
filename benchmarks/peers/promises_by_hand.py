"""Twenty promises in pandas: one as-of join for each, and two for what came after."""

from collections import Counter
from typing import Any

import pandas as pd

Found = dict[str, Any]


def promises(frame: pd.DataFrame, canvas: Found) -> Found:
    """Return how many occurrences were kept, broken…, how many returned, and the spend."""
    frame = frame.sort_values("at", kind="stable").reset_index(drop=True)
    now = pd.Timestamp(canvas["as_of"])
    orders = frame.loc[
        frame["activity"] == "order.placed", ["customer_id", "case_id", "at", "amount"]
    ]
    orders = orders.assign(
        orders=orders.groupby("customer_id", observed=True).cumcount() + 1,
        spent=orders.groupby("customer_id", observed=True)["amount"].cumsum(),
    )
    total: Counter[str] = Counter()
    for promise in canvas["promises"]:
        opened = matching(frame, promise["opens"])
        decided = DECIDE[promise["kind"]](frame, opened, promise, now=now)
        total.update(decided["state"].value_counts().to_dict())
        total.update(outcome(decided, orders, pd.Timedelta(seconds=canvas["horizon"]), now=now))
    return {**total, "spend": round(total["spend"], 1)}


def moments_unknown(rows: pd.DataFrame) -> pd.Series:
    """Return a moment for each row, all missing, of the type that moments have."""
    return rows["at"].shift(len(rows))


def matching(frame: pd.DataFrame, pattern: Found) -> pd.DataFrame:
    """Return the rows with the activities and channels of *pattern*."""
    rows = frame["activity"].isin(pattern["activity"])
    if pattern.get("channel"):
        rows &= frame["channel"].isin(pattern["channel"])
    return frame[rows]


def following(
    frame: pd.DataFrame, opened: pd.DataFrame, promise: Found, *, what: str
) -> pd.DataFrame:
    """Return for each opening the first event of *what* at or after it: closed, value."""
    key = "case_id" if promise["match"] == "case" else "customer_id"
    of = promise.get("of") or "amount"
    later = matching(frame, promise[what])[[key, "at", of]]
    later = later.assign(closed=later["at"]).rename(columns={of: "value"})
    return pd.merge_asof(opened, later, on="at", by=key, direction="forward")


def within(
    frame: pd.DataFrame, opened: pd.DataFrame, promise: Found, *, now: Any
) -> pd.DataFrame:
    found = following(frame, opened, promise, what="keeps")
    found["due"] = found["at"] + pd.Timedelta(seconds=promise["within"])
    return timed(found, now)


def by(frame: pd.DataFrame, opened: pd.DataFrame, promise: Found, *, now: Any) -> pd.DataFrame:
    found = following(frame, opened, promise, what="keeps")
    found["due"] = found["due_at"]
    return timed(found, now)


def timed(found: pd.DataFrame, now: Any) -> pd.DataFrame:
    """Kept in time, broken when late or out of time, void without a due moment."""
    found["state"] = "pending"
    found.loc[now > found["due"], "state"] = "broken"
    found.loc[found["closed"] > found["due"], "state"] = "broken"
    found.loc[found["closed"] <= found["due"], "state"] = "kept"
    found.loc[found["due"].isna(), "state"] = "void"
    found["breach"] = (found["closed"].fillna(now) - found["due"]).dt.total_seconds()
    return found


def limit(
    frame: pd.DataFrame, opened: pd.DataFrame, promise: Found, *, now: Any
) -> pd.DataFrame:
    value = opened[promise["of"]]
    breach = value - promise["at_most"]
    state = pd.Series("broken", opened.index).mask(breach <= 0, "kept")
    return opened.assign(
        due=moments_unknown(opened), breach=breach, state=state.mask(value.isna(), "void")
    )


def never(
    frame: pd.DataFrame, opened: pd.DataFrame, promise: Found, *, now: Any
) -> pd.DataFrame:
    found = following(frame, opened, promise, what="breaks")
    found["due"] = found["at"] + pd.Timedelta(seconds=promise["within"])
    end = found["due"]
    if promise["until"]:
        until = following(frame, opened, promise, what="until")["closed"]
        end = end.mask(until < end, until)
    found["state"] = "pending"
    found.loc[end <= now, "state"] = "kept"
    found.loc[found["closed"] < end, "state"] = "broken"
    return found


def same(frame: pd.DataFrame, opened: pd.DataFrame, promise: Found, **now: Any) -> pd.DataFrame:
    of = promise["of"]
    found = following(frame, opened, promise, what="equals")
    found["due"] = moments_unknown(found)
    # 52.31 - 32.31 is not 20 to a computer.
    difference = ((found["value"] - found[of]).abs() - promise["tolerance"]).round(9)
    found["state"] = "broken"
    found.loc[difference <= 0, "state"] = "kept"
    found.loc[difference.isna(), "state"] = "void"
    found.loc[found["closed"].isna(), "state"] = "pending"
    return found


def felt(frame: pd.DataFrame, opened: pd.DataFrame, promise: Found, **now: Any) -> pd.DataFrame:
    ends = opened["scale"].str.extract(r"_(\d+)_(\d+)$").astype(float)
    value = 1 + 4 * (opened["score"] - ends[0]) / (ends[1] - ends[0])
    state = pd.Series("broken", opened.index).mask(value >= promise["aim"], "kept")
    return opened.assign(due=moments_unknown(opened), state=state)


DECIDE = {
    "within": within,
    "by": by,
    "limit": limit,
    "never": never,
    "same": same,
    "felt": felt,
}


def outcome(found: pd.DataFrame, orders: pd.DataFrame, horizon: Any, *, now: Any) -> Found:
    """Return how many came back within the horizon outside their case, and their spend."""
    found = found[["customer_id", "case_id", "at", "due"]].copy()
    found["anchor"] = found["due"].fillna(found["at"])
    found["until"] = found["anchor"] + horizon
    found = found[found["until"] <= now]
    upto = {moment: so_far(found, orders, moment) for moment in ("anchor", "until")}
    times = upto["until"]["orders"] - upto["anchor"]["orders"]
    spend = upto["until"]["spent"] - upto["anchor"]["spent"]
    own = found.reset_index().merge(
        orders[["case_id", "at", "amount"]].rename(columns={"at": "ordered"}), on="case_id"
    )
    own = own[(own["ordered"] > own["anchor"]) & (own["ordered"] <= own["until"])]
    times -= own.groupby("index").size().reindex(times.index, fill_value=0)
    spend -= own.groupby("index")["amount"].sum().reindex(times.index, fill_value=0.0)
    return {"returned": int((times > 0).sum()), "spend": float(spend.sum())}


def so_far(found: pd.DataFrame, orders: pd.DataFrame, moment: str) -> pd.DataFrame:
    """Return orders and spend of the customer up to *moment*, it included."""
    left = found[["customer_id", moment]].reset_index().sort_values(moment)
    right = orders[["customer_id", "at", "orders", "spent"]]
    known = pd.merge_asof(left, right, left_on=moment, right_on="at", by="customer_id")
    return known.set_index("index")[["orders", "spent"]].fillna(0).reindex(found.index)
