"""Secrets at rest."""

import pytest
from cryptography.fernet import InvalidToken

from parcours.people.domain.sealing import opened, sealed


def test_what_is_sealed_opens_again_and_does_not_show():
    token = sealed("a secret of ours", purpose="reviews")

    assert "secret" not in token
    assert opened(token, purpose="reviews") == "a secret of ours"


def test_a_key_that_was_replaced_still_opens(settings):
    token = sealed("a secret of ours", purpose="reviews")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a newer key"

    assert opened(token, purpose="reviews") == "a secret of ours"


def test_one_purpose_does_not_open_what_another_sealed():
    token = sealed("a secret of ours", purpose="reviews")

    with pytest.raises(InvalidToken):
        opened(token, purpose="webhooks")
