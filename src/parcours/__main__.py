"""``python -m parcours`` is the command ``parcours``."""

import sys

from parcours.cli import main, stop_at_once

# Everything else takes a moment to load, in which Ctrl-C would show a traceback.
stop_at_once()
sys.exit(main())
