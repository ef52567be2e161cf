"""What the OpenAPI document says, the API does: schemathesis tries to prove it wrong."""

from collections.abc import Iterator

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis.checks import load_all_checks
from schemathesis.specs.openapi.checks import negative_data_rejection

from parcours.map.models import Canvas
from parcours.people.domain.identity import customer_for
from parcours.people.models import Member
from parcours.site.api import keys
from parcours.site.api.described import ALWAYS
from parcours.site.api.scopes import SCOPES
from parcours.site.api.service import api
from parcours.site.wsgi import application

load_all_checks()


@schemathesis.serializer("application/x-ndjson")
def as_it_is(_context: object, value: object) -> bytes:
    """Lines are sent as they are made up."""
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "replace")


# That a text is a cursor, an e-mail address or a month of the log, no schema can say: 422.
MEANING = {"positive_data_acceptance": {"expected-statuses": ["2xx", 304, 404, 422]}}
document = schemathesis.openapi.from_dict(
    api.document, config=schemathesis.Config.from_dict({"checks": MEANING})
)
document.app = application
# One bad event does not refuse the others: 207 tells it by its line.
KEEPS_THE_GOOD = {"send_events"}


@pytest.fixture
def one_connection() -> Iterator[None]:
    """Requests that keep the test's connection, as those of Django's own client do."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def secret(one_connection: None, company: Canvas, ana: Member, settings) -> str:
    """The key of a program that may do everything, in a company with figures."""
    settings.API_REQUESTS = 1_000_000
    customer_for({"email": "anne@example.org"}, source="shop", name="Anne Roy")
    return keys.make("shop", scopes=SCOPES, by=ana)[1]


@document.parametrize()
@settings(
    max_examples=4,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
def test_every_operation_does_what_the_document_says(case, secret: str):
    # One name for all that is tried would be refused; tests of their own are in test_once.
    case.headers.pop("Idempotency-Key", None)
    keeps = case.operation.definition.raw["operationId"] in KEEPS_THE_GOOD

    # In between stands no client that would unpack what comes compressed.
    plain = {"Authorization": f"Bearer {secret}", "Accept-Encoding": "identity"}
    case.call_and_validate(
        headers=plain,
        excluded_checks=[negative_data_rejection] if keeps else [],
    )


def test_the_document_is_openapi_3_1_and_says_errors_and_scopes_everywhere():
    paths = api.document["paths"]
    operations = [each for methods in paths.values() for each in methods.values()]

    assert api.document["openapi"] == "3.1.0"
    assert len(operations) == 18
    for each in operations:
        assert {str(status) for status in ALWAYS} <= each["responses"].keys()
        assert "Scope: `" in each["description"]


def test_every_operation_has_an_example_of_what_it_takes_and_gives():
    schemas = api.document["components"]["schemas"]

    for methods in api.document["paths"].values():
        for method, operation in methods.items():
            bodies = [each for status, each in operation["responses"].items() if status < "300"]
            if method == "post":
                bodies.append(operation["requestBody"])
            for body in bodies:
                assert all(_has_example(each, schemas) for each in body["content"].values())


def _has_example(content: dict, schemas: dict) -> bool:
    name = content["schema"].get("$ref", "").rpartition("/")[2]
    is_here = "example" in content or "examples" in content
    return is_here or "example" in schemas.get(name, {})
