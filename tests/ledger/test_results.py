"""Answers are kept, refreshed in the background, and say how old they are."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from parcours.core.refusal import Refused
from parcours.ledger.domain import results
from parcours.ledger.domain.recording import record
from parcours.ledger.models import Announcement, Result
from parcours.site.models import Job

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def how_many(log, *, times=1):
    """Count the events of the log."""
    return times * sum(len(log.events(bucket)) for bucket in range(log.buckets))


def hopeless(log):
    """Never know."""
    raise Refused("nobody ever answered")


def happen():
    record("order.placed", customer_id="ana", at=NOON)


def grow_old(**by):
    moved = timezone.now() - timedelta(**by)
    Result.objects.update(computed_at=moved, asked_at=moved, failed_at=None)


def test_the_first_who_asks_waits_for_the_worker_and_later_ones_get_what_is_kept(run_jobs):
    happen()

    first = results.answer(how_many)
    run_jobs()
    then = results.answer(how_many)

    assert first is None
    assert (then.payload, then.is_current, then.until) == (1, True, NOON)
    assert run_jobs() == 0


def test_an_old_answer_is_given_at_once_and_refreshed_in_the_background(run_jobs):
    results.compute(results.name_of(how_many), {})
    grow_old(minutes=1)
    happen()

    old = results.answer(how_many)
    run_jobs()
    new = results.answer(how_many)

    assert (old.payload, old.is_current) == (0, False)
    assert (new.payload, new.is_current) == (1, True)
    assert Announcement.objects.filter(topic=new.topic).count() == 2


def test_it_is_refreshed_at_most_every_ten_seconds_and_five_times_as_long_as_it_takes(run_jobs):
    results.compute(results.name_of(how_many), {})
    happen()
    Result.objects.update(seconds=20)

    results.answer(how_many)
    results.answer(how_many)

    (waiting,) = Job.objects.all()
    due = Result.objects.get().computed_at + timedelta(seconds=100)
    assert waiting.run_at == due
    assert run_jobs() == 0


def test_questions_with_other_arguments_have_other_answers(run_jobs):
    happen()
    results.answer(how_many, times=2)
    results.answer(how_many, times=3)
    run_jobs()

    found = [results.answer(how_many, times=times) for times in (2, 3)]

    assert [each.payload for each in found] == [2, 3]
    assert found[0].topic == results.topic(how_many, times=2) != found[1].topic


def test_a_computation_that_fails_says_why_and_keeps_the_answer_before(run_jobs):
    with pytest.raises(Refused):
        results.compute(results.name_of(hopeless), {})

    assert results.answer(hopeless) is None
    assert results.problem(hopeless) == "nobody ever answered"
    Result.objects.update(payload=7, computed_at=NOON)
    kept = results.answer(hopeless)
    assert (kept.payload, kept.problem) == (7, "nobody ever answered")
    assert results.problem(how_many) == ""


def test_an_answer_that_works_again_has_no_problem():
    results.compute(results.name_of(how_many), {})
    Result.objects.update(problem="the disk is full", failed_at=NOON)

    results.compute(results.name_of(how_many), {})

    assert results.problem(how_many) == ""


def test_what_nobody_asks_for_in_thirty_days_is_forgotten(run_jobs):
    results.compute(results.name_of(how_many), {})
    results.compute(results.name_of(how_many), {"times": 2})
    grow_old(days=31)
    results.answer(how_many, times=2)

    results.prune.enqueue()
    run_jobs()

    assert list(Result.objects.values_list("given", flat=True)) == [{"times": 2}]
