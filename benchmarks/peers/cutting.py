"""Journeys in pandas: a customer's events, cut where silence lasts longer than the gap."""

import pandas as pd


def cut(frame: pd.DataFrame, gap: float) -> pd.DataFrame:
    """Return *frame*, sorted by customer and moment, with the number of each journey.

    Args:
        gap: seconds.
    """
    is_other = frame["customer_id"] != frame["customer_id"].shift()
    begins = is_other | (frame["at"].diff() > pd.Timedelta(seconds=gap))
    return frame.assign(journey=begins.cumsum())
