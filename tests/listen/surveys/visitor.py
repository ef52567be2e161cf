"""Someone who answers a survey, with a browser that knows no scripts."""

import re
from typing import Any

from django.http import HttpResponse
from django.test import Client


class Visitor:
    """Opens a link, sends the form it finds."""

    def __init__(self, **headers: str) -> None:
        self.client = Client(headers={"accept-language": "en", **headers})
        self.page = ""
        self.status = 0

    def opens(self, url: str) -> "Visitor":
        return self._sees(self.client.get(url, follow=True))

    def sends(self, **answers: Any) -> "Visitor":
        """Fill in the form of the page: ``a_b`` is the field of the question ``a-b``."""
        form = re.search(r'<form[^>]*action="([^"]+)"', self.page)
        assert form is not None
        fields: dict[str, Any] = {"go": "next"}
        for name, value in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', self.page):
            fields.setdefault(name, []).append(value)
        for name, value in answers.items():
            is_ours = name in ("go", "website", "stamp", "lang", "hand")
            fields[name if is_ours else f"v-{name.replace('_', '-')}"] = value
        return self._sees(self.client.post(form[1], fields, follow=True))

    def _sees(self, response: HttpResponse) -> "Visitor":
        self.page, self.status = response.content.decode(), response.status_code
        return self

    @property
    def questions(self) -> list[str]:
        return re.findall(r'name="asked" value="([^"]+)"', self.page)

    @property
    def heading(self) -> str:
        found = re.search(r"<h1>(.*?)</h1>", self.page)
        return found[1] if found else ""

    @property
    def mistakes(self) -> list[str]:
        return re.findall(r'class="mistake"[^>]*>(.*?)<', self.page)

    @property
    def checked(self) -> list[str]:
        return re.findall(r'value="([^"]*)" checked', self.page)
