"""A language model: off until an owner turns it on, told only what was chosen, masked."""

import json
import socket
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from parcours.listen.domain.endpoint import (
    calling,
    choosing,
    leaving,
    suggesting,
    summarising,
)
from parcours.listen.domain.sources.line import Trouble
from parcours.listen.domain.verbatims import gathering, recoding, talking
from parcours.listen.models import (
    Disclosure,
    Draw,
    LanguageModel,
    Suggestion,
    Summary,
    Verbatim,
)
from parcours.people.models import AuditEntry, Customer
from tests.listen.verbatims.model import (
    ANSWERS,
    JOBS,
    LABELS,
    SECRET,
    choose,
    completion,
    model,
    point,
)
from tests.listen.verbatims.said import WORDS, heard, say, shop
from tests.listen.verbatims.test_pages import browser, shown

__all__ = ["heard", "model", "shop"]
pytestmark = pytest.mark.django_db

PAGE = "/sources/language-model/"


def filled(model, **given):
    return {
        "address": model.address, "model": "small", "secret": SECRET, "is_ours": "on",
        "kinds": [ANSWERS], "most_texts": "10",
    } | given  # fmt: skip


def test_by_default_not_one_request_is_made_whatever_is_coded_and_looked_at(
    heard, model, ana, run_jobs
):
    LanguageModel.objects.create(pk=1, address=model.address, model="small", kinds=[ANSWERS])
    Verbatim.objects.update(coder="before")
    recoding.code_again.enqueue()
    talking.find.enqueue()

    draw = Draw.objects.create(verbatim=heard[0], member=ana, reason="doubt")
    for name in ("verbatims", "drivers", "topics", "queue", "quality"):
        page = browser(ana).get(reverse(f"verbatims:{name}")).content.decode()
        assert "anguage model" not in page
    run_jobs()

    assert suggesting.of(draw, by=ana) is None
    assert browser(ana).get(reverse("verbatims:summary")).content.strip() == b""
    assert (model.asked, Disclosure.objects.count()) == ([], 0)


def test_only_an_owner_lets_words_leave_and_a_lead_may_stop_them(shop, model, ana, bob):
    bob.role = "lead"
    bob.save()
    turned = reverse("sources:language-model-job", args=["summaries"])
    by_lead = browser(bob).post(PAGE, filled(model))
    browser(ana).post(PAGE, filled(model, kinds=[]))
    lead_on = browser(bob).post(turned, {"is_on": "1"})
    browser(ana).post(turned, {"is_on": "1"})
    was_on = leaving.current().jobs
    browser(bob).post(turned)

    assert (by_lead.status_code, lead_on.status_code) == (404, 404)
    assert (was_on, leaving.current().jobs) == (["summaries"], [])
    assert set(AuditEntry.objects.values_list("by__name", "action")) == {
        ("Ana", "language-model.changed"),
        ("Ana", "language-model.turned-on"),
        ("Bob", "language-model.turned-off"),
    }


def test_its_key_is_shown_to_nobody_and_told_to_no_other_host(heard, model, ana):
    browser(ana).post(PAGE, filled(model))
    kept = leaving.current()
    page = shown(browser(ana), PAGE)
    browser(ana).post(PAGE, filled(model, secret="", most_texts="20"))
    again = leaving.current()
    browser(ana).post(PAGE, filled(model, secret="", address="http://127.0.0.2:9/v1"))

    assert SECRET not in page
    assert SECRET not in kept.secret
    assert (again.secret, again.most_texts) == (kept.secret, 20)
    assert leaving.current().secret == ""


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"is_ours": ""}, "Without https"),
        ({"is_ours": "", "address": "https://127.0.0.1/v1"}, "private network"),
        ({"is_ours": "", "address": "https://no-such-host.invalid/v1"}, "Nobody knows"),
        ({"address": "ftp://models.example"}, "An address looks like"),
        ({"address": "https://ana:pw@models.example/v1"}, "An address looks like"),
        ({"address": "http://[::1"}, "An address looks like"),
        ({"address": "http://localhost:odd/v1"}, "An address looks like"),
    ],
)
def test_words_go_to_our_own_network_only_if_it_is_said_to_be_ours(
    shop, model, ana, given, said
):
    page = browser(ana).post(PAGE, filled(model, kinds=[], **given)).content.decode()

    assert said in page
    assert leaving.current() is None


def test_trying_it_tells_it_no_customers_words(heard, model, ana, run_jobs):
    choose(model, ana)
    model.say(LABELS)

    browser(ana).post(reverse("sources:language-model-trial"))
    run_jobs()

    [request] = model.asked
    assert request["path"] == "/v1/chat/completions"
    assert request["headers"]["Authorization"] == f"Bearer {SECRET}"
    assert model.told == [["The queue was far too long, but the seller was kind."]]
    kept = leaving.current()
    assert (kept.problem, kept.testing_at, kept.jobs) == ("", None, [])
    assert Disclosure.objects.get().verbatims == []


def test_only_words_that_were_chosen_leave_and_what_is_personal_is_covered(
    heard, model, ana, run_jobs
):
    say(
        "Anne Roy, anne@roy.example, 06 12 34 56 78 : colis K-77 et CMD-20931-B jamais livrés. "
        "Voir https://x.example/u/anne. Depuis 2024 !",
        9,
        case_id="K-77",
    )
    say("Un autre avis, tout va bien", 8, source="google")
    gathering.gather()
    Customer.objects.create(customer_id="C-9", name="Anne Roy")
    choose(model, ana, "summaries")
    model.say(lambda texts: {"points": [point("Retards.", (1, texts[0]["text"][:60]))]})

    summarising.ask("", "fr", by=ana)
    run_jobs()

    [texts] = model.told
    assert sorted(texts) == sorted(
        [
            *WORDS,
            "[nom], [e-mail], [téléphone] : colis [numéro de référence] et "
            "[numéro de référence] jamais livrés. Voir [lien personnel] Depuis 2024 !",
        ]
    )
    whole = json.dumps(model.asked[0]["body"], ensure_ascii=False)
    for secret in ("C-9", "E-9", "Roy", "anne", "K-77", "20931", "google", str(heard[0].pk)):
        assert f'"{secret}' not in whole, secret
    assert "Write two to five short sentences in French" in whole
    line = Disclosure.objects.get()
    assert (line.by, line.address, line.tokens_in, line.tokens_out, line.outcome) == (
        ana, model.address, 210, 34, "answered",
    )  # fmt: skip
    assert line.characters == sum(map(len, texts))
    assert len(line.verbatims) == 5
    page = shown(browser(ana), PAGE)
    assert "210 + 34" in page
    assert reverse("verbatims:verbatim", args=[line.verbatims[0]]) in page


def test_what_is_turned_off_waits_no_more(heard, model, ana, run_jobs):
    choose(model, ana, *JOBS)
    summarising.ask("", "en", by=ana)
    draw = Draw.objects.create(verbatim=heard[0], member=ana, reason="doubt")
    suggesting.of(draw, by=ana)
    for job in JOBS:
        choosing.turn_off(job, by=ana)
    waiting = [Summary.objects.count(), Suggestion.objects.count()]
    choosing.turn_on("summaries", by=ana)
    late = summarising.ask("", "en", by=ana)
    LanguageModel.objects.update(jobs=[])
    run_jobs()

    assert waiting == [0, 0]
    assert not Summary.objects.filter(pk=late.pk).exists()
    assert (model.asked, Disclosure.objects.count()) == ([], 0)


@pytest.mark.parametrize(
    ("answer", "word", "said"),
    [
        ((401, {"error": {"message": f"bad key {SECRET}"}}), "denied", "401 bad key …"),
        ((404, {"error": "model 'small' not found"}), "gone", "404 model 'small' not found"),
        ((400, {"error": {"message": "no such field"}}), "refused", "400 no such field"),
        ((429, {}, {"Retry-After": "3600"}), "busy", "429"),
        ((503, {}, {"Retry-After": "3600"}), "down", "503"),
        ((302, {}, {"Location": "http://elsewhere.example/v1"}), "moved", "elsewhere.example"),
        ((200, b"<html>"), "odd", ""),
        ((200, {"choices": []}), "odd", ""),
        ((200, b"[" * 300_000), "odd", "> 256 kB"),
        ((200, completion("{}", finish="length")), "cut", ""),
        ("I would rather not.", "odd", "I would rather not."),
        ({"points": [point("Bad.", (1, "words that nobody wrote"))]}, "unproved", ""),
    ],
)
def test_each_failure_says_what_was_found_and_what_to_do(
    heard, model, ana, run_jobs, answer, word, said
):
    choose(model, ana, "summaries")
    model.say(answer)

    summary = summarising.ask("", "en", by=ana)
    run_jobs()

    summary.refresh_from_db()
    assert (summary.problem, summary.detail.strip()) == (word, said)
    assert Disclosure.objects.latest("at").outcome in (word, "answered")
    page = shown(browser(ana), reverse("verbatims:verbatims"))
    assert "Try again" in page
    assert reverse("verbatims:topics") in page
    assert SECRET not in page


def test_nobody_there_is_tried_again_a_few_times_and_left_in_peace(heard, model, ana, run_jobs):
    choose(model, ana, "summaries", address="http://127.0.0.1:9/v1")

    summary = summarising.ask("", "en", by=ana)
    run_jobs()

    summary.refresh_from_db()
    assert (summary.problem, summary.tries) == ("down", 1)
    assert "does not answer" in shown(browser(ana), reverse("verbatims:verbatims"))


def test_asked_to_wait_nothing_else_asks_before(heard, model, ana, run_jobs):
    choose(model, ana, "summaries")
    model.say((429, {}, {"Retry-After": "3600"}))

    for about in ("", "?q=livr*"):
        summarising.ask(about, "en", by=ana)
        run_jobs()

    assert len(model.asked) == 1
    assert set(Summary.objects.values_list("problem", flat=True)) == {"busy"}


def test_a_name_that_leads_into_our_network_after_all_gets_no_word(heard, model, ana, run_jobs):
    choose(model, ana, "summaries", is_ours=False)

    summary = summarising.ask("", "en", by=ana)
    run_jobs()

    summary.refresh_from_db()
    assert (summary.problem, model.asked) == ("private", [])


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_name_that_changes_its_mind_after_it_was_looked_at_gets_no_byte(
    ana, monkeypatch, scheme
):
    led = iter(["93.184.216.34", "127.0.0.1"])
    really = socket.getaddrinfo
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda _host, *given, **named: really(next(led), *given, **named)
    )
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(5)
        asked = LanguageModel(
            address=f"{scheme}://models.example:{server.getsockname()[1]}/v1", model="small"
        )
        with pytest.raises(Trouble, match=r"^private: models\.example$"):
            calling.call(asked, [])
        reached, _from = server.accept()
        with reached:
            assert reached.recv(1) == b""
    assert next(led, None) is None


def test_only_one_is_asked_at_a_time(heard, model, ana, run_jobs):
    choose(model, ana, "summaries")
    now = timezone.now()
    LanguageModel.objects.update(busy_until=now + timedelta(minutes=1))

    summary = summarising.ask("", "en", by=ana)
    run_jobs()
    waited = (list(model.asked), Disclosure.objects.count())
    LanguageModel.objects.update(busy_until=now - timedelta(minutes=1))
    model.say({"points": [point("Late.", (1, WORDS[0]))]})
    summarising.write.func(summary.pk)

    summary.refresh_from_db()
    assert waited == ([], 0)
    assert summary.written_at is not None
    assert leaving.current().busy_until is None


def test_all_that_was_chosen_can_be_forgotten_at_once(heard, model, ana):
    choose(model, ana, *JOBS)
    summarising.ask("", "en", by=ana)

    browser(ana).post(reverse("sources:language-model-forgetting"))

    assert leaving.current() is None
    assert Summary.objects.count() == 0
    assert "Not a word has left so far." in shown(browser(ana), PAGE)
