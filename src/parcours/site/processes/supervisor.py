"""The supervisor: starts web and worker, starts them again when they die, stops them."""

import http.client
import logging
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final

from parcours.site.processes.child import SUPERVISOR

REFUSED: Final = 2
_LOOK_EVERY: Final = 0.1
_GRACE: Final = 4.0  # seconds that children have to stop by themselves
_SETTLED: Final = 60.0  # seconds after which a child counts as well
_LONGEST_PAUSE: Final = 30.0
_log = logging.getLogger(__name__)


@dataclass
class _Child:
    command: list[str]
    fds: tuple[int, ...] = ()
    process: subprocess.Popen[bytes] | None = None
    failures: int = 0
    start_at: float = 0.0
    started_at: float = field(default=0.0, init=False)

    def start(self) -> None:
        # A session of its own: Ctrl-C reaches the supervisor alone, which stops the others.
        self.process = subprocess.Popen(
            self.command,
            pass_fds=self.fds,
            start_new_session=True,
            env={**os.environ, SUPERVISOR: str(os.getpid())},
        )
        self.started_at = time.monotonic()

    def look(self) -> int | None:
        """Start the child when its time has come; return its exit code when it just ended."""
        if self.process is None:
            if time.monotonic() >= self.start_at:
                self.start()
            return None
        code = self.process.poll()
        if code is None:
            return None
        is_settled = time.monotonic() - self.started_at > _SETTLED
        self.failures = 1 if is_settled else self.failures + 1
        self.start_at = time.monotonic() + min(2.0 ** (self.failures - 2), _LONGEST_PAUSE)
        self.process = None
        return code

    def is_alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def send(self, number: int) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(number)


class Supervisor:
    """A listening socket and the children that answer on it.

    The socket is the supervisor's: while web starts again, visitors wait and are not refused.
    """

    def __init__(
        self, listening: socket.socket, *, webs: int = 1, others: Iterable[str] = ()
    ) -> None:
        """*others* are modules to run beside web and worker."""
        fd = listening.fileno()
        self._address = listening.getsockname()
        web = _module("parcours.site.processes.web", str(fd))
        modules = ["parcours.site.processes.work", *others]
        self._first = _Child(web, (fd,))
        self._others = [
            *(_Child(web, (fd,)) for _ in range(webs - 1)),
            *(_Child(_module(each)) for each in modules),
        ]
        self._children = [self._first]
        self._is_stopping = False

    def run(self, when_ready: Callable[[], None]) -> int:
        """Run until a signal comes; return the exit code.

        The first web sets up database and files; the others start when it answers. A child
        that refuses its settings stops everything.
        """
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop)
        is_ready = False
        try:
            while not self._is_stopping:
                for child in self._children:
                    if code := child.look():
                        _log.error("%s ended with %d", child.command[2], code)
                    if code == REFUSED:
                        return REFUSED
                if not is_ready and self._first.is_alive() and answers(*self._address[:2]):
                    is_ready = True
                    self._children += self._others
                    when_ready()
                time.sleep(_LOOK_EVERY)
            return 0
        finally:
            self._end()

    def _stop(self, *_signal: object) -> None:
        self._is_stopping = True

    def _end(self) -> None:
        for child in self._children:
            child.send(signal.SIGTERM)
        end = time.monotonic() + _GRACE
        while any(child.is_alive() for child in self._children) and time.monotonic() < end:
            time.sleep(0.02)
        for child in self._children:
            child.send(signal.SIGKILL)


def answers(host: str, port: int) -> bool:
    """Return whether the site at an address of this machine says that it is well."""
    reached = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    connection = http.client.HTTPConnection(reached, port, timeout=0.3)
    try:
        connection.request("GET", "/health")
        return connection.getresponse().status == http.client.OK
    except OSError:
        return False
    finally:
        connection.close()


def _module(*words: str) -> list[str]:
    return [sys.executable, "-m", *words]
