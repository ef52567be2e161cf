"""Ctrl-C, from the first instant on."""

import signal
import subprocess
import sys
import time

import pytest

from parcours.cli import STOPPED


def deaf() -> None:
    """Do as the launcher: what comes from the keyboard waits until the command can hear."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})


@pytest.mark.parametrize("seconds", [0, 0.1, 0.4, 0.8])
def test_a_stop_while_everything_loads_shows_no_traceback(tmp_path, seconds):
    command = [sys.executable, "-m", "parcours", "demo", "--folder", str(tmp_path / "demo")]
    with subprocess.Popen(
        command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True, preexec_fn=deaf
    ) as running:
        time.sleep(seconds)
        running.send_signal(signal.SIGINT)
        said = "".join(running.communicate())

    assert running.returncode == STOPPED
    assert "Traceback" not in said
    assert "KeyboardInterrupt" not in said
