"""The OpenAPI document as a page to read."""

import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Example:
    """What is sent or given back, once."""

    kind: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Operation:
    """One thing that a program can ask for."""

    name: str
    method: str
    path: str
    about: str
    scope: str
    parameters: list[dict[str, Any]]
    sent: list[Example]
    given: list[Example]
    statuses: list[tuple[str, str]]


def chapters(document: dict[str, Any]) -> list[tuple[str, list[Operation]]]:
    """Return the operations of each resource, in the order of the document."""
    found: dict[str, list[Operation]] = {}
    schemas = document["components"]["schemas"]
    for path, operations in document["paths"].items():
        for method, told in operations.items():
            operation = _operation(path, method, told, schemas=schemas)
            found.setdefault(told["tags"][0], []).append(operation)
    return list(found.items())


def _operation(
    path: str, method: str, told: dict[str, Any], *, schemas: dict[str, Any]
) -> Operation:
    about, _break, scope = told["description"].rpartition("\n\n")
    success = next(each for status, each in told["responses"].items() if int(status) < 300)
    return Operation(
        name=told["operationId"],
        method=method.upper(),
        path=path,
        about=about,
        scope=scope.removeprefix("Scope: ").strip("`"),
        parameters=told["parameters"],
        sent=_examples(told.get("requestBody", {}), schemas),
        given=_examples(success, schemas),
        statuses=[(str(key), each["description"]) for key, each in told["responses"].items()],
    )


def _examples(body: dict[str, Any], schemas: dict[str, Any]) -> list[Example]:
    found = []
    for kind, told in body.get("content", {}).items():
        named = told.get("schema", {}).get("$ref", "").rpartition("/")[2]
        values = [each["value"] for each in told.get("examples", {}).values()]
        values = values or [told.get("example", schemas.get(named, {}).get("example"))]
        found += [Example(kind=kind, text=_written(value)) for value in values if value]
    return found


def _written(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, indent=2, ensure_ascii=False)
