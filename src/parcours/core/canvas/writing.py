"""A canvas written as YAML: short forms, no defaults, one order of fields."""

from io import StringIO
from typing import Any, Final

from ruamel.yaml import YAML
from ruamel.yaml.nodes import ScalarNode
from ruamel.yaml.representer import SafeRepresenter

from parcours.core.duration import Duration
from parcours.core.hours import Hours, closing_text, days_text
from parcours.core.pattern import Part, Pattern
from parcours.core.promise import Promised

_FIRST: Final = ("promise", "kind", "title", "opens")
_LARGEST_WHOLE: Final = 2**53


def write(part: Part) -> str:
    """Return *part* as YAML in block style."""
    return dump(_fields(part))


def dump(fields: dict[str, Any]) -> str:
    """Return plain data as YAML in block style, its fields in their order."""
    yaml = YAML(typ="safe", pure=True)
    yaml.Representer = _Representer
    yaml.default_flow_style = False
    yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
    yaml.width = 96
    yaml.indent(mapping=2, sequence=4, offset=2)
    text = StringIO()
    yaml.dump(fields, text)
    return text.getvalue()


class _Representer(SafeRepresenter):
    def ignore_aliases(self, data: Any) -> bool:
        """Write a value each time it occurs: two equal dates are no reference."""
        return True

    def represent_str(self, data: str) -> ScalarNode:
        return self.represent_scalar(
            "tag:yaml.org,2002:str", data, style="|" if "\n" in data else None
        )


_Representer.add_representer(str, _Representer.represent_str)


def _fields(part: Part) -> dict[str, Any]:
    """Return the fields of *part* that say more than their default, as plain data."""
    return {
        name: plain(getattr(part, name))
        for name in _order(type(part))
        if getattr(part, name) != _default(part, name)
    }


def _order(kind: type[Part]) -> list[str]:
    """Name the fields in order; a promise's own come before those all promises share."""
    fields = kind.model_fields
    if not issubclass(kind, Promised):
        return list(fields)
    own = [name for name in kind.__annotations__ if name in fields]
    return list(dict.fromkeys((*_FIRST, *own, *fields)))


def _default(part: Part, name: str) -> Any:
    return type(part).model_fields[name].get_default(call_default_factory=True)


def plain(value: Any) -> Any:
    """Return *value* as plain data in its shortest form."""
    match value:
        case Hours(days=days, opens=opens, closes=closes):
            spans = {"opens": f"{opens:%H:%M}", "closes": closing_text(closes)}
            return {"days": _one_or_all(days_text(days))} | spans
        case Pattern(activity=activity, channel=None) if not value.where:
            return _one_or_all(list(activity))
        case Part():
            return _fields(value)
        case tuple():
            return _one_or_all([plain(each) for each in value])
        case dict():
            return {key: plain(each) for key, each in value.items()}
        case float() if value.is_integer() and abs(value) < _LARGEST_WHOLE:
            return int(value)
        case Duration():
            return str(value)
    return value


def _one_or_all(values: list[Any]) -> Any:
    """Write a list of one text or number without the list, as it may be read."""
    if len(values) == 1 and not isinstance(values[0], list | dict):
        return values[0]
    return values
