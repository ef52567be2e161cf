"""``python -m parcours`` is the command ``parcours``."""

import sys

from parcours.cli import main

sys.exit(main())
