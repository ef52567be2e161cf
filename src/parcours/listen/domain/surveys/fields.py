"""The fields of a form, named by where they stand, as the plain data they stand for.

``options.0.title.fr`` is the French title of the first option. What is left empty is not
there; a list keeps the order of its numbers.
"""

from collections.abc import Iterable
from typing import Any

Plain = Any


def nested(fields: Iterable[tuple[str, str]]) -> dict[str, Plain]:
    """Return *fields* as objects in objects; numbers in a name make lists.

    >>> nested([("title.fr", "Bonjour"), ("options.2.key", "b"), ("options.0.key", "a")])
    {'title': {'fr': 'Bonjour'}, 'options': [{'key': 'a'}, {'key': 'b'}]}
    """
    found: dict[str, Plain] = {}
    for name, value in fields:
        if not value.strip():
            continue
        *path, last = name.split(".")
        inner = found
        for step in path:
            held = inner.setdefault(step, {})
            inner = held if isinstance(held, dict) else {}
        inner[last] = value.strip()
    return {name: _listed(each) for name, each in found.items()}


def _listed(value: Plain) -> Plain:
    if not isinstance(value, dict):
        return value
    inner = {name: _listed(each) for name, each in value.items()}
    if inner and all(name.isdecimal() for name in inner):
        return [inner[name] for name in sorted(inner, key=int)]
    return inner
