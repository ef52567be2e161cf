"""Identities of a file lead to customers, who are made, found, or merged."""

import polars as pl
import pytest

from parcours.core.sources import Mapping, Plan
from parcours.core.sources.reading import Rows
from parcours.ledger.domain import whose
from parcours.people.domain import identity
from parcours.people.models import Claim, Customer

pytestmark = pytest.mark.django_db


class Table:
    """A reader of rows that are given."""

    def __init__(self, **columns):
        self.frame = pl.DataFrame(columns)
        self.header, self.total = list(columns), 1

    def rows(self):
        lines = pl.int_range(2, 2 + self.frame.height, dtype=pl.Int64, eager=True)
        yield Rows(self.frame, lines, done=1)


def read(kinds, customer_id, /, *, customers="identities", **columns):
    event = {"activity": "order.placed", "at": "at", "customer_id": customer_id}
    mapping = Mapping.model_validate({"kind": "csv", "customers": customers, "events": [event]})
    moments = ["2026-03-01"] * len(next(iter(columns.values())))
    planned = Plan(path=None, mapping=mapping, reader=Table(at=moments, **columns))
    (batch,) = whose.with_people(planned, kinds, source="till").batches()
    return batch


def claims():
    return sorted(Claim.objects.values_list("customer__customer_id", "kind", "value"))


def test_a_number_names_the_customer_and_the_address_is_a_claim_of_theirs():
    batch = read({"mail": "email"}, "no", no=["7", "8", "7"], mail=["A@x.org", None, "a@x.org"])

    assert batch.events["customer_id"].to_list() == ["7", "8", "7"]
    assert claims() == [("7", "email", "a@x.org")]
    assert sorted(Customer.objects.values_list("customer_id", flat=True)) == ["7", "8"]


def test_two_numbers_with_one_address_are_one_person_and_can_be_parted():
    read({"mail": "email"}, "no", no=["7", "8"], mail=["a@x.org", "a@x.org"])

    assert identity.aliases() == {"8": "7"}


def test_two_numbers_with_one_phone_stay_two_for_families_share_it():
    read({"tel": "phone"}, "no", no=["7", "8"], tel=["06 12 34 56 78", "+33612345678"])

    assert identity.aliases() == {}
    assert claims() == [("7", "phone", "+33612345678")]


def test_without_a_number_whoever_has_the_address_already_is_found():
    known = Customer.objects.create()
    identity.claim(known, "email", "a@x.org", source="mail")

    batch = read({"mail": "email"}, "mail", mail=["a@x.org", "b@x.org", "b@x.org"])

    first, second, third = batch.events["customer_id"]
    assert first == known.customer_id
    assert second == third != first
    assert Customer.objects.count() == 2


def test_an_address_that_is_none_costs_an_event_only_where_nothing_else_names_the_customer():
    alone = read({"mail": "email"}, "mail", mail=["a@x.org", "none"])
    numbered = read({"mail": "email"}, "no", no=["7", "8"], mail=["a@x.org", "none"])

    assert alone.rejected.rows() == [(3, "mail", "none", "this is not an e-mail address")]
    assert numbered.events.height == 2


def test_where_all_ids_are_to_be_pseudonyms_the_number_is_an_identity_too():
    batch = read({"mail": "email"}, "no", customers="all", no=["7"], mail=["a@x.org"])

    (pseudonym,) = batch.events["customer_id"]
    assert pseudonym != "7"
    assert claims() == [(pseudonym, "account", "7"), (pseudonym, "email", "a@x.org")]


def test_a_row_that_names_nobody_stays_out():
    batch = read({"mail": "email"}, "mail", mail=["a@x.org", None])

    assert [(line, reason) for line, _c, _v, reason in batch.rejected.rows()] == [
        (3, "there is no value")
    ]


def test_columns_of_addresses_and_phones_are_seen_in_their_values():
    sample = pl.DataFrame(
        {
            "who": ["a@x.org", "b@x.org", None],
            "tel": ["+33612345678", "06 12 34 56 78", "?"],
            "n": [1, 2, 3],
            "none": pl.Series([None, None, None], dtype=pl.String),
            "city": ["Lyon", "Lille", "a@x.org"],
        }
    )

    assert whose.kinds_in(sample) == {"who": "email", "tel": "phone"}
