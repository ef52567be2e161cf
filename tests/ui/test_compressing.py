"""Pages travel compressed; what is small already, or must not wait, as it is."""

import gzip

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from parcours.ui.compressing import CompressTexts

pytestmark = pytest.mark.django_db
ACCEPTS = {"Accept-Encoding": "gzip"}


def test_a_page_travels_in_a_fifth_of_its_bytes_and_reads_the_same(client, ana):
    client.force_login(ana)
    plain = client.get("/surveys/")
    small = client.get("/surveys/", headers=ACCEPTS)

    assert small.headers["Content-Encoding"] == "gzip"
    assert len(small.content) < len(plain.content) / 2.5
    assert b"</html>" in gzip.decompress(small.content)
    assert "Content-Encoding" not in plain.headers


@pytest.mark.parametrize("kind", ["image/jpeg", "text/event-stream", "application/zip"])
def test_what_is_no_text_to_wait_for_stays_as_it_is(kind):
    request = RequestFactory().get("/", headers=ACCEPTS)
    sent = CompressTexts(lambda _request: HttpResponse(b"a" * 1_000, content_type=kind))(
        request
    )
    assert (sent.content, "Content-Encoding" in sent.headers) == (b"a" * 1_000, False)
