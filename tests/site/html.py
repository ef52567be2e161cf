"""A page as its reader meets it: texts, headings, labels, ids."""

from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser

EMPTY = {"meta", "link", "input", "br", "img", "hr", "wbr", "source", "col", "use", "area"}
FIELDS = {"input", "select", "textarea"}
UNLABELLED = {"hidden", "submit", "button", "image", "reset"}
SAID = {"aria-label", "title", "placeholder", "alt"}
# Behaviours read these aloud to nobody.
SILENT = {"script", "style", "template"}
# Names of columns, keys and files are the same in every language.
UNSPOKEN = {"code", "pre", "textarea"}


class Document(HTMLParser):
    """What a page says and how it is built, faults of its making included."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.count: Counter[str] = Counter()
        self.ids: Counter[str] = Counter()
        self.texts: list[str] = []
        self.title = ""
        self.language = ""
        self.faults: list[str] = []
        self._labelled: set[str] = set()
        self._fields: list[dict[str, str]] = []
        self._foreign: list[bool] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.count[tag] += 1
        if "id" in given:
            self.ids[given["id"]] += 1
        self._tell(tag, given)
        if tag not in EMPTY:
            self.open.append(tag)
            self._foreign.append(tag in UNSPOKEN or self._is_foreign(given))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in EMPTY:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in EMPTY:
            return
        if not self.open or self.open[-1] != tag:
            self.faults.append(f"</{tag}> at {self.getpos()} closes <{self.open[-1:]}>")
            return
        self.open.pop()
        self._foreign.pop()

    def handle_data(self, data: str) -> None:
        text = " ".join(data.split(" ")).strip()
        if not text or not self.open or self.open[-1] in SILENT:
            return
        if self.open[-1] == "title":
            self.title += text
        if not self._foreign[-1]:
            self.texts.append(" ".join(text.split()))

    def _tell(self, tag: str, given: dict[str, str]) -> None:
        if tag == "html":
            self.language = given.get("lang", "")
        if tag == "label":
            self._labelled.add(given.get("for", ""))
        if not self._is_foreign(given):
            self.texts += [" ".join(given[name].split()) for name in SAID & given.keys()]
        if tag in FIELDS and given.get("type") not in UNLABELLED:
            self._fields.append(given | {"in label": "x" if "label" in self.open else ""})
        self.faults += [f"<{tag} {name}=…>" for name in given if name.startswith("on")]
        if "style" in given:
            self.faults.append(f"<{tag} style=…>")

    def _is_foreign(self, given: dict[str, str]) -> bool:
        """Whether an element, or what is around it, says it is in another language."""
        own = given.get("lang", self.language)
        return own != self.language or self._foreign[-1:] == [True]

    def all_faults(self) -> Iterator[str]:
        """What is wrong with how the page is made."""
        yield from self.faults
        yield from (f"<{tag}> is never closed" for tag in self.open)
        yield from (f"id {each} {n} times" for each, n in self.ids.items() if n > 1)
        if self.count["h1"] != 1:
            yield f"{self.count['h1']} h1"
        if self.count["main"] != 1:
            yield f"{self.count['main']} main"
        if self.title.strip("– ") in {"", "Parcours"}:
            yield "no title of its own"
        for field in self._fields:
            is_said = field["in label"] or {"aria-label", "aria-labelledby"} & field.keys()
            if not is_said and field.get("id", "") not in self._labelled:
                yield f"nothing says what field {field.get('name')} is for"
