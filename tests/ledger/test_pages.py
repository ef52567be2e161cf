"""The pages of events and imports: what they show, to whom, and what they refuse."""

import pytest
from django.urls import reverse

from parcours.core.sources import Mapping
from parcours.ledger.domain import files, importing
from parcours.ledger.models import Import, Result, SavedMapping
from tests.ledger.brought import ANSWERS, ORDERS, bring, carried, told, upload

pytestmark = pytest.mark.django_db
STEPS = (
    "import", "rejected", "columns", "mapping", "saved", "confirmation", "retrial", "undoing",
    "removal",
)  # fmt: skip


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DATA = tmp_path / "data"
    settings.DATA.mkdir()


@pytest.fixture
def page(client, ana):
    client.force_login(ana)
    return client


def words(response):
    return " ".join(response.content.decode().split())


def at(name, brought):
    return reverse(f"ledger:{name}", args=[brought.pk])


def filled(page, brought, **changes):
    """What the form of columns sends, with some of it changed."""
    context = page.get(at("import", brought)).context
    forms = [context["options"], *context["columns"]]
    sent = {
        form.add_prefix(name): value for form in forms for name, value in form.initial.items()
    }
    named = {form.column: form for form in context["columns"]}
    for column, role in changes.items():
        if column in named:
            sent[named[column].add_prefix("role")] = role
        else:
            sent[column] = role
    return sent


def test_who_may_not_import_finds_nothing_anywhere(client, ana, bob, viewer, zoe):
    brought = bring(ana)

    for member in (bob, viewer, zoe):
        client.force_login(member)
        found = [client.get(reverse("ledger:imports")).status_code]
        found += [client.post(at(step, brought)).status_code for step in STEPS]
        assert set(found) == {404}
    assert Import.objects.get() == brought


def test_an_empty_log_says_what_a_good_first_file_looks_like(page):
    response = page.get(reverse("ledger:imports"))

    assert "What a good first file looks like" in words(response)
    assert "Imports</h2>" not in words(response)


def test_a_file_is_brought_shown_with_its_guess_tried_and_confirmed(page, ana, run_jobs):
    sent = page.post(reverse("ledger:imports"), {"file": upload("a,b\n")})
    assert (sent.status_code, "has a header and no rows" in words(sent)) == (422, True)
    response = page.post(reverse("ledger:imports"), {"file": upload(ORDERS)}, follow=True)
    brought = response.context["brought"]
    assert [form.initial["role"] for form in response.context["columns"]] == [
        "case", "customer", "at", "at", "amount",
    ]  # fmt: skip
    page.post(at("columns", brought), filled(page, brought, remember="Shop", currency="EUR"))
    moving = words(page.get(at("import", brought)))
    run_jobs()
    tried = words(page.get(at("import", brought)))
    page.post(at("confirmation", brought))
    run_jobs()
    done = words(page.get(at("import", brought)))

    assert 'http-equiv="refresh"' in moving
    assert "Import 6 events" in tried
    assert "6 events entered the log" in done
    assert SavedMapping.objects.get().by == ana
    left_out = page.get(at("rejected", brought))
    assert b"".join(left_out).decode("utf-8-sig").count("\r\n") == 2
    listed = words(page.get(reverse("ledger:imports")))
    assert 'orders.csv</a><small class="muted">' in listed


def test_what_a_file_lacks_is_asked_for_in_words_and_not_by_keys(page):
    bare = page.post(reverse("ledger:imports"), {"file": upload("a,b\n1,2\n")}, follow=True)
    dated = "date\n2026-03-03 10:00\n"
    naive = page.post(reverse("ledger:imports"), {"file": upload(dated)}, follow=True)

    for asked in (
        "Who: say which column",
        "What: say what a row tells",
        "When: say which column",
    ):
        assert asked in words(bare)
    assert "Times do not say their time zone; set it to yours" in words(naive)
    assert "`" not in words(naive)


def test_htmx_gets_the_part_of_the_page_that_moves(page, ana):
    brought = bring(ana)

    for address in (at("import", brought), reverse("ledger:imports")):
        part = words(page.get(address, headers={"HX-Request": "true"}))
        assert part.startswith('<div id="')


def test_another_role_for_a_column_changes_what_enters(page, ana, run_jobs):
    brought = bring(ana)

    page.post(at("columns", brought), filled(page, brought, delivered_at=""))
    run_jobs()

    brought.refresh_from_db()
    assert brought.trial["events"] == 3


def test_choices_that_are_no_mapping_come_back_with_the_reason(page, ana):
    brought = bring(ana, text="name,email,at\nAna,a@x.org,2026-03-01\nBob,b@x.org,2026-03-02\n")

    wrong = page.post(at("columns", brought), filled(page, brought, email="property"))
    zone = page.post(at("columns", brought), filled(page, brought, time_zone="Paris"))

    assert (wrong.status_code, zone.status_code) == (422, 422)
    assert "tells who someone is" in words(wrong)
    assert "Write a time zone like Europe/Paris." in words(zone)


def test_the_mapping_as_text_is_read_or_its_faults_are_told(page, ana, run_jobs):
    brought = bring(ana)
    text = page.get(at("import", brought)).context["text"].initial["text"]

    wrong = page.post(at("mapping", brought), {"text": text.replace("case_id", "case_ids")})
    page.post(at("mapping", brought), {"text": text.replace("order.placed", "sale.made")})
    run_jobs()

    brought.refresh_from_db()
    assert (wrong.status_code, "case_ids" in words(wrong)) == (422, True)
    assert brought.mapping["events"][0]["activity"] == "sale.made"
    assert brought.trial["events"] == 6


def test_saved_choices_are_used_where_they_fit(page, ana):
    brought, other = bring(ana), bring(ana, text="who,at\n1,2026-03-01\n", name="other.csv")
    importing.remember(brought, "Till", by=ana)
    saved = {"saved": SavedMapping.objects.get().pk}

    fits = page.post(at("saved", brought), saved, follow=True)
    not_here = page.post(at("saved", other), saved, follow=True)
    nothing = page.post(at("saved", brought), {})

    assert "Read as in “Till”." in words(fits)
    assert "has no column" in words(not_here)
    assert nothing.status_code == 422


def test_what_was_confirmed_cannot_be_changed_or_thrown_away(page, ana, run_jobs):
    brought = carried(bring(ana), ana, run_jobs)

    answers = [page.post(at(step, brought)) for step in ("columns", "mapping", "removal")]
    page.post(at("confirmation", brought))
    page.post(at("retrial", brought))

    assert {each.status_code for each in answers} == {404}
    assert run_jobs() == 0


def test_an_import_is_undone_and_a_draft_thrown_away(page, ana, run_jobs):
    brought, draft = carried(bring(ana), ana, run_jobs), bring(ana)

    page.post(at("undoing", draft))
    page.post(at("undoing", brought))
    run_jobs()
    page.post(at("removal", draft))

    assert "This import was undone" in words(page.get(at("import", brought)))
    assert (told(), Import.objects.count()) == ([], 1)
    assert page.get(at("rejected", brought)).status_code == 404


def test_what_stopped_says_why_and_can_be_tried_again(page, ana, run_jobs):
    brought = bring(ana)
    importing.choose(brought, Mapping.model_validate(brought.mapping), {})
    run_jobs()
    page.post(at("confirmation", brought))
    Import.objects.update(problem="the disk is full", failed_at=brought.at)

    stopped = words(page.get(at("import", brought)))
    page.post(at("retrial", brought))
    run_jobs()

    assert "the disk is full" in stopped
    assert len(told()) == 6


def test_a_file_that_is_gone_says_so(page, ana):
    brought = bring(ana)
    files.discard(brought)

    gone = page.get(at("import", brought))
    page.post(at("columns", brought), {})

    assert "The file is not here any more" in words(gone)


def test_a_file_that_is_too_large_is_refused(page, monkeypatch):
    monkeypatch.setattr("parcours.ledger.forms.MOST_BYTES", 3)

    refused = page.post(reverse("ledger:imports"), {"file": upload("a,b\n1,2\n")})

    assert "larger than 3" in words(refused)


def test_sizes_of_files_are_written_one_way(page, ana, monkeypatch):
    monkeypatch.setattr("parcours.ledger.forms.MOST_BYTES", 2_000_000)
    page.cookies["parcours-language"] = "fr"

    refused = page.post(reverse("ledger:imports"), {"file": upload("a," * 1_000_001)})

    assert "dépasse 2 Mo" in words(refused)


def test_a_page_says_how_old_its_figures_are_and_what_went_wrong(page, ana, run_jobs):
    carried(bring(ana), ana, run_jobs)
    page.get(reverse("ledger:imports"))
    run_jobs()
    Result.objects.update(problem="no room")

    shown = words(page.get(reverse("ledger:imports")))

    assert "from events until March 5, 2026, 18:00." in shown
    assert "Refreshing it failed: no room" in shown


def test_answers_of_a_survey_keep_their_questions_whatever_else_is_chosen(page, ana):
    brought = bring(ana, text=ANSWERS, name="survey.csv")
    shown = page.get(at("import", brought)).context
    page.post(at("columns", brought), filled(page, brought, channel="web"))

    brought.refresh_from_db()
    assert shown["columns"] == []
    assert [(each["scale"], each["channel"]) for each in brought.mapping["events"]] == [
        ("nps_0_10", "web"),
        ("csat_1_5", "web"),
    ]
    assert brought.identities == {"email": "email"}
