"""What pydantic found wrong with a canvas, in its author's words."""

import re
from collections.abc import Callable, Iterator
from typing import Any, Final, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from parcours.core.language import _
from parcours.core.pattern import Part
from parcours.core.words import slug
from parcours.core.written.problem import Path, Problem
from parcours.core.written.reading import Source
from parcours.core.written.wording import choose, nearest, shown

RULES: Final = "canvas_rules"  # the kind of error for rules between parts of the canvas
_KEY: Final = "[key]"


def explain(error: ValidationError, source: Source, model: type[Part]) -> Iterator[Problem]:
    """Yield a problem for each fault of *source*'s data, read as *model*."""
    faults = [
        (*_follow(fault["loc"], source.data, model), fault)
        for fault in error.errors(include_url=False)
        if fault["type"] != RULES
    ]
    meant = {
        (*path[:-1], nearest(str(path[-1]), _names(part)))
        for path, part, fault in faults
        if fault["type"] == "extra_forbidden"
    }
    for path, part, fault in faults:
        if fault["type"] == "missing" and path in meant:
            continue  # it is there, mistyped
        at_key = fault["type"] == "extra_forbidden" or fault["loc"][-1:] == (_KEY,)
        yield source.problem(path, _message(fault, path, part), at_key=at_key)


def _follow(loc: tuple[int | str, ...], data: Any, part: type[Part]) -> tuple[Path, type[Part]]:
    """Return the path in *data* that pydantic's *loc* means, and the part it is a field of.

    *loc* also names the forms it tried (``<Within>``), and steps of long forms
    (``activity``) where the short form was written.
    """
    path: list[int | str] = []
    inner: type[Part] | None = part
    for step in loc:
        written = isinstance(data, dict) and step in data
        if isinstance(step, str) and step.startswith("<") and not written:
            inner = _part_named(step[1:-1]) or inner
        elif isinstance(step, str) and isinstance(data, dict) and step != _KEY:
            path.append(step)
            part, inner = inner or part, _part_of(inner, step)
            data = data.get(step)
        elif isinstance(step, int) and isinstance(data, list):
            path.append(step)
            data = data[step]
    return tuple(path), part


def _part_of(part: type[Part] | None, field: str) -> type[Part] | None:
    """Return the one kind of part that *field* holds, if there is one."""
    info = part.model_fields.get(field) if part else None
    kinds = list(_parts_in(info.annotation)) if info else []
    return kinds[0] if len(kinds) == 1 else None


def _parts_in(annotation: Any) -> Iterator[type[Part]]:
    if isinstance(annotation, type) and issubclass(annotation, Part):
        yield annotation
    for argument in get_args(annotation):
        yield from _parts_in(argument)


def _part_named(name: str) -> type[Part] | None:
    kinds = [Part]
    for kind in kinds:
        if kind.__name__ == name:
            return kind
        kinds.extend(kind.__subclasses__())
    return None


def _message(fault: ErrorDetails, path: Path, part: type[Part]) -> str:
    say = _MESSAGES.get(fault["type"])
    return (
        say(fault, path, part)
        if say
        else _("found `{found}`: {reason}").format(
            found=shown(fault["input"]), reason=fault["msg"]
        )
    )


def _unknown_field(fault: ErrorDetails, path: Path, part: type[Part]) -> str:
    field = str(path[-1])
    return _("unknown field `{field}`. {hint}").format(
        field=field, hint=choose(field, _names(part))
    )


def _names(part: type[Part]) -> list[str]:
    """Return the fields of *part* as they are written."""
    return [info.alias or name for name, info in part.model_fields.items()]


def _missing(fault: ErrorDetails, path: Path, part: type[Part]) -> str:
    return _("the field `{field}` is missing: add it").format(field=path[-1])


def _unknown_word(fault: ErrorDetails, path: Path, part: type[Part]) -> str:
    word, known = shown(fault["input"]), re.findall(r"'([^']+)'", fault["ctx"]["expected"])
    return _("unknown word `{word}`. {hint}").format(word=word, hint=choose(word, known))


def _not_a_text(fault: ErrorDetails, path: Path, part: type[Part]) -> str:
    return _("found `{found}` instead of a text: put it in quotes").format(
        found=shown(fault["input"])
    )


def _not_an_id(fault: ErrorDetails, path: Path, part: type[Part]) -> str:
    return _(
        "`{found}` cannot be an id: use small letters, digits and hyphens, as in {example}"
    ).format(found=shown(fault["input"]), example=slug(fault["input"]) or "checkout-queue")


def _not_a_number(fault: ErrorDetails, path: Path, part: type[Part]) -> str:
    return _(
        "found `{found}`: a number is wanted, without quotes, with a decimal point (4.2)"
    ).format(found=shown(fault["input"]))


def _out_of_range(fault: ErrorDetails, path: Path, part: type[Part]) -> str:
    ctx = fault["ctx"]
    if "ge" in ctx:
        return _("found {found}: {low:g} is the least").format(
            found=fault["input"], low=ctx["ge"]
        )
    return _("found {found}: {high:g} is the most").format(found=fault["input"], high=ctx["le"])


def _not_true_or_false(fault: ErrorDetails, path: Path, part: type[Part]) -> str:
    return _("found `{found}`: write true or false").format(found=shown(fault["input"]))


def _not_a_list(fault: ErrorDetails, path: Path, part: type[Part]) -> str:
    return _("found `{found}` instead of a list: start each element with `- `").format(
        found=shown(fault["input"])
    )


def _not_fields(fault: ErrorDetails, path: Path, part: type[Part]) -> str:
    return _("found `{found}` instead of fields, each a name, a colon and a value").format(
        found=shown(fault["input"])
    )


def _empty_list(fault: ErrorDetails, path: Path, part: type[Part]) -> str:
    return _("the list is empty: name one at least")


_MESSAGES: Final[dict[str, Callable[[ErrorDetails, Path, type[Part]], str]]] = {
    "extra_forbidden": _unknown_field,
    "missing": _missing,
    "literal_error": _unknown_word,
    "string_type": _not_a_text,
    "string_pattern_mismatch": _not_an_id,
    "float_type": _not_a_number,
    "greater_than_equal": _out_of_range,
    "less_than_equal": _out_of_range,
    "bool_type": _not_true_or_false,
    "bool_parsing": _not_true_or_false,
    "tuple_type": _not_a_list,
    "model_type": _not_fields,
    "dict_type": _not_fields,
    "too_short": _empty_list,
    "value_error": lambda fault, path, part: str(fault["ctx"]["error"]),
}
