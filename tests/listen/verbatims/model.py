"""A language model in a test: one server on this machine, that keeps what it was told."""

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from parcours.listen.domain.endpoint import choosing
from parcours.listen.domain.endpoint.choosing import Choice
from parcours.people.models import Member

SECRET = "sk-invented-0042"
ANSWERS = "survey.answered:surveys"
JOBS = ("summaries", "labels")
LABELS = {"sentiment": "negative", "drivers": {"time": "negative"}, "flags": ["complaint"]}


@dataclass
class Model:
    """What it answers next (content, or status, body and headers), and what it was asked."""

    answers: list[Any] = field(default_factory=list)
    asked: list[dict[str, Any]] = field(default_factory=list)
    address: str = ""

    def say(self, *answers: Any) -> None:
        """Answer these in turn, the last one for ever."""
        self.answers = list(answers)

    @property
    def told(self) -> list[list[str]]:
        """The texts of each request."""
        return [[each["text"] for each in self.data(n)] for n in range(len(self.asked))]

    def data(self, place: int) -> list[dict[str, Any]]:
        return json.loads(self.asked[place]["body"]["messages"][1]["content"])["texts"]

    def next(self) -> tuple[int, bytes, dict[str, str]]:
        said = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(said, Callable):
            said = said(self.data(-1))
        if isinstance(said, tuple):
            status, body, *more = said
            content = body if isinstance(body, bytes) else json.dumps(body).encode()
            return status, content, dict(*more)
        return 200, json.dumps(completion(said)).encode(), {}


def completion(content: Any, finish: str = "stop") -> dict[str, Any]:
    text = content if isinstance(content, str) else json.dumps(content)
    message = {"role": "assistant", "content": text}
    return {
        "model": "small-1",
        "choices": [{"index": 0, "message": message, "finish_reason": finish}],
        "usage": {"prompt_tokens": 210, "completion_tokens": 34},
    }


def point(sentence: str, *quotes: tuple[int, str]) -> dict[str, Any]:
    told = [{"number": number, "words": words} for number, words in quotes]
    return {"sentence": sentence, "quotes": told}


def choose(model: Model, by: Member, *jobs: str, **given: Any) -> None:
    """Let *by* choose the fake, and turn jobs on."""
    choice = {
        "address": model.address, "model": "small", "secret": SECRET, "is_ours": True,
        "kinds": [ANSWERS], "most_texts": 10,
    } | given  # fmt: skip
    choosing.choose(Choice(**choice), by=by)
    for job in jobs:
        choosing.turn_on(job, by=by)


@pytest.fixture
def model() -> Iterator[Model]:
    """The fake."""
    model = Model()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(length))
            model.asked.append({"path": self.path, "headers": dict(self.headers), "body": body})
            status, content, headers = model.next()
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_given: Any) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    model.address = f"http://127.0.0.1:{server.server_port}/v1"
    yield model
    server.shutdown()
    thread.join()
    server.server_close()
