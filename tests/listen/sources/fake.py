"""The sites of reviews in a test: one server on this machine that speaks for all of them."""

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest


@dataclass
class Asked:
    """A request that came."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: Any


@dataclass
class Sites:
    """What each address answers, and what was asked. An answer may be a function of it."""

    answers: dict[str, Any] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    address: str = ""

    def say(self, route: str, *answers: Any) -> None:
        """Let ``METHOD host/path`` answer these in turn, the last one for ever."""
        self.answers[route] = list(answers)

    def to(self, part: str) -> list[Asked]:
        """Return what was asked of addresses that have *part* in them."""
        return [each for each in self.asked if part in each.path]

    def answer(self, asked: Asked) -> tuple[int, dict[str, str], bytes]:
        self.asked.append(asked)
        queue = self.answers.get(f"{asked.method} {asked.path}", [(404, {"message": "no"})])
        said = queue.pop(0) if len(queue) > 1 else queue[0]
        if isinstance(said, Callable):
            said = said(asked)
        if isinstance(said, tuple):
            status, body, *more = said
            headers = more[0] if more else {}
        else:
            status, body, headers = 200, said, {}
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        return status, headers, content


@pytest.fixture
def sites(settings: Any) -> Iterator[Sites]:
    """The fake, through which everything that leaves goes."""
    sites = Sites()

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            parts = urlsplit(self.path)
            length = int(self.headers.get("Content-Length") or 0)
            raw = self.rfile.read(length)
            is_json = "json" in self.headers.get("Content-Type", "")
            asked = Asked(
                self.command,
                parts.path.lstrip("/"),
                {name: each[0] for name, each in parse_qs(parts.query).items()},
                dict(self.headers),
                json.loads(raw) if is_json else raw.decode(),
            )
            status, headers, content = sites.answer(asked)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PUT = answer  # noqa: N815  the server's own names

        def log_message(self, *_given: Any) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    sites.address = f"http://127.0.0.1:{server.server_port}"
    settings.REVIEWS_VIA = sites.address
    yield sites
    server.shutdown()
    thread.join()
    server.server_close()
