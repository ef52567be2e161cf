"""Values, conditions and scores for the slow evaluator: JSON read by the standard library."""

import json
import math
import re
from datetime import datetime
from typing import Any

Event = dict[str, Any]


def read(event: Event, name: str) -> Any:
    """Return the value of a column, or of a property where it is not an empty one."""
    if not name.startswith("properties."):
        return event[name]
    try:
        value = json.loads(event["properties"] or "null")
    except json.JSONDecodeError:
        return None
    for part in name.removeprefix("properties.").split("."):
        value = value.get(part) if isinstance(value, dict) else None
    return value


def text_of(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")
    return json.dumps(value, separators=(",", ":"))


def number_of(value: Any) -> float | None:
    """Return what *value* says as a number, written as JSON writes numbers."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, str):
        if not re.fullmatch(r"[-+.0-9eE]+", value) or re.fullmatch(r"-?[0-9]{16,}", value):
            return None
        try:
            value = json.loads(value)
        except json.JSONDecodeError:
            return None
    if not isinstance(value, (int, float)) or not math.isfinite(value):
        return None
    return float(value)


def is_meant(event: Event, pattern: Any, *extra: Any) -> bool:
    if event["activity"] not in pattern.activity:
        return False
    if pattern.channel is not None and event["channel"] not in pattern.channel:
        return False
    return all(
        meets(event, name, condition)
        for where in (pattern.where, *extra)
        for name, condition in where.items()
    )


def meets(event: Event, name: str, condition: Any) -> bool:
    value = read(event, name)
    if isinstance(condition, tuple):
        return any(is_equal(value, wanted) for wanted in condition)
    if hasattr(condition, "other_than"):
        return not any(is_equal(value, wanted) for wanted in condition.other_than)
    if hasattr(condition, "present"):
        return (value is not None) == condition.present
    number = number_of(value)
    if number is None:
        return False
    low = -math.inf if condition.at_least is None else condition.at_least
    high = math.inf if condition.at_most is None else condition.at_most
    return bool(low <= number <= high)


def is_equal(value: Any, wanted: Any) -> bool:
    if isinstance(wanted, bool):
        return text_of(value) == ("true" if wanted else "false")
    if isinstance(wanted, str):
        # A column of numbers holds no texts; a property is the text JSON wrote.
        return text_of(value) == wanted
    return number_of(value) == wanted


def rescaled(event: Event) -> float | None:
    """Return the score of *event* from 1 to 5, by its scale ``name_low_high``."""
    parts = (event["scale"] or "").split("_")
    if event["score"] is None or len(parts) < 3:
        return None
    low, high = float(parts[-2]), float(parts[-1])
    if not low <= event["score"] <= high:
        return None
    return float(1 + 4 * (event["score"] - low) / (high - low))
