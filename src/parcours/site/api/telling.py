"""What results keep, as the API and the assistant tell it."""

from typing import Any

from parcours.measure.domain.definitions import BY_NAME, title_of
from parcours.measure.domain.figures import figure_of
from parcours.site.api.schemas.figures import Figure, Metric, Week, figure


def metrics_of(payload: dict[str, Any]) -> list[Metric]:
    """Return the metrics that the answer to `measure.domain.figures.figures` holds."""
    return [
        Metric(
            name=name,
            title=title_of(name),
            stage=BY_NAME[name].stage,
            scale=kept["scale"],
            now=figure(figure_of(kept["now"])),
            before=figure(figure_of(kept["before"])),
            change=figure(figure_of(kept["change"])),
            is_proved=kept["is_proved"],
            is_unusual=kept["is_unusual"],
            weeks=[
                Week(start=start, figure=_figure(told), is_whole=is_whole)
                for start, told, is_whole in kept["weeks"]
            ],
        )
        for name, kept in payload.get("metrics", {}).items()
    ]


def _figure(kept: dict[str, Any]) -> Figure:
    found = figure_of(kept)
    assert found is not None
    return Figure.of(found)
