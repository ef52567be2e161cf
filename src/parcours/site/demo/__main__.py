"""``python -m parcours.site.demo CUSTOMERS SEED``: make the demo company, and end.

What it takes to make it leaves the machine's memory with it.
"""

import os
import sys

from parcours.site.processes.child import run_as_child


def make(customers: int, seed: int) -> int:
    """Make Django ready, then the company."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "parcours.site.settings")
    import django

    django.setup()
    from parcours.site.demo.making import main

    return main(customers, seed)


if __name__ == "__main__":
    sys.exit(run_as_child(lambda: make(int(sys.argv[1]), int(sys.argv[2]))))
