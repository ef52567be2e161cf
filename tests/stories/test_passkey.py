"""A member registers a passkey, and comes in with it alone."""

from collections.abc import Iterator

import pytest
from allauth.account.models import EmailAddress
from playwright.sync_api import Page

from parcours.people.models import Member
from tests.stories.browser import browser


@pytest.fixture
def page() -> Iterator[Page]:
    """A browser with an authenticator of its own, as a phone or a laptop has one."""
    with browser() as chromium:
        page = chromium.new_page()
        session = page.context.new_cdp_session(page)
        session.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
        yield page


def test_a_passkey_opens_the_door(page: Page, ana: Member, site_server: str) -> None:
    EmailAddress.objects.create(user=ana, email=ana.email, verified=True, primary=True)
    # Passkeys belong to a name, not to a number.
    site = site_server.replace("127.0.0.1", "localhost")

    page.goto(f"{site}/accounts/login/?next=/team/")
    page.fill("[name=login]", ana.email)
    page.fill("[name=password]", "a password")
    page.click("form.form button[type=submit]")
    page.wait_for_url("**/team/")
    page.goto(f"{site}/accounts/2fa/webauthn/add/")
    # Whoever adds a way in says once more who they are.
    page.fill("[name=password]", "a password")
    page.click("form.form button[type=submit]")
    page.fill("[name=name]", "My laptop")
    page.check("[name=passwordless]")
    page.click("#mfa_webauthn_add")
    page.wait_for_url("**/recovery-codes/**")
    page.click(".who button")
    page.wait_for_url("**/accounts/login/**")
    page.goto(f"{site}/accounts/login/?next=/team/")
    page.click("#passkey_login")
    page.wait_for_url(f"{site}/team/")

    assert page.inner_text("h1") == "Team"
