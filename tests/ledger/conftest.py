"""A lake of its own for each test of the ledger."""

from tests.lake_of_tests import lake_of_the_test

__all__ = ["lake_of_the_test"]
