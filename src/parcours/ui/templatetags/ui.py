"""Tags that every template may use: icons, figures, dates."""

from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from parcours.core.figure import Figure
from parcours.core.report import numbers

register = template.Library()


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Return the icon *name* of the sprite; with a *label* it is said aloud, else hidden."""
    address = f"{static('vendor/icons.svg')}#{name}"
    if not label:
        return format_html(
            '<svg class="icon" aria-hidden="true"><use href="{}"/></svg>', address
        )
    return format_html(
        '<svg class="icon" role="img" aria-label="{}"><use href="{}"/></svg>', label, address
    )


@register.filter
def can(member: Any, action: str) -> bool:
    """Return whether a member may do something, to show only what would work."""
    return bool(member.can(action))


@register.filter
def reading(figure: Any) -> str:
    """Return a figure's value with its interval, or why there is none."""
    return numbers.reading(as_figure(figure))


@register.filter
def change(figure: Any) -> str:
    """Return a difference with its sign and interval, that of two shares in points."""
    return numbers.reading(as_figure(figure), signed=True)


@register.filter
def value(figure: Any) -> str:
    """Return a figure's value with its unit, a dash where it may not be shown."""
    return numbers.value(as_figure(figure))


@register.filter
def interval(figure: Any) -> str:
    """Return a figure's interval, empty where there is none."""
    return numbers.interval(as_figure(figure))


@register.filter
def doubt(figure: Any) -> str:
    """Return what keeps a reader from concluding, empty where nothing does."""
    return numbers.doubt(as_figure(figure))


@register.filter
def size(bytes_: float) -> str:
    """Return the size of a file with its unit."""
    return numbers.size(bytes_)


def as_figure(figure: Any) -> Figure | None:
    """Return a figure, also from the plain values of a kept result."""
    if figure is None or isinstance(figure, Figure):
        return figure
    known = {name: figure[name] for name in Figure.__slots__ if name in figure}
    return Figure(**known)
