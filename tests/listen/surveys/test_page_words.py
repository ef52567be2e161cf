"""A survey in a language that the site does not speak: not one English word on its pages."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from parcours.core.survey import Survey as Definition
from parcours.listen.domain.surveys import asking as door
from parcours.listen.domain.surveys import publishing, sending
from parcours.listen.models import Survey
from parcours.people.models import Customer, Member
from tests.listen.surveys.asking import published
from tests.listen.surveys.inviting import MONDAY, asking, customer, delivered

pytestmark = pytest.mark.django_db
ENGLISH = re.compile(
    r"\b(the|your|answers?|next|back|send|optional|survey|thank|needs)\b", re.I
)
SPANISH = {
    "survey": "visita",
    "title": {"es": "Su visita"},
    "languages": ["es"],
    "questions": [
        {"key": "nota", "kind": "nps", "title": {"es": "¿Nos recomendaría?"}, "required": True},
        {"key": "algo", "kind": "text", "title": {"es": "¿Por qué?"}},
    ],
}


def words(page: str) -> str:
    """Return what a page says, without its marks and what only programs read."""
    body = page.split("<body", 1)[-1]
    said = re.findall(r'(?:aria-label|placeholder)="([^"]*)"', body)
    return " ".join([re.sub(r"<[^>]*>", " ", body), *said])


def in_spanish(by: Member) -> Survey:
    return published(by, Definition.of(SPANISH))


def test_no_page_of_a_spanish_survey_says_an_english_word(client: Client, ana: Member) -> None:
    survey = in_spanish(ana)
    first = client.get(survey.url).content.decode()
    stamp = re.search(r'name="stamp" value="([^"]+)"', first)
    assert stamp is not None
    sent = {"stamp": stamp[1], "asked": "nota", "go": "next", "lang": "es"}
    refused = client.post(survey.url, sent).content.decode()
    onward = client.post(survey.url, sent | {"v-nota": "9"}, follow=True).content.decode()
    publishing.close(survey, by=ana)
    closed = client.get(survey.url).content.decode()

    for page in (first, refused, onward, closed):
        assert not ENGLISH.findall(words(page))
    assert ">Siguiente<" in first
    assert "Esta pregunta necesita una respuesta." in refused
    assert ">Enviar<" in onward
    assert "cerrada" in closed


def test_a_tablets_words_are_spanish_too(client: Client, ana: Member) -> None:
    survey = in_spanish(ana)

    told = client.get(reverse("kiosk-survey", args=[survey.door])).json()

    assert told["words"]["es"]["next"] == "Siguiente"
    assert told["words"]["es"]["choose_at_least"] == "Elija al menos {n}."
    assert "opcional" in told["screens"]["es"]["algo"]


def test_a_mail_to_a_spanish_customer_is_spanish(ana: Member) -> None:
    trigger = asking(ana)
    publishing.save(trigger.survey, SPANISH, by=ana)
    publishing.publish(trigger.survey, ana)
    customer("eva")
    Customer.objects.update(language="es")
    delivered("eva")
    door.ask(MONDAY)

    assert sending.send_due(MONDAY) == 1

    [found] = mail.outbox
    html = str(found.alternatives[0][0])  # type: ignore[attr-defined]
    assert not ENGLISH.findall(words(html))
    assert "No más encuestas" in html


def test_the_builder_words_the_buttons_and_publishing_demands_them(
    client: Client, ana: Member
) -> None:
    survey = in_spanish(ana)
    client.force_login(ana)
    page = reverse("surveys:settings", args=[survey.slug])
    whole = {"name": "Wizyta", "languages": "es, pl", "title.es": "Su visita"}
    texts = {"next": "Dalej", "back": "Wstecz", "send": "Wyślij"}

    client.post(page, whole | {"page.next.es": "Continuar"})
    survey.refresh_from_db()
    assert survey.draft["page"] == {"next": {"es": "Continuar"}}
    with pytest.raises(publishing.Unpublishable, match="in pl yet"):
        publishing.publish(survey, ana)
    own = {f"page.{key}.pl": text for key, text in texts.items()}
    client.post(page, whole | own | {"page.needs_an_answer.pl": "Odpowiedz"})
    survey.refresh_from_db()
    assert publishing.publish(survey, ana).number == 2
