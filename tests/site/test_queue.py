"""What becomes of a job: it waits once, runs once at a time, and is tried again."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from parcours.site.jobs import queue, schedules, worker
from parcours.site.jobs.state import queue_state
from parcours.site.models import Job
from tests.site import chores

pytestmark = pytest.mark.django_db

A_WHILE_AGO = timedelta(minutes=1)


def test_a_job_runs_once_and_is_gone(tmp_path):
    file = tmp_path / "lines"
    chores.write.enqueue(str(file), line="here")

    assert worker.run_waiting() == 1
    assert worker.run_waiting() == 0
    assert file.read_text() == "here\n"
    assert not Job.objects.exists()


def test_what_is_asked_for_twice_while_it_waits_is_one_job():
    chores.write.enqueue("a file", line="same")
    chores.write.enqueue("a file", line="same")
    chores.write.enqueue("a file", line="other")

    assert list(Job.objects.values_list("kwargs", flat=True)) == [
        {"line": "same"},
        {"line": "other"},
    ]


def test_what_is_asked_for_while_it_runs_runs_again_after_it():
    chores.tick.enqueue()
    running = queue.claim()
    chores.tick.enqueue()

    assert queue.claim() is None

    queue.finish(running)
    assert queue.claim() is not None


def test_the_sooner_moment_counts():
    tomorrow = timezone.now() + timedelta(days=1)
    chores.tick.using(run_after=tomorrow).enqueue()
    assert queue.claim() is None

    chores.tick.enqueue()

    assert queue.claim().task == "tests.site.chores.tick"


def test_urgent_jobs_go_first():
    chores.write.enqueue("a file")
    chores.tick.using(priority=50).enqueue()

    assert queue.claim().task == "tests.site.chores.tick"


@pytest.mark.django_db(transaction=True)
def test_a_job_exists_only_if_what_asked_for_it_was_committed():
    with transaction.atomic():
        chores.tick.enqueue()
        transaction.set_rollback(True)

    assert not Job.objects.exists()


def test_a_job_that_fails_is_tried_again_after_a_pause():
    chores.fail.enqueue("no luck")
    before = timezone.now()
    worker.run(queue.claim())

    job = Job.objects.get()
    assert (job.state, job.attempts) == ("waiting", 1)
    assert timedelta(seconds=4) <= job.run_at - before <= timedelta(seconds=7)
    assert job.problem.endswith("ValueError: no luck\n")
    assert queue.claim() is None


def test_asking_again_does_not_shorten_the_pause_of_a_job_that_failed():
    chores.fail.enqueue("no luck")
    worker.run(queue.claim())

    chores.fail.enqueue("no luck")

    assert Job.objects.count() == 1
    assert queue.claim() is None


def test_a_job_that_always_fails_is_given_up_and_kept():
    chores.fail.enqueue("never")
    for attempt in range(queue.MOST_ATTEMPTS):
        Job.objects.update(run_at=timezone.now())
        job = queue.claim()
        assert job.attempts == attempt + 1
        worker.run(job)

    job = Job.objects.get()
    assert (job.state, job.attempts) == ("dead", queue.MOST_ATTEMPTS)
    assert queue.claim() is None
    assert not queue_state().is_well


def test_a_job_asked_for_while_it_failed_is_one_job_with_its_attempts():
    chores.fail.enqueue("twice")
    running = queue.claim()
    chores.fail.enqueue("twice")

    worker.run(running)

    job = Job.objects.get()
    assert (job.state, job.attempts) == ("waiting", 1)
    assert job.run_at > timezone.now()


def test_a_job_left_by_a_dead_worker_runs_again_once_its_lease_is_over():
    chores.tick.enqueue()
    first = queue.claim(timedelta(seconds=30))
    assert queue.claim() is None

    Job.objects.update(lease_until=timezone.now() - A_WHILE_AGO)
    second = queue.claim()

    assert (second.pk, second.attempts) == (first.pk, 2)


def test_an_attempt_that_lost_its_lease_no_longer_decides():
    chores.tick.enqueue()
    first = queue.claim(-A_WHILE_AGO)
    second = queue.claim()

    queue.finish(first)
    queue.put_off(first, "too late")

    kept = Job.objects.get()
    assert (kept.state, kept.lease_by, kept.problem) == ("running", second.lease_by, "")


def test_a_lease_is_extended_while_the_job_runs():
    chores.tick.enqueue()
    job = queue.claim(-A_WHILE_AGO)

    queue.extend([job.lease_by])

    assert queue.claim() is None


def test_a_job_that_a_worker_gives_back_runs_at_once_and_counts_once():
    chores.tick.enqueue()
    queue.give_back(queue.claim())

    assert queue.claim().attempts == 1


def test_a_job_that_kills_every_worker_is_given_up():
    chores.tick.enqueue()
    queue.claim(-A_WHILE_AGO)
    Job.objects.update(attempts=queue.MOST_ATTEMPTS)

    queue.bury()

    assert Job.objects.get().state == "dead"


def test_the_pause_doubles():
    pauses = [queue.pause_after(n).total_seconds() for n in range(1, 8)]

    assert all(4 * 2**n <= pause <= 6 * 2**n for n, pause in enumerate(pauses))


def test_the_state_of_the_queue_says_what_waits_fails_and_is_late():
    chores.tick.enqueue()
    chores.fail.enqueue("once")
    worker.run(queue.claim())
    worker.run(queue.claim())
    chores.write.enqueue("a file")
    Job.objects.filter(attempts=0).update(run_at=timezone.now() - A_WHILE_AGO)

    state = queue_state()

    assert (state.waiting, state.running, state.failing, state.dead) == (2, 0, 1, 0)
    assert state.oldest >= A_WHILE_AGO
    assert state.is_worker_late


def test_every_regular_task_of_the_rooms_can_be_enqueued():
    for name in schedules.wanted():
        import_string(name).enqueue()

    assert Job.objects.count() == len(schedules.wanted())
