"""Which list of people was asked for, and the addresses of its other pages."""

from dataclasses import dataclass
from typing import Any, Final, Self
from urllib.parse import parse_qsl, urlencode

from django.utils.translation import gettext as _

from parcours.core.report import numbers
from parcours.map.domain import behind, lists
from parcours.map.domain.looking import Look

KINDS: Final = ("cases", "words", "customers")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A list behind a touchpoint: cases, words or customers, in which order, which page."""

    kind: str = "cases"
    promise: str = ""
    state: str = ""
    order: str = "newest"
    number: int = 1

    @classmethod
    def of(cls, given: Any) -> Self:
        """Read what was asked from the parameters of an address; nonsense is left out."""
        kind, page = given.get("list", ""), given.get("page", "")
        return cls(
            kind=kind if kind in KINDS else KINDS[0],
            promise=given.get("promise", ""),
            state=given.get("state", ""),
            order=given.get("order") or "newest",
            number=max(1, int(page)) if page.isdecimal() and len(page) < 9 else 1,
        )

    def page_of(self, look: Look, touchpoint: str) -> lists.Page | None:
        """Return the page, null while the lists are being written."""
        if self.kind == "words":
            return behind.words(look, touchpoint, order=self.order, number=self.number)
        if self.kind == "customers":
            return behind.customers(look, touchpoint, number=self.number)
        return behind.cases(
            look,
            touchpoint,
            promise=self.promise,
            state=self.state,
            worst_first=self.order == "worst",
            number=self.number,
        )

    def orders(self) -> list[tuple[str, str]]:
        """Return the orders that the list can have, with their names."""
        found = [("newest", _("newest first"))]
        if self.kind == "words":
            return [*found, ("worst", _("worst felt first")), ("best", _("best felt first"))]
        return [*found, ("worst", _("worst first"))]

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """What was asked, as parameters without the page."""
        pairs = [("list", self.kind), ("promise", self.promise), ("state", self.state)]
        return [(name, value) for name, value in [*pairs, ("order", self.order)] if value]


@dataclass(frozen=True, kw_only=True)
class Paging:
    """The addresses of the other pages and lists, the choice of the canvas kept."""

    query: str
    asked: Asked
    page: lists.Page | None

    @property
    def kept(self) -> list[tuple[str, str]]:
        """The parameters that a form for the order must repeat."""
        return [*self._choice, ("list", self.asked.kind)]

    @property
    def bare(self) -> str:
        """The start of the address of another list."""
        return f"{self.query}&" if self.query else "?"

    @property
    def before(self) -> str:
        """The address of the page before."""
        return self._at(self.page.before) if self.page and self.page.before else ""

    @property
    def after(self) -> str:
        """The address of the page after."""
        return self._at(self.page.after) if self.page and self.page.after else ""

    @property
    def place(self) -> str:
        """Which rows these are, in words."""
        if self.page is None:
            return ""
        first = lists.PAGE * (self.page.number - 1) + 1
        return _("%(first)s to %(last)s of %(total)s") % {
            "first": numbers.count(first),
            "last": numbers.count(first + len(self.page.rows) - 1),
            "total": numbers.count(self.page.total),
        }

    @property
    def _choice(self) -> list[tuple[str, str]]:
        return parse_qsl(self.query.removeprefix("?"))

    def _at(self, number: int) -> str:
        return f"?{urlencode([*self._choice, *self.asked.pairs, ('page', str(number))])}"
