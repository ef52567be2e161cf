"""What the supervisor's children have in common: they die with it, and refuse politely."""

import ctypes
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from typing import Final

SUPERVISOR: Final = "PARCOURS_SUPERVISOR"
_PR_SET_PDEATHSIG: Final = 1


def run_as_child(run: Callable[[], int]) -> int:
    """Run the main function of a child; return its exit code: 2 where settings are wrong."""
    from parcours.core.language import speaking
    from parcours.core.refusal import Refused

    die_with_supervisor()
    with speaking(os.environ.get("PARCOURS_LANG", "")):
        try:
            return run()
        except Refused as refused:
            sys.stderr.write(f"{refused}\n")
            return 2
        except KeyboardInterrupt:
            return 130


def die_with_supervisor() -> None:
    """End at once when the supervisor does, even if it was killed."""
    supervisor = int(os.environ.get(SUPERVISOR, "0"))
    if not supervisor:
        return
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    watch = threading.Thread(target=_watch, args=(supervisor,), daemon=True)
    watch.start()


def _watch(supervisor: int) -> None:
    """Look every second, for systems that send no signal."""
    while os.getppid() == supervisor:
        time.sleep(1)
    os._exit(1)
