"""A tablet in a shop asks for days without a network; every answer arrives, and once."""

import json
import time
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page

from parcours.core.survey import TEMPLATES, template
from parcours.core.survey import Survey as Definition
from parcours.listen.domain.surveys import guarding, locking, publishing
from parcours.listen.models import AnswerPicture, Response, Survey
from tests.listen.surveys.asking import published, told
from tests.listen.surveys.test_offline import ASKED
from tests.stories.browser import browser
from tests.stories.network import Network, network

CASES = Path(__file__).parents[1] / "core/survey/flow_cases.json"
SCRIPT = Path(__file__).parents[2] / "src/parcours/listen/static/listen/kiosk/flow.js"
# Runs the table of cases as tests/core/survey/test_flow_cases.py does, and says what differs.
TABLE = """({ cases, surveys }) => {
  const keys = (questions) => questions.map((each) => each.key);
  const wrong = [];
  const same = (case_, said, wanted) => {
    const sorted = (value) => JSON.stringify(value, (_key, each) =>
      each && typeof each === "object" && !Array.isArray(each)
        ? Object.fromEntries(Object.entries(each).sort()) : each);
    if (sorted(said) !== sorted(wanted)) wrong.push([case_, said, wanted]);
  };
  for (const each of cases.flow) {
    const survey = surveys[each.template];
    const thanks = flow.thanks(survey, each.values);
    same(each, keys(flow.shown(survey, each.values)), each.shown);
    same(each, keys(flow.missing(survey, each.values)), each.missing);
    same(each, flow.counted(survey, each.values), each.counted);
    if (each.thanks) same(each, flow.say(survey, thanks.title, "en"), each.thanks);
  }
  for (const each of cases.walks) {
    const survey = surveys[each.template];
    const forward = [];
    let here = flow.after(survey, each.values, null);
    for (; here; here = flow.after(survey, each.values, here.key)) forward.push(here.key);
    const back = [];
    here = flow.before(survey, each.values, null);
    for (; here; here = flow.before(survey, each.values, here.key)) back.unshift(here.key);
    same(each, [forward, back], [each.forward, each.forward]);
  }
  for (const each of cases.leads) {
    const survey = surveys[each.template];
    const { values, key } = each;
    same(each, flow.after(survey, values, key).key, each.after);
    same(each, flow.before(survey, values, key).key, each.before);
  }
  const options = [{ key: "a" }, { key: "b" }];
  for (const each of cases.required) {
    const question = { key: "q", rows: options, columns: options, ...each.question };
    same(each, flow.answers(question, { q: each.value }), each.answers);
  }
  for (const each of cases.holds) {
    same(each, flow.holds(each.condition, each.values), each.holds);
  }
  for (const each of cases.fills) {
    same(each, flow.fill(each.text, (name) => each.known[name] ?? ""), each.filled);
  }
  return wrong;
}"""


def until(page: Page, holds) -> None:
    """Wait in the page, whose policy forbids what Playwright's own waiting needs."""
    end = time.monotonic() + 15
    while not holds():
        assert time.monotonic() < end
        page.wait_for_timeout(50)


def test_python_and_the_tablet_lead_through_a_survey_alike():
    surveys = {name: template(name).to_dict() for name in TEMPLATES}
    cases = json.loads(CASES.read_text(encoding="utf-8"))

    with browser() as opened:
        page = opened.new_page()
        page.add_script_tag(content=SCRIPT.read_text(encoding="utf-8"))
        wrong = page.evaluate(TABLE, {"cases": cases, "surveys": surveys})

    assert wrong == []


@pytest.fixture
def survey(ana, monkeypatch) -> Survey:
    monkeypatch.setattr(guarding, "LEAST_SECONDS", 0.0)
    return published(ana, "journey-nps")


@dataclass
class Tablet:
    """A tablet in Bastille, and the network between it and the site."""

    page: Page
    network: Network
    faults: list[str] = field(default_factory=list)

    def is_away(self, state: str) -> None:
        self.network.state = state
        self.page.context.set_offline(state == "down")

    def answers(self, words: str) -> None:
        self.page.wait_for_timeout(300)  # what was just shown does not listen yet
        self.page.locator('[value="9"]').dblclick()
        self.says(words)

    def says(self, words: str) -> None:
        self.page.locator("textarea").fill(words)
        self.page.wait_for_timeout(300)
        self.page.locator("[value=next]").click()
        self.page.locator("[value=start]").click()

    def begins_again(self) -> None:
        self.page.reload()
        self.page.locator("#answers").wait_for()

    def brings(self) -> int:
        """Bring the answers; return how many wait then."""
        self.page.evaluate("syncing.now()")
        return self.waits

    @property
    def waits(self) -> int:
        return self.page.evaluate("storing.all().then((all) => all.length)")


@pytest.fixture
def tablet(site_server, survey) -> Iterator[Tablet]:
    with network(site_server) as between, browser() as opened:
        context = opened.new_context(viewport={"width": 1024, "height": 768})
        page = context.new_page()
        tablet = Tablet(page, between)
        page.on("pageerror", lambda error: tablet.faults.append(str(error)))
        page.goto(f"{between.url}/s/{survey.door}/kiosk/?shop=Bastille&lang=en&idle=5")
        page.locator("#answers").wait_for()
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        yield tablet
        context.close()


def test_answers_given_without_a_network_arrive_once_whatever_happens(tablet, survey, ana):
    tablet.is_away("down")
    for number in range(3):
        tablet.answers(f"The bell, visit {number}.")
    tablet.begins_again()
    assert tablet.page.inner_text("#status") == "Answers that wait for the network: 3"
    tablet.answers("The bell, visit 3.")
    assert (tablet.waits, Response.objects.count()) == (4, 0)

    publishing.save(survey, survey.draft | {"title": "Another name"}, by=ana)
    publishing.publish(survey, ana)
    tablet.is_away("deaf")
    until(tablet.page, lambda: Response.objects.filter(state="complete").count() == 4)
    assert tablet.brings() == 4

    tablet.is_away("up")
    assert (tablet.brings(), tablet.brings()) == (0, 0)
    tablet.begins_again()
    until(tablet.page, lambda: tablet.page.inner_text("header strong") == "Another name")

    assert (tablet.page.inner_text("#status"), tablet.faults) == ("", [])
    kept = Response.objects.order_by("started_at")
    assert [(each.channel, each.context, each.version.number) for each in kept] == [
        ("kiosk", {"shop": "Bastille"}, 1)
    ] * 4
    assert [each["text"] for each in told() if each["name"] == "liked"] == [
        f"The bell, visit {number}." for number in range(4)
    ]


PHOTOGRAPH = """([width, height]) => {
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  canvas.getContext("2d").fillRect(0, 0, width, height / 2);
  return canvas.toDataURL("image/png");
}"""


@pytest.fixture
def survey_with_photograph(ana, monkeypatch, settings, tmp_path) -> Survey:
    monkeypatch.setattr(guarding, "LEAST_SECONDS", 0.0)
    settings.MEDIA_ROOT = tmp_path
    return published(ana, Definition.of(ASKED))


def test_a_photograph_taken_without_a_network_is_made_small_and_arrives_once(
    site_server, survey_with_photograph, tmp_path
):
    with network(site_server) as between, browser() as opened:
        page = opened.new_page()
        tablet = Tablet(page, between)
        page.goto(f"{between.url}/s/{survey_with_photograph.door}/kiosk/?lang=en")
        page.locator("#answers").wait_for()
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        picture = b64decode(page.evaluate(PHOTOGRAPH, [3000, 1000]).partition(",")[2])
        tablet.is_away("down")
        tablet.begins_again()
        page.wait_for_timeout(300)
        page.locator("[type=file]").set_input_files(
            {"name": "x.png", "mimeType": "image/png", "buffer": b"no picture"}
        )
        page.locator("[value=next]").click()
        page.get_by_text("This is not a picture we can read").wait_for()
        page.locator("[type=file]").set_input_files(
            {"name": "photo.png", "mimeType": "image/png", "buffer": picture}
        )
        page.locator("[value=next]").click()
        tablet.says("The bell.")
        tablet.begins_again()

        kept = "storing.pictures().then((all) => all.map((each) => each.blob.type))"
        assert (page.evaluate(kept), AnswerPicture.objects.count()) == (["image/jpeg"], 0)
        tablet.is_away("deaf")
        tablet.brings()
        tablet.is_away("up")
        assert (tablet.brings(), page.evaluate(kept)) == (0, [])

    stored = AnswerPicture.objects.get()
    assert (stored.response.state, str(stored.key)) == (
        "complete", stored.response.answers.get(question="photo").text,
    )  # fmt: skip
    with stored.file.open() as file:
        assert Image.open(file).size == (1600, 533)


def test_the_teams_tools_are_behind_a_pin_without_a_network_and_tries_run_out(
    tablet, survey, ana
):
    page = tablet.page
    locking.lock(survey, "4711", by=ana)
    page.evaluate("syncing.now()")
    tablet.begins_again()
    tablet.is_away("down")
    tablet.begins_again()

    def types(pin: str) -> None:
        page.locator("#lock input").fill(pin)
        page.get_by_role("button", name="Open").click()

    page.locator("#corner").press("Enter")
    types("0000")
    page.get_by_text("This is not the PIN.").wait_for()
    types("4711")
    page.locator("#team[open]").wait_for()
    page.get_by_role("button", name="Go on asking").click()

    page.locator("#corner").press("Enter")
    for pin in range(5):
        types(f"000{pin}")
        until(page, lambda: page.inner_text("#lock [role=alert]"))
    tablet.begins_again()
    page.locator("#corner").press("Enter")
    types("4711")
    page.get_by_text("Too many tries").wait_for()
    assert (page.locator("#team[open]").count(), tablet.faults) == (0, [])


def test_what_someone_said_before_they_left_is_kept_and_the_next_begins_anew(tablet):
    tablet.page.wait_for_timeout(300)
    tablet.page.locator('[value="3"]').click()
    tablet.page.locator("textarea").wait_for()
    tablet.page.get_by_text("Are you still there?").wait_for()
    tablet.page.get_by_text("How likely are you to recommend us").wait_for()
    until(tablet.page, Response.objects.exists)
    until(tablet.page, lambda: tablet.waits == 0)

    (response,) = Response.objects.all()
    assert (response.state, response.completed_at) == ("open", None)
    assert list(response.answers.values_list("question", "number")) == [("recommend", 3.0)]
