"""``parcours mcp``: what an assistant may read."""

from typing import Final

from parcours.cli.console import Lang
from parcours.cli.site import Data, open_site
from parcours.core.language import _

HELP: Final = _(
    "Let an assistant read figures, gaps and verbatims: an MCP server on standard input and "
    "output. It changes nothing, and names nobody."
)


def mcp(*, data: Data = None, lang: Lang = "") -> None:
    open_site(data)
    from parcours.site.assistant.server import serve

    serve()
