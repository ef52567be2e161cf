"""The ways in: single sign-on, and the second step."""

from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal import auth as totp
from django.test import Client
from django.urls import reverse

from parcours.people.models import Member
from tests.people.identity_provider import identity_provider

pytestmark = pytest.mark.django_db


def signed_on(client: Client, settings: Any, **person: object) -> None:
    """Walk through single sign-on as a browser does."""
    with identity_provider(**person) as url:
        app = {"provider_id": "sso", "name": "Maison", "client_id": "parcours", "secret": "s"}
        given = {"server_url": url, "oauth_pkce_enabled": True}
        settings.SOCIALACCOUNT_PROVIDERS = {
            "openid_connect": {"APPS": [{**app, "settings": given}]}
        }
        door = client.get(reverse("account_login"))
        assert "Maison" in door.content.decode()
        sent = client.post("/accounts/oidc/sso/login/")
        assert "code_challenge" in sent["Location"]
        back = requests.get(sent["Location"], allow_redirects=False, timeout=5)
        address = urlsplit(back.headers["Location"])
        client.get(f"{address.path}?{address.query}")


def test_a_member_signs_on_with_the_address_the_provider_vouches_for(
    client: Client, settings: Any, bob: Member
):
    signed_on(client, settings, sub="7", email="bob@example.org", email_verified=True)

    assert client.get(reverse("people:members")).context["request"].user == bob


def test_someone_new_gets_an_account_and_sees_nothing_until_given_a_role(
    client: Client, settings: Any
):
    signed_on(
        client, settings, sub="8", email="eve@example.org", name="Eve Noir", email_verified=True
    )

    eve = Member.objects.get(email="eve@example.org")
    assert (eve.name, eve.role) == ("Eve Noir", "")
    assert client.get(reverse("people:members")).status_code == 404


def test_an_address_nobody_vouches_for_opens_no_ones_account(
    client: Client, settings: Any, bob: Member
):
    signed_on(client, settings, sub="9", email="bob@example.org", email_verified=False)

    assert client.get(reverse("people:members")).status_code == 302


def test_the_second_step_is_asked_and_checked(client: Client, ana: Member):
    EmailAddress.objects.create(user=ana, email=ana.email, verified=True, primary=True)
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(ana, secret)

    asked = client.post(
        reverse("account_login"), {"login": ana.email, "password": "a password"}
    )
    assert asked["Location"] == reverse("mfa_authenticate")
    assert client.get(reverse("people:members")).status_code == 302

    wrong = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert wrong.status_code == 200
    counter = next(iter(totp.yield_hotp_counters_from_time()))
    code = totp.format_hotp_value(totp.hotp_value(secret, counter))
    client.post(reverse("mfa_authenticate"), {"code": code})

    assert client.get(reverse("people:members")).status_code == 200
