"""The MCP server: a few tools and the canvases, to be read only."""

from typing import Annotated, Any, Final

from asgiref.sync import sync_to_async
from django.utils import translation
from mcp.server.mcpserver import MCPServer
from mcp.types import ToolAnnotations
from pydantic import Field

from parcours import __version__
from parcours.core.language import language, speaking
from parcours.site.assistant import reading

ABOUT: Final = """\
Parcours measures the distance between what a company promises its customers and what they
live. A canvas is a designed journey: stages, touchpoints, promises. Figures carry a 95 %
interval (low, high), the number of observations n, and their evidence: where it is “too few”
conclude nothing. An effect says how it was measured (rung): “raw” is a mere difference, not a
cause. Start with list_canvases. Nothing here can be changed, and customers are not named.
"""
_READS: Final = ToolAnnotations(
    read_only_hint=True, idempotent_hint=True, open_world_hint=False
)

Canvas = Annotated[str, Field(description="slug of a canvas; empty for the first")]
Metric = Annotated[str, Field(description="name of one metric, like nps; empty for all")]

server: Final = MCPServer(
    "Parcours", instructions=ABOUT, version=__version__, log_level="WARNING"
)


async def _read(read: Any, *given: Any, **named: Any) -> Any:
    """Read in a thread, where the database may be asked, in the language of the command."""
    code = language()

    def spoken() -> Any:
        with translation.override(code), speaking(code):
            return read(*given, **named)

    return await sync_to_async(spoken)()


@server.tool(annotations=_READS)
async def list_canvases() -> list[dict[str, Any]]:
    """List the canvases (designed customer journeys), with their touchpoints and promises."""
    return list(await _read(reading.canvases))


@server.tool(annotations=_READS)
async def read_gap(
    canvas: Canvas = "",
    promise: Annotated[str, Field(description="id of one promise; empty for all")] = "",
) -> dict[str, Any]:
    """Read what is promised against what customers live.

    For each promise: cases kept and broken, the share kept, how customers felt if it was kept
    or broken, whether they came back, what keeping it changes (effect), what breaking it costs
    in a year (at_stake), and its quadrant: fix, wrong promise, works, too few…
    """
    return dict(await _read(reading.gap, canvas, promise))


@server.tool(annotations=_READS)
async def read_figures(
    canvas: Canvas = "",
    period: Annotated[
        str, Field(description="30d, 90d, 12m, or two days 2026-01-01..2026-03-31")
    ] = "90d",
    metric: Metric = "",
) -> dict[str, Any]:
    """Read the metrics of a period (NPS, CSAT, delays, conversion…) and the period before.

    Say that something changed only where is_proved is true. One metric comes with its weeks.
    """
    return dict(await _read(reading.measured, canvas, period, metric))


@server.tool(annotations=_READS)
async def define_metrics(metric: Metric = "") -> list[dict[str, Any]]:
    """Read what a metric counts, how its interval is computed, and who published it."""
    return list(await _read(reading.definitions, metric))


@server.tool(annotations=_READS)
async def read_verbatims(
    touchpoint: Annotated[
        str, Field(description="id of a touchpoint, see list_canvases; empty for all")
    ] = "",
    canvas: Canvas = "",
    *,
    words: Annotated[
        str, Field(description="what must be said: words, “in a row”, begun*, -without")
    ] = "",
    order: Annotated[reading.Order, Field(description="which come first")] = "worst",
    many: Annotated[int, Field(ge=1, le=100, description="at most so many")] = 20,
) -> dict[str, Any]:
    """Read what customers said, in their own words, and what was read in them.

    Each has its sentiment, the drivers it is about with their polarity, and flags; a
    person's correction counts before the machine's reading. Names, e-mail addresses, links,
    phone and long numbers are covered.
    """
    given = {"words": words, "order": order, "many": many}
    return dict(await _read(reading.verbatims, canvas, touchpoint, **given))


@server.resource(
    "canvas://{slug}",
    name="canvas",
    title="A canvas",
    description="A designed customer journey as YAML: stages, touchpoints, promises.",
    mime_type="application/yaml",
)
async def canvas(slug: str) -> str:
    """Read a canvas as YAML."""
    return str(await _read(reading.yaml, slug))


def serve() -> None:
    """Serve on standard input and output until they close."""
    server.run("stdio")
