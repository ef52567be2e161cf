"""The processes of a site: started again when they die, and none left when it stops."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from tests.databases_of_tests import copied

pytestmark = pytest.mark.one_database


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One data folder for all: the first start sets it up, but for its tables."""
    folder = tmp_path_factory.mktemp("site")
    copied(folder / "parcours.sqlite3")
    return folder


@pytest.fixture
def serving(folder: Path) -> Iterator["Site"]:
    site = Site(folder)
    try:
        until(site.answers, 60)
        yield site
    finally:
        site.supervisor.kill()
        site.supervisor.communicate()
        until(lambda: not alive(site.children))


class Site:
    """A site that runs, as `parcours serve` starts it."""

    def __init__(self, folder: Path, given: dict[str, str] | None = None) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        command = [sys.executable, "-m", "parcours", "serve", "--data", folder, "--port"]
        self.supervisor = subprocess.Popen(
            [*map(str, command), str(self.port)], env=given or bare(), stderr=subprocess.PIPE
        )
        self.children: list[int] = []

    def answers(self) -> bool:
        try:
            with urlopen(f"http://127.0.0.1:{self.port}/health", timeout=1):
                return True
        except OSError:
            return False

    def child(self, name: str) -> int | None:
        """Return the process that runs a module of the site."""
        for each in Path("/proc").glob("[0-9]*"):
            try:
                parent = int((each / "stat").read_text().rsplit(") ", 1)[1].split()[1])
                words = (each / "cmdline").read_text().split("\0")
            except OSError:
                continue
            if parent == self.supervisor.pid and f"parcours.site.processes.{name}" in words:
                self.children.append(int(each.name))
                return int(each.name)
        return None


def bare() -> dict[str, str]:
    """Return an environment without the settings of the tests."""
    ours = ("PARCOURS_", "DJANGO_")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)}


def until(happened: Callable[[], Any], seconds: float = 30) -> Any:
    end = time.monotonic() + seconds
    while not (found := happened()):
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)
    return found


def alive(processes: list[int]) -> list[int]:
    return [each for each in processes if Path(f"/proc/{each}").exists()]


def test_a_child_that_is_killed_comes_back_and_a_stop_is_quick(serving):
    worker = until(lambda: serving.child("work"))
    web = serving.child("web")
    os.kill(worker, signal.SIGKILL)
    os.kill(web, signal.SIGKILL)

    # The supervisor holds the socket: who asks meanwhile waits for the next web.
    connection = http.client.HTTPConnection("127.0.0.1", serving.port, timeout=30)
    connection.request("GET", "/health")
    assert connection.getresponse().status == 200
    connection.close()
    assert until(lambda: serving.child("work")) != worker
    assert until(lambda: serving.child("web")) != web

    # A visitor who never ends the question keeps nobody.
    with socket.create_connection(("127.0.0.1", serving.port)) as visitor:
        visitor.sendall(b"GET /health HTTP/1.1\r\nHost: localhost\r\n")
        start = time.monotonic()
        serving.supervisor.send_signal(signal.SIGINT)
        _out, said = serving.supervisor.communicate(timeout=10)

    assert time.monotonic() - start < 5
    assert serving.supervisor.returncode == 0
    assert b"Traceback" not in said
    assert alive(serving.children) == []


def test_no_child_outlives_a_supervisor_that_is_killed(serving):
    until(lambda: serving.child("work"))
    serving.child("web")
    serving.supervisor.kill()
    serving.supervisor.wait(5)

    until(lambda: not alive(serving.children), 5)


def test_a_wrong_setting_stops_the_whole_start(tmp_path):
    command = [sys.executable, "-m", "parcours", "serve", "--data", str(tmp_path), "--port"]
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    refused = subprocess.run(
        [*command, str(port)],
        env={**bare(), "PARCOURS_TIME_ZONE": "Europe/Lutece"},
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert refused.returncode == 2
    assert "PARCOURS_TIME_ZONE is 'Europe/Lutece'" in refused.stderr
    assert "Traceback" not in refused.stderr
