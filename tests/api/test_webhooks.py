"""Addresses outside are told what happens: signed, again until it arrives, and forgotten."""

import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from parcours.ledger.models import Import
from parcours.people.domain import erasing
from parcours.people.models import AuditEntry, Customer, Member
from parcours.site.jobs.queue import ready
from parcours.site.models import Delivery, Job, Webhook
from parcours.site.webhooks import reaching, telling, watching
from parcours.site.webhooks.events import EVENTS
from parcours.site.webhooks.keeping import DELIVERIES
from parcours.site.webhooks.secrets import opened, sealed


class Receiver(HTTPServer):
    """Someone's program: keeps what it is told, answers with ``status``."""

    status = 200

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.told: list[tuple[dict[str, str], bytes]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/hook"


class Handler(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.told.append((dict(self.headers), body))
        self.send_response(self.server.status)
        self.end_headers()
        self.wfile.write(b"thanks")

    def log_message(self, *_given: object) -> None:
        """Say nothing."""


@pytest.fixture
def receiver(settings) -> Iterator[Receiver]:
    settings.WEBHOOKS_PRIVATE = True
    server = Receiver()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def hook(receiver: Receiver, ana: Member) -> tuple[Webhook, str]:
    return telling.add(receiver.url, events=EVENTS, by=ana)


def later() -> int:
    """Run what is put off, as if its time had come; return how many jobs that were."""
    Job.objects.update(run_at=timezone.now() - timedelta(seconds=1))
    return ready(timezone.now()).count()


def test_what_is_told_is_signed(hook, receiver: Receiver, run_jobs):
    webhook, secret = hook
    telling.tell(webhook, "import.done", "7", data={"import": 7})
    run_jobs()

    [(headers, body)] = receiver.told
    moment, signature = (
        each.split("=")[1] for each in headers["Parcours-Signature"].split(",")
    )
    delivery = Delivery.objects.get()
    assert signature == telling.signature(secret, int(moment), body)
    assert signature != telling.signature("another", int(moment), body)
    assert (headers["Parcours-Event"], headers["Parcours-Delivery"]) == (
        "import.done",
        str(delivery.pk),
    )
    assert json.loads(body)["data"] == {"import": 7}
    assert (delivery.status, delivery.answer, delivery.state) == (200, "thanks", "done")


def test_what_happened_once_is_told_once(hook, receiver: Receiver, run_jobs):
    for _ in range(2):
        telling.tell(hook[0], "import.done", "7", data={})
        run_jobs()

    assert len(receiver.told) == 1


def test_what_does_not_arrive_is_tried_again_until_it_does(hook, receiver: Receiver, run_jobs):
    receiver.status = 500
    telling.ping(hook[0])
    run_jobs()
    failed = Delivery.objects.values_list("attempts", "status", "done_at").get()
    wait = Job.objects.get().run_at - timezone.now()
    receiver.status = 204
    later()
    run_jobs()

    assert failed == (1, 500, None)
    assert timedelta(seconds=5) < wait <= telling.PAUSES[0]
    assert Delivery.objects.values_list("attempts", "status").get() == (2, 204)
    assert Webhook.objects.get().failures == 0


def test_what_never_arrives_is_given_up_and_can_be_sent_again(
    hook, receiver: Receiver, run_jobs
):
    receiver.status = 500
    telling.ping(hook[0])
    while later():
        run_jobs()
    given_up = Delivery.objects.get()
    receiver.status = 200
    telling.send_again(given_up)
    run_jobs()

    assert (given_up.attempts, given_up.state) == (len(telling.PAUSES) + 1, "given up")
    assert Delivery.objects.get().state == "done"


def test_what_fails_all_the_time_is_disabled_and_said(hook, receiver: Receiver, run_jobs, ana):
    webhook, _secret = hook
    receiver.status = 500
    Webhook.objects.update(failures=telling.MOST_FAILURES - 1)
    telling.ping(webhook)
    run_jobs()
    disabled, [said] = Webhook.objects.get(), mail.outbox
    waiting = telling.listening("import.done")
    receiver.status = 200
    telling.enable(disabled, by=ana)
    later()
    run_jobs()

    assert disabled.disabled_at is not None
    assert waiting == []
    assert (said.to, receiver.url in said.body) == (["ana@example.org"], True)
    assert Delivery.objects.get().state == "done"
    assert AuditEntry.objects.filter(action="webhook.disabled", by=None).exists()


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost:8321/",
        "http://10.0.0.8/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://[::ffff:192.168.1.1]/",
        "ftp://example.org/",
        "http://no-such-host.invalid/",
    ],
)
def test_an_address_that_does_not_lead_out_is_refused(url: str, ana: Member):
    with pytest.raises(reaching.PrivateAddress):
        telling.add(url, events=EVENTS, by=ana)


def test_a_name_that_leads_inside_later_is_sent_nothing(
    hook, receiver: Receiver, run_jobs, settings
):
    settings.WEBHOOKS_PRIVATE = False
    telling.ping(hook[0])
    run_jobs()

    delivery = Delivery.objects.get()
    assert receiver.told == []
    assert (delivery.status, delivery.state) == (None, "waiting")
    assert delivery.answer == (
        "127.0.0.1 is in a private network: see PARCOURS_WEBHOOKS_PRIVATE."
    )


def test_a_secret_is_kept_sealed_and_opens_with_older_keys(settings):
    settings.SECRET_KEY = "one"
    token = sealed("whsec_x")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "two", ["one"]

    assert "whsec_x" not in token
    assert opened(token) == "whsec_x"


def test_a_secret_that_no_key_opens_is_said(hook, receiver, run_jobs, settings):
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "lost", []
    telling.ping(hook[0])
    run_jobs()

    assert receiver.told == []
    assert "PARCOURS_OLD_SECRET_KEYS" in Delivery.objects.get().answer


def test_a_changed_canvas_is_told_once_it_lies_still(hook, receiver, company, run_jobs):
    Webhook.objects.update(made_at=timezone.now() - timedelta(hours=2))
    watching.look.call()
    at_once = Delivery.objects.count()
    company.changed_at = timezone.now() - timedelta(minutes=2)
    company.save()
    for _ in range(2):
        watching.look.call()
    run_jobs()

    [(_headers, body)] = receiver.told
    assert at_once == 0
    assert json.loads(body)["data"] == {"canvas": "parcels", "name": "Parcels", "edits": 0}


def test_an_import_that_is_done_is_told_with_its_report(hook, ana: Member):
    now = timezone.now()
    report = {"read": 3, "written": 2, "duplicates": 0, "rejected": 1, "skipped": 0}
    brought = Import.objects.create(
        name="orders.csv", size=9, by=ana, language="en", mapping={}, recorded_at=now,
        finished_at=now, report=report | {"rows": ["anne@example.org"]},
    )  # fmt: skip

    for _ in range(2):
        watching.look.call()

    told = json.loads(Delivery.objects.get().body)
    assert told["event"] == "import.done"
    assert told["data"] == {"import": brought.pk, "name": "orders.csv", "report": report}


def test_what_was_told_of_a_person_is_in_their_export_and_expires(hook, receiver):
    telling.tell(hook[0], "promise.broken", "x", data={"promise": "p"}, customer_id="anne")
    [(name, told)] = DELIVERIES.export(["anne"])
    kept = DELIVERIES.expire(timezone.now() - timedelta(days=30))
    gone = DELIVERIES.expire(timezone.now() + timedelta(seconds=1))

    assert (name, told[0]["told"]["data"]) == ("deliveries.json", {"promise": "p"})
    assert (kept, gone, Delivery.objects.count()) == (0, 1, 0)


def test_a_broken_promise_is_told_with_whose_it_was(hook, company, shop: Client):
    Webhook.objects.update(made_at=timezone.now() - timedelta(days=3))
    now = timezone.now()
    placed = {
        "customer_id": "c1",
        "case_id": "o1",
        "activity": "order.placed",
        "at": (now - timedelta(days=2)).isoformat(),
        "due_at": (now - timedelta(hours=3)).isoformat(),
    }
    shop.post("/api/v1/events", [placed], content_type="application/json")

    for _ in range(2):
        watching.look_for_broken.call()

    delivery = Delivery.objects.get()
    told = json.loads(delivery.body)["data"]
    assert (delivery.event, delivery.customer_id) == ("promise.broken", "c1")
    assert (told["canvas"], told["promise"], told["case_id"]) == ("parcels", "on-time", "o1")


def test_a_break_that_becomes_known_late_is_told_once_and_none_before_the_address(
    hook, company, shop: Client
):
    now = timezone.now()
    Webhook.objects.update(made_at=now - timedelta(days=12))
    told = []
    for days in (5, 15):
        shop.post(
            "/api/v1/events",
            [
                {
                    "customer_id": f"c{days}",
                    "case_id": f"o{days}",
                    "activity": "order.placed",
                    "at": (now - timedelta(days=days + 2)).isoformat(),
                    "due_at": (now - timedelta(days=days)).isoformat(),
                }
            ],
            content_type="application/json",
        )
        watching.look_for_broken.call()
        told.append(list(Delivery.objects.values_list("customer_id", flat=True)))

    assert told == [["c5"], ["c5"]]


def test_who_is_erased_is_told_and_then_forgotten(hook, receiver, run_jobs, ana: Member):
    anne = Customer.objects.create(customer_id="anne")
    telling.tell(hook[0], "promise.broken", "x", data={}, customer_id="anne")
    run_jobs()
    receiver.told.clear()

    erasing.erase(anne, by=ana)
    run_jobs()

    [(_headers, body)] = receiver.told
    assert json.loads(body)["data"] == {"customer_id": "anne"}
    assert "anne" not in str(list(Delivery.objects.values_list("body", "customer_id")))
    assert Delivery.objects.count() == 1


def test_owners_add_try_and_remove_an_address(client: Client, ana, receiver, run_jobs):
    client.force_login(ana)
    added = client.post("/team/webhooks/", {"url": receiver.url, "events": ["import.done"]})
    webhook = Webhook.objects.get()
    path = f"/team/webhooks/{webhook.pk}/"
    client.post(f"{path}trial/")
    run_jobs()
    shown = client.get(path).content.decode()
    client.post(f"/team/deliveries/{Delivery.objects.get().pk}/sending/")
    run_jobs()
    client.post(f"{path}removal/")

    assert opened(webhook.secret) in added.content.decode()
    assert opened(webhook.secret) not in client.get("/team/webhooks/").content.decode()
    assert "thanks" in shown
    assert len(receiver.told) == 2
    assert not Webhook.objects.exists()


def test_colleagues_do_not_see_keys_nor_webhooks(client: Client, bob: Member):
    client.force_login(bob)

    for address in ("/team/keys/", "/team/webhooks/"):
        assert client.get(address).status_code == 404
