"""Customers: their pseudonym, what identifies them, what they agreed to."""

from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import ConfigDict, Field, StringConstraints

Kind = Literal["email", "phone", "card", "account", "cookie", "channel"]
Purpose = Literal["surveys", "news", "telling", "audience"]
Value = Annotated[str, StringConstraints(min_length=1, max_length=254)]

IDENTITY: dict[str, Any] = {
    "kind": "email", "value": "anne.roy@example.org", "source": "shop",
    "confidence": 1.0, "at": "2026-01-12T10:00:00Z",
}  # fmt: skip
CONSENT: dict[str, Any] = {
    "purpose": "surveys",
    "is_given": True,
    "source": "till",
    "at": "2026-01-12T10:00:00Z",
}
CUSTOMER: dict[str, Any] = {
    "customer_id": "4be0643f1d98573b97cdca98a65347dd", "name": "Anne Roy", "language": "fr",
    "known_since": "2026-01-12T10:00:00Z", "segments": ["regulars"],
    "identities": [IDENTITY], "consents": [CONSENT], "also": [],
}  # fmt: skip


class Closed(Schema):
    """What is sent: a misspelt name is an error, not something passed over."""

    model_config = ConfigDict(extra="forbid")


class Identity(Schema):
    """An e-mail address, a card… that is a customer's."""

    model_config = ConfigDict(json_schema_extra={"example": IDENTITY})

    kind: Kind
    value: str
    source: str = Field(description="who says so")
    confidence: float
    at: datetime


class Consent(Schema):
    """A yes or a no for one purpose; of several the newest counts."""

    model_config = ConfigDict(json_schema_extra={"example": CONSENT})

    purpose: Purpose
    is_given: bool
    source: str
    at: datetime


class CustomerOut(Schema):
    """A person. ``also`` are the pseudonyms of customers merged into this one."""

    model_config = ConfigDict(json_schema_extra={"example": CUSTOMER})

    customer_id: str
    name: str
    language: str
    known_since: datetime
    segments: list[str]
    identities: list[Identity]
    consents: list[Consent] = Field(description="the newest of each purpose")
    also: list[str]


class Customers(Schema):
    """A page of customers."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"customers": [CUSTOMER], "next": "WzE3XQ"}}
    )

    customers: list[CustomerOut]
    next: str | None = Field(description="cursor of the next page; null on the last")


class CustomerIn(Closed):
    """The identities of one person, found or made. Values may be written as people do."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "example": {
                "identities": {"email": "anne.roy@example.org", "card": "9250 1234"},
                "name": "Anne Roy", "source": "shop",
            }
        },
    )  # fmt: skip

    identities: dict[Kind, Value] = Field(min_length=1)
    name: str = Field("", max_length=160)
    source: str = Field(
        "", max_length=120, description="who says so; the key's name by default"
    )


class Made(Schema):
    """The pseudonym to send events under."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"customer_id": "4be0643f1d98573b97cdca98a65347dd"}}
    )

    customer_id: str


class ClaimIn(Closed):
    """One more identity of a customer."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"example": {"kind": "phone", "value": "+33 6 12 34 56 78"}},
    )

    kind: Kind
    value: Value
    source: str = Field("", max_length=120)
    confidence: float = Field(1.0, ge=0, le=1)


class ConsentIn(Closed):
    """What a customer said, for one purpose."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "example": {"purpose": "surveys", "is_given": True, "source": "till"}
        },
    )

    purpose: Purpose
    is_given: bool
    source: str = Field(min_length=1, max_length=120)
