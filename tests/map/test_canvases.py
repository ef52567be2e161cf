"""Canvases are made, named, and put away."""

import pytest
from django.db import IntegrityError

from parcours.core.canvas import Canvas as Drawing
from parcours.core.canvas import InvalidCanvas
from parcours.map.domain import canvases
from parcours.map.models import Canvas
from parcours.people.models import Member

pytestmark = pytest.mark.django_db

TEXT = Drawing.new("Lutèce").to_yaml()


def test_a_canvas_is_made_with_its_first_version(ana: Member):
    canvas = canvases.create("Maison Lutèce", TEXT, ana)

    assert (canvas.slug, canvas.version, canvas.text) == ("maison-lutece", 1, TEXT)
    assert canvas.parsed() == Drawing.parse(TEXT)
    assert [(v.number, v.text) for v in canvas.versions.all()] == [(1, TEXT)]


def test_two_of_one_name_have_two_addresses_and_none_takes_a_page_s(ana: Member):
    made = [canvases.create(name, TEXT, ana).slug for name in ("Store", "Store", "New", "!")]

    assert made == ["store", "store-2", "new-2", "canvas"]


def test_what_is_no_canvas_makes_none(ana: Member):
    with pytest.raises(InvalidCanvas, match="Did you mean `stages`"):
        canvases.create("Store", "canvas: store\ntitle: Store\nstags: []\n", ana)

    assert not Canvas.objects.exists()


def test_who_has_no_role_sees_no_canvas(ana: Member, viewer: Member, zoe: Member):
    canvases.create("Store", TEXT, ana)

    assert Canvas.objects.visible_to(viewer).count() == 1
    assert Canvas.objects.visible_to(zoe).count() == 0


def test_an_archived_canvas_leaves_the_list_and_comes_back(ana: Member, bob: Member):
    canvas = canvases.create("Store", TEXT, ana)

    canvases.archive(canvas, by=bob)
    canvases.archive(canvas, by=ana)

    canvas.refresh_from_db()
    assert canvas.archived_by == bob
    assert Canvas.objects.current().count() == 0

    canvases.unarchive(canvas)

    assert Canvas.objects.current().count() == 1


def test_a_version_s_number_is_taken_once(ana: Member):
    canvas = canvases.create("Store", TEXT, ana)

    with pytest.raises(IntegrityError):
        canvas.versions.create(number=1, text=TEXT, by=ana)
