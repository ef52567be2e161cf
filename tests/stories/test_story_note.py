"""A colleague writes down what a customer said, and marks the customer's own words in it."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from parcours.listen.domain.sources import noting
from parcours.listen.models import Note, Quote
from parcours.people.models import Member
from tests.site.listening import cookie_of
from tests.stories.browser import browser

pytestmark = pytest.mark.django_db(transaction=True)
TEXT = "Elle sourit 👏 puis attend.\nElle attend dix minutes. « C’est long. »"
SELECT = """() => {
  const text = document.querySelector("[data-behavior=quoting]").firstChild;
  const start = text.data.lastIndexOf("attend dix");
  const range = document.createRange();
  range.setStart(text, start);
  range.setEnd(text, start + "attend dix minutes".length);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}"""


@pytest.fixture
def page(site_server: str, ana: Member, tmp_path, settings, monkeypatch) -> Iterator[Page]:
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "yes")
    settings.LAKE = str(tmp_path / "lake")
    note = Note(title="Samedi à Bastille", text=TEXT, shop="Bastille", language="fr")
    noting.write(note, person=None, by=ana)
    name, value = cookie_of(ana).split("=")
    with browser() as opened:
        context = opened.new_context(viewport={"width": 390, "height": 800})
        context.add_cookies([{"name": name, "value": value, "url": site_server}])
        page = context.new_page()
        page.goto(f"{site_server}{note.get_absolute_url()}")
        yield page
        context.close()


def test_words_are_marked_with_the_mouse_and_a_sentence_with_the_keyboard(page: Page):
    page.evaluate(SELECT)
    page.wait_for_timeout(100)
    chosen = page.input_value("#id_words"), page.input_value("#id_near")
    page.select_option("#id_sentiment", "-1")
    with page.expect_navigation():
        page.click("text=Mark it")
    # From the field of sentences on, without a mouse: down to the last one, and Enter.
    page.focus("#id_sentence")
    page.keyboard.press("End")
    page.focus("text=Mark it")
    with page.expect_navigation():
        page.keyboard.press("Enter")

    assert chosen == ("attend dix minutes", str(TEXT.rindex("attend dix")))
    marked = page.locator("mark").all_text_contents()
    assert marked == ["attend dix minutes", "« C’est long. »"]
    told = list(Quote.objects.order_by("start").values_list("text", "sentiment"))
    assert told == [("attend dix minutes", -1), ("« C’est long. »", None)]
    grave = {"serious", "critical"}
    broken = Axe().run(page).response["violations"]
    assert [each["id"] for each in broken if each["impact"] in grave] == []
