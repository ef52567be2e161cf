"""Ctrl-C, from the first instant on."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from parcours.cli import STOPPED

LAUNCHER = Path(__file__).parents[2] / "parcours"


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


def test_a_stop_that_broke_into_executed_text_is_a_stop_like_any_other(tmp_path):
    (tmp_path / "broken_into.py").write_text(
        "import sys; from parcours.cli.console import stopped; stopped()\n"
        "try: exec('raise KeyboardInterrupt')\n"
        "except KeyboardInterrupt: sys.exit(stopped())"
    )
    command = [sys.executable, "-m", "broken_into"]

    ended = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)

    assert ended.returncode == STOPPED


def test_who_ends_the_launcher_ends_the_command():
    code = (
        "import sys, runpy; sys.argv = ['parcours'];"
        f"launcher = runpy.run_path({str(LAUNCHER)!r}, run_name='launcher');"
        "code = 'import time; print(1, flush=True); time.sleep(60)';"
        "sys.exit(launcher['run'](sys.executable, '-c', code))"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as running:
        assert running.stdout is not None
        running.stdout.readline()  # the command runs
        running.terminate()
        # Its output ends only when the command, which holds the other end, has ended too.
        running.communicate(timeout=20)

    assert running.returncode not in (0, None)
