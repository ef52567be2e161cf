"""A lake of its own for each test of what customers say."""

from tests.lake_of_tests import lake_of_the_test

__all__ = ["lake_of_the_test"]
