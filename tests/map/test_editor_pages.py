"""The editor's pages: who may use them, what they answer, with and without scripts."""

import json
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from parcours.core.canvas import Canvas as Drawing
from parcours.map.domain import canvases, editing
from parcours.map.models import Canvas
from parcours.people.models import Member, Team

pytestmark = pytest.mark.django_db
OF_THE_PAGE = {"X-Requested-With": "editor"}
EDITED = ("editor", "board", "edits", "versions")
POSTED = ("edits", "undo", "redo", "present", "copy", "archive", "versions")


@pytest.fixture
def canvas(ana: Member) -> Canvas:
    return canvases.create("Lutèce", Drawing.new("Lutèce").to_yaml(), ana)


def of(canvas: Canvas, kind: str, name: str) -> str:
    canvas.refresh_from_db()
    elements = editing.draft(canvas)["elements"]
    return next(e for e in elements if elements[e]["fields"].get(kind) == name)


def send(client: Client, canvas: Canvas, **fields: str):
    address = reverse("map:edits", args=[canvas.slug])
    given = {name.replace("__", "."): value for name, value in fields.items()}
    return client.post(address, given, headers=OF_THE_PAGE)


def test_who_may_not_edit_finds_no_editor(client: Client, canvas, viewer):
    client.force_login(viewer)

    for name in EDITED:
        assert client.get(reverse(f"map:{name}", args=[canvas.slug])).status_code == 404
    for name in POSTED:
        assert client.post(reverse(f"map:{name}", args=[canvas.slug])).status_code == 404
    card = of(canvas, "touchpoint", "delivery")
    assert client.get(reverse("map:element", args=[canvas.slug, card])).status_code == 404
    assert client.get(reverse("map:new")).status_code == 404
    assert client.get(reverse("map:version", args=[canvas.slug, 1])).status_code == 404


def test_who_may_look_takes_the_canvas_away(client: Client, canvas, viewer, zoe):
    client.force_login(viewer)
    taken = {
        form: client.get(reverse("map:export", args=[canvas.slug, form]))
        for form in ("yaml", "json", "svg", "png", "pdf")
    }

    assert {form: answer.status_code for form, answer in taken.items()} == dict.fromkeys(
        taken, 200
    )
    assert Drawing.parse(taken["yaml"].content.decode()) == canvas.parsed()
    assert Drawing.of(json.loads(taken["json"].content)) == canvas.parsed()
    assert b"<title>Lut\xc3\xa8ce</title>" in taken["svg"].content
    assert taken["pdf"].content.startswith(b"%PDF-")
    picture = Image.open(BytesIO(taken["png"].content))
    assert picture.width > 2000
    # Letters are there: without its type a drawing would have boxes alone.
    title = picture.convert("L").crop((60, 60, 300, 120))
    assert title.getextrema()[0] < 60
    assert client.get(reverse("map:export", args=[canvas.slug, "exe"])).status_code == 404
    assert client.get(reverse("map:print", args=[canvas.slug])).status_code == 200

    client.force_login(zoe)
    assert client.get(reverse("map:export", args=[canvas.slug, "yaml"])).status_code == 404


def test_a_box_is_saved_on_its_own_and_answers_with_what_is_wrong(client: Client, canvas, bob):
    client.force_login(bob)
    card = of(canvas, "touchpoint", "delivery")

    answer = send(client, canvas, element=card, b__aim="1", f__aim="9", s__aim="4.5").json()

    assert answer == {
        "number": 1,
        "element": card,
        "faults": {"aim": "found 9: 5 is the most"},
        "said": "",
        "isGone": False,
        "replaced": "",
    }
    assert canvas.history.get().by == bob


def test_a_promise_answers_with_its_sentence(client: Client, canvas, bob):
    client.force_login(bob)
    promise = of(canvas, "promise", "answer-2-h")

    answer = send(client, canvas, element=promise, b__within="1", f__within="3 h").json()

    assert answer["said"].startswith("After a message received: a message sent within 3 hours")


def test_who_replaces_a_text_unseen_is_told_and_the_other_sees_it(
    client: Client, canvas, ana, bob
):
    card = of(canvas, "touchpoint", "delivery")
    seen = "Receive my order on the day announced"
    client.force_login(ana)
    send(client, canvas, element=card, b__need="1", f__need="Tomorrow", s__need=seen)
    client.force_login(bob)

    answer = send(
        client, canvas, element=card, b__need="1", f__need="Today", s__need=seen
    ).json()
    told = client.get(reverse("map:edits", args=[canvas.slug]), {"since": "1"}).json()["edits"]
    page = client.get(reverse("map:element", args=[canvas.slug, card])).content.decode()

    assert answer["replaced"] == (
        "You replaced what Ana had just written: “Tomorrow”. It is in the history."
    )
    assert [(each["name"], each["fields"], each["words"]) for each in told] == [
        ("Bob", ["need"], "What the customer needs")
    ]
    assert "<del>Tomorrow</del>" in page


def test_cards_are_added_moved_deleted_and_brought_back(client: Client, canvas, bob):
    client.force_login(bob)
    stage, other = of(canvas, "stage", "awareness"), of(canvas, "stage", "advocacy")

    card = send(
        client, canvas, verb="insert", kind="touchpoint", into=stage, after="end", title="Été !"
    ).json()["element"]
    send(client, canvas, verb="move", element=card, into=other)
    gone = send(client, canvas, verb="delete", element=card).json()

    assert gone["isGone"]
    page = client.get(reverse("map:element", args=[canvas.slug, card])).content.decode()
    assert "Bring it back" in page
    send(client, canvas, verb="revive", element=card)
    canvas.refresh_from_db()
    place = {point.touchpoint: phase.stage for phase, point in canvas.parsed().touchpoints()}
    assert place["ete"] == "advocacy"


@pytest.mark.parametrize(
    "fields",
    [
        {"verb": "insert", "kind": "cat"},
        {"verb": "delete", "element": "canvas"},
        {"verb": "move", "element": "x"},
        {"element": "x"},
    ],
)
def test_an_edit_that_does_not_fit_is_refused_with_a_reason(
    client: Client, canvas, bob, fields
):
    client.force_login(bob)

    answer = send(client, canvas, **fields)

    assert (answer.status_code, list(answer.json())) == (409, ["refused"])
    assert canvas.history.count() == 0


def test_a_form_sent_without_scripts_saves_what_changed_and_comes_back(
    client: Client, canvas, bob
):
    client.force_login(bob)
    card = of(canvas, "touchpoint", "delivery")
    page = reverse("map:element", args=[canvas.slug, card])
    given = {"element": card, "next": page, "b.need": "1", "f.need": "Today", "b.aim": "1"}

    answer = client.post(
        reverse("map:edits", args=[canvas.slug]), {**given, "f.aim": "4.5", "s.aim": "4.5"}
    )

    assert (answer.status_code, answer["Location"]) == (302, page)
    assert canvas.history.get().after == {"fields": {"need": "Today"}}


def test_undo_and_redo_answer_and_say_when_there_is_nothing_left(client: Client, canvas, bob):
    client.force_login(bob)
    card = of(canvas, "touchpoint", "delivery")
    send(client, canvas, element=card, b__need="1", f__need="Today")

    steps = [
        client.post(reverse(f"map:{step}", args=[canvas.slug]), headers=OF_THE_PAGE).status_code
        for step in ("undo", "undo", "redo", "redo")
    ]

    assert steps == [200, 409, 200, 409]


def test_who_is_here_is_told(client: Client, canvas, ana, bob):
    address = reverse("map:present", args=[canvas.slug])
    client.force_login(ana)
    client.post(address, {"element": "x"})
    client.force_login(bob)

    assert client.post(address, {}).json() == {
        "here": [{"name": "Ana", "initials": "A", "element": "x"}],
        "number": 0,
    }


def test_a_canvas_starts_from_a_template_in_its_own_language(client: Client, bob):
    client.force_login(bob)
    given = {"name": "Chez nous", "template": "restaurant", "language": "fr"}

    answer = client.post(reverse("map:new"), given)

    canvas = Canvas.objects.get()
    assert answer["Location"] == reverse("map:editor", args=["chez-nous"])
    assert canvas.parsed().title == "Chez nous"
    assert "Repas" in [stage.title for stage in canvas.parsed().stages]
    assert client.get(answer["Location"]).status_code == 200


def test_a_wrong_file_is_told_by_line_and_field(client: Client, bob):
    client.force_login(bob)
    wrong = b"canvas: store\ntitle: Store\nstages:\n  - stage: buy\n    titel: Buy\n"

    answer = client.post(reverse("map:new"), {"file": SimpleUploadedFile("c.yaml", wrong)})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Line 5" in page
    assert "Did you mean `title`?" in page
    assert not Canvas.objects.exists()


def test_an_exported_canvas_comes_in_again_as_it_was(client: Client, canvas, bob):
    client.force_login(bob)
    file = SimpleUploadedFile("c.yaml", canvas.text.encode())

    client.post(reverse("map:new"), {"file": file})

    assert Canvas.objects.get(slug="lutece-2").parsed() == canvas.parsed()


def test_a_nameless_canvas_is_asked_for_its_name(client: Client, bob):
    client.force_login(bob)

    assert b"Give the canvas a name" in client.post(reverse("map:new"), {"name": " "}).content


def test_a_copy_keeps_drafts_and_begins_its_own_history(client: Client, canvas, bob):
    client.force_login(bob)
    card = of(canvas, "touchpoint", "delivery")
    send(client, canvas, element=card, b__aim="1", f__aim="9")

    client.post(reverse("map:copy", args=[canvas.slug]))

    copied = Canvas.objects.get(slug="lutece-copy")
    assert (copied.name, copied.history.count()) == ("Lutèce (copy)", 0)
    assert copied.draft["elements"][card]["fields"]["aim"] == 9


def test_archiving_is_undone_by_the_same_button(client: Client, canvas, bob):
    client.force_login(bob)
    address = reverse("map:archive", args=[canvas.slug])

    client.post(address)
    canvas.refresh_from_db()
    assert canvas.archived_by == bob

    client.post(address)
    canvas.refresh_from_db()
    assert canvas.archived_at is None


def test_versions_are_named_compared_and_restored(client: Client, canvas, bob):
    client.force_login(bob)
    card = of(canvas, "touchpoint", "delivery")
    send(client, canvas, element=card, b__need="1", f__need="Today")
    client.post(reverse("map:versions", args=[canvas.slug]), {"name": "Summer"})

    shown = client.get(reverse("map:version", args=[canvas.slug, 2])).content.decode()
    assert "Receive my order on the day announced → Today" in shown

    client.post(reverse("map:restore", args=[canvas.slug, 1]))

    canvas.refresh_from_db()
    assert "need: Receive my order" in canvas.text
    listed = client.get(reverse("map:versions", args=[canvas.slug])).content.decode()
    assert "Summer" in listed
    assert "Nothing has changed since the newest version" in listed


def test_settings_and_phases_have_forms_too(client: Client, canvas, bob):
    client.force_login(bob)
    for element in ("canvas", of(canvas, "stage", "awareness")):
        answer = client.get(reverse("map:element", args=[canvas.slug, element]))
        assert answer.status_code == 200
    assert client.get(reverse("map:element", args=[canvas.slug, "none"])).status_code == 404


def test_what_another_one_replaced_can_be_put_back(client: Client, canvas, ana, bob):
    card = of(canvas, "touchpoint", "delivery")
    address = reverse("map:element", args=[canvas.slug, card])
    client.force_login(ana)
    send(client, canvas, element=card, f__need="Tomorrow", b__need="1")
    mine = canvas.history.get()
    assert "Put this back" not in client.get(address).text
    editing.apply(canvas, editing.Set(element=card, fields={"need": "Next week"}), by=bob)
    assert client.get(address).text.count("Put this back") == 1

    send(client, canvas, verb="again", element=card, number=str(mine.number))

    canvas.refresh_from_db()
    assert editing.draft(canvas)["elements"][card]["fields"]["need"] == "Tomorrow"
    refused = send(client, canvas, verb="again", element=card, number="99")
    assert refused.status_code == 409


def test_the_owner_is_called_by_the_name_of_the_team_however_it_is_written(
    client: Client, canvas, ana
):
    Team.objects.create(key="customer-service", name="The Caring Team")
    card = of(canvas, "touchpoint", "delivery")
    owner = editing.Set(element=card, fields={"owner": "Customer Service"})
    editing.apply(canvas, owner, by=ana)
    client.force_login(ana)

    board = client.get(reverse("map:board", args=[canvas.slug])).text
    drawer = client.get(reverse("map:element", args=[canvas.slug, card])).text

    assert "<span>The Caring Team</span>" in board
    assert '<option value="Customer Service" selected>The Caring Team</option>' in drawer
