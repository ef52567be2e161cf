"""A file on its way into the log: tried, carried in, killed, taken back, erased."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from parcours.core.refusal import Refused
from parcours.core.sources import Mapping
from parcours.ledger.domain import carrying, files, importing, keeping, moving
from parcours.ledger.domain.lake import lake
from parcours.ledger.domain.planning import FileGone, plan_of
from parcours.ledger.domain.recording import record
from parcours.ledger.models import Import, SavedMapping
from parcours.people.domain import identity
from parcours.people.models import Claim, Customer
from tests.ledger.brought import ANSWERS, MAILS, ORDERS, bring, carried, files_left, told

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
IN_THE_LOG = [
    ("C-1", "order.delivered", "1"),
    ("C-1", "order.delivered", "3"),
    ("C-1", "order.placed", "1"),
    ("C-1", "order.placed", "3"),
    ("C-2", "order.placed", "2"),
    ("C-3", "order.delivered", "4"),
]


@pytest.fixture(autouse=True)
def folder(settings, tmp_path) -> Path:
    settings.DATA = tmp_path / "data"
    settings.DATA.mkdir()
    return settings.DATA / "imports"


def test_a_file_is_tried_then_carried_in_and_then_deleted(ana, run_jobs, folder):
    brought = carried(bring(ana), ana, run_jobs)

    assert told() == IN_THE_LOG
    assert brought.stage == "done"
    assert brought.report == {
        "read": 4, "accepted": 6, "rejected": 1, "skipped": 0, "written": 6, "duplicates": 0,
    }  # fmt: skip
    assert files_left(folder) == ["rejected.csv"]
    assert files.rejected(brought).read_text("utf-8-sig").splitlines() == [
        "line;column;value;reason",
        "5;at;2150-03-01 09:00:00+00:00;not between 1970 and 2100",
    ]


def test_a_trial_counts_and_writes_nothing(ana, run_jobs):
    brought = bring(ana)
    importing.choose(brought, Mapping.model_validate(brought.mapping), {})
    assert brought.stage == "trying"

    run_jobs()

    brought.refresh_from_db()
    assert brought.stage == "tried"
    assert [brought.trial[name] for name in ("read", "events", "rejected")] == [4, 6, 1]
    assert told() == []


def test_the_same_file_again_brings_nothing_new_and_undoing_it_takes_nothing(ana, run_jobs):
    carried(bring(ana), ana, run_jobs)

    again = carried(bring(ana), ana, run_jobs)

    assert (again.report["written"], again.report["duplicates"]) == (0, 6)
    importing.undo(again, by=ana)
    run_jobs()
    assert told() == IN_THE_LOG


def test_undoing_takes_out_what_it_brought_and_nothing_else(ana, run_jobs):
    record("order.placed", customer_id="C-1", at=NOON, case_id="by hand")
    moving.move()
    brought = carried(bring(ana), ana, run_jobs)

    importing.undo(brought, by=ana)
    run_jobs()

    brought.refresh_from_db()
    assert told() == [("C-1", "order.placed", "by hand")]
    assert (brought.stage, brought.undone_by) == ("undone", ana)


def test_what_a_later_import_told_as_well_stays_when_the_first_is_undone(ana, run_jobs):
    first = carried(bring(ana), ana, run_jobs)
    more = ORDERS + "9;C-9;2026-03-09 10:00;;5,00\n"
    second = carried(bring(ana, text=more), ana, run_jobs)
    third = carried(bring(ana), ana, run_jobs)
    lake().compact(keep=timedelta(0))
    both = sorted([*IN_THE_LOG, ("C-9", "order.placed", "9")])
    assert told() == both

    importing.undo(first, by=ana)
    run_jobs()
    assert told() == both

    importing.undo(second, by=ana)
    run_jobs()
    assert told() == IN_THE_LOG

    importing.undo(third, by=ana)
    run_jobs()
    assert told() == []


def test_who_is_erased_does_not_come_back_when_an_import_is_undone(ana, run_jobs):
    first = carried(bring(ana), ana, run_jobs)
    carried(bring(ana), ana, run_jobs)

    keeping.IMPORTS.erase(["C-1"])
    keeping.EVENTS.erase(["C-1"])
    importing.undo(first, by=ana)
    run_jobs()

    assert told() == [each for each in IN_THE_LOG if each[0] != "C-1"]


def test_a_worker_killed_on_the_way_begins_again_and_doubles_nothing(
    ana, run_jobs, monkeypatch
):
    brought = bring(ana, text=ORDERS + "".join(
        f"{n};C-{n};2026-03-01 10:00;;1,00\n" for n in range(10, 4000)
    ))  # fmt: skip
    importing.choose(brought, Mapping.model_validate(brought.mapping), {})
    run_jobs()
    brought.refresh_from_db()
    importing.confirm(brought, by=ana)
    brought.refresh_from_db()
    monkeypatch.setattr(carrying, "APPENDED", 1)
    carrying._append([next(iter(plan_of(brought).batches())).events], brought)
    in_the_lake = lake().count()

    run_jobs()

    brought.refresh_from_db()
    assert in_the_lake == brought.report["written"] == lake().count() == 3996


def test_two_imports_wait_for_each_other_and_both_enter(ana, bob, run_jobs):
    first, second = bring(ana), bring(bob, text=MAILS, name="mails.csv")
    for each in (first, second):
        importing.choose(each, Mapping.model_validate(each.mapping), each.identities)
    run_jobs()
    for each in (first, second):
        each.refresh_from_db()
        importing.confirm(each, by=ana)
    Import.objects.filter(pk=first.pk).update(seen_at=timezone.now())
    carrying.carry_out.call(second.pk)
    second.refresh_from_db()
    assert second.stage == "importing"

    carrying.carry_out.call(first.pk)
    carrying.carry_out.call(second.pk)

    assert len(told()) == 6 + 3


def test_an_address_becomes_a_claim_and_only_a_pseudonym_enters(ana, run_jobs):
    known = Customer.objects.create(name="Zoé")
    identity.claim(known, "email", "zoe@example.org", source="till")

    brought = carried(bring(ana, text=MAILS, name="mails.csv"), ana, run_jobs)

    new = Claim.objects.get(value="ana@example.org")
    assert [(whose, what) for whose, what, _case in told()] == sorted(
        [
            (new.customer.customer_id, "order.delivered"),
            (new.customer.customer_id, "order.placed"),
            (known.customer_id, "order.placed"),
        ]
    )
    assert (new.source, Customer.objects.count()) == ("mails", 2)
    assert brought.report["rejected"] == 1
    assert "example.org" not in str(lake().scan().collect().to_dicts())


def test_a_guest_of_a_shop_has_their_address_as_a_claim_and_is_who_has_it(ana, run_jobs):
    known = Customer.objects.create(name="Zoé")
    identity.claim(known, "email", "zoe@example.org", source="till")
    orders = [
        {"id": 1, "customer": None, "email": "Zoe@Example.org"},
        {"id": 2, "customer": {"id": 12, "email": "ana@example.org", "phone": "0612345678"}},
        {"id": 3, "customer": None},
    ]
    about = {"created_at": "2026-03-03T11:03:19+01:00", "financial_status": "pending"}
    text = json.dumps({"orders": [each | about for each in orders]})

    brought = carried(bring(ana, text=text, name="shopify.json"), ana, run_jobs)

    assert brought.report["rejected"] == 0
    whose = {whose for whose, _what, _case in told()}
    assert whose == {"anonymous:3", known.customer_id, "shopify:12"}
    assert set(Claim.objects.values_list("customer__customer_id", "kind", "value")) == {
        (known.customer_id, "email", "zoe@example.org"),
        ("shopify:12", "email", "ana@example.org"),
        ("shopify:12", "phone", "+33612345678"),
    }
    assert "example.org" not in str(lake().scan().collect().to_dicts())


def test_a_trial_of_addresses_makes_nobody(ana, run_jobs):
    brought = bring(ana, text=MAILS, name="mails.csv")
    importing.choose(brought, Mapping.model_validate(brought.mapping), brought.identities)

    run_jobs()

    brought.refresh_from_db()
    assert (brought.trial["events"], brought.trial["rejected"]) == (3, 1)
    assert Customer.objects.count() == 0


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "is empty"),
        ("%PDF-1.7 …", "is in PDF format"),
        ("a,b,c\n", "has a header and no rows"),
        ("<html><body>Not found</body></html>", "is in HTML format"),
    ],
)
def test_a_file_that_is_none_is_refused_and_not_kept(ana, folder, text, why):
    with pytest.raises(Refused, match=why):
        bring(ana, text=text, name="export.csv")

    assert files_left(folder) == []
    assert Import.objects.count() == 0


def test_a_saved_mapping_is_taken_for_the_next_file_with_these_columns(ana):
    first = bring(ana)
    first.mapping = first.mapping | {"source": "till", "time_zone": "America/Montreal"}
    importing.remember(first, "Till", by=ana)

    second = bring(ana)

    assert second.mapping == first.mapping
    assert SavedMapping.objects.get().name == "Till"


def test_what_goes_wrong_is_kept_and_can_be_tried_again(ana, run_jobs):
    brought = bring(ana)
    importing.choose(brought, Mapping.model_validate(brought.mapping), {})
    run_jobs()
    brought.refresh_from_db()
    importing.confirm(brought, by=ana)
    path, away = files.path(brought), files.folder(brought) / "away"
    path.rename(away)
    run_jobs()
    brought.refresh_from_db()
    failed = (brought.stage, brought.problem)

    away.rename(path)
    importing.retry(brought)
    run_jobs()

    assert failed == ("failed", "The file is not here any more: bring it again.")
    assert told() == IN_THE_LOG


def test_erasing_someone_deletes_files_under_way_and_lines_that_name_them(
    ana, run_jobs, folder
):
    gone = Customer.objects.create(customer_id="C-9")
    identity.claim(gone, "email", "gone@example.org", source="till")
    done = carried(bring(ana), ana, run_jobs)
    rest = files.rejected(done).read_text("utf-8-sig")
    files.rejected(done).write_text(f"{rest}9;email;Gone@Example.org;odd\n", "utf-8-sig")
    waiting = bring(ana)

    keeping.IMPORTS.erase(["C-9"])

    waiting.refresh_from_db()
    assert files.rejected(done).read_text("utf-8-sig") == rest
    assert "someone was erased" in waiting.problem
    with pytest.raises(FileGone):
        plan_of(waiting)


def test_old_files_are_deleted_after_thirty_days(ana, run_jobs, folder):
    carried(bring(ana), ana, run_jobs)
    bring(ana)
    Import.objects.update(at=timezone.now() - timedelta(days=31))

    expired = keeping.IMPORTS.expire(timezone.now() - timedelta(days=keeping.IMPORTS.days))

    assert (expired, files_left(folder)) == (2, [])
    assert [each.stage for each in Import.objects.all()] == ["done"]


def test_who_answered_without_an_address_enters_beside_those_who_gave_one(ana, run_jobs):
    brought = carried(bring(ana, text=ANSWERS, name="survey.csv"), ana, run_jobs)

    claim = Claim.objects.get(value="zoe@example.org")
    assert brought.report["rejected"] == 0
    assert sorted({whose for whose, _what, _case in told()}) == sorted(
        [claim.customer.customer_id, "typeform a2"]
    )
