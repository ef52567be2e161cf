"""How the values of a canvas are written in the fields of a form, and read back.

Events: ``order.placed, order.paid @ web, app [amount >= 50; properties.shop = Lyon, Lille]``.
Conditions: ``=``, ``!=``, ``>=``, ``<=``; ``= *`` is any value, ``= -`` is none.
"""

import json
import re
from typing import Any, Final

from django.utils.translation import gettext as _

UNREAD: Final = "text"
"""What cannot be read yet is kept as ``{"text": …}``, and the element is a draft."""
PATTERN_FIELDS: Final = ("opens", "keeps", "breaks", "until", "equals", "unless", "recovers")
EVENT_FIELDS: Final = (*PATTERN_FIELDS, "returns", "stakes.contact")
_VALUE: Final = re.compile(r'\s*("(?:[^"\\]|\\.)*"|[^,;"]+)\s*(?:,|$)')
_CONDITION: Final = re.compile(r"\s*([^\s=!<>≥≤≠]+)\s*(>=|<=|!=|=|≥|≤|≠)\s*(.+?)\s*")
_EVENTS: Final = re.compile(r"([^@\[\]]*)(?:@([^\[\]]*))?(?:\[(.*)\])?\s*")
_CLAUSES: Final = re.compile(r'((?:[^;"]|"(?:[^"\\]|\\.)*")+)(?:;|$)')
_HOURS: Final = re.compile(r"(.+?)\s+(\S+?)\s*[-–]\s*(\S+)")
_NUMBER: Final = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
_PLAIN: Final = re.compile(r"[^\s,;\"\[\]@*-][^,;\"\[\]@]*")


def unreadable(field: str, value: Any) -> str:
    """Return why *value* of *field* cannot be read, empty where it can."""
    if field == "events" and isinstance(value, list):
        return next(filter(None, (unreadable("opens", each) for each in value)), "")
    if not isinstance(value, dict) or UNREAD not in value:
        return ""
    try:
        (read_conditions if field == "where" else read_events)(value[UNREAD])
    except ValueError as error:
        return str(error)
    return ""


def read_events(text: str) -> Any:
    """Return the pattern written in *text*.

    Raises:
        ValueError: it cannot be read; says why.

    >>> read_events("order.placed @ web [amount >= 50]")
    {'activity': ['order.placed'], 'channel': ['web'], 'where': {'amount': {'at_least': 50}}}
    >>> read_events("order.placed")
    'order.placed'
    """
    match = _EVENTS.fullmatch(text)
    if match is None:
        raise ValueError(
            _("Write events like: order.placed @ web [amount >= 50] — a bracket is amiss.")
        )
    activities, channels = _names(match[1]), _names(match[2] or "")
    if not activities:
        raise ValueError(_("Name an activity, such as order.placed."))
    for name in activities:
        if re.search(r"\s", name):
            raise ValueError(
                _("“%(name)s”: an activity is one word; put commas between several.")
                % {"name": name}
            )
    where = read_conditions(match[3] or "")
    if not channels and not where:
        return activities[0] if len(activities) == 1 else activities
    pattern: dict[str, Any] = {"activity": activities}
    if channels:
        pattern["channel"] = channels
    if where:
        pattern["where"] = where
    return pattern


def read_conditions(text: str) -> dict[str, Any]:
    """Return the conditions written in *text*, which semicolons or lines separate.

    Raises:
        ValueError: one cannot be read; says which.

    >>> read_conditions('score >= 1; score <= 3; properties.shop = Lyon, "75"; due_at = *')
    {'score': {'at_least': 1, 'at_most': 3}, 'properties.shop': ['Lyon', '75'],
     'due_at': {'present': True}}
    """
    where: dict[str, Any] = {}
    text = text.replace("\n", ";")
    if _CLAUSES.sub("", text).strip("; "):
        raise ValueError(_("A quotation mark is opened and not closed."))
    for clause in _CLAUSES.findall(text):
        if not clause.strip():
            continue
        match = _CONDITION.fullmatch(clause)
        if match is None:
            raise ValueError(
                _("“%(clause)s” is no condition: write a column, = != >= or <=, and a value.")
                % {"clause": clause.strip()}
            )
        condition = _condition(match[2], match[3])
        earlier = where.get(match[1])
        if isinstance(earlier, dict) and isinstance(condition, dict):
            condition = earlier | condition
        where[match[1]] = condition
    return where


def _condition(operator: str, text: str) -> Any:
    if operator == "=" and text in ("*", "-"):
        return {"present": text == "*"}
    values = [_value(each) for each in _VALUE.findall(text)]
    if not values or "".join(_VALUE.split(text)[::2]).strip():
        raise ValueError(_("“%(text)s” is no value.") % {"text": text})
    if operator in (">=", "≥"):
        return {"at_least": values[0]}
    if operator in ("<=", "≤"):
        return {"at_most": values[0]}
    one_or_many = values[0] if len(values) == 1 else values
    return {"other_than": one_or_many} if operator in ("!=", "≠") else one_or_many


def _value(text: str) -> Any:
    text = text.strip()
    if text.startswith('"'):
        return json.loads(text)
    if text in ("true", "false"):
        return text == "true"
    return number(text)


def number(text: str) -> Any:
    """Return the number that *text* is, with a point or a French comma; else the text.

    >>> number("4,5"), number("07100"), number("12")
    (4.5, '07100', 12)
    """
    plain = text.strip().replace(",", ".")
    if not _NUMBER.fullmatch(plain):
        return text.strip()
    return float(plain) if "." in plain else int(plain)


def write_events(pattern: Any) -> str:
    """Return *pattern* as `read_events` reads it.

    >>> write_events({"activity": "order.placed", "where": {"amount": {"at_most": 9}}})
    'order.placed [amount <= 9]'
    """
    if isinstance(pattern, dict) and UNREAD in pattern:
        return str(pattern[UNREAD])
    if not isinstance(pattern, dict):
        return ", ".join(many(pattern))
    text = ", ".join(many(pattern.get("activity")))
    if pattern.get("channel"):
        text += " @ " + ", ".join(many(pattern["channel"]))
    if pattern.get("where"):
        text += f" [{write_conditions(pattern['where'])}]"
    return text


def write_conditions(where: Any) -> str:
    """Return *where* as `read_conditions` reads it."""
    if not isinstance(where, dict):
        return str(where or "")
    if UNREAD in where:
        return str(where[UNREAD])
    clauses = [f"{name} {part}" for name, each in where.items() for part in _clauses(each)]
    return "; ".join(clauses)


def _clauses(condition: Any) -> list[str]:
    if not isinstance(condition, dict):
        return ["= " + _written(condition)]
    signs = {"at_least": ">=", "at_most": "<=", "other_than": "!="}
    if "present" in condition:
        return ["= *" if condition["present"] else "= -"]
    return [f"{signs[name]} {_written(each)}" for name, each in condition.items()]


def _written(values: Any) -> str:
    return ", ".join(
        json.dumps(each) if isinstance(each, bool | int | float) else _quoted(str(each))
        for each in (values if isinstance(values, list) else [values])
    )


def _quoted(text: str) -> str:
    is_plain = _PLAIN.fullmatch(text) and text == text.strip() and text == _value(text)
    return text if is_plain else json.dumps(text, ensure_ascii=False)


def read_hours(text: str) -> list[Any]:
    """Return opening hours, a line each; what cannot be read stays a text.

    >>> read_hours("mon-fri 09:00-19:00")
    [{'days': 'mon-fri', 'opens': '09:00', 'closes': '19:00'}]
    """
    matches = [(line, _HOURS.fullmatch(line.strip())) for line in text.splitlines()]
    return [
        {"days": _days(match[1]), "opens": match[2], "closes": match[3]} if match else line
        for line, match in matches
        if line.strip()
    ]


def _days(text: str) -> Any:
    days = _names(text)
    return days[0] if len(days) == 1 else days


def write_hours(hours: Any) -> str:
    """Return opening hours as `read_hours` reads them."""
    return "\n".join(
        f"{', '.join(many(each.get('days')))} {each.get('opens')}-{each.get('closes')}"
        if isinstance(each, dict)
        else str(each)
        for each in (hours if isinstance(hours, list) else [hours] if hours else [])
    )


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def many(value: Any) -> list[str]:
    """Return one or several texts as a list."""
    if value is None:
        return []
    return [str(each) for each in value] if isinstance(value, list) else [str(value)]
