"""The mail that tells what rises: text, and a page that needs nothing from outside."""

import pytest
from django.conf import settings
from django.utils import timezone

from parcours.listen.domain.verbatims import alert_mail
from parcours.listen.models import Following, Rise
from parcours.people.models import Member
from tests.listen.verbatims.said import heard, shop

__all__ = ["heard", "shop"]
pytestmark = pytest.mark.django_db

NUMBERS = {
    "lately": 18, "all_lately": 60, "before": 5, "all_before": 100,
    "times": 5.6, "times_low": 2.1,
}  # fmt: skip


def test_the_mail_is_text_and_html_that_say_the_same(heard, bob: Member):
    bob.language = "fr"
    heard[0].text = "Trop <b>long</b> à la caisse"
    heard[0].save()
    rises = [
        Rise.objects.create(
            driver="time", facet="segment.shop", value=shop, numbers=NUMBERS,
            quotes=[heard[0].pk], began_at=timezone.now(), stood_at=timezone.now(),
        )
        for shop in ("Lille", "L & L")
    ]  # fmt: skip
    followed = Following.objects.create(member=bob, driver="time")

    mail = alert_mail.message(bob, rises, [followed])
    text, [(html, kind)] = mail.body, mail.alternatives

    assert kind == "text/html"
    for said in ("Temps et praticité, Lille, × 5,6", "18 verbatims sur 60"):
        assert said in html
        assert said in text
    assert ("Trop <b>long</b>" in text, "Trop &lt;b&gt;long&lt;/b&gt;" in html) == (True, True)
    assert ("L &amp; L" in html, "L & L" in text) == (True, True)
    for rise in rises:
        assert f'href="{settings.URL}{rise.get_absolute_url()}"' in html
    assert ("Ne plus m’avertir" in html, "<img" in html) == (True, False)
