"""``parcours serve`` and ``parcours worker``: the running site."""

from typing import Annotated, Final

import typer

from parcours.cli.console import Lang, note
from parcours.cli.site import Data, Host, Port, address, choose, open_site, run_site
from parcours.core.language import _

SERVE: Final = _("Run the site and its worker until stopped.")
WORKER: Final = _("Run jobs only, beside a site that runs elsewhere on the same data.")

Threads = Annotated[
    int | None, typer.Option("--threads", min=1, help=_("How many jobs at a time."))
]


def serve(*, data: Data = None, host: Host = None, port: Port = None, lang: Lang = "") -> int:
    choose(data=data, port=port)
    return run_site(host, ready=_say_where)


def _say_where() -> None:
    note(_("Parcours is at {address}. Ctrl-C stops it.").format(address=address()))


def worker(*, data: Data = None, threads: Threads = None, lang: Lang = "") -> int:
    open_site(data)
    from parcours.site.processes.work import work

    return work(threads)
