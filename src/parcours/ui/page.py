"""What every page shows around its content."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from parcours.ui.menu import menu_for
from parcours.ui.notice import notices

THEMES = ("light", "dark")


def page(request: HttpRequest) -> dict[str, Any]:
    """Return the menu, what was told, the theme and the languages for the base template."""
    user = getattr(request, "user", None)
    is_member = bool(user and user.is_authenticated and user.role)
    theme = request.COOKIES.get("parcours-theme", "")
    return {
        "menu": menu_for(user, request.path) if is_member else [],
        "notices": SimpleLazyObject(lambda: notices(user)) if is_member else [],
        "theme": theme if theme in THEMES else "",
        "languages": settings.LANGUAGES,
        "parcours_version": settings.VERSION,
    }
