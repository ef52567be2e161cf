"""Pictures come in small, upright and without metadata; what is none is refused."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from parcours.core.canvas import Canvas as Drawing
from parcours.map.domain import canvases, editing, pictures
from parcours.map.domain.editing import Insert
from parcours.map.models import Canvas, Picture

ORIENTATION, GPS = 0x0112, 0x8825


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def photo(width: int = 2400, height: int = 1200, form: str = "JPEG") -> bytes:
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    exif.get_ifd(GPS)[1] = "N"
    exif[0x010F] = "SecretCamera"
    written = BytesIO()
    mode = "RGBA" if form == "PNG" else "RGB"
    Image.new(mode, (width, height), "red").save(written, form, exif=exif)
    return written.getvalue()


def sent(content: bytes, name: str = "queue.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="image/jpeg")


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_made_small_turned_upright_and_its_metadata_is_gone(form: str):
    content = pictures.small(sent(photo(form=form)))

    made = Image.open(BytesIO(content))
    assert (made.format, made.size) == ("JPEG", (800, 1600))
    assert dict(made.getexif()) == {}
    assert b"SecretCamera" not in content
    assert b"Exif" not in content


def test_a_small_picture_is_not_blown_up():
    content = pictures.small(sent(photo(30, 20)))

    assert Image.open(BytesIO(content)).size == (20, 30)


@pytest.mark.parametrize(
    "content", [b"", b"<svg onload='alert(1)'/>", b"%PDF-1.7", photo()[:2000], b"GIF89a"]
)
def test_what_is_no_picture_is_refused(content: bytes):
    with pytest.raises(pictures.NoPicture, match="not a picture"):
        pictures.small(sent(content))


def test_a_bomb_is_refused_before_it_goes_off():
    bomb = BytesIO()
    Image.new("1", (30_000, 30_000)).save(bomb, "PNG")

    with pytest.raises(pictures.NoPicture, match="too many pixels"):
        pictures.small(sent(bomb.getvalue()))


def test_a_file_too_large_is_refused_unread():
    file = sent(b"")
    file.size = pictures.LARGEST + 1

    with pytest.raises(pictures.NoPicture, match="15 MB"):
        pictures.small(file)


@pytest.fixture
def moment(ana) -> tuple[Canvas, str]:
    canvas = canvases.create("Lutèce", Drawing.new("Lutèce").to_yaml(), ana)
    elements = editing.draft(canvas)["elements"]
    card = next(e for e in elements if elements[e]["kind"] == "touchpoint")
    made = Insert(kind="moment", into=card, fields={"title": "The bell"})
    editing.apply(canvas, made, by=ana)
    return canvas, made.element


def test_a_key_moment_gets_its_picture_and_members_alone_see_it(
    client: Client, moment, bob, viewer, zoe
):
    canvas, element = moment
    client.force_login(bob)
    client.post(reverse("map:upload", args=[canvas.slug, element]), {"file": sent(photo())})

    picture = Picture.objects.get()
    canvas.refresh_from_db()
    address = reverse("map:picture", args=[picture.key])
    assert f"picture: {picture.key}.jpg" in canvas.text
    assert picture.by == bob
    client.force_login(viewer)
    shown = client.get(address)
    assert (shown.status_code, shown["Content-Type"]) == (200, "image/jpeg")
    client.force_login(zoe)
    assert client.get(address).status_code == 404


def test_a_wrong_file_says_so_and_changes_nothing(client: Client, moment, bob):
    canvas, element = moment
    client.force_login(bob)

    answer = client.post(
        reverse("map:upload", args=[canvas.slug, element]),
        {"file": sent(b"no")},
        headers={"X-Requested-With": "editor"},
    )

    assert (answer.status_code, "not a picture" in answer.json()["refused"]) == (422, True)
    assert not Picture.objects.exists()
