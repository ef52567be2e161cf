"""Posters: a page a place, each code read back by a decoder that is not ours."""

import io
import subprocess
from shutil import which
from time import process_time

import pytest
import zxingcpp
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from parcours.core.survey import Survey as Definition
from parcours.core.survey import template
from parcours.listen.domain.surveys import linking, posters, publishing, qr_code
from parcours.listen.domain.surveys.posters import Poster
from parcours.listen.models import Logo
from tests.listen.surveys.asking import published

# What is drawn and printed.
pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
HERE = "http://localhost:8321"


@pytest.fixture
def survey(ana):
    return published(ana, "restaurant-table")


def read(picture: Image.Image) -> list[str]:
    return [each.text for each in zxingcpp.read_barcodes(picture)]


def drawn(square: qr_code.Square) -> Image.Image:
    """The code as pixels, with the quiet zone around it."""
    size = len(square) + 2 * qr_code.QUIET
    picture = Image.new("L", (size, size), 255)
    for x, y, n in qr_code.bars(square):
        picture.paste(0, (x + 4, y + 4, x + 4 + n, y + 5))
    return picture.resize((size * 4, size * 4), Image.Resampling.NEAREST)


def pages(pdf: bytes, *, dots: int = 60) -> list[Image.Image]:
    """The pages of a PDF as pictures."""
    program = which("pdftoppm")
    if program is None:
        pytest.skip("no pdftoppm here: apt install poppler-utils")
    run = [program, "-r", str(dots), "-png", "-"]
    shown = subprocess.run(run, input=pdf, capture_output=True, check=True).stdout
    starts = [n for n in range(len(shown)) if shown.startswith(b"\x89PNG\r\n", n)]
    return [
        Image.open(io.BytesIO(shown[start:end])).convert("L")
        for start, end in zip(starts, [*starts[1:], len(shown)], strict=True)
    ]


def test_each_code_of_two_hundred_tables_leads_to_its_own(survey):
    poster = Poster(survey=survey, shop="Bastille")
    addresses = [posters.address(poster, each) for each in linking.places("1-200")]

    codes = [read(drawn(square)) for square in qr_code.squares(addresses)]

    assert codes == [[each] for each in addresses]
    assert addresses[11] == f"{HERE}{survey.url}?channel=qr&shop=Bastille&table=12"


def test_two_hundred_tables_take_less_than_five_seconds(survey):
    since = process_time()
    pdf = posters.printed(Poster(survey=survey, language="fr"), linking.places("1-200"))

    assert process_time() - since < 5
    assert pdf.count(b"/Type /Page\n") == 200


@pytest.mark.parametrize(("form", "codes"), [("a4", 1), ("a5", 1), ("tent", 2)])
def test_a_printed_page_is_read_by_a_phone(survey, form, codes):
    poster = Poster(survey=survey, format=form, language="fr", kind="till")

    (page,) = pages(posters.printed(poster, ["3"]))

    assert read(page) == [posters.address(poster, "3")] * codes


def test_a_poster_has_the_colour_and_the_logo_of_the_survey(ana):
    given = template("restaurant-table").to_dict() | {"theme": {"colour": "#0f766e"}}
    survey = published(ana, Definition.of(given))
    file = io.BytesIO()
    Image.new("RGB", (64, 32), "#ff0000").save(file, "JPEG")
    upload = SimpleUploadedFile("logo.jpg", file.getvalue())
    logo = Logo.objects.create(survey=survey, file=upload, by=ana)
    publishing.save(
        survey, given | {"theme": {"colour": "#0f766e", "logo": str(logo.key)}}, by=ana
    )
    publishing.publish(survey, ana)
    survey.refresh_from_db()

    pdf = posters.printed(Poster(survey=survey, headline="Un avis ?"), [])

    assert pdf.count(b"/Subtype /Image") == 1
    assert pages(pdf)[0].getpixel((5, 5)) == Image.new("RGB", (1, 1), "#0f766e").convert(
        "L"
    ).getpixel((0, 0))


def test_codes_to_save_are_read_back():
    text = "http://localhost:8321/s/abc?channel=qr&shop=Caf%C3%A9"

    png = Image.open(io.BytesIO(qr_code.png(text))).convert("L")

    assert read(png) == [text]
    assert qr_code.svg(text).count("h1v1") > 50


def test_names_of_places_are_lists_or_ranges():
    assert linking.places("1-3\n\n Terrasse 08 – 10 \nBar\n2") == [
        "1", "2", "3", "Terrasse 8", "Terrasse 9", "Terrasse 10", "Bar",
    ]  # fmt: skip
    assert len(linking.places("1-999999\n5-2")) == 2
    assert len(linking.places("A1-1000\nB1-1000")) == linking.MOST_PLACES
