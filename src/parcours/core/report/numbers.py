"""How a figure is written for a reader: rounded, with its unit, interval and doubt."""

from datetime import datetime
from functools import lru_cache
from typing import Final

from babel.dates import format_date, format_datetime
from babel.numbers import format_compact_currency, format_currency, format_decimal

from parcours.core.figure import Figure
from parcours.core.language import _, language

NOTHING: Final = "—"
_MINUS: Final = "\N{MINUS SIGN}"
_THIN: Final = "\N{NO-BREAK SPACE}"


def value(figure: Figure | None, *, signed: bool = False) -> str:
    """Return the value with its unit; a dash where it may not be shown."""
    if figure is None or figure.value is None or figure.evidence == "too few":
        return NOTHING
    return _with_unit(figure.value, figure, signed=signed)


def interval(figure: Figure | None, *, signed: bool = False) -> str:
    """Return the 95 % interval, ``[70; 73]``, in the value's unit; empty if there is none."""
    if figure is None or figure.evidence == "too few" or figure.low is None:
        return ""
    if figure.high is None:
        return ""
    low, high = (
        _bare(end, figure, signed=signed).removesuffix("%").rstrip(_THIN)
        for end in (figure.low, figure.high)
    )
    between = f"{_THIN};{_THIN}" if language() == "fr" else ";" + _THIN
    return f"[{low}{between}{high}]"


def doubt(figure: Figure | None) -> str:
    """Return what keeps the reader from concluding; empty where nothing does."""
    if figure is None or figure.evidence == "too few":
        n = figure.n if figure is not None else 0
        if not n:
            return _("not measured")
        return _("too few to conclude (n = {n})").format(n=count(n))
    return _("only n = {n}").format(n=count(figure.n)) * (figure.evidence == "thin")


def reading(figure: Figure | None, *, signed: bool = False) -> str:
    """Return value and interval, or why there is none."""
    if figure is None or figure.evidence == "too few":
        return doubt(figure)
    parts = (value(figure, signed=signed), interval(figure, signed=signed), _caution(figure))
    return " ".join(part for part in parts if part)


def _caution(figure: Figure) -> str:
    return f"({doubt(figure)})" if doubt(figure) else ""


def count(n: float) -> str:
    """Return a whole number with its thousands apart."""
    return _marked(round(n), None, language())


def decimal(number: float, digits: int = 1, *, signed: bool = False) -> str:
    """Return *number* with up to *digits* decimals and a real minus sign.

    >>> decimal(-21.34)
    '−21.3'
    >>> decimal(3, signed=True)
    '+3.0'
    """
    form = "#,##0" + ("." + "0" * digits if digits else "")
    text = _marked(abs(number), form, language())
    is_zero = not any(digit in text for digit in "123456789")
    sign = "" if is_zero else _MINUS if number < 0 else "+" if signed else ""
    return sign + text


def percent(share: float, digits: int = 0) -> str:
    """Return a share as a percentage: ``72%``, with a space before the sign in French.

    >>> percent(0.718)
    '72%'
    """
    sign = f"{_THIN}%" if language() == "fr" else "%"
    return decimal(100 * share, digits) + sign


def _digits(share: float) -> int:
    """Return a decimal more where rounding would say always, or never, of what is not."""
    return int(share not in (0, 1) and round(100 * share) in (0, 100))


def money(amount: float, currency: str) -> str:
    """Return an amount, in thousands or millions where it is large."""
    if abs(amount) < 1000:
        form = "#,##0\N{NO-BREAK SPACE}¤" if language() == "fr" else "¤#,##0"
        text = format_currency(
            abs(amount), currency, form, locale=language(), currency_digits=False
        )
    else:
        digits = 0 if abs(amount) >= 10_000 and abs(amount) < 1_000_000 else 1
        text = format_compact_currency(
            abs(amount), currency, locale=language(), fraction_digits=digits
        )
        # French readers write k€ and M€, in one word.
        text = text.replace(f"k{_THIN}", "k").replace(f"M{_THIN}", "M")
    return (_MINUS if amount < 0 else "") + text


def price(amount: float, currency: str) -> str:
    """Return an amount to the cent."""
    return format_currency(amount, currency, locale=language())


def duration(seconds: float) -> str:
    """Return a duration in its two largest units: ``2 d 3 h``, ``12 min``, ``45 s``.

    >>> duration(183600).replace(chr(160), " ")
    '2 d 3 h'
    """
    units = ((86400, _("d")), (3600, _("h")), (60, _("min")), (1, _("s")))
    left = round(abs(seconds))
    parts: list[str] = []
    for size, name in units:
        if (left >= size or (size == 1 and not parts)) and len(parts) < 2:
            parts.append(f"{left // size}{_THIN}{name}")
            left %= size
        elif parts:
            break
    return (_MINUS if seconds < 0 else "") + " ".join(parts)


def size(bytes_: float) -> str:
    """Return a size in its largest unit, each a thousand of the one before.

    >>> size(15_000_000).replace(chr(160), " ")
    '15 MB'
    """
    left, units = float(bytes_), [_("GB"), _("MB"), _("kB"), _("B")]
    while left >= 999.5 and len(units) > 1:
        left /= 1000
        units.pop()
    digits = int(left < 9.95 and not round(left, 1).is_integer())
    return f"{decimal(left, digits)}{_THIN}{units[-1]}"


def moment(at: datetime) -> str:
    """Return a date and time."""
    return format_datetime(at, "medium", locale=language())


def day(at: datetime, *, short: bool = False) -> str:
    """Return a date in words."""
    text = format_date(at, "medium" if short else "long", locale=language())
    return f"1er{text[1:]}" if language() == "fr" and at.day == 1 else text


@lru_cache(maxsize=8192)
def _marked(number: float, form: str | None, code: str) -> str:
    # A tenth of a millisecond each, and a page has a thousand, mostly those of the last one.
    return format_decimal(number, form, locale=code)


def _with_unit(number: float, figure: Figure, *, signed: bool) -> str:
    bare = _bare(number, figure, signed=signed)
    if figure.unit == "share" and signed:
        return _("{points} pts").format(points=bare)
    return bare


def _bare(number: float, figure: Figure, *, signed: bool) -> str:
    """Return *number* in its unit; a difference of shares is in points, without the word."""
    match figure.unit:
        case "share" if signed:
            return decimal(100 * number, 1 if abs(number) < 0.1 else 0, signed=True)
        case "share":
            return percent(number, digits=_digits(number))
        case "points":
            return decimal(number, 0, signed=signed)
        case "seconds":
            return duration(number)
        case "money":
            if figure.currency is None:
                return decimal(number, 0)
            return money(number, figure.currency)
        case "count":
            return count(number)
        case _:
            return decimal(number, 1 if figure.unit != "ratio" else 2, signed=signed)
