"""How allauth's door fits this house: members come by invitation."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up by themselves."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return whether this visitor may make an account: only with an invitation."""
        return False


class SingleSignOn(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Whoever the identity provider vouches for may sign in; a role they get from an owner."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Return whether an account may be made for someone the provider vouches for."""
        return True

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: Any) -> Any:
        """Return the member to be, named as the provider names them."""
        member = super().populate_user(request, sociallogin, data)
        names = (data.get("first_name"), data.get("last_name"))
        member.name = data.get("name") or " ".join(filter(None, names))
        return member
