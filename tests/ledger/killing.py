"""Processes that a test kills at any moment, and that are born again."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress

from tests.site.databases import environment


class Mortals:
    """Processes of `mortals`, one of each kind alive at a time, on one port."""

    def __init__(self, *words: str, **more: str) -> None:
        command = [sys.executable, "-m", "tests.ledger.mortals"]
        self._mother = subprocess.Popen(
            command,
            env=environment(**more),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.alive = {word: self._born(word) for word in words}

    def kill(self, word: str) -> None:
        with suppress(ProcessLookupError):
            os.kill(self.alive[word], signal.SIGKILL)
            # The port is free once it is gone.
            while True:
                os.kill(self.alive[word], 0)
                time.sleep(0.005)
        self.alive[word] = self._born(word)

    def _born(self, word: str) -> int:
        assert self._mother.stdin is not None
        assert self._mother.stdout is not None
        self._mother.stdin.write(f"{word} {self.port}\n")
        self._mother.stdin.flush()
        return int(self._mother.stdout.readline())

    def end(self) -> None:
        for pid in self.alive.values():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self._mother.kill()
        self._mother.communicate()
