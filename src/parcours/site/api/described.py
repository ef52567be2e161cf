"""The OpenAPI document: what our door adds to every operation."""

from typing import Any, Final

from parcours.site.api.once import HEADER
from parcours.site.api.problems import MEDIA_TYPE

ABOUT: Final = """\
Send events, read figures, gaps and what is behind them.

Every request carries a key: `Authorization: Bearer parcours_…`. Owners make keys on the page
“Keys”; a key may do what its scopes say. Errors are problems (RFC 9457). Lists have cursors.
Answers that are computed are kept: `Age` says how old one is, `ETag` spares sending it again,
and `202` with `Retry-After` that it is computed for the first time. A POST with an
`Idempotency-Key` is done once, however often it is sent.
"""
_PROBLEM: Final[dict[str, Any]] = {
    "type": "object",
    "title": "Problem",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "description": "urn:parcours: and a word for programs"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "what happened and what to do"},
    },
    "example": {
        "type": "urn:parcours:missing-scope",
        "title": "Forbidden",
        "status": 403,
        "detail": "This key lacks the scope “figures:read”.",
    },
}
ALWAYS: Final = {
    400: "The request cannot be read",
    401: "No key, or one that is unknown, revoked or expired",
    403: "The key lacks the scope",
    404: "There is no such thing",
    422: "What was sent is not as it should be",
    429: "Too much in a minute; Retry-After says when to go on",
}
_WITH_A_BODY: Final = {
    409: "The same Idempotency-Key is being answered",
    413: "The body is too large",
    415: "The content type is not known here",
}
_COMPUTED: Final = ("list_figures", "read_gap", "list_occurrences")
_ONCE: Final[dict[str, Any]] = {
    "in": "header",
    "name": HEADER,
    "required": False,
    "description": "any text: the request is done once, and answered alike for 24 hours",
    "schema": {"type": "string", "maxLength": 200},
    "example": "order-1001-first-try",
}
_PARAMETERS: Final = {
    "slug": "maison-lutece", "canvas": "maison-lutece", "number": 7, "period": "90d",
    "segment": "properties.shop:Lyon", "limit": 100, "state": "broken",
    "customer_id": "4be0643f1d98573b97cdca98a65347dd", "since": "2025-03", "until": "2025-06",
    "promise": "answer-quickly",
}  # fmt: skip


def completed(schema: Any, scopes: dict[str, str]) -> dict[str, Any]:
    """Return the document with the scope, the errors and the examples of each operation."""
    schema["components"].setdefault("schemas", {})["Problem"] = _PROBLEM
    for operations in schema["paths"].values():
        for method, operation in operations.items():
            _complete(operation, scopes, has_body=method == "post")
    return dict(schema)


def _complete(operation: dict[str, Any], scopes: dict[str, str], *, has_body: bool) -> None:
    name = operation["operationId"]
    told = operation.get("description", "").strip()
    operation["description"] = f"{told}\n\nScope: `{scopes[name]}`"
    for status, words in (ALWAYS | (_WITH_A_BODY if has_body else {})).items():
        operation["responses"].setdefault(status, _problem(words))
    if name in _COMPUTED:
        operation["responses"][202] = _not_yet()
        operation["responses"][304] = {"description": "As you have it (If-None-Match)"}
    responses = {str(status): each for status, each in operation["responses"].items()}
    operation["responses"] = dict(sorted(responses.items()))
    if has_body:
        operation["parameters"].append(dict(_ONCE))
    for parameter in operation["parameters"]:
        if parameter["name"] in _PARAMETERS:
            parameter["example"] = _PARAMETERS[parameter["name"]]


def _problem(words: str) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"description": words, "content": {MEDIA_TYPE: {"schema": schema}}}


def _not_yet() -> dict[str, Any]:
    return {
        "description": "Computed for the first time: ask again after Retry-After",
        "headers": {"Retry-After": {"schema": {"type": "integer"}}},
        "content": {
            "application/json": {
                "schema": {"type": "object", "properties": {"detail": {"type": "string"}}},
                "example": {"detail": "This is being computed for the first time."},
            }
        },
    }
